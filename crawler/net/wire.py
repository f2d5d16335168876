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
import dns.rrset

HEADER = struct.Struct("!HHHHHH")  # id, flags, counts: questions, answers, authority, additional
RECORD = struct.Struct("!HHIH")  # type, class, TTL, length of the data
A, NS, CNAME, SOA, AAAA, OPT = 1, 2, 5, 6, 28, 41
TYPES = {"A": A, "AAAA": AAAA, "NS": NS, "SOA": SOA}
INTERNET = 1
QR, AA, TC, RD = 0x8000, 0x0400, 0x0200, 0x0100
OPCODE, RCODE = 0x7800, 0x000F
HEADER_BYTES = 12
TO_QUESTION = b"\xc0\x0c"  # the name at byte 12
POINTER = 0xC0
EDNS_BYTES = 1232  # answers that pass every path unfragmented
EDNS = struct.pack("!BHHIH", 0, OPT, EDNS_BYTES, 0, 0)
MAX_NAME = 253
MAX_LABEL = 63
MAX_TTL = 0x7FFFFFFF
MAX_RECORDS = 1000  # of one message: no site has as many, and a compressed bomb is not unpacked
SAFE = b"abcdefghijklmnopqrstuvwxyz0123456789-_."  # in names that need no escapes


class Record(NamedTuple):
    """One resource record. ``value``: an address, a name, or of SOA the primary server and the serial number."""

    owner: str  # lower case, without the final dot; "." is the root
    type: int
    ttl: int  # seconds
    value: str


class Message(NamedTuple):
    """What an answer tells of A, AAAA, NS, CNAME and SOA records."""

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


def question_bytes(name: str, record_type: str) -> bytes:
    """The question section. Raises DNSException, UnicodeError or KeyError for what cannot be asked."""
    if not name:
        raise dns.name.EmptyLabel
    plain = name.encode("ascii", "replace").lower().removesuffix(b".")
    labels = plain.split(b".")
    usual = len(plain) <= MAX_NAME and not plain.translate(None, SAFE) and min(map(len, labels)) > 0
    if usual and max(map(len, labels)) <= MAX_LABEL:
        wire = b"".join([bytes((len(label),)) + label for label in labels]) + b"\0"
    else:
        wire = dns.name.from_text(name).canonicalize().to_wire() or b""
    return wire + struct.pack("!HH", TYPES[record_type], INTERNET)


def query_bytes(ident: int, question: bytes, *, recursive: bool, edns: bool = True) -> bytes:
    """A whole question message: RD set where the server shall look further, EDNS for answers up to 1232 bytes."""
    head = HEADER.pack(ident, RD if recursive else 0, 1, 0, 0, 1 if edns else 0)
    return head + question + EDNS if edns else head + question


def is_answer_to(data: bytes, question: bytes) -> bool:
    """The message is an answer and repeats the question; in an error message the question may be missing."""
    if len(data) < HEADER_BYTES:
        return False
    _, flags, questions, *others = HEADER.unpack_from(data)
    if not flags & QR or flags & OPCODE:
        return False
    if not questions:
        return bool(flags & RCODE) and not others[0]
    return questions == 1 and data[HEADER_BYTES : HEADER_BYTES + len(question)].lower() == question


def is_cut(data: bytes) -> bool:
    """The message says that it is not whole."""
    return bool(data[2] & TC >> 8)


def read_message(data: bytes, question: bytes) -> Message:
    """An answer to the question (see :func:`is_answer_to`). Raises UnreadableError."""
    try:
        return read_usual(data, question)
    except (_UnusualError, struct.error, IndexError, OSError, ValueError):
        return read_any(data)


def read_usual(data: bytes, question: bytes) -> Message:
    """The usual message, read quickly; raises some error for every other."""
    _, flags, questions, answers, authority, additional = HEADER.unpack_from(data)
    position = HEADER_BYTES + len(question)
    if questions != 1 or data[HEADER_BYTES:position].lower() != question:
        raise _UnusualError
    total = answers + authority + additional
    if total > MAX_RECORDS:
        raise _UnusualError
    asked, _ = _name(data, HEADER_BYTES)
    records, rcode = list[Record](), flags & RCODE
    for number in range(total):
        if data[position : position + 2] == TO_QUESTION:
            owner, position = asked, position + 2
        else:
            owner, position = _name(data, position)
        kind, network, ttl, length = RECORD.unpack_from(data, position)
        position += 10
        if kind == OPT and number == total - 1 and additional and owner == "." and not length:
            rcode |= ttl >> 24 << 4
        elif network != INTERNET or ttl > MAX_TTL:
            raise _UnusualError
        else:
            records.append(Record(owner, kind, ttl, _value(data, kind, position, length)))
        position += length
    if position != len(data):
        raise _UnusualError
    told, ends = tuple(records), answers + authority
    return Message(asked, rcode, bool(flags & AA), told[:answers], told[answers:ends], told[ends:])


def _value(data: bytes, kind: int, start: int, length: int) -> str:
    if kind == A and length == 4:
        return socket.inet_ntoa(data[start : start + 4])
    if kind == AAAA and length == 16:
        return socket.inet_ntop(socket.AF_INET6, data[start : start + 16])
    if kind in {NS, CNAME}:
        value, end = _name(data, start)
    elif kind == SOA:
        primary, end = _name(data, start)
        _, end = _name(data, end)
        value, end = f"{primary} {int.from_bytes(data[end : end + 4])}", end + 20
    else:
        raise _UnusualError
    if end != start + length:
        raise _UnusualError
    return value


def _name(data: bytes, position: int) -> tuple[str, int]:
    """(name, where it ends). Pointers lead strictly backwards, so that every name has an end."""
    labels, end, bound = list[bytes](), 0, position
    while length := data[position]:
        if length >= POINTER:
            end = end or position + 2
            position = (length - POINTER) << 8 | data[position + 1]
            if position >= bound:
                raise _UnusualError
            bound = position
        elif length > MAX_LABEL:
            raise _UnusualError
        else:
            labels.append(data[position + 1 : position + 1 + length])
            position += 1 + length
    text = b".".join(labels).lower()
    if len(text) > MAX_NAME or text.translate(None, SAFE) or text.count(b".") != max(len(labels) - 1, 0):
        raise _UnusualError
    return text.decode("ascii") or ".", end or position + 1


def read_any(data: bytes) -> Message:
    """Any message, as dnspython reads it. Raises UnreadableError."""
    if len(data) < HEADER_BYTES or sum(HEADER.unpack_from(data)[3:]) > MAX_RECORDS:
        raise UnreadableError("too short, or too many records")
    try:
        message = dns.message.from_wire(data, one_rr_per_rrset=True, raise_on_truncation=False)
        sections = [
            tuple(_told(rrset) for rrset in section if rrset.rdclass == INTERNET and rrset.rdtype in VALUES)
            for section in (message.answer, message.authority, message.additional)
        ]
    except (dns.exception.DNSException, ValueError, struct.error, IndexError) as error:
        raise UnreadableError(str(error) or type(error).__name__) from error
    asked = _text(message.question[0].name) if message.question else ""
    return Message(asked, int(message.rcode()), bool(message.flags & dns.flags.AA), *sections)


def _told(rrset: dns.rrset.RRset) -> Record:
    return Record(_text(rrset.name), int(rrset.rdtype), rrset.ttl, VALUES[int(rrset.rdtype)](rrset[0]))


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
