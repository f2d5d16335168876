"""ar-t3-cols: the kinds of applicants add up to the total."""

from __future__ import annotations

from datetime import date

from checks.annual_report.sums import sums_verdict
from checks.check import check
from crawler.model import Target, Verdict
from crawler.reading.sites.annual import AnnualReports


@check("ar-t3-cols", version=1)
def columns(reports: AnnualReports, target: Target, on: date) -> Verdict:
    """For every row of table three."""
    return sums_verdict(reports, target, on, "t3-cols")
