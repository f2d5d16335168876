"""ar-six-sections: the report has its six sections."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.annual_report.subject import Subject, subject
from checks.check import check
from checks.indicator import Indicator
from checks.wording import enumerated
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.sites.annual import AnnualReports


@check("ar-six-sections", version=1)
def six_sections(reports: AnnualReports, target: Target, indicator: Indicator, on: date) -> Verdict:
    """A report that lacks most of them was more likely not read; topics are words, so a person looks."""
    found = subject(reports, target, on)
    if not isinstance(found, Subject):
        return found
    names, limits = indicator.limits["sections"], indicator.limits
    missing = [names[one.name] for one in found.report.sections if one.found is False]
    unread = [names[one.name] for one in found.report.sections if one.found is None]
    topics = [limits["topics"][one.name] for one in found.report.topics if one.found is False]
    data: dict[str, Any] = {**found.data, "missing": enumerated(missing), "unread": enumerated([*missing, *unread])}
    if not found.report.complete or unread or len(missing) > limits["missing"]:
        return cant_tell("sections-unread", **data)
    if missing:
        return failed("section-missing", **data)
    return cant_tell("topics-unclear", topics=enumerated(topics), **data) if topics else passed("six-sections", **data)
