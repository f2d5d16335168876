"""ar-t4-sum: the outcomes of reviews and lawsuits add up to the total."""

from __future__ import annotations

from datetime import date

from checks.annual_report.sums import sums_verdict
from checks.check import check
from crawler.model import Target, Verdict
from crawler.reading.sites.annual import AnnualReports


@check("ar-t4-sum", version=1)
def outcomes(reports: AnnualReports, target: Target, on: date) -> Verdict:
    """For reconsideration, lawsuits without it, and lawsuits after it."""
    return sums_verdict(reports, target, on, "t4-sum")
