"""The annual report on 政府信息公开: read from a page, or from the file it was published as."""

from __future__ import annotations

from datetime import date

from crawler.model import Fault
from crawler.reading.annual_report.form import (
    AnnualReport,
    Cell,
    Format,
    Identity,
    Number,
    Row,
    Section,
    Table,
    TextFigure,
    Topic,
)
from crawler.reading.annual_report.identities import carry_over
from crawler.reading.pages.page import Page

__all__ = [
    "AnnualReport",
    "Cell",
    "Format",
    "Identity",
    "Number",
    "Row",
    "Section",
    "Table",
    "TextFigure",
    "Topic",
    "carry_over",
    "read_annual_report",
    "read_annual_report_file",
]


def read_annual_report(page: Page) -> AnnualReport | None:
    """The report a page holds, or None where its text holds none (a list of reports, a page with the report attached)."""
    return None


def read_annual_report_file(
    body: bytes, url: str, *, on: date, content_type: str = "", truncated: bool = False
) -> AnnualReport | Fault | None:
    """The report in a PDF, DOCX, HTML or plain text file, told by its content. Never raises.

    None: the file was read and is no annual report. Fault: it could not be told, and ``detail`` says why:
    old-word-format, unknown-format, no-text-layer, encrypted, too-large, too-many-pages, broken-file.
    """
    return None
