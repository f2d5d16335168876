"""The words links go by, and which part of the disclosure column they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.pages.elements import MOST_PIECES, absolute, short_text
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, parse
from crawler.reading.pages.written import inline_markup

BLANKS = re.compile(r"[\s\u3000\xa0\u200b-\u200f\u2002-\u200a\ufeff\ue000-\uf8ff]+")
OPENED = re.compile(
    r"""(?:open|href|location|replace|assign|goto|jump|url)\s*(?:=|\()\s*["']([^"'<>\s]{1,500})["']""", re.I
)
CARD_NAMES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong"})  # a card's name above its description
KEPT_ADDRESSES = ("data-url", "data-href", "data-link", "data-src")  # for a script to open
CHOICES = ("option", "input", "button", "img")  # what leads somewhere without being a link
LONGEST_WORDS = 300  # with the blanks of the source
LONGEST_LABEL = 40
MOST = 20_000  # links read of one page


class Part(StrEnum):
    GUIDE = "guide"
    SYSTEM = "system"
    STATUTORY = "statutory_content"
    ANNUAL_REPORT = "annual_report"
    ON_REQUEST = "on_request"


@dataclass(frozen=True, slots=True)
class LabelledLink:
    """A link by its words. ``url`` is absolute, or empty where the page holds the part without a link of its own
    (a heading, or a ``javascript:`` entry that only opens children)."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    """An element with every name it goes by; ``url`` is absolute or empty."""

    element: Any
    labels: tuple[str, ...]
    url: str


@cache
def pattern(*keys: str | int) -> re.Pattern[str]:
    """A compiled expression of lexicon/disclosure.toml."""
    found: Any = load("disclosure")
    for key in keys:
        found = found[key]
    return re.compile(found if isinstance(found, str) else "|".join(f"(?:{source})" for source in found), re.I)


@lru_cache(maxsize=8192)
def label(words: str) -> str:
    """A label without blanks, numbering and ornaments."""
    return pattern("label", "ornament").sub("", BLANKS.sub("", words))


@lru_cache(maxsize=4096)
def simplified(name: str) -> str:
    """The label in simplified characters: mirrors of a site in traditional ones keep its menu."""
    return name.translate(_simple_characters())


@cache
def _simple_characters() -> dict[int, str]:
    words = load("disclosure")["label"]
    return {ord(one): other for one, other in zip(words["traditional"], words["simple"], strict=True)}


def choice_words(element: Any) -> str:
    """The words of a choice or a button."""
    if element.tag == "input":
        kind = (element.get("type") or "").lower()
        return (element.get("value") or element.get("alt") or "") if kind in {"button", "submit", "image"} else ""
    if element.tag == "img":
        return (element.get("alt") or element.get("title") or "") if element.get("onclick") else ""
    return short_text(element)


@once
def links(page: Page) -> tuple[Link, ...]:
    """Every link whose words hold one of the column's."""
    quick = pattern("label", "quick")
    named = ((element, names_of(element, only=quick)) for element in islice(page.root.iter("a", "area"), MOST))
    return tuple(Link(element, names, address(page, element)) for element, names in named if names)


def names_of(element: Any, only: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """Its text, its title, the words of its pictures, inner titles and headings; the text first."""
    words = [short_text(element), *(element.get(name) or "" for name in ("title", "alt", "aria-label"))]
    if len(element):
        inside = list(islice(element.iterdescendants(), MOST_PIECES))
        words.extend(child.get(name) or "" for child in inside for name in ("title", "alt"))
        words.extend(child.text or "" for child in inside if child.tag in CARD_NAMES)
    kept = (word for word in words if word and len(word) < LONGEST_WORDS and (only is None or only.search(word)))
    return tuple(dict.fromkeys(name for name in map(label, kept) if 0 < len(name) <= LONGEST_LABEL))


def address(page: Page, element: Any) -> str:
    """The absolute address of a link, also of one opened by script; empty where it only opens children."""
    href = (element.get("href") or element.get("xlink:href") or "").strip()
    base = page.base or page.url
    url = absolute(base, href)
    if not url:
        opened = OPENED.search(href) or OPENED.search(element.get("onclick") or "")
        kept = next((element.get(name) for name in KEPT_ADDRESSES if element.get(name)), "")
        url = absolute(base, opened[1] if opened else kept)
    if not url and element.tag in CHOICES:
        url = absolute(base, chosen(element))
    if not url.startswith(("http://", "https://")):
        return ""
    return "" if url.rstrip("#") == page.url.rstrip("#") and url.endswith("#") else url.rstrip("#")


@once
def written_links(page: Page) -> tuple[LabelledLink, ...]:
    """The links whose words hold one of the column's in what the page's own scripts write."""
    quick = pattern("label", "quick")
    markup = inline_markup(page)
    if not quick.search(markup) or "<a" not in markup.lower():
        return ()
    root = parse(markup)
    named = ((element, names_of(element, only=quick)) for element in islice(root.iter("a", "area"), MOST))
    return tuple(LabelledLink(name, address(page, element)) for element, names in named for name in names)


def opens(element: Any) -> bool:
    """A click on the element opens an address, though it is no link."""
    return bool(OPENED.search(element.get("onclick") or "")) or any(element.get(name) for name in KEPT_ADDRESSES)


def opened_address(page: Page, words: str) -> str:
    """The absolute address in a script's words: an address as it stands, or one that they open."""
    opened = OPENED.search(words)
    url = absolute(page.base or page.url, opened[1] if opened else words)
    return url.rstrip("#") if url.startswith(("http://", "https://")) else ""


def chosen(element: Any) -> str:
    """The address a choice stands for, or the one a button's form goes to."""
    if element.tag == "option":
        return element.get("value") or ""
    form = next(element.iterancestors("form"), None)
    return (form.get("action") or "") if form is not None else ""


@lru_cache(maxsize=4096)
def part_of(name: str) -> Part | None:
    """The part a whole label names."""
    name = simplified(name)
    if pattern("label", "not_part").search(name):
        return None
    return next((part for part in Part if pattern("parts", part.value).search(name)), None)


def name_rank(part: Part, name: str) -> int:
    """How good a part's name is, 0 the uniform one; the loose names come last."""
    sources = load("disclosure")["parts"][part.value]
    return next((rank for rank in range(len(sources)) if pattern("parts", part.value, rank).search(name)), len(sources))


@lru_cache(maxsize=4096)
def loose_part_of(name: str, kind: str) -> Part | None:
    """The part a short name (``short_parts``) or an organ's own title (``long_parts``) stands for."""
    name = simplified(name)
    if pattern("label", "not_part").search(name):
        return None
    return next((part for part in Part if pattern(kind, part.value).search(name)), None)
