"""v6-perf: how long each step of opening the home page takes over IPv4 and over IPv6. Figures only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.check import check, unseen
from checks.indicator import Indicator
from checks.ipv6.answers import WITHOUT
from checks.ipv6.attempts import attempts
from checks.wording import enumerated, named
from crawler.model import Fault, FaultKind, Verdict, cant_tell, inapplicable, passed
from crawler.reading.names.agreement import agree
from crawler.reading.names.answers import AddressRecords
from crawler.reading.service.facts import Service
from crawler.reading.service.probe import Family
from crawler.reading.service.reach import TOTAL, timings

STEPS = ("tcp", "tls", "http", "body", TOTAL)


@check("v6-perf", version=1)
def performance(service: Service, records: AddressRecords, indicator: Indicator) -> Verdict:
    """No document sets a time, so nothing is judged; medians over too few attempts are not compared."""
    if not service.vantage.ipv6:
        return unseen(Fault(FaultKind.NO_IPV6_VANTAGE, "", service.url))
    if agree(records).state in WITHOUT:
        return inapplicable("no-aaaa", host=records.host)
    least: int = indicator.limits["least_attempts"]
    opened = {family: sum(one.opened for one in attempts(service, family)) for family in Family}
    ipv4, ipv6 = (timings(attempts(service, family)) for family in Family)
    data: dict[str, Any] = {"host": service.host, "least": least, "percent": indicator.limits["slow_percent"]}
    data |= {"ipv4_opened": opened[Family.V4], "ipv6_opened": opened[Family.V6]}
    table = tuple(_row(step, ipv4, ipv6) for step in STEPS if step in ipv4 or step in ipv6)
    if min(opened.values()) < least:
        return cant_tell("few-times", table, **data)
    slow = [step for step in STEPS if ipv6.get(step, 0) * 100 > ipv4.get(step, 0) * data["percent"] > 0]
    data |= {"ipv4_total": f"{ipv4[TOTAL]:.0f}", "ipv6_total": f"{ipv6[TOTAL]:.0f}"}
    data["steps"] = enumerated([named("steps", step) for step in slow])
    return passed("slower-steps" if slow else "like-times", table, **data)


def _row(step: str, ipv4: Mapping[str, float], ipv6: Mapping[str, float]) -> dict[str, str]:
    shown = {"ipv4_ms": ipv4.get(step), "ipv6_ms": ipv6.get(step)}
    return {"step": named("steps", step), **{key: "" if ms is None else f"{ms:.0f}" for key, ms in shown.items()}}
