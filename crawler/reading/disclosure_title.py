"""What a disclosure column calls itself."""

from __future__ import annotations

from crawler.reading.disclosure_labels import label, pattern
from crawler.reading.page import Page

LONGEST_PLACE = 300


def column_title(page: Page) -> str | None:
    """What the column page calls itself (heading, title or place line)."""
    separators = pattern("title", "separators")
    title = page.root.find(".//title")
    pieces = [label(piece) for piece in separators.split(title.text_content() if title is not None else "")]
    words = [*_headings(page), *_place(page), *pieces]
    name = pattern("title", "name")
    return next((word for word in words if name.search(word)), None) or next((piece for piece in pieces if piece), None)


def _headings(page: Page) -> list[str]:
    return [label("".join(heading.itertext())[:200]) for heading in page.root.iter("h1", "h2", "h3")]


def _place(page: Page) -> list[str]:
    """The names of the place line, the deepest first."""
    place = pattern("title", "place")
    for element in page.root.iter("div", "p", "span", "td", "li", "section", "nav"):
        if not place.search((element.text or "")[:40]):
            continue
        line = "".join(element.itertext())[:LONGEST_PLACE]
        return [label(word) for word in reversed(pattern("title", "separators").split(place.sub("", line)))]
    return []
