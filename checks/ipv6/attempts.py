"""Attempts to open the home page, as a check weighs them and a table shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from checks.wording import counted, enumerated, named
from crawler.reading.service.facts import Reach, Service
from crawler.reading.service.probe import Family, Probe, Purpose
from crawler.reading.service.reach import reach_of


def attempts(service: Service, family: Family) -> list[Probe]:
    """One family's attempts at the home page, in an order that does not depend on when each was noted down."""
    own = (one for one in service.probes if one.family is family and one.purpose is Purpose.HOME)
    return sorted(own, key=lambda one: (one.attempt, one.address, one.at))


def table(service: Service) -> tuple[dict[str, Any], ...]:
    """Every attempt as a subject, IPv6 first."""
    return tuple(_row(one) for family in (Family.V6, Family.V4) for one in attempts(service, family))


def figures(service: Service) -> dict[str, Any]:
    """What the sentences say of the attempts over IPv6."""
    tried = attempts(service, Family.V6)
    ends = Counter(_end(one) for one in tried)
    opened = [one for one in tried if one.opened]
    return {
        "host": service.host,
        "attempts": len(tried),
        "opened": len(opened),
        "connected": enumerated(sorted({one.address for one in (opened or tried) if one.address})),
        "ends": enumerated([counted(end, count) for end, count in sorted(ends.items())]),
    }


def is_shut(service: Service, addresses: Sequence[str]) -> Reach | None:
    """REFUSED or OTHER_STATUS where every one of the addresses said so every time, and IPv4 opens; else None."""
    ipv6 = attempts(service, Family.V6)
    reach = reach_of(ipv6)
    everywhere = bool(addresses) and set(addresses) <= {one.address for one in ipv6}
    proven = everywhere and service.vantage.ipv6 and reach_of(attempts(service, Family.V4)) is Reach.OPENS
    return reach if proven and reach in {Reach.REFUSED, Reach.OTHER_STATUS} else None


def _row(one: Probe) -> dict[str, Any]:
    family = named("families", one.family.value)
    end = {"end": _end(one), "ms": f"{one.ms:.0f}"}
    return {"family": family, "connected": one.address, "attempt": one.attempt, **end, "url": one.url}


def _end(one: Probe) -> str:
    return named("probe_ends", one.end.value).format(status=one.status)
