"""The rows of a page: which element holds one article's link with its date, and which rows stand together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.listings.anchors import ANCILLARY, LEGAL, MORE, PAGER, Anchor, links_in, read_anchors
from crawler.reading.listings.linktitles import link_title
from crawler.reading.listings.rowdates import is_date
from crawler.reading.listings.scriptlinks import script_anchors
from crawler.reading.pages.page import SILENT_TAGS, Page, is_hidden

NEIGHBOURS = re.compile(load("listings")["anchors"]["neighbours"])
ROW_TAGS = frozenset({"li", "tr", "dd", "dl", "dt"})
HELD_APART = frozenset({"ul", "ol", "table", "tbody", "thead", "body", "html", "form"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
BARE = 40  # elements a row may have
CARD = 3  # boxes in one another that make a card
CLIMB = 8  # levels a link may lie below the row that repeats


@dataclass(slots=True, eq=False)
class Row:
    """One line: the element that repeats, its main link, and the texts of the link that are its date."""

    element: Any
    anchor: Anchor
    dated: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Ground:
    """One walk over the tree: the links, the elements below which a date is written, and the hidden elements."""

    anchors: list[Anchor]
    dates: dict[Any, int]
    hidden: set[Any]
    dated: dict[Any, list[str]]  # the date texts inside a link, by its element
    links: dict[Any, Anchor]
    nodes: tuple[Any, ...]  # every element: lxml makes its Python objects anew unless somebody holds them
    clicked: list[Anchor] = field(default_factory=list)  # what only a script opens


def survey(page: Page) -> Ground:
    """Read a page's links, dates and hidden parts once."""
    nodes = page.nodes or tuple(page.root.iter())
    anchors, idle = read_anchors(page)
    clicked = script_anchors(page, anchors, idle)
    dated = {}
    for anchor in [*anchors, *clicked]:
        anchor.title, dated[anchor.element] = link_title(anchor.element, anchor.texts)
    dates: dict[Any, int] = defaultdict(int)
    hidden = set()
    for element in page.root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if is_hidden(element):
            hidden.add(element)
        text, tail = element.text, element.tail
        if text and not text.isspace() and tag not in SILENT_TAGS and is_date(text.strip()):
            mark(dates, element)
        if tail and not tail.isspace() and is_date(tail.strip()):
            mark(dates, element.getparent())
    for element, texts in dated.items():
        if texts and not dates.get(element):
            mark(dates, element)
    return Ground(anchors, dates, hidden, dated, {anchor.element: anchor for anchor in anchors}, nodes, clicked)


def mark(dates: dict[Any, int], element: Any) -> None:
    """Count a date for the elements around it."""
    for _ in range(CLIMB):
        if element is None:
            return
        dates[element] += 1
        element = element.getparent()


def read_rows(ground: Ground) -> list[Row]:
    """The rows of a page, in page order, each with one main link."""
    strong = [anchor for anchor in ground.anchors if is_strong(anchor)]
    around = count(strong)
    strong += promoted(ground, around)
    around = count(strong)
    dropped = minor_links(strong, around, ground.dates)
    if dropped:
        strong = [anchor for anchor in strong if anchor not in dropped]
        around = count(strong)
    order = {element: place for place, element in enumerate(in_order(ground))}
    strong.sort(key=lambda anchor: order[anchor.element])
    rows: dict[tuple[Any, str], Row] = {}
    for anchor in strong:
        element = row_element(anchor, around)
        known = rows.get((element, anchor.url))
        if known is None:
            rows[element, anchor.url] = Row(element, anchor, list(ground.dated[anchor.element]))
        else:
            known.dated += ground.dated[anchor.element]
            if better(anchor, known.anchor):
                known.anchor = anchor
    return list(rows.values())


def in_order(ground: Ground) -> list[Any]:
    """What can be a row's link, in page order."""
    if not ground.clicked:
        return [anchor.element for anchor in ground.anchors]
    known = {anchor.element for anchor in (*ground.anchors, *ground.clicked)}
    return [node for node in ground.nodes if node in known]


def is_strong(anchor: Anchor) -> bool:
    """An article's link by itself: not a pager, a neighbour, an attachment's or a column's link."""
    title = anchor.title
    if not anchor.like_an_article or is_tool(title) or MORE.match(title):
        return False
    before = anchor.element.getprevious()
    lead = (before.tail if before is not None else anchor.element.getparent().text) or ""
    if before is not None and not lead.strip() and len(before) == 0:
        lead = before.text or ""
    return not (NEIGHBOURS.match(lead) or NEIGHBOURS.match(title))


@lru_cache(maxsize=8192)
def is_tool(title: str) -> bool:
    """The words of an attachment's or interpretation's link, or of a pager's."""
    return bool(ANCILLARY.match(title) or PAGER.match(title) or LEGAL.search(title))


def better(new: Anchor, known: Anchor) -> bool:
    """A row's picture and its words are two links to one address: the words hold the title."""
    return bool(new.texts) and (not known.texts or (len(new.title) > len(known.title) and len(new.title) < 80))


def count(anchors: list[Anchor]) -> dict[Any, set[str]]:
    """The addresses of article links below each element, up to the height a row can have."""
    around: dict[Any, set[str]] = defaultdict(set)
    level: dict[Any, set[str]] = defaultdict(set)
    for anchor in anchors:
        level[anchor.element].add(anchor.url)
    for _ in range(CLIMB + 3):
        above: dict[Any, set[str]] = defaultdict(set)
        for element, urls in level.items():
            around[element] |= urls
            parent = element.getparent()
            if parent is not None:
                above[parent] |= urls
        level = above
    return around


def promoted(ground: Ground, around: dict[Any, set[str]]) -> list[Anchor]:
    """Short or plain links that stand alone beside a date in a row."""
    found: list[Anchor] = []
    taken: dict[Any, Anchor] = {}
    for anchor in (*ground.anchors, *ground.clicked):
        if len(anchor.title) < 2 or (anchor.like_an_article and not anchor.scripted) or is_tool(anchor.title):
            continue
        row = dated_row(anchor.element, ground.dates)
        if row is None or around.get(row) or not (row.tag in ROW_TAGS or is_repeated(row, ground.dates)):
            continue
        if row in taken:
            if len(anchor.title) > len(taken[row].title):
                taken[row] = anchor
            continue
        taken[row] = anchor
    found.extend(taken.values())
    return found


def dated_row(element: Any, dates: dict[Any, int]) -> Any | None:
    """The nearest small element around a link that holds exactly one date (or its hover copy)."""
    parent = element.getparent()
    if dates.get(element) and parent is not None and dates[parent] == dates[element] and parent.tag not in HELD_APART:
        element = parent
    for _ in range(4):
        if dates.get(element):
            small = element.tag in ROW_TAGS or links_in(element, 3) <= 2
            return element if small and dates[element] <= 2 else None
        element = element.getparent()
        if element is None or element.tag in HELD_APART:
            return None
    return None


def minor_links(strong: list[Anchor], around: dict[Any, set[str]], dates: dict[Any, int]) -> set[Anchor]:
    """Links that belong to another link's row: interpretations in a pop-up, a second link beside the only date."""
    rows: dict[Any, list[Anchor]] = defaultdict(list)
    for anchor in strong:
        element = anchor.element
        for _ in range(CLIMB):
            element = element.getparent()
            if element is None:
                break
            if element.tag in {"li", "tr"} and 2 <= len(around[element]) <= 6:
                rows[element].append(anchor)
    dropped: set[Anchor] = set()
    for row, anchors in rows.items():
        main = anchors[0]
        inner = [other for other in anchors[1:] if other.url != main.url]
        lines = [nearest(other.element) for other in inner]
        if inner and nearest(main.element) is row and all(line is not row and not dates.get(line) for line in lines):
            dropped.update(inner)
        elif dates.get(row) == 1 and repeats_dated(row, dates):
            main = max(anchors, key=lambda anchor: (anchor.article, len(anchor.title)))
            dropped.update(other for other in anchors if other.url != main.url)
    return dropped


def repeats_dated(row: Any, dates: dict[Any, int]) -> bool:
    """A neighbour of the same kind holds one date as well: the date is the row's, not a whole layout's."""
    return any(dates.get(other) == 1 for other in neighbours(row))


def is_repeated(row: Any, dates: dict[Any, int]) -> bool:
    """The row, or the card around it that shows no other date, has a neighbour of its kind."""
    for _ in range(CARD):
        if repeats_dated(row, dates):
            return True
        around = row.getparent()
        if around is None or around.tag in HELD_APART or dates.get(around) != dates.get(row):
            return False
        row = around
    return False


def nearest(element: Any) -> Any | None:
    """The list item or table row a link stands in."""
    for _ in range(CLIMB):
        element = element.getparent()
        if element is None or element.tag in {"li", "tr"}:
            return element
    return None


def row_element(anchor: Anchor, around: dict[Any, set[str]]) -> Any:
    """The lowest element around a link that has a sibling of its kind with another single article link."""
    element = anchor.element
    lone = element
    held = False
    for _ in range(CLIMB):
        held = held or element.tag in HELD_APART
        beside = (other for other in neighbours(element) if is_single(other, anchor, around))
        if any(not held or is_alike(element, other) for other in beside):
            if held and not is_bare(element, anchor):
                break
            return element
        parent = element.getparent()
        if parent is None or len(around[parent]) > 1 or parent.tag in {"body", "html"}:
            break
        element = parent
        if lone.tag not in ROW_TAGS and parent.tag not in HELD_APART and (parent.tag in ROW_TAGS or is_alone(parent)):
            lone = parent
    return lone


def is_single(other: Any, anchor: Anchor, around: dict[Any, set[str]]) -> bool:
    """An element with one article's link, another one's."""
    return len(around.get(other, ())) == 1 and anchor.url not in around[other]


def is_alike(element: Any, other: Any) -> bool:
    """Two lists of one row are rows of one list: they share a class, and neither is a tab that is shown or hidden."""
    mine, theirs = (set((one.get("class") or "").split()) for one in (element, other))
    switched = any("display" in (one.get("style") or "") for one in (element, other))
    return not switched and (mine == theirs or bool(mine & theirs))


def is_bare(element: Any, anchor: Anchor) -> bool:
    """A table or list around one link alone, without a heading: a row, not a block that happens to have one row."""
    inside = list(islice(element.iter(), BARE))
    if len(inside) == BARE or any(node.tag in HEADINGS for node in inside):
        return False
    return all(node is anchor.element for node in inside if node.tag == "a")


def is_alone(element: Any) -> bool:
    """No other link stands in the element, so it may be the row of a list with one line."""
    return links_in(element, 2) == 1 and len(element) <= 4


def neighbours(element: Any) -> Iterator[Any]:
    """Up to six siblings of the same tag among the six nearest on either side."""
    left = 6
    for preceding in (True, False):
        for other in islice(element.itersiblings(preceding=preceding), 6):
            if left and other.tag == element.tag:
                left -= 1
                yield other
