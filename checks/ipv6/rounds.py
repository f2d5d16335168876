"""Attempts over IPv6 round by round: a browser tries all of a host's addresses before it gives up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from checks.ipv6.attempts import attempts
from crawler.reading.service.facts import Service
from crawler.reading.service.probe import Family, Probe
from crawler.reading.service.reach import has_no_page, is_refusal


def rounds(service: Service, addresses: Sequence[str]) -> Counter[str]:
    """Attempt by attempt, all addresses together: "good" where one opened, "bad" where each of them was shut by the
    server itself while IPv4 opened, else "unknown"."""
    found: dict[int, list[Probe]] = {}
    for one in attempts(service, Family.V6):
        found.setdefault(one.attempt, []).append(one)
    ipv4 = {one.attempt for one in attempts(service, Family.V4) if one.opened}
    return Counter(_round(tried, addresses, number in ipv4) for number, tried in found.items())


def _round(tried: Iterable[Probe], addresses: Sequence[str], ipv4_opens: bool) -> str:
    probes = list(tried)
    if any(one.opened for one in probes):
        return "good"
    unsure = {one.address for one in probes if not (is_refusal(one) or has_no_page(one))}
    shut = {one.address for one in probes} - unsure
    return "bad" if ipv4_opens and addresses and set(addresses) <= shut else "unknown"
