"""When a document page says that it was signed and published: under which labels, and which other days it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.lexicon import load
from crawler.reading.dates.forms import parse_date
from crawler.reading.dates.published import read_published
from crawler.reading.documents.fields import LIST_LIKE, Field, read_fields
from crawler.reading.pages.page import Page

PUBLISHED = frozenset(load("dates")["labels"]["published"])
VALUE_HEAD = 40  # characters of a labelled value in which its day stands


@dataclass(frozen=True, slots=True)
class Days:
    """The labels as the page writes them; ``others`` are days of signing or publishing that differ from the first."""

    signed_on: date | None
    signed_by: str
    published_on: date | None
    published_by: str  # empty where no label says that the day is one of publishing
    others: tuple[date, ...]


def read_days(page: Page) -> Days:
    """A list of documents, where every row has its own days, tells none of signing."""
    signed = _labelled(page, "signed")
    if len({day for _, day in signed}) >= LIST_LIKE:
        signed = []
    entry, signed_on = signed[0] if signed else (None, None)
    published = read_published(page)
    published_on = published.on if published else None
    label = published.text.split(" ", 1)[0] if published else ""
    told = [day for _, day in (*signed, *_labelled(page, "published"))]
    told += [other.on for other in published.disagrees] if published else []
    return Days(
        signed_on=signed_on,
        signed_by=entry.label if entry else "",
        published_on=published_on,
        published_by=label if label in PUBLISHED else "",
        others=tuple(sorted({*told} - {signed_on, published_on})),
    )


def _labelled(page: Page, group: str) -> list[tuple[Field, date]]:
    found = ((entry, parse_date(entry.value[:VALUE_HEAD], today=page.on, numbers=True)) for entry in read_fields(page))
    return [(entry, day) for entry, day in found if day and entry.group == group]
