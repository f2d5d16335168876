"""The documents that were opened of the column of normative documents; shared by the checks that ask about each."""

from __future__ import annotations

from typing import Any

from checks.check import unseen
from crawler.model import Verdict, cant_tell, inapplicable
from crawler.reading.columns.column import ColumnState
from crawler.reading.documents.document import Document
from crawler.reading.sites.site import NormativeDocumentColumn


def without_documents(column: NormativeDocumentColumn) -> Verdict:
    """The verdict where none was opened."""
    if column.link is None:
        return cant_tell("no-column")
    if column.fault:
        return unseen(column.fault, column.link.url)
    if column.state in (ColumnState.BLANK, ColumnState.EXPLAINED):
        return inapplicable("no-documents", label=column.link.label, url=column.link.url)
    return cant_tell("no-sample", label=column.link.label, url=column.link.url)


def name_of(document: Document) -> str:
    return document.title or document.document_number or document.url


def days_row(document: Document) -> dict[str, Any]:
    """A document with its days, as a line of the table of subjects."""
    return {
        "title": document.title or "",
        "url": document.url,
        "document_number": document.document_number or "",
        "signed_on": document.signed_on.isoformat() if document.signed_on else "",
        "published_on": document.published_on.isoformat() if document.published_on else "",
    }
