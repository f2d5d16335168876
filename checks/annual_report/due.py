"""Published by a day of the year? Shared by the checks of the annual report's due days."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.annual_report.absence import has_no_part, is_missing, may_be, not_found
from checks.annual_report.published import published
from crawler.model import Target, Verdict, cant_tell, failed, inapplicable
from crawler.reading.sites.annual import AnnualReports


def due_verdict(reports: AnnualReports, target: Target, on: date, by: str) -> Verdict:
    """``by`` is a day of each year, as MM-DD, on which the report on the year before is due."""
    due = date.fromisoformat(f"{on.year}-{by}")
    data: dict[str, Any] = {"year": str(due.year - 1), "due": due.isoformat()}
    report = reports.of(due.year - 1)
    if report is not None:
        return published(report, target, due, on, data)
    if on <= due or has_no_part(reports):
        return inapplicable("not-due-yet" if on <= due else "no-part", **data)
    maybe = next((one.item for one in reports.unclear if may_be(one.year, one.item.on, on)), None)
    if maybe:
        return cant_tell("maybe-published", title=maybe.title, url=maybe.url, **data)
    if not is_missing(reports, on):
        return not_found(reports, **data)
    link, newest = reports.link, reports.reports[0]
    return failed("not-published", newest=newest.title, url=link.url if link else newest.url, **data)
