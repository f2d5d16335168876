"""Answers of a visit put together: a host's records, and its zone with the servers that speak for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crawler.model import Role
from crawler.reading.names.addresses import address_class
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source
from crawler.reading.names.zones import Authority, NameServer

SIBLING = "spotcheck-"  # how a name begins that was asked for to find a wildcard

Told = Sequence[tuple[Role, NameAnswer]]  # every answer of a visit, and in which role its question was put


def records_of(host: str, told: Told) -> AddressRecords:
    """The address records of a host: the site's own (with what its zone's servers say) or a linked one's."""
    own = [one for role, one in told if role in {Role.NAME, Role.LINK} and _concerns(one, host, role)]
    return AddressRecords(
        host=host,
        a=tuple(one for one in own if one.record_type == "A"),
        aaaa=tuple(one for one in own if one.record_type == "AAAA"),
        proven=proven_resolvers(one for role, one in told if role is Role.CONTROL),
        hiding=hiding_resolvers([one for role, one in told if role is Role.CONTROL]),
        wildcard=tuple(one for role, one in told if role is Role.ZONE and _is_sibling(one, host)),
    )


def _concerns(answer: NameAnswer, host: str, role: Role) -> bool:
    """An answer for the host, or of the servers of a zone that its alias leads to."""
    return answer.name == host or (role is Role.NAME and answer.source is Source.AUTHORITY)


def _is_sibling(answer: NameAnswer, host: str) -> bool:
    first, _, rest = answer.name.partition(".")
    return first.startswith(SIBLING) and rest == host.partition(".")[2]


def proven_resolvers(controls: Iterable[NameAnswer]) -> tuple[str, ...]:
    """Resolvers that showed a global IPv6 address of a control host: they hide none."""
    shown = (
        one.server
        for one in controls
        if one.record_type == "AAAA" and any(address_class(address) == "global" for address in one.addresses)
    )
    return tuple(dict.fromkeys(shown))


def hiding_resolvers(controls: Sequence[NameAnswer]) -> tuple[str, ...]:
    """Resolvers that said of a control host that it has no IPv6 address, and showed one of none."""
    denied = (one.server for one in controls if one.record_type == "AAAA" and one.kind is AnswerKind.NODATA)
    return tuple(dict.fromkeys(server for server in denied if server not in proven_resolvers(controls)))


def authority_of(host: str, told: Told) -> Authority | None:
    """The zone a host belongs to; None where nobody told which it is."""
    asked = [one for role, one in told if role is Role.ZONE]
    zones = {one.name for one in asked if one.record_type == "NS" and _is_within(host, one.name)}
    if not zones:
        return None
    zone = max(zones, key=len)
    about = tuple(one for one in asked if one.record_type == "NS" and one.name == zone)
    names = dict.fromkeys(name for one in about for name in one.records)
    return Authority(host, zone, about, tuple(_server(name, zone, asked, about) for name in names))


def _server(name: str, zone: str, asked: Sequence[NameAnswer], about: Sequence[NameAnswer]) -> NameServer:
    own = [one for one in asked if one.name == name and one.source is Source.RESOLVER]
    referrals = [one for one in about if one.kind is AnswerKind.REFERRAL and name in one.records]
    return NameServer(
        name=name,
        a=tuple(one for one in own if one.record_type == "A"),
        aaaa=tuple(one for one in own if one.record_type == "AAAA"),
        spoke=tuple(sorted(_own_words(name, zone, asked), key=lambda one: one.server)),
        needs_glue=_is_within(name, zone),
        has_glue=any(name == owner for one in referrals for owner, _ in one.glue) if referrals else None,
    )


def _own_words(name: str, zone: str, asked: Sequence[NameAnswer]) -> list[NameAnswer]:
    """What a zone's own server answered about the zone, by each of its addresses."""
    about = (one for one in asked if one.record_type == "SOA" and one.name == zone)
    return [one for one in about if one.source is Source.AUTHORITY and one.server_name == name]


def _is_within(name: str, zone: str) -> bool:
    return name == zone or name.endswith(f".{zone}")
