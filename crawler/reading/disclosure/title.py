"""What a disclosure column calls itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from crawler.reading.disclosure.labels import label, pattern
from crawler.reading.pages.elements import short_text
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page

LONGEST_PLACE = 300
MOST_WORDS = 400


def column_title(page: Page) -> str | None:
    """What the column page calls itself (heading, title or place line).

    The uniform name wins wherever it stands; None where nothing speaks of 公开 at all.
    """
    words = [word for word in _names(page) if word][:MOST_WORDS]
    for form in ("uniform", "name", "near"):
        found = next((word for word in words if pattern("title", form).search(word)), None)
        if found:
            return found
    return None


def _names(page: Page) -> Iterator[str]:
    """The names a page bears: headings, place line, title, column mark, banners."""
    separators = pattern("title", "separators")
    metas = read_metas(page)
    for heading in page.root.iter("h1", "h2", "h3"):
        yield label(short_text(heading)[:200])
    yield from _place(page)
    yield from (label(piece) for piece in separators.split(metas.get("title", "")))
    yield label(metas.get("ColumnName", ""))
    for element in page.root.iter("div", "p", "span", "li", "dt", "strong", "img"):
        if element.tag == "img":
            yield label((element.get("alt") or "")[:40])
        elif len(element) <= 1 and (words := element.get("class") or element.get("id")) and is_title_class(words):
            words = short_text(element)
            if len(words) < 60:
                yield label(words)


@lru_cache(maxsize=4096)
def is_title_class(words: str) -> bool:
    """A class or id that templates give to a column's title."""
    return bool(pattern("title", "class").search(words))


def _place(page: Page) -> Iterator[str]:
    """The names of the place line, the deepest first."""
    place = pattern("title", "place")
    for element in page.root.iter("div", "p", "span", "td", "li", "section", "nav", "b", "strong", "em", "i"):
        if place.search((element.text or "")[:40]):
            line = short_text(element)
            if len(place.sub("", line).strip()) < 2 and element.getparent() is not None:
                line = short_text(element.getparent())
            pieces = pattern("title", "separators").split(place.sub("", line[:LONGEST_PLACE]))
            yield from (label(word) for word in reversed(pieces))
            return
