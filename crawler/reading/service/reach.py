"""How far a visitor with one family alone comes, and how long each step takes: read from the probes of a home page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from crawler.addresses import plain_host
from crawler.reading.names.addresses import address_class
from crawler.reading.service.facts import Reach, Reachability, Service
from crawler.reading.service.probe import End, Family, Probe, Purpose

ENOUGH = 2  # attempts at an address: a server that just restarts refuses too
# The server knows no such page, or no such host (421). All other refusals may be a firewall's, or will be over soon.
NO_PAGE = frozenset({404, 410, 421})
DIVERTED = "another page than over IPv4"
TOTAL = "total"  # all steps of a probe together


def reachability(service: Service) -> Reachability:
    """Both families in one word each."""
    by_family = {family: [one for one in service.probes if one.family is family] for family in Family}
    tried = tuple(sorted({one.address for one in by_family[Family.V6] if one.purpose is Purpose.HOME and one.address}))
    return Reachability(reach_of(by_family[Family.V4]), reach_of(by_family[Family.V6]), service.vantage.ipv6, tried)


def reach_of(probes: Sequence[Probe]) -> Reach:
    """One family's attempts at the home page, in one word.

    That nothing is served is told only by the far end itself: at every address, in every attempt, and more than once.
    """
    tried = [probe for probe in probes if probe.purpose is Purpose.HOME]
    if not tried:
        return Reach.NOT_TRIED
    if any(probe.opened for probe in tried):
        return Reach.OPENS
    counted = [probe for probe in tried if _counts(probe)]
    attempts: dict[str, set[int]] = {}
    for probe in counted:
        attempts.setdefault(probe.address, set()).add(probe.attempt)
    if not attempts or min(map(len, attempts.values())) < ENOUGH:
        return Reach.UNCLEAR
    if all(is_refusal(probe) for probe in counted):
        return Reach.REFUSED
    return Reach.OTHER_STATUS if all(has_no_page(probe) for probe in counted) else Reach.UNCLEAR


def is_refusal(probe: Probe) -> bool:
    """The host itself said that nothing is served on the port."""
    return probe.end is End.REFUSED and stayed(probe)


def has_no_page(probe: Probe) -> bool:
    """The host itself answered, and knows no such page."""
    return probe.end is End.ANSWERED and probe.status in NO_PAGE and stayed(probe)


def divert(probe: Probe) -> Probe:
    """The probe of a control host in whose place something else answered."""
    *before, last = probe.hops
    return replace(probe, hops=(*before, replace(last, end=End.ERROR, detail=DIVERTED)))


def is_diverted(probe: Probe) -> bool:
    return probe.end is End.ERROR and probe.hops[-1].detail == DIVERTED if probe.hops else False


def stayed(probe: Probe) -> bool:
    """The probe ended where it began: on the same host, at the same address. Another host's addresses may be many."""
    first, last = (probe.hops[0], probe.hops[-1]) if probe.hops else (None, None)
    if first is None or last is None:
        return False
    return first.address == last.address and plain_host(first.url) == plain_host(last.url)


def timings(probes: Sequence[Probe]) -> Mapping[str, float]:
    """The median of each step in milliseconds (``tcp``, ``tls``, ``http``, ``body``, and ``total``), over the home
    page's attempts that opened. A step that redirects made a probe take more than once counts with their sum."""
    opened = [probe for probe in probes if probe.purpose is Purpose.HOME and probe.opened]
    taken: dict[str, list[float]] = {}
    for probe in opened:
        for name, ms in _sums(probe).items():
            taken.setdefault(name, []).append(ms)
    return {name: median(values) for name, values in taken.items()}


def _counts(probe: Probe) -> bool:
    """IPv6 addresses that no visitor can reach prove nothing either way."""
    return probe.family is Family.V4 or not probe.address or address_class(probe.address) == "global"


def _sums(probe: Probe) -> dict[str, float]:
    sums: dict[str, float] = {}
    for hop in probe.hops:
        for step in hop.steps:
            sums[step.name] = sums.get(step.name, 0.0) + step.ms
    return {**sums, TOTAL: probe.ms}
