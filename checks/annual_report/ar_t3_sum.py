"""ar-t3-sum: the ways of treatment add up to the total."""

from __future__ import annotations

from datetime import date

from checks.annual_report.sums import sums_verdict
from checks.check import check
from crawler.model import Target, Verdict
from crawler.reading.sites.annual import AnnualReports


@check("ar-t3-sum", version=1)
def results(reports: AnnualReports, target: Target, on: date) -> Verdict:
    """For each kind of applicant; three rows of other treatment in the layout of 2021, one in that of 2019."""
    return sums_verdict(reports, target, on, "t3-sum")
