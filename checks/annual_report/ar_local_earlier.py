"""ar-local-earlier: out by the earlier day a city sets, where it sets one."""

from __future__ import annotations

from datetime import date

from checks.annual_report.due import due_verdict
from checks.check import check
from checks.indicator import Indicator
from crawler.model import Target, Verdict, inapplicable
from crawler.reading.sites.annual import AnnualReports


@check("ar-local-earlier", version=1)
def local_day(reports: AnnualReports, target: Target, indicator: Indicator, on: date) -> Verdict:
    """The days are the office's own setting; none is set until it sets one."""
    by = str(indicator.limits[target.kind.value])
    return due_verdict(reports, target, on, by) if by else inapplicable("no-local-day")
