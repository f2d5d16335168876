"""m-filing-late: the opening, change or end of an account filed later than the working days it has."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check
from checks.indicator import Indicator
from crawler.filing import Filing, FilingState, filed
from crawler.model import Target, TargetStatus, Verdict, cant_tell, failed, inapplicable, passed
from crawler.registration import Registration
from crawler.workdays import Workdays


@check("m-filing-late", version=1)
def filing_late(
    registration: Registration, target: Target, indicator: Indicator, workdays: Workdays, on: date
) -> Verdict:
    """Fails only where the list itself holds both days, and the filing can hardly be that of another change."""
    limits, life = indicator.limits, registration
    is_opening = target.status is TargetStatus.RUNNING and life.changed_on in {None, life.opened_on}
    filing = filed(life, int(limits["workdays"]), is_opening=is_opening, workdays=workdays)
    if filing.changed_on is None:
        return inapplicable("no-dated-change")
    days = {name: str(getattr(filing, name)) for name in ("changed_on", "filed_on", "due_on")}
    data: dict[str, Any] = {**days, "limit": limits["workdays"], "day": max(days["changed_on"], _last(filing))}
    if filing.changed_on < date.fromisoformat(limits["since"]):
        return inapplicable("before-rule", since=limits["since"], **data)
    doubt = _doubt(filing, on, int(limits["days"]) if is_opening else 0, life.opened_on)
    if doubt:
        return cant_tell(doubt, **data)
    if filing.filed_on is None:
        return passed("not-due", **data)
    return passed("filed-in-time", **data) if filing.state is FilingState.IN_TIME else failed("filed-late", **data)


def _last(filing: Filing) -> str:
    return str(filing.filed_on or filing.changed_on)


def _doubt(filing: Filing, on: date, days: int, opened_on: date | None) -> str:
    """Why the list does not tell. ``days``: after which an opening's filing may be another change's; 0: no opening."""
    changed_on, filed_on = filing.changed_on, filing.filed_on
    if changed_on is None or max(changed_on, filed_on or changed_on) > on:
        return "future-day"
    if filing.due_on is None:
        return "no-calendar"
    if filed_on is None:
        return "no-filing-day" if on > filing.due_on else ""
    is_far = days and (filed_on - changed_on).days > days
    is_late = filing.state is not FilingState.IN_TIME
    is_unclear = is_far or filing.state is FilingState.UNKNOWN or changed_on < (opened_on or changed_on)
    return "filing-unclear" if is_late and is_unclear else ""
