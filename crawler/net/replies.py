"""What an answer's message comes to, by who was asked."""

from __future__ import annotations

from typing import NamedTuple

import dns.rcode

from crawler.net.wire import AAAA, CNAME, NS, SOA, TYPES, A, Message
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source

NOERROR, NXDOMAIN = 0, 3
WITHOUT_EDNS = frozenset({1, 4, 16})  # FORMERR, NOTIMP, BADVERS: of servers that know no EDNS
KINDS = {2: AnswerKind.SERVFAIL, NXDOMAIN: AnswerKind.NXDOMAIN, 5: AnswerKind.REFUSED}
ADDRESSES = frozenset({A, AAAA})
ROOT = "."
MAX_DETAIL = 200


class Question(NamedTuple):
    """What to ask whom. ``zone``: for which the server is to speak, where it is known."""

    name: str
    record_type: str  # "A", "AAAA", "NS" or "SOA"
    server: tuple[str, int]  # (IP address, port)
    source: Source = Source.RESOLVER
    server_name: str = ""
    zone: str = ""


class _Found(NamedTuple):
    """What a message tells: the fields of a NameAnswer."""

    kind: AnswerKind
    chain: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    ttl: int | None = None
    detail: str = ""
    records: tuple[str, ...] = ()
    zone: str = ""
    glue: tuple[tuple[str, str], ...] = ()


def server_name(server: tuple[str, int]) -> str:
    """A name server as answers name it: ``192.0.2.1:53``, ``[2001:db8::1]:53``."""
    return f"[{server[0]}]:{server[1]}" if ":" in server[0] else f"{server[0]}:{server[1]}"


def trouble(question: Question, kind: AnswerKind, detail: str = "") -> NameAnswer:
    """The answer where no usable message came."""
    return NameAnswer(
        question.name,
        question.record_type,
        kind,
        server_name(question.server),
        detail=detail[:MAX_DETAIL],
        source=question.source,
        server_name=question.server_name,
    )


def answer_from(question: Question, message: Message, transport: str, ms: float) -> NameAnswer:
    """The answer that a whole message is; ``ms`` are milliseconds since the question was first sent."""
    found = _judged(question, message)
    return NameAnswer(
        question.name,
        question.record_type,
        found.kind,
        server_name(question.server),
        found.addresses,
        found.chain,
        found.ttl,
        found.detail,
        question.source,
        found.records,
        found.zone,
        found.glue,
        message.authoritative,
        question.server_name,
        transport,
        ms,
    )


def _judged(question: Question, message: Message) -> _Found:
    own = question.source is Source.AUTHORITY
    chain = _chain(message)
    if message.rcode == NOERROR:
        if not message.answer and _refers(message, own):
            return _referral(question, message)
    elif message.rcode != NXDOMAIN:
        kind = KINDS.get(message.rcode, AnswerKind.ERROR)
        detail = dns.rcode.to_text(dns.rcode.Rcode.make(message.rcode)) if kind is AnswerKind.ERROR else ""
        return _Found(kind, chain, detail=detail)
    if own and not message.authoritative:
        return _Found(AnswerKind.LAME, chain, detail="not authoritative")
    if message.rcode == NXDOMAIN:
        return _Found(AnswerKind.NXDOMAIN, chain, zone=_zone(message))
    return _records(question, message, chain)


def _records(question: Question, message: Message, chain: tuple[str, ...]) -> _Found:
    """Some servers give a name an alias and records of its own: what they show is not hidden by the alias."""
    wanted, names = TYPES[question.record_type], (message.asked, *chain)
    if len(set(names)) < len(names):
        return _Found(AnswerKind.ERROR, chain, detail="aliases in a circle")
    records = [record for record in message.answer if record.type == wanted and record.owner in names]
    if not records:
        return _nothing(question, message, chain)
    ttl = min([record.ttl for record in records])
    values = tuple(dict.fromkeys([record.value for record in records]))
    if wanted in ADDRESSES:
        return _Found(AnswerKind.ANSWER, chain, values, ttl)
    told = values if wanted == NS else tuple(values[0].rsplit(" ", 1))
    return _Found(AnswerKind.ANSWER, chain, (), ttl, "", told, _zone(message))


def _chain(message: Message) -> tuple[str, ...]:
    """The targets that the name leads to, one after the other; a circle ends where it comes back to a name."""
    aliases = {record.owner: record.value for record in reversed(message.answer) if record.type == CNAME}
    if not aliases:
        return ()
    chain: list[str] = []
    name = message.asked
    while name in aliases and len(chain) < len(aliases):
        name = aliases[name]
        chain.append(name)
    return tuple(chain)


def _zone(message: Message) -> str:
    for record in message.answer + message.authority:
        if record.type == SOA:
            return record.owner
    return ""


def _refers(message: Message, own: bool) -> bool:
    """No answer, but who else is to be asked (RFC 2308, 2.2)."""
    kinds = {record.type for record in message.authority}
    return not message.answer and NS in kinds and SOA not in kinds and not (own and message.authoritative)


def _referral(question: Question, message: Message) -> _Found:
    """Only downwards: a server that points back up, or aside, does not speak for its zone."""
    zone = next(record.owner for record in message.authority if record.type == NS)
    below = lies_in(message.asked, zone) and zone != ROOT and (not question.zone or _is_below(zone, question.zone))
    if question.source is Source.AUTHORITY and not below:
        return _Found(AnswerKind.LAME, detail=f"refers to {zone}"[:MAX_DETAIL])
    told = [record for record in message.authority if record.type == NS and record.owner == zone]
    names = tuple(dict.fromkeys(record.value for record in told))
    beside = [(record.owner, record.value) for record in message.additional if record.type in ADDRESSES]
    glue = tuple(pair for pair in dict.fromkeys(beside) if pair[0] in names)
    return _Found(AnswerKind.REFERRAL, (), (), min(record.ttl for record in told), "", names, zone, glue)


def _nothing(question: Question, message: Message, chain: tuple[str, ...]) -> _Found:
    """No such record; or nothing about records at all, where an alias leads out of the server's zone."""
    zone = _zone(message)
    if message.answer and not chain:  # a redirecting box answers every question with its A record
        return _Found(AnswerKind.ERROR, detail="answers something else")
    if question.source is not Source.AUTHORITY or not chain:
        return _Found(AnswerKind.NODATA, chain, zone=zone)
    own = question.zone or zone
    referred = not zone and any(record.type == NS for record in message.authority)
    spoken = bool(own) and lies_in(chain[-1], own) and not referred
    return _Found(AnswerKind.NODATA if spoken else AnswerKind.ALIAS, chain, zone=zone)


def lies_in(name: str, zone: str) -> bool:
    """The name is the zone's own or one below it."""
    plain = zone.lower().rstrip(".")
    return not plain or name == plain or name.endswith("." + plain)


def _is_below(name: str, zone: str) -> bool:
    return lies_in(name, zone) and name != zone.lower().rstrip(".")
