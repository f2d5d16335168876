"""How many pages a list has and where they are, for every family of pagination met."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from math import ceil
from typing import Any

from crawler.lexicon import load
from crawler.reading.listings.pagerlinks import (
    PAGER_CLASS,
    by_links,
    by_script,
    from_select,
    is_pager_class,
    numbered_links,
    turns_page,
)
from crawler.reading.listings.pagerscripts import Settings, called, packed_markup, script_texts, settings
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, parse, visible_text

__all__ = ["PAGER_CLASS", "Pager", "has_uncounted", "next_pages", "page_count", "read_pager", "script_texts"]

WORDS = load("listings")["pagination"]
PAGES = tuple(re.compile(pattern) for pattern in WORDS["pages"])
TOTAL = tuple(re.compile(pattern) for pattern in WORDS["total"])
PER_PAGE = tuple(re.compile(pattern) for pattern in WORDS["per_page"])
PAGE_WORD: str = WORDS["page_word"]
COUNT_ATTRIBUTES = (
    ("pages", ("data-pagecount", "data-page-count", "data-pages", "data-totalpage", "totalpage", "pagecount")),
    ("total", ("data-total", "data-count", "data-totalcount", ":total", "total", "count")),
    ("size", ("data-pagesize", "data-page-size", "data-size", ":page-size", "page-size", "pagesize", "rows")),
)
LOAD_MORE = re.compile(WORDS["load_more"])
MORE_TAGS = ("a", "span", "div", "button", "p", "li")
MOST_ELEMENTS = 20_000  # elements looked at for a way on
WORDED_TAGS = frozenset({"td", "div", "p", "span"})
LARGE = 80  # elements: what holds more is no pager
MOST = 100_000  # more pages than any list has: the number means something else


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page says of its pages: the count, the records, and how page ``n`` is addressed."""

    pages: int | None = None
    total: int | None = None
    stem: str | None = None  # address with {} for the number
    first_number: int = 1  # the number page 2 carries
    links: tuple[tuple[int, str], ...] = ()
    step: int = 1  # from page to page; -1 where the oldest page is number 1


def page_count(page: Page) -> int | None:
    """How many pages the list has, where the page says so (every pagination family)."""
    return read_pager(page).pages


def has_uncounted(page: Page) -> bool:
    """The list goes on, and nobody says how far: a "next" or "load more" without a number of pages."""
    if read_pager(page).pages is not None:
        return False
    for element in islice(page.root.iter(*MORE_TAGS), MOST_ELEMENTS):
        text = (element.text or "").strip()
        if text and len(text) < 10 and (turns_page(text) or LOAD_MORE.match(text)):
            return True
    return False


def next_pages(page: Page, limit: int) -> tuple[str, ...]:
    """Absolute addresses of page 2 and on, at most ``limit`` of them, where they can be told."""
    pager = read_pager(page)
    known = dict(pager.links)
    last = min(pager.pages or max(known, default=1), limit + 1)
    found: list[str] = []
    for number in range(2, last + 1):
        url = known.get(number)
        if url is None and pager.stem:
            url = pager.stem.format(pager.first_number + (number - 2) * pager.step)
        if url is None:
            break
        found.append(url)
    return tuple(found)


@once
def read_pager(page: Page) -> Pager:
    """Scripts say it most exactly, then words, then the links themselves."""
    scripts = "\n".join(script_texts(page))
    packed = packed_markup(page, scripts)
    links = numbered_links(page)
    marked = attributes(page)
    given = settings(scripts)
    total, size = records(page, given)
    total, size = total or marked.get("total", total), size or marked.get("size")
    call = called(page, scripts)
    pages = call.pages or given.pages or marked.get("pages") or worded(page) or from_select(page)
    if pages is None and total is not None and size:
        pages = max(1, ceil(total / size))
    linked = by_links(page, links)
    pages = pages or by_script(page) or linked.pages
    if packed and pages is None:
        inner = unpacked(page, packed)
        return Pager(inner.pages, inner.total or total, inner.stem, inner.first_number, inner.links, inner.step)
    if call.stem:
        return Pager(pages, total or call.total, call.stem, call.first_number, links, call.step)
    return Pager(
        pages, total if total is not None else call.total, linked.stem, linked.first_number, links, linked.step
    )


def unpacked(page: Page, markup: str) -> Pager:
    """The pager that a page keeps packed, read as if it stood in the page."""
    source = f'<html><body><div class="pages">{markup}</div></body></html>'
    return read_pager(Page(page.url, 200, page.on, "utf-8", None, source, parse(source)))


def attributes(page: Page) -> dict[str, int]:
    """Counts that stand in the attributes of a pager's element."""
    found: dict[str, int] = {}
    for element in page.root.iter("div", "ul", "span", "el-pagination", "nav"):
        if len(element.attrib) < 2 or not is_pager_class(f"{element.tag} {element.get('class')} {element.get('id')}"):
            continue
        for kind, names in COUNT_ATTRIBUTES:
            text = next((element.get(name) for name in names if element.get(name)), "")
            if text.isascii() and text.isdigit() and len(text) < 8 and kind not in found:
                found[kind] = int(text)
    return found


def records(page: Page, given: Settings) -> tuple[int | None, int | None]:
    """(records, records a page) from scripts or words."""
    total, size = given.records, given.size
    for text in pager_texts(page):
        total = total if total is not None else first_number(TOTAL, text)
        size = size if size is not None else first_number(PER_PAGE, text)
    return total, size


def worded(page: Page) -> int | None:
    """The count in words beside the pager."""
    for text in pager_texts(page):
        found = first_number(PAGES, text)
        if found:
            return found
    return None


def first_number(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    """The number the first fitting pattern finds; several different ones are the days of a list (11/18, 11/16)."""
    for pattern in patterns:
        found = {int(number) for number in pattern.findall(text)}
        if len(found) == 1 and (number := found.pop()) < MOST * 10:
            return number
    return None


@once
def pager_texts(page: Page) -> tuple[str, ...]:
    """The texts of the places that hold a pager: around its links, or called so by their class."""
    texts = []
    seen: set[Any] = set()
    for element in pager_elements(page):
        if element in seen:
            continue
        seen.add(element)
        text = visible_text(element)
        if text and len(text) < 400:
            texts.append(text)
    return tuple(texts)


def pager_elements(page: Page) -> list[Any]:
    """Elements that hold a pager."""
    classed, worded = [], []
    for element in page.root.iter("div", "p", "ul", "td", "span", "nav", "table"):
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(words) > 1 and is_pager_class(words) and len(list(islice(element.iter(), LARGE))) < LARGE:
            classed.append(element)
        if element.tag in WORDED_TAGS and len(element) < 12 and PAGE_WORD in (element.text or ""):
            worded.append(element)
    return [*around_next(page), *classed, *worded[:20]]


def around_next(page: Page) -> list[Any]:
    """The three elements around the first link that leads to the next or last page."""
    for anchor in page.root.iter("a"):
        text = ("".join(anchor.itertext()) if len(anchor) else anchor.text or "").strip() if len(anchor) < 3 else ""
        if text and len(text) < 10 and turns_page(text):
            return list(islice(anchor.iterancestors(), 3))
    return []
