"""Sums of one rule in a report's tables; shared by the checks of tables three and four."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from checks.annual_report.subject import Subject, subject
from checks.wording import enumerated, report_place
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.annual_report.report import Identity
from crawler.reading.sites.annual import AnnualReports

MANY = 6  # sums of one rule: where most of so many are wrong, it is our reading that is


def sums_verdict(reports: AnnualReports, target: Target, on: date, rule: str) -> Verdict:
    """A sum that does not hold is shown with its cells; one with a cell that could not be told asks a person."""
    found = subject(reports, target, on)
    if not isinstance(found, Subject):
        return found
    return _judged(found, [one for one in found.report.identities if one.rule == rule])


def _judged(found: Subject, sums: Sequence[Identity]) -> Verdict:
    broken = [one for one in sums if one.holds is False]
    untold = [one for one in sums if one.holds is None]
    data: dict[str, Any] = {**found.data, "checked": len(sums), "broken": len(broken)}
    table = tuple(row(one) for one in (*broken, *untold))
    if not sums:
        return cant_tell("table-unread", **data)
    if broken and not (len(sums) >= MANY and 2 * len(broken) > len(sums)):
        first = row(broken[0])
        places = enumerated([report_place(one.name) for one in broken])
        return failed("sum-broken", table, places=places, left=first["left"], right=first["right"], **data)
    if broken or untold:
        places = enumerated([report_place(one.name) for one in (*broken, *untold)])
        return cant_tell("cells-unread", table, places=places, **data)
    return passed("sums-hold", **data)


def row(one: Identity) -> dict[str, Any]:
    """A sum as a line of the table of subjects: both sides with their cells."""
    return {
        "place": report_place(one.name),
        "left": side(one.left_terms, one.left),
        "right": side(one.right_terms, one.right),
    }


def side(terms: Sequence[int | float | None], total: int | float | None) -> str:
    """57+3=60; a cell that could not be told is a question mark."""
    written = "+".join("?" if term is None else f"{term:g}" for term in terms)
    told = "?" if total is None else f"{total:g}"
    return f"{written}={told}" if len(terms) > 1 else told
