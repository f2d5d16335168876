"""DNS answers as facts."""

from __future__ import annotations

import base64
import ipaddress
import json
from dataclasses import asdict, dataclass
from enum import StrEnum

GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all that IANA has given out so far
# IANA special-purpose registries (RFC 6890 and successors); the first network that holds an address names it.
CLASSES = tuple(
    (name, ipaddress.ip_network(network))
    for name, network in (
        ("unspecified", "::/128"),
        ("loopback", "::1/128"),
        ("ipv4-mapped", "::ffff:0:0/96"),
        ("nat64", "64:ff9b::/96"),
        ("nat64", "64:ff9b:1::/48"),
        ("teredo", "2001::/32"),
        ("documentation", "2001:db8::/32"),
        ("documentation", "3fff::/20"),
        ("6to4", "2002::/16"),
        ("unique-local", "fc00::/7"),
        ("link-local", "fe80::/10"),
        ("multicast", "ff00::/8"),
        ("unspecified", "0.0.0.0/32"),
        ("loopback", "127.0.0.0/8"),
        ("private", "10.0.0.0/8"),
        ("private", "172.16.0.0/12"),
        ("private", "192.168.0.0/16"),
        ("private", "100.64.0.0/10"),
        ("link-local", "169.254.0.0/16"),
        ("documentation", "192.0.2.0/24"),
        ("documentation", "198.51.100.0/24"),
        ("documentation", "203.0.113.0/24"),
        ("multicast", "224.0.0.0/4"),
    )
)


class AnswerKind(StrEnum):
    """What a question came to; each is kept apart from the others."""

    ANSWER = "answer"
    NODATA = "nodata"
    NXDOMAIN = "nxdomain"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    ERROR = "error"  # any other trouble (unreadable message, other rcode)


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """One question to one name server, and its answer."""

    name: str
    record_type: str  # "A" or "AAAA"
    kind: AnswerKind
    server: str  # "address:port"
    addresses: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()  # CNAME targets in order
    ttl: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AddressRecords:
    """Every answer to A and AAAA for a site's host, one per name server asked."""

    host: str
    a: tuple[NameAnswer, ...]
    aaaa: tuple[NameAnswer, ...]


def answer_to_json(answer: NameAnswer, wire: bytes = b"") -> bytes:
    """The stored form of an answer, the payload of a DNS capture; ``wire`` is the message as the server sent it."""
    told = {**asdict(answer), "wire": base64.b64encode(wire).decode()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def read_answer(payload: bytes) -> NameAnswer:
    """The answer of a DNS capture's payload; an ERROR where the payload is not one of ours."""
    try:
        told = json.loads(payload)
        ttl = told["ttl"]
        return NameAnswer(
            name=str(told["name"]),
            record_type=str(told["record_type"]),
            kind=AnswerKind(told["kind"]),
            server=str(told["server"]),
            addresses=tuple(str(address) for address in told["addresses"]),
            chain=tuple(str(name) for name in told["chain"]),
            ttl=ttl if isinstance(ttl, int) else None,
            detail=str(told["detail"]),
        )
    except (ValueError, KeyError, TypeError):
        return NameAnswer("", "", AnswerKind.ERROR, "", detail="unreadable answer record")


def address_class(address: str) -> str:
    """``global`` for global unicast; else why it does not count: loopback, link-local, unique-local, documentation,
    ipv4-mapped, 6to4, teredo, nat64, multicast, unspecified, private, reserved (also for what is no address)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "reserved"
    for name, network in CLASSES:
        if parsed.version == network.version and parsed in network:
            return name
    allotted = parsed.version == 4 or parsed in GLOBAL_UNICAST
    return "global" if allotted and parsed.is_global else "reserved"
