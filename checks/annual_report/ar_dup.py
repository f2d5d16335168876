"""ar-dup: the text is not last year's again."""

from __future__ import annotations

import re
from datetime import date

from checks.annual_report.earlier import year_before
from checks.annual_report.subject import Subject, subject
from checks.check import check
from checks.indicator import Indicator
from crawler.model import Target, Verdict, cant_tell, passed
from crawler.reading.sites.annual import AnnualReports

GRAM = 6  # characters in a row that two texts are compared by


@check("ar-dup", version=1)
def near_copy(reports: AnnualReports, target: Target, indicator: Indicator, on: date) -> Verdict:
    """Figures and years are left out. Alike texts ask a person; those of other units are for a person to compare."""
    found = subject(reports, target, on)
    if not isinstance(found, Subject):
        return found
    last = year_before(found, reports)
    if not isinstance(last, Subject):
        return last
    data = last.data
    this, other = grams(found.report.text), grams(last.report.text)
    data |= {"last_url": last.published.url, "limit": indicator.limits["percent"]}
    if min(len(this), len(other)) < indicator.limits["letters"]:
        return cant_tell("text-short", **data)
    data["percent"] = round(100 * len(this & other) / len(this))
    return cant_tell("near-copy", **data) if data["percent"] >= data["limit"] else passed("own-text", **data)


def grams(text: str) -> set[str]:
    """Every run of six letters of a text without figures, marks and blanks."""
    plain = re.sub(r"[\W\d_]+", "", text)
    return {plain[at : at + GRAM] for at in range(len(plain) - GRAM + 1)}
