"""plan-145: the outline of the five-year plan of the period the monitoring day falls in is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from checks.check import check
from checks.columns.ages import months_before
from checks.documents.periods import Period, period_of, periods, plain, shown
from checks.documents.plans import unread, where
from checks.indicator import Indicator
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.sites.site import PlanColumn


@check("plan-145", version=2)
def outline(column: PlanColumn, indicator: Indicator, on: date) -> Verdict:
    """A notice of the outline's printing counts; an interpretation or a draft of it does not, and asks a person."""
    limits = indicator.limits
    period = period_of(on, periods(limits))
    if period is None:
        return cant_tell("period-unknown", year=str(on.year))
    verdict = unread(column)
    if verdict is not None:
        return verdict
    return _judged(column, period, limits, on)


def _judged(column: PlanColumn, period: Period, limits: Mapping[str, Any], on: date) -> Verdict:
    named = [one for one in column.items if period.is_in(one.title) and _is_any(limits["outline"], one.title)]
    found = next((one for one in named if not _is_any(limits["not_outline"], one.title)), None)
    data: dict[str, Any] = {"period": period.name, "shown": len(column.items), **where(column)}
    if found:
        return passed("outline-published", **{**data, **shown(found)})
    if named:
        return cant_tell("only-related", **{**data, **shown(named[0])})
    if not column.complete:
        return cant_tell("list-not-read-whole", **data)
    if months_before(on, limits["grace_months"]) < date(period.first, 1, 1):
        return cant_tell("period-just-begun", grace_months=limits["grace_months"], **data)
    return failed("no-outline", **data)


def _is_any(words: list[str], title: str) -> bool:
    return any(word in plain(title) for word in words)
