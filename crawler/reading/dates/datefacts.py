"""Days as JSON values: where each was read, who says otherwise, and what is no day or one to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from crawler.reading.dates.published import date_from_address, odd_labelled, read_published
from crawler.reading.dates.readdate import DateSource, ReadDate
from crawler.reading.listings.items import Item, Listing
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


def by_address(listing: Listing, *, today: date) -> Listing:
    """A list that shows no day at all, with the days its addresses carry: the least trusted source, for a reader only.

    The checks never see it: an address may be months from the day it was published.
    """
    days = [date_from_address(item.url) for item in listing.items]
    known = [day for day in days if day and day <= today]
    if any(item.on or item.suspect for item in listing.items) or 2 * len(known) < len(days):
        return listing
    items = (
        replace(item, on=day, source=DateSource.ADDRESS) if day and day <= today else item
        for item, day in zip(listing.items, days, strict=True)
    )
    return replace(listing, items=tuple(items))
