"""The report of the year before the one judged; shared by the checks that compare the two."""

from __future__ import annotations

from checks.annual_report.subject import Subject
from checks.check import unseen
from crawler.model import Verdict, cant_tell, inapplicable
from crawler.reading.sites.annual import AnnualReports


def year_before(found: Subject, reports: AnnualReports) -> Subject | Verdict:
    """Read, and certainly that year's; else the verdict on its lack. ``data`` adds the year to what is known."""
    last = reports.of(found.published.year - 1)
    data = {**found.data, "last_year": str(found.published.year - 1)}
    if last is None:
        return inapplicable("no-last-report", **data)
    if last.report is None or last.others or last.report.year not in (None, last.year):
        return unseen(last.fault, last.url) if last.fault else cant_tell("last-unread", last_url=last.url, **data)
    return Subject(last, last.report, data)
