"""ar-dept-0131: a department's report is out by 31 January."""

from __future__ import annotations

from datetime import date

from checks.annual_report.due import due_verdict
from checks.check import check
from checks.indicator import Indicator
from crawler.model import Target, Verdict
from crawler.reading.sites.annual import AnnualReports


@check("ar-dept-0131", version=1)
def department_report(reports: AnnualReports, target: Target, indicator: Indicator, on: date) -> Verdict:
    """Article 49: submitted and published by that day; what was submitted cannot be seen from outside."""
    return due_verdict(reports, target, on, indicator.limits["by"])
