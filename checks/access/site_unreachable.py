"""site-unreachable: a home page that does not open at a share of the visits of a whole week."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.access.counting import figures, table
from checks.check import check
from checks.indicator import Indicator
from crawler.model import Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.availability.log import AccessLog, State
from crawler.reading.availability.tally import Tally
from crawler.reading.service.probe import Family

DAY_S = 86_400
LEAST = ("least_visits", "least_days", "least_failures", "least_hours")


@check("site-unreachable", version=1)
def site_unreachable(log: AccessLog | None, indicator: Indicator) -> Verdict:
    """Visits that we missed, and those in which our own line was to blame, are printed and never counted."""
    if log is None:
        return inapplicable("no-campaign")
    limits, tally = indicator.limits, Tally(log, Family.V4)
    percent: float = limits["failed_percent"]
    data: dict[str, Any] = {**figures(tally), **{name: limits[name] for name in LEAST}, "percent": f"{percent:g}%"}
    if doubt := _unfit(tally, limits) or _unproven(tally, limits):
        return cant_tell(doubt, table(tally), **data)
    if tally.surely_reaches(percent):
        return failed("often-unreachable", table(tally), **data)
    return passed("open", table(tally), **data)


def _unfit(tally: Tally, limits: Mapping[str, Any]) -> str:
    """Why the visits do not make a week of monitoring as the rule has it; "" where they do."""
    log = tally.log
    if not tally.visits:
        return "no-visits"
    if log.day_s != DAY_S or log.days < limits["days"] or log.visits < limits["visits"]:
        return "short-campaign"
    if log.limit_ms != limits["seconds"] * 1000:
        return "other-limit"
    if tally.made < limits["least_visits"]:
        return "few-visits"
    return "few-days" if tally.full_days < limits["least_days"] else ""


def _unproven(tally: Tally, limits: Mapping[str, Any]) -> str:
    """Why the share of failures is not certain, or does not show a website that often fails; "" where it is, or low."""
    if tally.surely_misses(limits["failed_percent"]):
        return ""
    if not tally.surely_reaches(limits["failed_percent"]):
        return "unclear-visits"
    if tally.states[State.FAILED] < limits["least_failures"]:
        return "few-failures"
    return "one-outage" if tally.outage.total_seconds() < limits["least_hours"] * 3600 else ""
