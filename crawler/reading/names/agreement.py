"""What the answers about a host's IPv6 addresses come to together: nobody is believed alone.

A source is one server in one capacity: each resolver, and each of the zone's own servers that answers with authority.
Two must agree, and none may contradict. That a host has no IPv6 address takes more: resolvers that hide AAAA records
exist, so one of the zone's own servers must say it, or two resolvers that showed a control host's record.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crawler.reading.names.addresses import address_class
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source

ENOUGH = 2  # sources that agree
COUNTED = ("global",)  # kinds of addresses that count, where the office does not say otherwise


class AaaaState(StrEnum):
    GLOBAL = "global"  # at least one address of global unicast
    NOT_GLOBAL = "not-global"  # addresses, none of them global
    NONE = "none"  # the name exists and has an IPv4 address, and no IPv6 address
    NO_NAME = "no-name"  # NXDOMAIN; accuses nobody
    DIFFER = "differ"
    ONE_SOURCE = "one-source"
    UNPROVEN = "unproven"  # only resolvers that may hide AAAA records say that there is none
    NO_ADDRESS = "no-address"  # no address of either family
    UNCLEAR = "unclear"  # no clear answer at all; ``trouble`` says what came instead


TOLD = {AnswerKind.NODATA: AaaaState.NONE, AnswerKind.NXDOMAIN: AaaaState.NO_NAME}
ELSEWHERE = {AnswerKind.ALIAS, AnswerKind.REFERRAL}  # the server points to others and says nothing itself
# A resolver that fails on a name is not sure of it: it may have seen what the others do not show.
DOUBTFUL = {AnswerKind.SERVFAIL, AnswerKind.REFUSED, AnswerKind.ERROR}
# The one to name first: what says most about the far side.
TELLING = (
    AnswerKind.SERVFAIL,
    AnswerKind.REFUSED,
    AnswerKind.LAME,
    AnswerKind.TRUNCATED,
    AnswerKind.ERROR,
    AnswerKind.UNREACHABLE,
    AnswerKind.TIMEOUT,
)

Origin = tuple[str, Source]
Clear = Mapping[Origin, set[AaaaState]]  # the clear sources, and what they say


@dataclass(frozen=True, slots=True)
class Agreement:
    """``addresses``: every AAAA address seen, in numerical order. ``sources``: the clear sources, a resolver by its
    address, a zone's own server by its name; one that spoke in two capacities may stand there twice."""

    state: AaaaState
    addresses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    trouble: AnswerKind | None = None

    @property
    def global_addresses(self) -> tuple[str, ...]:
        return tuple(address for address in self.addresses if address_class(address) == "global")


def agree(records: AddressRecords, counted: Collection[str] = COUNTED) -> Agreement:
    """The order of the answers does not matter. Answers for other names than the host and its aliases are left out.

    ``counted``: the kinds of addresses that count (:func:`crawler.reading.names.addresses.address_class`).
    """
    names = _names(records)
    asked = [one for one in records.aaaa if _plain(one.name) in names]
    sources = _statements(asked, counted)
    state = _state(records, asked, sources, names)
    trouble = min((one for one in map(trouble_of, asked) if one), key=TELLING.index, default=None)
    return Agreement(state, _addresses(asked), tuple(sorted(server for server, _ in sources)), trouble)


def statement_of(one: NameAnswer, counted: Collection[str] = COUNTED) -> AaaaState | None:
    """What an answer to AAAA says by itself: GLOBAL, NOT_GLOBAL, NONE or NO_NAME; None where it says nothing."""
    if one.source is Source.AUTHORITY and not one.authoritative:
        return None
    if one.kind is AnswerKind.ANSWER and one.addresses:
        is_global = any(address_class(address) in counted for address in one.addresses)
        return AaaaState.GLOBAL if is_global else AaaaState.NOT_GLOBAL
    return TOLD.get(one.kind)


def trouble_of(one: NameAnswer) -> AnswerKind | None:
    """Why an answer says nothing; None where it says something, or who else is to be asked."""
    if statement_of(one) or one.kind in ELSEWHERE:
        return None
    if one.kind in TELLING:
        return one.kind
    return AnswerKind.LAME if one.source is Source.AUTHORITY else AnswerKind.ERROR


def _state(records: AddressRecords, asked: list[NameAnswer], sources: Clear, names: set[str]) -> AaaaState:
    states = set().union(*sources.values())
    if not states:
        return AaaaState.UNCLEAR
    state = min(states)
    a = _existence([one for one in records.a if _plain(one.name) in names])
    if len(states) > 1 or (state is not AaaaState.GLOBAL and _contradicted(state, a)):
        return AaaaState.DIFFER
    if state is AaaaState.GLOBAL:
        return state if len(sources) >= ENOUGH else AaaaState.ONE_SOURCE
    if state is AaaaState.NONE and AaaaState.GLOBAL not in a:
        return AaaaState.NO_ADDRESS
    return state if state is AaaaState.NO_NAME else _accusing(state, records, asked, sources)


def _accusing(state: AaaaState, records: AddressRecords, asked: list[NameAnswer], sources: Clear) -> AaaaState:
    """No address, or none that counts: whether that stands beyond doubt."""
    resolvers = (one for one in asked if one.source is Source.RESOLVER and trouble_of(one) in DOUBTFUL)
    if any(_origin(one) not in sources for one in resolvers):
        return AaaaState.DIFFER
    if len(sources) < ENOUGH:
        return AaaaState.ONE_SOURCE
    return state if _trusted(asked, sources, records) else AaaaState.UNPROVEN


def _existence(answers: list[NameAnswer]) -> set[AaaaState]:
    """What the clear answers to A say: an address (of whatever class; written GLOBAL), none, no such name."""
    clear = [one for one in answers if one.source is not Source.AUTHORITY or one.authoritative]
    known = {AaaaState.GLOBAL for one in clear if one.kind is AnswerKind.ANSWER and one.addresses}
    return known | {TOLD[one.kind] for one in clear if one.kind in TOLD}


def _contradicted(state: AaaaState, a: set[AaaaState]) -> bool:
    """A name that is there for one family and not there for the other (some servers err so, RFC 4074)."""
    return AaaaState.GLOBAL in a if state is AaaaState.NO_NAME else AaaaState.NO_NAME in a


def _trusted(asked: list[NameAnswer], sources: Clear, records: AddressRecords) -> bool:
    """Resolvers may also make NAT64 addresses up for names without an IPv6 address (RFC 6147): no proof either."""
    if any(source is Source.AUTHORITY for _, source in sources):
        # Whoever hides what control hosts have may also sit on the way to the zone's own servers and speak for them.
        return bool(records.proven or not records.hiding)
    addresses = _addresses(asked)
    if addresses:
        return any(address_class(address) != "nat64" for address in addresses)
    return sum(server in records.proven for server, _ in sources) >= ENOUGH


def _statements(asked: Iterable[NameAnswer], counted: Collection[str]) -> Clear:
    said: dict[Origin, set[AaaaState]] = {}
    for one in asked:
        state = statement_of(one, counted)
        if state:
            said.setdefault(_origin(one), set()).add(state)
    return said


def _origin(one: NameAnswer) -> Origin:
    """A zone's own server is one source, by however many addresses it was asked."""
    own = one.server_name if one.source is Source.AUTHORITY else ""
    return _plain(own) or one.server, one.source


def _names(records: AddressRecords) -> set[str]:
    """The host, and the names it is an alias for."""
    chains = (_plain(name) for one in (*records.a, *records.aaaa) for name in one.chain)
    return {_plain(records.host), *chains}


def _plain(name: str) -> str:
    return name.lower().rstrip(".")


def _addresses(asked: Iterable[NameAnswer]) -> tuple[str, ...]:
    return tuple(sorted({address for one in asked if statement_of(one) for address in one.addresses}, key=_number))


def _number(address: str) -> tuple[int, str]:
    try:
        return int(ipaddress.ip_address(address)), address
    except ValueError:
        return 0, address
