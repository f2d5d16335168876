"""What the links of a pager say: numbers, next, last, the form of their addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.listings.anchors import Anchor, absolute, base_url
from crawler.reading.listings.blocks import read_layout
from crawler.reading.pages.page import Page

WORDS = load("listings")["pagination"]
NEXT = re.compile(WORDS["next"], re.I)
LAST = re.compile(WORDS["last"], re.I)
OPTION = re.compile(WORDS["option"])
DOTS = re.compile(r"^\s*(?:\.{2,}|…+)\s*$")
NUMBER = re.compile(r"^\W*(\d{1,5})\W*$")
DIGITS = re.compile(r"\d+")
PAGER_CLASS = re.compile(r"pag(?:e|ing|ination|er|ebar|elist)|fenye|fanye|fy\b|yema|turn", re.I)
COUNTED = re.compile(r"[?&](?:totalpages?|page_?count|a\d{1,8}t)=(\d{1,6})(?:&|$)", re.I)
PAGE_NAME = re.compile(r"(?:page|pg|pn|p|pageno|pagenum|pageindex|currentpage|cur|a\d{1,8}p)=?[_/-]?$|[_/-]$", re.I)
ASKED = re.compile(r"""\(\s*(?:["'][^"']*["']\s*,\s*)?["']?(?:Page\$)?(\d{1,5})["']?\s*[,)]""")
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Linked:
    """How page ``n`` is addressed, and how many the links name."""

    pages: int | None = None
    stem: str | None = None  # address with {} for the number
    first_number: int = 1  # the number page 2 carries
    step: int = 1  # -1 where the newest page has the highest number


@lru_cache(maxsize=4096)
def is_pager_class(words: str) -> bool:
    """Class and id words that templates give a pager."""
    return PAGER_CLASS.search(words) is not None


@lru_cache(maxsize=4096)
def turns_page(text: str) -> bool:
    """The words of a link to the next or last page."""
    return bool(NEXT.match(text) or LAST.match(text))


def numbered_links(page: Page) -> tuple[tuple[int, str], ...]:
    """The links whose words are page numbers, and a select box whose values are addresses."""
    found: dict[int, str] = {}
    for anchor in read_layout(page).ground.anchors:
        text = anchor.texts[0] if len(anchor.texts) == 1 else ""
        match = NUMBER.match(text) if len(text) <= 7 else None
        if match and 1 < int(match[1]) < MOST and near_numbers(anchor):
            found.setdefault(int(match[1]), anchor.url)
    return tuple(sorted((found or jumps(page)).items()))


def near_numbers(anchor: Anchor) -> bool:
    """Other numbers or a "next" link stand beside: a pager, not a day of a calendar."""
    for node in islice(anchor.element.iterancestors(), 2):
        words = [("".join(link.itertext())).strip() for link in islice(node.iter("a"), 40)]
        if any(turns_page(word) for word in words) or is_pager_class(node.get("class") or ""):
            return True
    return False


def jumps(page: Page) -> dict[int, str]:
    """The addresses of a select box that jumps to pages."""
    base = base_url(page)
    for _, options in selects(page):
        urls = {number: (option.get("value") or "").strip() for number, option in options}
        found = {number: absolute(base, url) for number, url in urls.items() if re.search(r"[./?]", url)}
        if len(found) * 2 > len(urls):
            return {number: url for number, url in found.items() if url and number > 1}
    return {}


def from_select(page: Page) -> int | None:
    """The count of a select box that jumps to a page."""
    return next((len(options) for _, options in selects(page)), None)


def selects(page: Page) -> list[tuple[Any, list[tuple[int, Any]]]]:
    """Select boxes whose options are 1, 2, 3 and so on."""
    found = []
    for select in page.root.iter("select"):
        options = list(islice(select.iter("option"), 5_000))
        numbers = [OPTION.match("".join(option.itertext())) for option in options]
        values = [int(match[1]) for match in numbers if match]
        if len(values) >= 2 and len(values) == len(numbers) and values == list(range(1, len(values) + 1)):
            found.append((select, list(zip(values, options, strict=True))))
    return found


def by_links(page: Page, links: tuple[tuple[int, str], ...]) -> Linked:
    """The count from the last link, and the address form from page 2 or from "next"."""
    anchors = read_layout(page).ground.anchors
    following = next((anchor.url for anchor in anchors if anchor.texts and NEXT.match(anchor.texts[0])), None)
    last = next((anchor.url for anchor in anchors if anchor.texts and LAST.match(anchor.texts[0])), None)
    known = dict(links)
    second = known.get(2) or following
    stem, first, step = form(second, known.get(3), last)
    counts = [*known, *(int(match[1]) for url in (second, last) if url and (match := COUNTED.search(url)))]
    if stem and last and first is not None:
        number = number_in(stem, last)
        counts += [(number - first) * step + 2] if number is not None else []
    count = max((one for one in counts if 0 < one < MOST), default=None)
    return Linked(count, stem, first if first is not None else 1, step)


def form(second: str | None, third: str | None, last: str | None) -> tuple[str | None, int | None, int]:
    """(address with {} for the page's number, the number page 2 carries, the step from page to page)"""
    if not second:
        return None, None, 1
    places = list(DIGITS.finditer(second))
    others = list(DIGITS.finditer(third)) if third else []
    if third and len(others) == len(places):
        apart = [(one, int(two[0]) - int(one[0])) for one, two in zip(places, others, strict=True) if one[0] != two[0]]
        if len(apart) == 1 and apart[0][1] in {1, -1}:
            return holed(second, apart[0][0]), int(apart[0][0][0]), apart[0][1]
    fitting = [place for place in places if len(place[0]) <= 4]
    named = [place for place in fitting if PAGE_NAME.search(second[: place.start()])]
    small = [place for place in named or fitting if int(place[0]) in {1, 2}]
    place = (small or named or fitting)[-1] if fitting else None
    if place is None:
        return None, None, 1
    stem, number = holed(second, place), int(place[0])
    end = number_in(stem, last) if last else None
    return stem, number, -1 if end is not None and end < number and number > 2 else 1


def holed(url: str, place: re.Match[str]) -> str:
    """The address with a placeholder for one of its numbers."""
    before, after = url[: place.start()], url[place.end() :]
    return f"{escaped(before)}{{}}{escaped(after)}"


def escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def number_in(stem: str, url: str) -> int | None:
    """The number another address carries in the same place; the last page of one family stands in another folder."""
    before, after = (part.replace("{{", "{").replace("}}", "}") for part in stem.split("{}", 1))
    name = before.rpartition("/")[2]
    match = re.search(rf"(?:^|/){re.escape(name)}(\d{{1,6}}){re.escape(after)}$", url)
    return int(match[1]) if match else None


def by_script(page: Page) -> int | None:
    """The count where the pager's links call a script: the page that "last" asks for, or the highest number when
    none is left out."""
    numbers: list[int] = []
    cut = False
    for element in islice(page.root.iter("a"), 5_000):
        asked = f"{element.get('href') or ''} {element.get('onclick') or ''}"
        if "(" not in asked:
            continue
        text = "".join(islice(element.itertext(), 5)).strip()
        match = ASKED.search(asked)
        if match and LAST.match(text):
            return int(match[1]) or None
        cut = cut or bool(DOTS.match(text))
        if match and text.isascii() and text.isdigit() and int(match[1]) in {int(text[:6]), int(text[:6]) - 1}:
            numbers.append(int(text[:6]))
    return max(numbers) if numbers and not cut and 2 in numbers else None
