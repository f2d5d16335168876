"""Why there is no report to judge: surely none, or none that could be found."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import unseen
from crawler.model import Verdict, cant_tell
from crawler.reading.columns.column import ColumnState
from crawler.reading.sites.annual import AnnualReports


def has_no_part(reports: AnnualReports) -> bool:
    """The part is missing or blank: the matter of the indicator on the part itself."""
    if reports.reports or reports.unclear:
        return False
    return reports.state is ColumnState.BLANK or (reports.link is None and reports.absence_proven)


def is_missing(reports: AnnualReports, on: date) -> bool:
    """The list was read whole and holds the organ's earlier reports, and nothing that may be last year's."""
    earlier = any(one.year < on.year - 1 for one in reports.reports)
    return reports.complete and earlier and not any(may_be(one.year, one.item.on, on) for one in reports.unclear)


def may_be(year: int | None, day: date | None, on: date) -> bool:
    """An unclear item could be last year's report."""
    return year == on.year - 1 if year else day is None or day.year >= on.year


def not_found(reports: AnnualReports, **data: Any) -> Verdict:
    """Nobody is accused: the part, its lists or whose their items are could not be told."""
    url = reports.link.url if reports.link else ""
    return unseen(reports.fault, url) if reports.fault else cant_tell("report-not-found", url=url, **data)
