"""ar-dept-0131: a department's report is out by 31 January."""

from __future__ import annotations

from datetime import date

from checks.annual_report.due import due_verdict
from checks.check import check
from checks.indicator import Indicator
from crawler.model import Outcome, Target, Verdict, cant_tell
from crawler.reading.sites.annual import AnnualReports
from crawler.reading.sites.annual_titles import is_government


@check("ar-dept-0131", version=1)
def department_report(reports: AnnualReports, target: Target, indicator: Indicator, on: date) -> Verdict:
    """Article 49: submitted and published by that day; a government below has another day."""
    verdict = due_verdict(reports, target, on, indicator.limits["by"])
    if verdict.outcome is Outcome.FAILED and is_government(target):
        return cant_tell("government", owner=target.owner, **verdict.data)
    return verdict
