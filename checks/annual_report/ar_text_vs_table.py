"""ar-text-vs-table: counts in the prose equal the tables. A difference is to be explained, never a fault by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.annual_report.subject import Subject, subject
from checks.check import check
from crawler.model import Target, Verdict, cant_tell, inapplicable, passed
from crawler.reading.annual_report.report import TextFigure
from crawler.reading.sites.annual import AnnualReports


@check("ar-text-vs-table", version=1)
def text_and_table(reports: AnnualReports, target: Target, on: date) -> Verdict:
    """The text may speak of the office and the table of the whole area."""
    found = subject(reports, target, on)
    if not isinstance(found, Subject):
        return found
    figures = [one for one in found.report.figures if one.agrees is not None]
    differing = [one for one in figures if one.agrees is False]
    data: dict[str, Any] = {**found.data, "checked": len(figures), "differing": len(differing)}
    if differing:
        return cant_tell("figures-differ", tuple(map(_row, differing)), **data, **_row(differing[0]))
    return passed("figures-agree", **data) if figures else inapplicable("no-figures", **data)


def _row(one: TextFigure) -> dict[str, Any]:
    return {"sentence": one.sentence, "in_text": one.number, "in_table": one.in_table}
