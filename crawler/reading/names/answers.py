"""DNS answers as facts."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class AnswerKind(StrEnum):
    """What a question came to; each is kept apart from the others."""

    ANSWER = "answer"
    ALIAS = "alias"  # only where the name is an alias for; the records are another zone's to tell
    REFERRAL = "referral"  # only who else should be asked
    NODATA = "nodata"
    NXDOMAIN = "nxdomain"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    LAME = "lame"  # a zone's own server that does not speak for the zone
    TRUNCATED = "truncated"  # cut over UDP, and not to be had over TCP
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  # no way from here to the server
    ERROR = "error"  # any other trouble (unreadable message, other rcode)


class Source(StrEnum):
    """In which capacity a server was asked."""

    RESOLVER = "resolver"  # one of the office's own
    AUTHORITY = "authority"  # one of the zone's own


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """One question to one server, and its answer."""

    name: str
    record_type: str  # "A", "AAAA", "NS" or "SOA"
    kind: AnswerKind
    server: str  # "address:port"
    addresses: tuple[str, ...] = ()  # of A and AAAA
    chain: tuple[str, ...] = ()  # CNAME targets in order
    ttl: int | None = None  # seconds; the shortest of the records
    detail: str = ""
    source: Source = Source.RESOLVER
    records: tuple[str, ...] = ()  # NS: host names; SOA: primary server, then the serial number
    zone: str = ""  # owner of the SOA record or of the referral: where the zone begins
    glue: tuple[tuple[str, str], ...] = ()  # (host name, address) told beside a referral
    authoritative: bool = False
    server_name: str = ""  # of a zone's own server
    transport: str = "udp"
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class AddressRecords:
    """Every answer to A and AAAA for a site's host: of each resolver, and of the zone's own servers.

    Where the host is an alias for a name of another zone, the answers of that zone's servers carry that name.
    """

    host: str
    a: tuple[NameAnswer, ...]
    aaaa: tuple[NameAnswer, ...]
    proven: tuple[str, ...] = ()  # resolvers that showed an AAAA record of a control host: they hide none
    hiding: tuple[str, ...] = ()  # resolvers that denied one of every control host: the line hides them, or they do
    wildcard: tuple[NameAnswer, ...] = ()  # AAAA answers for a sibling name that nobody can have entered by hand


def answer_to_json(answer: NameAnswer, wire: bytes = b"") -> bytes:
    """The stored form of an answer, the payload of a DNS capture; ``wire`` is the message as the server sent it."""
    told = {**asdict(answer), "wire": base64.b64encode(wire).decode()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def read_answer(payload: bytes) -> NameAnswer:
    """The answer of a DNS capture's payload; an ERROR where the payload is not one of ours."""
    try:
        told = json.loads(payload)
        known = {field.name: told[field.name] for field in fields(NameAnswer) if field.name in told}
        return NameAnswer(**{**known, **_typed(known)})
    except (ValueError, KeyError, TypeError):
        return NameAnswer("", "", AnswerKind.ERROR, "", detail="unreadable answer record")


def _typed(told: dict[str, Any]) -> dict[str, Any]:
    ttl, source = told.get("ttl"), told.get("source", Source.RESOLVER)
    return {
        "name": str(told["name"]),
        "record_type": str(told["record_type"]),
        "kind": AnswerKind(told["kind"]),
        "server": str(told["server"]),
        "ttl": ttl if isinstance(ttl, int) else None,
        "source": Source(source),
        "ms": float(told.get("ms", 0)),
        "glue": tuple((str(name), str(address)) for name, address in told.get("glue", ())),
        **{name: tuple(str(one) for one in told.get(name, ())) for name in ("addresses", "chain", "records")},
    }
