"""May a list hold something newer than what its page shows? Asked before its newest item is called the newest."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice, pairwise

from crawler.lexicon import load
from crawler.reading.listings.blocks import read_layout
from crawler.reading.listings.items import Item
from crawler.reading.listings.pagination import has_uncounted
from crawler.reading.pages.elements import short_text
from crawler.reading.pages.page import Page

YEAR = re.compile(load("listings")["dates"]["year"])
CHOICES = ("a", "li", "option", "span", "button", "dd", "dt", "em", "b", "strong", "td", "p", "h3", "h4")
FEW = 3  # dated items: fewer are in no order
MOST = 4_000  # elements in which a choice of years is looked for


def may_be_newer(page: Page, items: tuple[Item, ...], newest: date, pages: int | None) -> bool:
    """Its further pages (where it is not sorted with the newest first), a year to be chosen, or a part that is not
    shown could hold newer items."""
    goes_on = (pages or 1) > 1 or (pages is None and has_uncounted(page))
    if goes_on and not is_newest_first([item.on for item in items if item.on and not item.pinned]):
        return True
    return offers_later_year(page, newest) or hides_newer(page, newest)


def is_newest_first(days: list[date]) -> bool:
    """Most days fall from row to row; lists by number, by reading or oldest first rise as often."""
    rises = sum(above < below for above, below in pairwise(days))
    falls = sum(above > below for above, below in pairwise(days))
    return len(days) < FEW or rises < 2 or 2 * rises < falls


def offers_later_year(page: Page, newest: date) -> bool:
    """Years stand side by side to be chosen, and one of them is later than the newest item."""
    words = (short_text(one).strip() for one in islice(page.root.iter(*CHOICES), MOST))
    years = {int(match[1]) for word in words if 4 <= len(word) <= 8 and (match := YEAR.match(word))}
    return len(years) > 1 and any(newest.year < year <= page.on.year for year in years)


def hides_newer(page: Page, newest: date) -> bool:
    """A list that the page does not show before somebody opens it is newer."""
    hidden = (block for block in read_layout(page).blocks if block.hidden)
    return any(item.on and newest < item.on <= page.on for block in hidden for item in block.listing.items)
