"""Columns that a page names outside its links: in maps, choices, buttons, boxes to click, headings beside a "more"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from crawler.reading.columns.kinds import ColumnKind, column_kind
from crawler.reading.columns.menus import clean_name
from crawler.reading.columns.navigation import read_navigation
from crawler.reading.pages.elements import short_text
from crawler.reading.pages.page import Page

LONGEST = 10  # letters of a column's name
MOST = 2_000  # elements of a kind that are looked at
HEADING = 3  # levels from a "more" without words to the heading beside it


def names_columns_otherwise(page: Page) -> bool:
    """A word that is a column's name stands where no link was read: the menu is not all there is."""
    known = {clean_name(one.name) for one in read_navigation(page)}
    names = (clean_name(word) for word in other_words(page) if 2 <= len(word.strip()) <= 2 * LONGEST)
    found = {name for name in names if 2 <= len(name) <= LONGEST} - known
    return any(column_kind(name) is not ColumnKind.OTHER for name in found)


def other_words(page: Page) -> Iterator[str]:
    """What areas, choices, buttons and clickable boxes are called, and what stands beside a picture called more."""
    for area in islice(page.root.iter("area"), MOST):
        yield area.get("alt") or area.get("title") or ""
    for choice in islice(page.root.iter("option"), MOST):
        if "/" in (choice.get("value") or ""):
            yield choice.text or ""
    for button in islice(page.root.iter("input", "button"), MOST):
        if button.get("onclick"):
            yield button.get("value") or button.get("alt") or short_text(button)
    for box in islice(page.root.iter("div", "li", "td", "span", "p", "tr"), MOST):
        if box.get("onclick"):
            yield short_text(box)
    for link in islice(page.root.iter("a"), MOST):
        if len(link) == 1 and link[0].tag == "img" and not short_text(link).strip():
            yield from beside(link)


def beside(link: Any) -> Iterator[str]:
    """The short words of the elements around a link that is a picture alone."""
    for around in islice(link.iterancestors(), HEADING):
        words = short_text(around).strip()
        if words:
            yield words
            return
