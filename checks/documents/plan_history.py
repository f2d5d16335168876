"""plan-history: the plans of earlier periods are gathered too."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check
from checks.documents.periods import period_of, periods
from checks.documents.plans import unread, where
from checks.indicator import Indicator
from checks.wording import enumerated
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.sites.site import PlanColumn


@check("plan-history", version=2)
def history(column: PlanColumn, indicator: Indicator, on: date) -> Verdict:
    """How far back is the office's choice (``limits.earlier``): the documents give no number."""
    limits = indicator.limits
    known = periods(limits)
    current = period_of(on, known)
    if current is None:
        return cant_tell("period-unknown", year=str(on.year))
    verdict = unread(column)
    if verdict is not None:
        return verdict
    earlier = [period for period in known if period.number < current.number]
    found = [period.name for period in earlier if any(period.is_in(one.title) for one in column.items)]
    data: dict[str, Any] = {"found": len(found), "earlier": limits["earlier"], "shown": len(column.items)}
    data |= {"period": current.name, **where(column)}
    if len(found) >= limits["earlier"]:
        return passed("earlier-plans", periods=enumerated(found), **data)
    return failed("no-earlier-plan", **data) if column.complete else cant_tell("list-not-read-whole", **data)
