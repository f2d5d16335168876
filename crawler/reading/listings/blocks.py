"""The lists of a page with what surrounds them: rows grouped, weighed and named. Shared by listings and columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.dates.published import DateSource
from crawler.reading.listings.headings import Heading, find_heading
from crawler.reading.listings.items import Item, Listing
from crawler.reading.listings.rows import Ground, Row, read_rows, survey
from crawler.reading.listings.rowtexts import Texts, below_months, gaps, leading_pins, read_days, read_texts
from crawler.reading.listings.scriptlinks import NOWHERE
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

WORDS = load("listings")
FOOTER = re.compile(WORDS["places"]["footer"], re.I)
SIDEBAR = re.compile(WORDS["places"]["sidebar"], re.I)
ATTACHMENTS = re.compile(WORDS["anchors"]["attachments_lead"])
LONG_ENOUGH = 6.5  # mean title length of an undated list of articles
MANY = 3
ALONE = 10  # characters of a lone row that only a script opens: tools of the site stand beside the clock
LEVELS = 8  # how far up the row may stand that a hover belongs to


@dataclass(frozen=True, slots=True)
class Block:
    """One list with its place on the page."""

    listing: Listing
    container: Any
    rows: tuple[Any, ...]
    urls: tuple[str, ...]  # by row
    hidden: bool
    sidebar: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything the first walk over a page found."""

    ground: Ground
    blocks: tuple[Block, ...]


@once
def read_layout(page: Page) -> Layout:
    """The blocks of a page, in page order; read once and shared by the readers of one page."""
    ground = survey(page)
    groups = merged(grouped(read_rows(ground)))
    blocks = [block for rows in groups if (block := read_block(rows, ground, page)) is not None]
    return Layout(ground, tuple(without_copies(blocks)))


def without_copies(blocks: list[Block]) -> list[Block]:
    """Lists inside a row of another list that repeat the row, or are hidden behind it, are a hover's."""
    rows = {row: block for block in blocks for row in block.rows}
    return [block for block in blocks if not is_copy(block, rows)]


def is_copy(block: Block, rows: dict[Any, Block]) -> bool:
    """A row around the list names the same address, or shows the list only on demand."""
    urls = {item.url for item in block.listing.items}
    for element in islice(block.container.iterancestors(), LEVELS):
        around = rows.get(element)
        if around is not None and around is not block:
            place = around.rows.index(element)
            return block.hidden or urls == {around.urls[place]}
    return False


def grouped(rows: list[Row]) -> list[list[Row]]:
    """Rows that share a parent and a tag, in page order of their first row."""
    groups: dict[tuple[Any, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.element.getparent(), row.element.tag), []).append(row)
    return list(groups.values())


def merged(groups: list[list[Row]]) -> list[list[Row]]:
    """Lists cut into pieces put together again: two items a table row, a new ``ul`` after every fifth line."""
    result: list[list[Row]] = []
    for rows in groups:
        previous = result[-1] if result else None
        if previous and continues(previous, rows):
            previous.extend(rows)
        else:
            result.append(rows)
    return result


def continues(previous: list[Row], rows: list[Row]) -> bool:
    """The next group is the next piece of the same list."""
    last, first = previous[-1].element, rows[0].element
    above, below = last.getparent(), first.getparent()
    if last.tag != first.tag or above is below or above.tag != below.tag:
        return False
    if above.getparent() is not below.getparent() or above.get("class") != below.get("class"):
        return False
    return above.tag == "tr" or follows(above, below)


def follows(above: Any, below: Any) -> bool:
    """Nothing but a line stands between two pieces, and they are no tabs of one box."""
    if above.get("style") or below.get("style") or above.get("id") or below.get("id"):
        return False
    node = above.getnext()
    for _ in range(3):
        if node is below:
            return above.tag in {"ul", "dl", "table", "ol"} and not in_tabs(above)
        if node is None or (isinstance(node.tag, str) and "".join(node.itertext()).strip()):
            return False
        node = node.getnext()
    return False


def in_tabs(container: Any) -> bool:
    """A box whose heads are a list of two or more stands before the pieces."""
    parent = container.getparent()
    words = f"{parent.get('class') or ''} {parent.get('id') or ''}".lower()
    if any(word in words.split() for word in ("bd", "tab-content", "tabcon", "tab-con", "tabbox")):
        return True
    head = parent.getprevious()
    return (
        head is not None
        and isinstance(head.tag, str)
        and sum(1 for _ in head.iter("li", "span", "a")) >= 2
        and len("".join(islice(head.itertext(), 80))) < 80
    )


def read_block(rows: list[Row], ground: Ground, page: Page) -> Block | None:
    """One group of rows as a list, or None where it is navigation, friendly links or a footer."""
    container = rows[0].element.getparent()
    heading = find_heading(rows, page, ground) or Heading()
    texts = texts_of(rows, ground, page, heading.name)
    days = read_days(rows, texts, page.on, heading.year)
    places = place_words(container)
    if not is_list(rows, days, texts, places, page):
        return None
    return Block(
        Listing(heading.name, unique(items_of(rows, texts, days, page.on)), more_url=heading.more_url),
        container,
        tuple(row.element for row in rows),
        tuple(plain_url(row) for row in rows),
        is_in_hidden(container, ground),
        bool(SIDEBAR.search(places)),
    )


def texts_of(rows: list[Row], ground: Ground, page: Page, heading: str | None) -> list[Texts]:
    """What stands around each row's link; where no row shows a whole day itself, the month above it, else the gaps
    between rows."""
    texts = [read_texts(row, ground) for row in rows]
    if any(text.day(page.on) for text in texts):
        return texts
    monthly = below_months(rows, texts, heading)
    if any(text.day(page.on) for text in monthly):
        return monthly
    return [
        Texts(own.shown + gap.shown, own.hidden + gap.hidden, own.pinned)
        for own, gap in zip(texts, gaps(rows, ground), strict=True)
    ]


def items_of(rows: list[Row], texts: list[Texts], days: list[date | None], today: date) -> tuple[Item, ...]:
    """Rows as items."""
    lead = leading_pins(days)
    return tuple(
        Item(
            row.anchor.title,
            plain_url(row),
            day,
            DateSource.LIST if day else None,
            text.pinned or place < lead,
            text.odd(day, today),
        )
        for place, (row, day, text) in enumerate(zip(rows, days, texts, strict=True))
    )


def plain_url(row: Row) -> str:
    """The address of a row, "" where only a script knows it."""
    return "" if row.anchor.url.startswith(NOWHERE) else row.anchor.url


def unique(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A row repeated word for word (a hover copy, a scroller's second half) is one item."""
    return tuple(dict.fromkeys(items))


def place_words(element: Any) -> str:
    """The classes and ids around an element, nearest first."""
    words = []
    for _ in range(8):
        if element is None or element.tag in {"body", "html"}:
            break
        words += [
            element.get("class") or "",
            element.get("id") or "",
            element.tag if element.tag in {"footer", "aside"} else "",
        ]
        element = element.getparent()
    return " ".join(word for word in words if word)


def is_in_hidden(element: Any, ground: Ground) -> bool:
    """The element or one around it is not shown."""
    if not ground.hidden:
        return False
    while element is not None:
        if element in ground.hidden:
            return True
        element = element.getparent()
    return False


def is_list(rows: list[Row], days: list[Any], texts: list[Texts], places: str, page: Page) -> bool:
    """Articles, by their days, or by addresses and titles where no day is shown."""
    if homes(rows) * 2 > len(rows) or len(rows) > len({row.anchor.url for row in rows}) * 2 or is_tool_row(rows):
        return False
    dated = sum(1 for day in days if day)
    size = sum(len(row.anchor.title) for row in rows) / len(rows)
    if dated * 2 >= len(rows) or dated >= MANY:
        return size >= 4
    if FOOTER.search(places) or any(ATTACHMENTS.match(t) for t in texts[0].shown[:2]):
        return False
    articles = sum(1 for row in rows if row.anchor.article)
    if len(rows) == 1:
        return articles == 1 and size >= 10 and bool(rows[0].anchor.texts)
    if articles * 5 >= len(rows) * 3:
        return size >= LONG_ENOUGH
    return len(rows) >= MANY and size >= 14 and foreign(rows, page) * 2 < len(rows)


def is_tool_row(rows: list[Row]) -> bool:
    """A short link alone that calls a script: a tool of the site beside the visitor's clock."""
    return len(rows) == 1 and rows[0].anchor.scripted and len(rows[0].anchor.title) < ALONE


def homes(rows: list[Row]) -> int:
    """Links to whole websites: friendly links."""
    ends = ((row.anchor.url, row.anchor.url.find("/", 8)) for row in rows if not row.anchor.scripted)
    return sum(1 for url, end in ends if end in {-1, len(url) - 1})


def foreign(rows: list[Row], page: Page) -> int:
    """Links to other hosts."""
    host = urlsplit(page.url).hostname
    return sum(1 for row in rows if urlsplit(row.anchor.url).hostname != host)
