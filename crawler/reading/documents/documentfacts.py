"""A document's fields as JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from crawler.reading.dates.datefacts import iso
from crawler.reading.documents.document import Document
from crawler.reading.documents.repeals import read_repeals
from crawler.reading.documents.titlenote import TitleNote
from crawler.reading.pages.page import Page

NOTHING = Document(None, None, None, None, None, None, None)


def document_facts(document: Document, *, only_title: bool) -> dict[str, Any]:
    """A home, column or list page has a title, but is no document."""
    known = NOTHING if only_title else document
    return {
        "title": document.title,
        "index_number": known.index_number,
        "document_number": known.document_number,
        "issuer": known.issuer,
        "signed_on": iso(known.signed_on),
        "published_on": iso(known.published_on),
        "validity": known.validity,
        "attachments": [asdict(attachment) for attachment in known.attachments],
        "validity_state": known.validity_state.value if known.validity_state else None,
        "topic": known.topic,
        "category": known.category,
        "keywords": known.keywords,
        "openness": known.openness,
        "form": known.form,
        "effective_on": iso(known.effective_on),
        "repealed_on": iso(known.repealed_on),
        "valid_until": iso(known.valid_until),
        "title_note": note_facts(known.title_note) if known.title_note else None,
        "suspect": list(known.suspect),
    }


def repeal_facts(page: Page) -> list[dict[str, Any]]:
    """The documents a repeal list names, with what becomes of each."""
    listed = read_repeals(page)
    return [
        {"title": one.title, "number": one.number, "state": one.state.value if one.state else None} for one in listed
    ]


def note_facts(note: TitleNote) -> dict[str, Any]:
    events = [{"kind": event.kind, "on": iso(event.on), "number": event.number} for event in note.events]
    return {"text": note.text, "events": events}
