"""May this be another report than the one asked for?"""

from __future__ import annotations

from crawler.model import Target
from crawler.reading.sites.annual import PublishedReport
from crawler.reading.sites.annual_titles import Whose, whose_report


def doubt_of(found: PublishedReport, target: Target) -> str:
    """A key of the doubts in ``_wording.toml``: this may be another report than the one asked for. Else empty."""
    report = found.report
    if report is None:
        return "several-reports" if found.others else ""
    if report.year is not None and report.year != found.year:
        return "other-year"
    if report.organ and whose_report(report.organ, target) is Whose.OTHER:
        return "other-organ"
    return "several-reports" if found.others else ""
