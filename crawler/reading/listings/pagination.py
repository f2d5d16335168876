"""How many pages a list has and where they are, for every family of pagination met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import ceil
from typing import Any

from crawler.lexicon import load
from crawler.reading.listings.anchors import Anchor, absolute, base_url
from crawler.reading.listings.blocks import read_layout
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, visible_text

WORDS = load("listings")["pagination"]
PAGES = tuple(re.compile(pattern) for pattern in WORDS["pages"])
TOTAL = tuple(re.compile(pattern) for pattern in WORDS["total"])
PER_PAGE = tuple(re.compile(pattern) for pattern in WORDS["per_page"])
NEXT = re.compile(WORDS["next"], re.I)
LAST = re.compile(WORDS["last"], re.I)
PAGE_WORD: str = WORDS["page_word"]
OPTION = re.compile(WORDS["option"])

CALL = re.compile(r"(?<!function )\bcreatePage(?:HTML|Html)?\w*\s*\(([^()]{1,300})\)")
VARIABLE = re.compile(
    r"""["']?\b(countPage|pageCount|totalPages?|total_pages?|page_count|pagecount|totalpage|maxPage|nPageCount|allPage|"""
    r"""pageNum_all|pages|pageTotal|pagetotal|m_nPageCount|lastPage)["']?\s*[=:]\s*(?:parseInt\(\s*)?["']?(\d{1,6})\b""",
    re.I,
)
RECORDS = re.compile(
    r"""["']?\b(totalRecords?|total_records?|recordCount|totalCount|total_count|countnum|totalNum|totalnum|rowCount|total|count)"""
    r"""["']?\s*[=:]\s*(?:parseInt\(\s*)?["']?(\d{1,8})\b""",
    re.I,
)
SIZE = re.compile(
    r"""["']?\b(perPage|pageSize|per_page|page_size|pageRows|limit|rows|prePage|numPerPage|pageNum)["']?\s*[=:]\s*["']?(\d{1,4})\b""",
    re.I,
)
MARKED = re.compile(r"<totalpage>\s*(\d+)|<totalrecord>\s*(\d+)", re.I)
NUMBER = re.compile(r"^\W*(\d{1,5})\W*$")
TAIL = re.compile(r"(\d+)(?=\D*$)")
PAGER_CLASS = re.compile(r"pag(?:e|ing|ination|er|ebar|elist)|fenye|fy\b|yema|turn", re.I)
JOINED = re.compile(r"""["']([\w/-]+?)["']?\s*\+?\s*["']?_["']\s*\+\s*\w+\s*\+\s*["']\.["']\s*\+\s*["'](\w+)\\?["']""")
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


def page_count(page: Page) -> int | None:
    """How many pages the list has, where the page says so (every pagination family)."""
    return read_pager(page).pages


def next_pages(page: Page, limit: int) -> tuple[str, ...]:
    """Absolute addresses of page 2 and on, at most ``limit`` of them, where they can be told."""
    pager = read_pager(page)
    known = dict(pager.links)
    last = min(pager.pages or max(known, default=1), limit + 1)
    found: list[str] = []
    for number in range(2, last + 1):
        url = known.get(number)
        if url is None and pager.stem:
            url = pager.stem.format(pager.first_number + number - 2)
        if url is None:
            break
        found.append(url)
    return tuple(found)


@once
def read_pager(page: Page) -> Pager:
    """Scripts say it most exactly, then words, then the links themselves."""
    scripts = "\n".join(script_texts(page))
    links = numbered_links(page)
    total, size = records(page, scripts)
    call = called(page, scripts)
    pages = call.pages or declared(scripts) or worded(page) or from_select(page)
    if pages is None and total and size:
        pages = max(1, ceil(total / size))
    linked = by_links(page, links)
    if pages is None and linked.pages:
        pages = linked.pages
    stem, first = (call.stem, call.first_number) if call.stem else (linked.stem, linked.first_number)
    return Pager(pages, total, stem, first, links)


def script_texts(page: Page) -> Iterator[str]:
    """The inline scripts of a page, long libraries left out."""
    for script in page.root.iter("script"):
        text = script.text
        if text and len(text) < 60_000:
            yield text


def called(page: Page, scripts: str) -> Pager:
    """``createPageHTML`` of TRS (0-based) and of its younger relative with an element id first (1-based)."""
    for match in CALL.finditer(scripts):
        parts = [part.strip() for part in match[1].split(",")]
        by_id = parts[0][:1] in "\"'" and not parts[0].strip("\"'").isdigit()
        parts = parts[1:] if by_id else parts
        count = number_of(parts[0] if parts else "", scripts)
        if count is None or count > MOST:
            continue
        name, ext = (parts[2].strip("\"'"), parts[3].strip("\"'")) if len(parts) >= 4 else ("", "")
        stem = sibling(page, f"{name}_{{}}.{ext}") if re.fullmatch(r"[\w/-]+", name) and ext.isalnum() else None
        return Pager(max(1, count), None, stem, 2 if by_id else 1)
    joined = JOINED.search(scripts) if "countPage" in scripts else None
    stem = sibling(page, f"{joined[1].strip('_')}_{{}}.{joined[2]}") if joined else None
    return Pager(None, None, stem, 1)


def number_of(text: str, scripts: str) -> int | None:
    """A literal, or the value a script gives to a variable."""
    text = text.strip("\"' ")
    if text.isdigit():
        return int(text)
    match = re.search(rf"\b{re.escape(text)}\s*=\s*[\"']?(\d+)", scripts) if text.isidentifier() else None
    return int(match[1]) if match else None


def sibling(page: Page, name: str) -> str | None:
    """The absolute address of a page beside this one, with its placeholder."""
    url = absolute(base_url(page), name.replace("{}", "0000000"))
    return url.replace("{", "{{").replace("}", "}}").replace("0000000", "{}") if url else None


def declared(scripts: str) -> int | None:
    """A count of pages given to a variable."""
    counts = [int(match[2]) for match in VARIABLE.finditer(scripts)]
    return next((count for count in counts if 0 < count < MOST), None)


def records(page: Page, scripts: str) -> tuple[int | None, int | None]:
    """(records, records a page) from scripts or words."""
    total = next((int(match[2]) for match in RECORDS.finditer(scripts)), None)
    size = next((int(match[2]) for match in SIZE.finditer(scripts) if int(match[2]) > 0), None)
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
        if text and len(text) < 10 and (NEXT.match(text) or LAST.match(text)):
            return list(islice(anchor.iterancestors(), 3))
    return []


@lru_cache(maxsize=4096)
def is_pager_class(words: str) -> bool:
    """Class and id words that templates give a pager."""
    return bool(PAGER_CLASS.search(words))


def from_select(page: Page) -> int | None:
    """A select box that jumps to a page."""
    for select in page.root.iter("select"):
        numbers = [OPTION.match("".join(option.itertext())) for option in select.iter("option")]
        values = [int(match[1]) for match in numbers if match]
        if len(values) >= 2 and len(values) == len(numbers) and values == list(range(1, len(values) + 1)):
            return len(values)
    return None


def numbered_links(page: Page) -> tuple[tuple[int, str], ...]:
    """The links whose words are page numbers."""
    found: dict[int, str] = {}
    for anchor in read_layout(page).ground.anchors:
        text = anchor.texts[0] if len(anchor.texts) == 1 else ""
        match = NUMBER.match(text) if len(text) <= 7 else None
        if match and near_numbers(anchor) and 1 < int(match[1]) < MOST:
            found.setdefault(int(match[1]), anchor.url)
    return tuple(sorted(found.items()))


def near_numbers(anchor: Anchor) -> bool:
    """Other numbers or a "next" link stand beside: a pager, not a day of a calendar."""
    for node in islice(anchor.element.iterancestors(), 2):
        words = [("".join(link.itertext())).strip() for link in islice(node.iter("a"), 40)]
        if any(NEXT.match(word) or LAST.match(word) for word in words) or is_pager_class(node.get("class") or ""):
            return True
    return False


def by_links(page: Page, links: tuple[tuple[int, str], ...]) -> Pager:
    """The count from the last link, and the address form from page 2 or from "next"."""
    anchors = read_layout(page).ground.anchors
    following = next((anchor.url for anchor in anchors if anchor.texts and NEXT.match(anchor.texts[0])), None)
    last = next((anchor.url for anchor in anchors if anchor.texts and LAST.match(anchor.texts[0])), None)
    second = dict(links).get(2) or following
    stem, first = form(second)
    count = max((number for number, _ in links), default=None)
    if last and second and first is not None:
        tail = TAIL.search(last)
        if tail and last[: tail.start()].rpartition("/")[2] == second[: TAIL.search(second).start()].rpartition("/")[2]:  # type: ignore[union-attr]
            count = max(count or 0, int(tail[1]) - first + 2)
    return Pager(count if count and count < MOST else None, None, stem, first if first is not None else 1)


def form(url: str | None) -> tuple[str | None, int | None]:
    """(address with {} in place of its last number, that number)."""
    match = TAIL.search(url) if url else None
    if not url or not match or len(match[1]) > 4:
        return None, None
    safe = (
        url[: match.start()].replace("{", "{{").replace("}", "}}"),
        url[match.end() :].replace("{", "{{").replace("}", "}}"),
    )
    return f"{safe[0]}{{}}{safe[1]}", int(match[1])
