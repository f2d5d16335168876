"""An annual report as the JSON object of ``spotcheck read``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from crawler.model import Fault
from crawler.reading.annual_report.form import AnnualReport, Table
from crawler.reading.annual_report.report import read_annual_report, read_annual_report_file
from crawler.reading.pages.page import Page


def annual_report_facts(page: Page) -> dict[str, Any] | None:
    """What the page tells as an annual report, or None where it is none."""
    report = read_annual_report(page)
    return report_facts(report) if report else None


def report_file_facts(body: bytes, url: str, on: date) -> dict[str, Any] | Fault | None:
    """The same of a file."""
    report = read_annual_report_file(body, url, on=on)
    return report_facts(report) if isinstance(report, AnnualReport) else report


def report_facts(report: AnnualReport) -> dict[str, Any]:
    """``tables``: table → row → column → figure; ``identities``: what has to be equal, ``holds`` null where untold."""
    return {
        "year": report.year,
        "format": report.format,
        "organ": report.organ,
        "title": report.title,
        "sections": [asdict(section) for section in report.sections],
        "topics": {topic.name: topic.found for topic in report.topics},
        "tables": {table.name: table_facts(table) for table in report.tables},
        "identities": [
            {"name": one.name, "left": one.left, "right": one.right, "holds": one.holds} for one in report.identities
        ],
        "figures": [{**asdict(figure), "agrees": figure.agrees} for figure in report.figures],
        "source": report.source,
    }


def table_facts(table: Table) -> dict[str, dict[str, float | None]]:
    return {row.name: {cell.column: cell.number for cell in row.cells} for row in table.rows}
