"""DNS answers as facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


def answer_to_json(answer: NameAnswer) -> bytes:
    """The stored form of an answer, the payload of a DNS capture."""
    raise NotImplementedError


def read_answer(payload: bytes) -> NameAnswer:
    """The answer of a DNS capture's payload."""
    raise NotImplementedError


def address_class(address: str) -> str:
    """``global`` for global unicast; else why it does not count: loopback, link-local, unique-local, documentation,
    ipv4-mapped, 6to4, teredo, nat64, multicast, unspecified, reserved."""
    raise NotImplementedError
