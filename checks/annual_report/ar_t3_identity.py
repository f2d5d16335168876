"""ar-t3-identity: what came in equals what was concluded and carried forward."""

from __future__ import annotations

from datetime import date

from checks.annual_report.sums import sums_verdict
from checks.check import check
from crawler.model import Target, Verdict
from crawler.reading.sites.annual import AnnualReports


@check("ar-t3-identity", version=1)
def applicants(reports: AnnualReports, target: Target, on: date) -> Verdict:
    """For each kind of applicant; the rule is printed on the form itself."""
    return sums_verdict(reports, target, on, "t3-identity")
