"""Days as JSON values: where each was read, who says otherwise, and what is no day or one to come."""

from __future__ import annotations

from datetime import date
from typing import Any

from crawler.reading.dates.published import date_from_address, odd_labelled, read_published
from crawler.reading.dates.readdate import DateSource, ReadDate
from crawler.reading.listings.items import Item
from crawler.reading.pages.page import Page


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def date_facts(read: ReadDate) -> dict[str, Any]:
    return {"on": iso(read.on), "source": read.source.value, "text": read.text}


def published_facts(page: Page) -> dict[str, Any] | None:
    """The publishing day of an article; ``on`` is null where all that is shown cannot be a day."""
    published, odd = read_published(page), odd_labelled(page)
    if published is None and not odd:
        return None
    told = date_facts(published) if published else {"on": None, "source": None, "text": None}
    disagrees = [date_facts(other) for other in published.disagrees] if published else []
    return {**told, "disagrees": disagrees, "suspect": list(odd)}


def item_date_facts(item: Item) -> dict[str, Any]:
    """The day of a list's item. Where its address carries another day, that one stands beside it."""
    address = date_from_address(item.url) if item.url else None
    other = item.on is not None and address is not None and address != item.on
    return {
        "date": iso(item.on),
        "source": item.source.value if item.source else None,
        "disagrees": [{"on": iso(address), "source": DateSource.ADDRESS.value, "text": item.url}] if other else [],
        "suspect": item.suspect or None,
    }
