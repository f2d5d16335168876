"""The heading of a list: what a block is called, and where its "more" link leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.listings.anchors import MORE, Anchor
from crawler.reading.listings.rowdates import YEAR, is_date
from crawler.reading.listings.rows import Ground, Row
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import SILENT_TAGS, Page

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "dt", "th", "strong", "b"})
HEADING_CLASS = re.compile(load("listings")["places"]["headings"])
NOT_HEADINGS = re.compile(load("listings")["places"]["not_headings"])
CRUMB = re.compile(load("listings")["places"]["crumb"])
ORNAMENTS: str = load("listings")["places"]["ornaments"]
INDEX = re.compile(r"/?(?:(?:index|default|list)\.\w+)?\?$", re.I)  # the end of a column's own address
MOST_TABS = 8  # a row of more links is a menu
PIECES = 80  # texts, elements or links that are looked at in one place
LEVELS = 6  # how far up a block's heading may stand
NAME_LENGTH = 20
BOXES = frozenset({"div", "p", "h1", "h5", "header"})
PANELS = frozenset({"div", "ul", "ol", "dl", "section"})


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a block."""

    name: str | None = None
    more_url: str | None = None

    @property
    def year(self) -> int | None:
        """The year a heading such as "2025年" gives to the months and days below it."""
        match = YEAR.match(self.name or "")
        return int(match[1]) if match else None


def find_heading(rows: list[Row], page: Page, ground: Ground) -> Heading | None:
    """Climb from the list; at each level look at what stands before it, and after it for the more link."""
    links = ground.links
    node = rows[0].element.getparent()
    index, more = None, more_after(rows[-1].element, links)
    inside = inner_heading(rows[0].element, links)
    if inside:
        return Heading(inside, more)
    for _ in range(LEVELS):
        if node is None or node.tag in {"body", "html"}:
            break
        index = place_among_kind(node) if index is None else index
        for other in earlier(node):
            if is_panel(other, node, links):
                continue
            if holds_articles(other, links, rows):
                break
            name, more_here = read_heading(other, links, index or 0)
            more = more or more_here
            if name:
                return Heading(name, more or own_link(other, name, links, page) or more_after(node, links))
        more = more or more_after(node, links)
        node = node.getparent()
    return Heading(None, more) if more else None


def earlier(node: Any) -> list[Any]:
    """Up to four siblings before a node, nearest first, scripts left out."""
    found: list[Any] = []
    other = node.getprevious()
    while other is not None and len(found) < 4:
        if (
            isinstance(other.tag, str)
            and other.tag not in SILENT_TAGS
            and other.tag not in {"link", "br", "hr", "meta"}
        ):
            found.append(other)
        other = other.getprevious()
    return found


def inner_heading(row: Any, links: dict[Any, Anchor]) -> str | None:
    """A heading as an earlier child of the list itself (``<dl><dt>``, a table's first row, a box over boxes)."""
    other = row.getprevious()
    while other is not None:
        if isinstance(other.tag, str) and other.tag in {"dt", "caption", "h2", "h3", "h4"}:
            return heading_text(other)
        other = other.getprevious()
    for box in earlier(row)[:2]:
        if box.tag in BOXES and is_heading(box) and len(links_of(box, links)) <= 1:
            return heading_text(box)
    return None


def place_among_kind(node: Any) -> int | None:
    """How many siblings of the same kind stand before, which is the number of the tab; None for an only child."""
    before = sum(1 for other in node.itersiblings(node.tag, preceding=True) if other.get("class") == node.get("class"))
    after = sum(1 for other in node.itersiblings(node.tag) if other.get("class") == node.get("class"))
    return before if before or after else None


def is_panel(other: Any, node: Any, links: dict[Any, Anchor]) -> bool:
    """A box of the same kind with links: the panel of another tab, under the same heads. Boxes without any class are
    of a kind where an article is linked in both."""
    if other.tag not in PANELS or other.tag != node.tag or other.get("class") != node.get("class"):
        return False
    inside = links_of(other, links)
    return any(node.get("class") or anchor.like_an_article for anchor in inside)


def links_of(element: Any, links: dict[Any, Anchor]) -> list[Anchor]:
    """The links in an element, as many as a heading or a menu can have."""
    return [links[node] for node in islice(element.iter("a"), PIECES) if node in links]


def holds_articles(other: Any, links: dict[Any, Anchor], rows: list[Row]) -> bool:
    """Another list stands before: its heading is not ours."""
    return sum(1 for anchor in links_of(other, links) if anchor.like_an_article) >= 2


def read_heading(other: Any, links: dict[Any, Anchor], index: int) -> tuple[str | None, str | None]:
    """(name, more address) of an element that may be a heading."""
    text = "".join(islice(other.itertext(), PIECES))
    if CRUMB.search(text):
        return last_crumb(other), None
    anchors = links_of(other, links)
    more = next((anchor.url for anchor in anchors if is_more(anchor)), None)
    if len(anchors) > MOST_TABS or any(anchor.like_an_article for anchor in anchors):
        return None, None
    headed = next((node for node in other.iter("h1", "h2", "h3", "h4", "h5") if heading_text(node)), None)
    if headed is not None and next(headed.itersiblings(headed.tag), None) is None:
        return heading_text(headed), more
    labels = tab_labels(other)
    if len(labels) >= 2:
        return labels[index if index < len(labels) else 0], more
    named = (
        other if is_heading(other) or more or len(" ".join(text.split())) <= NAME_LENGTH else inner_heading_of(other)
    )
    return (heading_text(named) if named is not None else None), more


def inner_heading_of(element: Any) -> Any | None:
    """The first heading inside an element."""
    inside = islice(element.iterdescendants(), PIECES)
    return next((node for node in inside if isinstance(node.tag, str) and is_heading(node)), None)


def last_crumb(element: Any) -> str | None:
    """The last label of a breadcrumb: where the visitor is."""
    texts = [" ".join(text.split()).strip(ORNAMENTS) for text in islice(element.itertext(), PIECES)]
    labels = [text for text in texts if 2 <= len(text) <= NAME_LENGTH and not NOT_HEADINGS.match(text)]
    return labels[-1] if labels else None


def tab_labels(other: Any) -> list[str]:
    """The labels of a row of tabs, "more" links left out."""
    items = list(islice(other.iter("li"), PIECES))
    items = items or list(islice(other.iterdescendants("a", "span", "h3", "h2"), PIECES))
    texts = [" ".join("".join(islice(item.itertext(), PIECES)).split()) for item in items]
    labels = [text for text in texts if text and not MORE.match(text)]
    if len(labels) < 2 or any(len(label) > NAME_LENGTH or is_date(label) for label in labels):
        return []
    return list(dict.fromkeys(labels))


def is_heading(element: Any) -> bool:
    """By its tag or by its class."""
    return element.tag in HEADING_TAGS or bool(
        HEADING_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )


def heading_text(element: Any) -> str | None:
    """The short words of a heading, without "more" and without an English subtitle."""
    best = None
    for piece in islice(element.itertext(), PIECES):
        text = " ".join(piece.split()).strip(ORNAMENTS)
        if not text or MORE.match(text) or NOT_HEADINGS.match(text) or is_date(text):
            continue
        if 2 <= len(text) <= NAME_LENGTH and (best is None or (best.isascii() and not text.isascii())):
            best = text
    return best


def own_link(element: Any, name: str, links: dict[Any, Anchor], page: Page) -> str | None:
    """A heading that is itself the way to the column; a breadcrumb's last name leads nowhere else."""
    for node in element.iter("a"):
        if node in links and links[node].title == name and not links[node].article:
            url = links[node].url
            return None if INDEX.sub("/", address_key(url)) == INDEX.sub("/", address_key(page.url)) else url
    return None


def is_more(anchor: Anchor) -> bool:
    """A "more" link by its words, or an empty one in a place called more."""
    if says_more(anchor.title):
        return True
    if anchor.texts:
        return False
    return "more" in f"{anchor.element.get('class') or ''} {anchor.element.getparent().get('class') or ''}".lower()


@lru_cache(maxsize=8192)
def says_more(title: str) -> bool:
    """The words of a link to the rest of a list."""
    return bool(MORE.match(title))


def more_after(node: Any, links: dict[Any, Anchor]) -> str | None:
    """A "more" link just below a list."""
    other = node.getnext()
    for _ in range(3):
        if other is None:
            return None
        if isinstance(other.tag, str):
            anchors = links_of(other, links)
            if len(anchors) > 3:
                return None
            for anchor in anchors:
                if is_more(anchor):
                    return anchor.url
        other = other.getnext()
    return None
