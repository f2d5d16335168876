"""Lists that lie in a page's source and not in its tree: rows a script writes, arrays, markup kept in a textarea."""

from __future__ import annotations

import re

from crawler.reading.listings.answers import from_fragment, weight
from crawler.reading.listings.items import Listing
from crawler.reading.listings.records import read_records
from crawler.reading.pages.literals import read_literals
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import WRITES, inline_scripts, written_markup

TITLED = re.compile(r"(?:title|subject|bt|mc|name)[\"']?\s*:", re.I)
LINKED = re.compile(r"<\s*a\b|%3Ca|\\x3ca|\\u003ca", re.I)
DATED = re.compile(r"(?:19|20)\d{2}[^0-9A-Za-z<>]|\d{2}-\d{2}")
LONGEST = 300_000  # characters of one script


@once
def source_listing(page: Page) -> Listing | None:
    """The longest dated list of the source; None where there is none."""
    found = [one for one in (*kept(page), *written(page)) if one and is_dated(one)]
    return max(found, key=weight, default=None)


def kept(page: Page) -> list[Listing | None]:
    """Markup in a textarea, from which a script takes it."""
    texts = ((area.text or "")[:LONGEST] for area in page.root.iter("textarea"))
    return [from_fragment(text, page.url, page.on) for text in texts if LINKED.search(text)]


def written(page: Page) -> list[Listing | None]:
    """Arrays of records, and rows that are written while the page loads."""
    lists: list[Listing | None] = []
    for script in inline_scripts(page):
        if len(script) > LONGEST or not DATED.search(script):
            continue
        if TITLED.search(script):
            lists += [from_array(value, page) for value in read_literals(script)]
        if WRITES.search(script) and LINKED.search(script):
            lists.append(from_fragment(written_markup(script), page.url, page.on))
    return lists


def from_array(value: object, page: Page) -> Listing | None:
    """The records of one array."""
    found, _ = read_records(value, page.url, page.on)
    return Listing(None, found.items, found.pages, found.total) if found and found.items else None


def is_dated(listing: Listing) -> bool:
    """Most items show a day: what else stands in scripts is menus and settings."""
    return bool(listing.items) and sum(1 for item in listing.items if item.on) * 2 > len(listing.items)
