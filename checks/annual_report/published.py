"""In time or late, by the days a list and the report's own page show."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.annual_report.doubts import doubt_of
from checks.check import unseen
from checks.wording import report_doubt
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.dates.published import DateSource
from crawler.reading.sites.annual import PublishedReport

TRUSTED = frozenset({DateSource.LABEL, DateSource.META})  # an address tells of a folder, not of publishing


def published(report: PublishedReport, target: Target, due: date, on: date, data: dict[str, Any]) -> Verdict:
    """Late only where every day that is told is late, and none of them looks like the day of a move."""
    shown = report.shown_on if report.shown_by in TRUSTED else None
    days = [day for day in (report.listed_on, shown) if day]
    data |= {"title": report.title, "url": report.url, "listed_on": _iso(report.listed_on), "shown_on": _iso(shown)}
    if not days:
        return cant_tell("day-unknown", **data)
    if min(days) < date(due.year, 1, 1) or max(days) > on:
        return cant_tell("day-doubtful", why=report_doubt("impossible-day"), **data)
    if max(days) <= due:
        return passed("published-in-time", published_on=_iso(max(days)), **data)
    if min(days) <= due:
        return cant_tell("days-differ", **data)
    return _late(report, target, (min(days), due), data)


def _late(report: PublishedReport, target: Target, days: tuple[date, date], data: dict[str, Any]) -> Verdict:
    day, due = days
    doubt = "same-day" if report.alike else doubt_of(report, target)
    if report.fault is not None and not report_doubt(report.fault.detail):
        return unseen(report.fault, report.url)
    if doubt:
        return cant_tell("day-doubtful", why=report_doubt(doubt), **data)
    return failed("published-late", published_on=_iso(day), days=(day - due).days, **data)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
