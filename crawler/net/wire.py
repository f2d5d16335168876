"""DNS messages as bytes (RFC 1035, 6891): what is asked, and what an answer tells.

The usual message is read here, in a tenth of the time that dnspython takes; whatever is unusual (other record types or
classes, odd bytes in names, anything malformed) is left to dnspython. Both read the same: tests/crawler/test_wire.py.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rdata
import dns.rrset

HEADER = struct.Struct("!HHHHHH")  # id, flags, counts: questions, answers, authority, additional
RECORD = struct.Struct("!HHIH")  # type, class, TTL, length of the data
A, NS, CNAME, SOA, AAAA, OPT = 1, 2, 5, 6, 28, 41
TYPES = {"A": A, "AAAA": AAAA, "NS": NS, "SOA": SOA}
INTERNET = 1
OTHER = 0  # the type of a record of another class
NAMED = frozenset({NS, CNAME})
TAILS = {name: struct.pack("!HH", number, INTERNET) for name, number in TYPES.items()}
LENGTHS = [bytes((length,)) for length in range(256)]
QR, AA, TC, RD = 0x8000, 0x0400, 0x0200, 0x0100
OPCODE, RCODE = 0x7800, 0x000F
HEADER_BYTES = 12
POINTER = 0xC0
EDNS_BYTES = 1232  # answers that pass every path unfragmented
EDNS = struct.pack("!BHHIH", 0, OPT, EDNS_BYTES, 0, 0)
MAX_NAME = 253
MAX_LABEL = 63
MAX_TTL = 0x7FFFFFFF
MAX_RECORDS = 1000  # of one message: no site has as many, and a compressed bomb is not unpacked
SAFE = b"abcdefghijklmnopqrstuvwxyz0123456789-_."  # in names that need no escapes


class Asked(NamedTuple):
    """A question: its section of a message, and its name in the spelling of records."""

    section: bytes
    name: str


class Record(NamedTuple):
    """One resource record. ``value``: an address, a name, or of SOA the primary server and the serial number."""

    owner: str  # lower case, without the final dot; "." is the root
    type: int
    ttl: int  # seconds
    value: str


class Message(NamedTuple):
    """What an answer tells of A, AAAA, NS, CNAME and SOA records; others are there without a value."""

    asked: str  # the name of the question, in the spelling of records
    rcode: int  # with the upper bits of EDNS
    authoritative: bool
    answer: tuple[Record, ...] = ()
    authority: tuple[Record, ...] = ()
    additional: tuple[Record, ...] = ()


class UnreadableError(Exception):
    """No DNS message, or one that tells of something else than what was asked."""


class _UnusualError(Exception):
    """For dnspython to read."""


def asked(name: str, record_type: str) -> Asked:
    """What a question looks like. Raises DNSException, UnicodeError or KeyError for what cannot be asked."""
    if not name:
        raise dns.name.EmptyLabel
    tail = TAILS[record_type]
    plain = name.encode("ascii", "replace").lower().removesuffix(b".")
    labels = plain.split(b".")
    lengths = [len(label) for label in labels]
    if len(plain) > MAX_NAME or plain.translate(None, SAFE) or min(lengths) == 0 or max(lengths) > MAX_LABEL:
        odd = dns.name.from_text(name).canonicalize()
        return Asked((odd.to_wire() or b"") + tail, _text(odd))
    spelled = b"".join([LENGTHS[len(label)] + label for label in labels])
    return Asked(spelled + b"\0" + tail, plain.decode("ascii"))


def query_bytes(ident: int, question: bytes, *, recursive: bool, edns: bool = True) -> bytes:
    """A whole question message: RD set where the server shall look further, EDNS for answers up to 1232 bytes."""
    head = HEADER.pack(ident, RD if recursive else 0, 1, 0, 0, 1 if edns else 0)
    return head + question + EDNS if edns else head + question


def is_answer_to(data: bytes, section: bytes) -> bool:
    """The message is an answer and repeats the question; in an error message the question may be missing."""
    if len(data) < HEADER_BYTES or data[2] & (QR | OPCODE) >> 8 != QR >> 8:
        return False
    if data[4:6] == b"\0\1":
        return data[HEADER_BYTES : HEADER_BYTES + len(section)].lower() == section
    return data[4:8] == bytes(4) and data[3] & RCODE != 0


def is_cut(data: bytes) -> bool:
    """The message says that it is not whole."""
    return bool(data[2] & TC >> 8)


def read_message(data: bytes, question: Asked) -> Message:
    """An answer to the question (:func:`is_answer_to` has said that it is one). Raises UnreadableError."""
    try:
        return read_usual(data, question)
    except (_UnusualError, struct.error, IndexError, OSError, ValueError):
        return read_any(data)


def read_usual(data: bytes, question: Asked) -> Message:
    """The usual message, read quickly; raises some error for every other."""
    _, flags, questions, answers, authority, additional = HEADER.unpack_from(data)
    total = answers + authority + additional
    if questions != 1 or total > MAX_RECORDS:
        raise _UnusualError
    asked, position = question.name, HEADER_BYTES + len(question.section)
    known, rcode = {HEADER_BYTES: asked}, flags & RCODE
    records: list[Record] = []
    for number in range(total):
        owner, position = _name(data, position, known)
        kind, network, ttl, length = RECORD.unpack_from(data, position)
        position += RECORD.size
        end = position + length
        if kind == OPT and number == total - 1 and additional and owner == "." and not length:
            rcode |= ttl >> 24 << 4
        elif network != INTERNET or ttl > MAX_TTL:
            raise _UnusualError
        else:
            records.append(Record(owner, kind, ttl, _value(data, kind, position, end, known)))
        position = end
    if position != len(data):
        raise _UnusualError
    told, ends = tuple(records), answers + authority
    return Message(asked, rcode, bool(flags & AA), told[:answers], told[answers:ends], told[ends:])


def _value(data: bytes, kind: int, start: int, end: int, known: dict[int, str]) -> str:
    """``known``: names of the message by their places."""
    if kind == A and end - start == 4:
        return socket.inet_ntoa(data[start:end])
    if kind == AAAA and end - start == 16:
        return socket.inet_ntop(socket.AF_INET6, data[start:end])
    if kind in NAMED:
        value, ends = _name(data, start, known)
    elif kind == SOA:
        primary, after = _name(data, start, known)
        _, after = _name(data, after, known)
        value, ends = f"{primary} {int.from_bytes(data[after : after + 4])}", after + 20
    else:
        raise _UnusualError
    if ends != end:
        raise _UnusualError
    return value


def _name(data: bytes, start: int, known: dict[int, str]) -> tuple[str, int]:
    """(name, where it ends). Pointers lead strictly backwards, so that every name has an end."""
    position, end, bound = start, 0, start
    labels: list[bytes] = []
    while length := data[position]:
        if length <= MAX_LABEL:
            label, position = position + 1, position + 1 + length
            labels.append(data[label:position])
            continue
        if length < POINTER:
            raise _UnusualError
        end = end or position + 2
        position = (length - POINTER) << 8 | data[position + 1]
        if not labels and position in known:
            return known[position], end
        if position >= bound:
            raise _UnusualError
        bound = position
    if not labels:
        return ".", end or position + 1
    text = b".".join(labels).lower()
    if len(text) > MAX_NAME or text.translate(None, SAFE) or text.count(b".") >= len(labels):
        raise _UnusualError
    known[start] = name = text.decode("ascii")
    return name, end or position + 1


def read_any(data: bytes) -> Message:
    """Any message, as dnspython reads it. Raises UnreadableError."""
    if len(data) < HEADER_BYTES or sum(HEADER.unpack_from(data)[3:]) > MAX_RECORDS:
        raise UnreadableError("too short, or too many records")
    try:
        message = dns.message.from_wire(data, one_rr_per_rrset=True, raise_on_truncation=False)
        sections = [
            tuple(_told(rrset) for rrset in section)
            for section in (message.answer, message.authority, message.additional)
        ]
    except (dns.exception.DNSException, ValueError, struct.error, IndexError) as error:
        raise UnreadableError(str(error) or type(error).__name__) from error
    name = _text(message.question[0].name) if message.question else ""
    return Message(name, int(message.rcode()), bool(message.flags & dns.flags.AA), *sections)


def _told(rrset: dns.rrset.RRset) -> Record:
    """Of other types and classes only that they are there."""
    kind = int(rrset.rdtype) if rrset.rdclass == INTERNET else OTHER
    value = VALUES.get(kind)
    return Record(_text(rrset.name), kind, rrset.ttl, value(rrset[0]) if value else "")


def _text(name: dns.name.Name) -> str:
    """Odd bytes escaped, as in a zone file."""
    return name.to_text(omit_final_dot=True).lower()


VALUES: dict[int, Callable[[Any], str]] = {
    A: lambda data: str(data.address),
    AAAA: lambda data: str(data.address),
    NS: lambda data: _text(data.target),
    CNAME: lambda data: _text(data.target),
    SOA: lambda data: f"{_text(data.mname)} {data.serial}",
}

# A hostile A record of class ANY, read before the first of class IN, would leave dnspython without a reader for both.
for _type, _address in (("A", "192.0.2.1"), ("AAAA", "2001:db8::1")):
    dns.rdata.from_text("IN", _type, _address)
