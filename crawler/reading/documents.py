"""A document page: its fields, validity and attachments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.reading.page import Page


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    url: str
    format: str  # lower-case extension


@dataclass(frozen=True, slots=True)
class Document:
    """The fields a document page shows; None where the page does not tell, or says 无."""

    title: str | None
    index_number: str | None
    document_number: str | None
    issuer: str | None
    signed_on: date | None
    published_on: date | None
    validity: str | None  # the page's own word, such as 有效 or 废止; never guessed from the title
    attachments: tuple[Attachment, ...] = ()
    url: str = ""


def read_document(page: Page) -> Document:
    """The labelled fields of a document page (field tables, definition lists, lines of ``label: value``)."""
    raise NotImplementedError
