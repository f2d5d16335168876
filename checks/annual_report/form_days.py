"""In time or late, by the days a list and a website form's own page show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from checks.annual_report.published import TRUSTED
from checks.wording import report_doubt
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.sites.website_forms import WebsiteForm


def by_days(found: Sequence[WebsiteForm], due: date, on: date, data: dict[str, Any]) -> Verdict:
    """Late only where every day of every form of the year is late, and none looks like the day of a move."""
    shown = [form.shown_on for form in found if form.shown_on and form.shown_by in TRUSTED]
    days = [form.listed_on for form in found if form.listed_on] + shown
    data = {**data, "title": found[0].title, "url": found[0].url}
    if not days:
        return cant_tell("day-unknown", **data)
    data |= {"published_on": min(days).isoformat(), "last_on": max(days).isoformat()}
    if min(days) < date(due.year, 1, 1) or max(days) > on:
        return cant_tell("day-doubtful", why=report_doubt("impossible-day"), **data)
    if max(days) <= due:
        return passed("published-in-time", **data)
    if min(days) <= due:
        return cant_tell("days-differ", **data)
    doubt = "same-day" if any(form.alike for form in found) else "" if all(form.own for form in found) else "other-host"
    if doubt:
        return cant_tell("day-doubtful", why=report_doubt(doubt), **data)
    return failed("published-late", days=(min(days) - due).days, **data)
