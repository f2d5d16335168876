"""ar-carry: what last year's report carried forward is what this one takes over."""

from __future__ import annotations

from datetime import date

from checks.annual_report.earlier import year_before
from checks.annual_report.subject import Subject, subject
from checks.annual_report.sums import row
from checks.check import check
from checks.wording import enumerated, report_place
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.annual_report.report import carry_over
from crawler.reading.sites.annual import AnnualReports

REQUESTS = "carry:requests"


@check("ar-carry", version=1)
def carried(reports: AnnualReports, target: Target, on: date) -> Verdict:
    """Only requests can fail: the stock of documents may also change where old ones are cleared away."""
    found = subject(reports, target, on)
    if not isinstance(found, Subject):
        return found
    last = year_before(found, reports)
    if not isinstance(last, Subject):
        return last
    data = last.data
    sums = {one.name: one for one in carry_over(found.report, last.report)}
    broken = [one for one in sums.values() if one.holds is False]
    table, data = tuple(row(one) for one in broken), {**data, "last_url": last.published.url}
    requests = sums.get(REQUESTS)
    if requests is None or requests.holds is None:
        return cant_tell("cells-unread", **data)
    if requests.holds is False:
        return failed("carry-broken", table, this=f"{requests.left:g}", last=f"{requests.right:g}", **data)
    places = enumerated([report_place(one.name) for one in broken])
    return cant_tell("stock-differs", table, places=places, **data) if broken else passed("carried-over", **data)
