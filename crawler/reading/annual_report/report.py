"""The annual report on 政府信息公开: read from a page, or from the file it was published as."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from crawler.model import Fault
from crawler.reading.annual_report.assembly import Source, assembled
from crawler.reading.annual_report.blocks import folded, text_blocks
from crawler.reading.annual_report.files import is_file, read_file
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
from crawler.reading.annual_report.markup import page_blocks
from crawler.reading.documents.document import read_document
from crawler.reading.pages.metas import read_metas, title_words
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, read_page

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

MOST_BLOCKS = 20_000  # lines and rows: a report cell by cell has some 800
MARKUP = re.compile(r"<[A-Za-z!/?]")


@once
def read_annual_report(page: Page) -> AnnualReport | None:
    """The report a page holds. None where its text holds none: a list of reports, a page with the report attached."""
    is_text = MARKUP.search(page.html) is None
    blocks = tuple(islice(text_blocks(page.html) if is_text else folded(page_blocks(page)), MOST_BLOCKS + 1))
    if len(blocks) > MOST_BLOCKS:
        return None
    if is_text:
        return assembled(blocks, Source(page.url, "text", not page.truncated))
    document = read_document(page)
    known = tuple(filter(None, (document.title, read_metas(page).get("ArticleTitle"), title_words(page))))
    return assembled(blocks, Source(page.url, "html", not page.truncated, known, document.issuer))


def read_annual_report_file(
    body: bytes, url: str, *, on: date, content_type: str = "", truncated: bool = False
) -> AnnualReport | Fault | None:
    """The report in a PDF, DOCX, HTML or plain text file, told by its content. Never raises.

    None: the file was read and is no annual report. Fault: it could not be told, and ``detail`` says why:
    old-word-format, unknown-format, no-text-layer, encrypted, too-large, too-many-pages, broken-file.
    """
    if not is_file(body):
        return read_annual_report(read_page(body, url, on=on, content_type=content_type, truncated=truncated))
    read = read_file(body, url)
    return read if isinstance(read, Fault) else assembled(read.blocks, Source(url, read.form, not truncated))
