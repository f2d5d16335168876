"""What an answer's message comes to, by who was asked."""

from __future__ import annotations

from typing import Any, NamedTuple

import dns.rcode

from crawler.net.wire import AAAA, CNAME, NS, SOA, TYPES, A, Message, Record
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source

NOERROR, NXDOMAIN = 0, 3
WITHOUT_EDNS = frozenset({1, 4, 16})  # FORMERR, NOTIMP, BADVERS: of servers that know no EDNS
KINDS = {2: AnswerKind.SERVFAIL, NXDOMAIN: AnswerKind.NXDOMAIN, 5: AnswerKind.REFUSED}
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
    kind, found = _judged(question, message, message.asked)
    return NameAnswer(
        question.name,
        question.record_type,
        kind,
        server_name(question.server),
        source=question.source,
        server_name=question.server_name,
        authoritative=message.authoritative,
        transport=transport,
        ms=ms,
        **found,
    )


def _judged(question: Question, message: Message, asked: str) -> tuple[AnswerKind, dict[str, Any]]:
    own = question.source is Source.AUTHORITY
    chain = _chain(message.answer, asked)
    if message.rcode not in {NOERROR, NXDOMAIN}:
        kind = KINDS.get(message.rcode, AnswerKind.ERROR)
        detail = dns.rcode.to_text(dns.rcode.Rcode.make(message.rcode)) if kind is AnswerKind.ERROR else ""
        return kind, {"chain": chain, "detail": detail}
    if message.rcode == NOERROR and (own or not message.answer) and _refers(message, own):
        return _referral(question, message, asked)
    if own and not message.authoritative:
        return AnswerKind.LAME, {"chain": chain, "detail": "not authoritative"}
    if message.rcode == NXDOMAIN:
        return AnswerKind.NXDOMAIN, {"chain": chain, "zone": _zone(message)}
    return _records(question, message, asked, chain)


def _records(
    question: Question, message: Message, asked: str, chain: tuple[str, ...]
) -> tuple[AnswerKind, dict[str, Any]]:
    wanted, zone = TYPES[question.record_type], _zone(message)
    end = chain[-1] if chain else asked
    records = [record for record in message.answer if record.type == wanted and record.owner == end]
    if not records:
        return _nothing(question, message, asked, chain)
    values = tuple(dict.fromkeys(record.value for record in records))
    found = {"chain": chain, "ttl": min(record.ttl for record in records), "zone": zone}
    if wanted in {A, AAAA}:
        return AnswerKind.ANSWER, {**found, "addresses": values}
    return AnswerKind.ANSWER, {**found, "records": values if wanted == NS else tuple(values[0].rsplit(" ", 1))}


def _chain(answer: tuple[Record, ...], asked: str) -> tuple[str, ...]:
    """The targets that the name leads to, one after the other; a loop ends where it comes back to a name."""
    aliases: dict[str, str] = {}
    for record in answer:
        if record.type == CNAME:
            aliases.setdefault(record.owner, record.value)
    chain, name = list[str](), asked
    while aliases and name in aliases and len(chain) < len(aliases):
        name = aliases[name]
        chain.append(name)
    return tuple(chain)


def _zone(message: Message) -> str:
    return next((record.owner for record in message.answer + message.authority if record.type == SOA), "")


def _refers(message: Message, own: bool) -> bool:
    """No answer, but who else is to be asked (RFC 2308, 2.2)."""
    kinds = {record.type for record in message.authority}
    return not message.answer and NS in kinds and SOA not in kinds and not (own and message.authoritative)


def _referral(question: Question, message: Message, asked: str) -> tuple[AnswerKind, dict[str, Any]]:
    """Only downwards: a server that points back up, or aside, does not speak for its zone."""
    zone = next(record.owner for record in message.authority if record.type == NS)
    below = lies_in(asked, zone) and zone != ROOT and (not question.zone or _is_below(zone, question.zone))
    if question.source is Source.AUTHORITY and not below:
        return AnswerKind.LAME, {"detail": f"refers to {zone}"}
    told = [record for record in message.authority if record.type == NS and record.owner == zone]
    names = tuple(dict.fromkeys(record.value for record in told))
    glue = [(record.owner, record.value) for record in message.additional if record.type in {A, AAAA}]
    return AnswerKind.REFERRAL, {
        "records": names,
        "zone": zone,
        "glue": tuple(pair for pair in dict.fromkeys(glue) if pair[0] in names),
        "ttl": min(record.ttl for record in told),
    }


def _nothing(
    question: Question, message: Message, asked: str, chain: tuple[str, ...]
) -> tuple[AnswerKind, dict[str, Any]]:
    """No such record; or nothing about records at all, where an alias leads out of the server's zone."""
    zone = _zone(message)
    found = {"chain": chain, "zone": zone}
    if len({asked, *chain}) <= len(chain):
        return AnswerKind.ERROR, {**found, "detail": "aliases in a circle"}
    if question.source is not Source.AUTHORITY or not chain:
        return AnswerKind.NODATA, found
    own = question.zone or zone
    referred = not zone and any(record.type == NS for record in message.authority)
    spoken = bool(own) and lies_in(chain[-1], own) and not referred
    return AnswerKind.NODATA if spoken else AnswerKind.ALIAS, found


def lies_in(name: str, zone: str) -> bool:
    """The name is the zone's own or one below it."""
    plain = zone.lower().rstrip(".")
    return not plain or name == plain or name.endswith("." + plain)


def _is_below(name: str, zone: str) -> bool:
    return lies_in(name, zone) and name != zone.lower().rstrip(".")
