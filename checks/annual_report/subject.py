"""Which report is judged, and why there may be none; shared by the checks of what a report says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.annual_report.absence import has_no_part, is_missing, not_found
from checks.annual_report.doubts import doubt_of
from checks.check import unseen
from checks.wording import report_doubt
from crawler.model import Target, Verdict, cant_tell, inapplicable
from crawler.reading.annual_report.report import AnnualReport
from crawler.reading.sites.annual import AnnualReports, PublishedReport

LAST_DUE_MONTH = 3  # 31 March: until then the report of the year before may be the newest


@dataclass(frozen=True, slots=True)
class Subject:
    """The newest report that is due, read. ``data`` is what every sentence about it may name."""

    published: PublishedReport
    report: AnnualReport
    data: dict[str, Any]


def subject(reports: AnnualReports, target: Target, on: date) -> Subject | Verdict:
    """The report of last year; before April, where it is not out yet, the one before. Else the verdict on its lack."""
    found = reports.of(on.year - 1)
    if found is None and on.month <= LAST_DUE_MONTH:
        found = reports.of(on.year - 2)
    if found is not None:
        return _opened(found, target)
    if on.month <= LAST_DUE_MONTH or has_no_part(reports) or is_missing(reports, on):
        return inapplicable("no-report", year=str(on.year - 1))
    return not_found(reports, year=str(on.year - 1))


def _opened(found: PublishedReport, target: Target) -> Subject | Verdict:
    """The report behind a title, unless it could not be read or may be another one."""
    data: dict[str, Any] = {"year": str(found.year), "title": found.title, "url": found.url}
    why = report_doubt(found.fault.detail if found.fault else "" if found.report else "no-report-inside")
    if found.report is None:
        if found.fault and not why:
            return unseen(found.fault, found.url)
        return cant_tell("report-unread", why=why, **data)
    doubt = doubt_of(found, target)
    if doubt:
        return cant_tell("report-doubtful", why=report_doubt(doubt), **data)
    return Subject(found, found.report, data)
