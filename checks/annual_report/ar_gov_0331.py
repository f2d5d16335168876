"""ar-gov-0331: a government's report is out by 31 March."""

from __future__ import annotations

from datetime import date

from checks.annual_report.due import due_verdict
from checks.check import check
from checks.indicator import Indicator
from crawler.model import Target, Verdict
from crawler.reading.sites.annual import AnnualReports


@check("ar-gov-0331", version=1)
def government_report(reports: AnnualReports, target: Target, indicator: Indicator, on: date) -> Verdict:
    """Article 49: published by the government's own office for disclosure, on the portal."""
    return due_verdict(reports, target, on, indicator.limits["by"])
