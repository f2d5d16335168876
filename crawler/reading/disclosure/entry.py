"""The entry of the disclosure column on a page: link, picture, clickable box, choice, or written by a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from crawler.lexicon import load
from crawler.reading.disclosure.labels import (
    CHOICES,
    LabelledLink,
    address,
    choice_words,
    label,
    links,
    pattern,
    simplified,
    written_links,
)
from crawler.reading.disclosure.menudata import scripted_menus
from crawler.reading.disclosure.parts import LINE_TAGS
from crawler.reading.pages.elements import host_of, short_text
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

GOOD_RANKS = 2  # ranks of labels that name the column itself, not a parent or a neighbour
MOST_CHOICES = 2_000
FAMILY = 3  # trailing labels of a host that two sites of one government share


def find_entry(page: Page) -> LabelledLink | None:
    """The entry of the disclosure column on a home page, by its best label; None when no link reads like one."""
    return next(iter(entry_candidates(page)), None)


@once
def entry_candidates(page: Page) -> tuple[LabelledLink, ...]:
    """Every link that could be the entry, best first (政府信息公开, 政府信息公开专栏, 信息公开, 政务公开 ...)."""
    ranked: dict[tuple[str, str], tuple[int, int, int]] = {}
    for place, link in enumerate(links(page)):
        for name in link.labels:
            rank = entry_rank(name)
            if rank is not None:
                ranked.setdefault((name, link.url), (rank, _distance(page, link.url), place))
    if not any(rank < GOOD_RANKS for rank, _, _ in ranked.values()):
        for name, url in (*_headings(page), *_scripted(page)):
            ranked.setdefault((name, url), (GOOD_RANKS - 1, _distance(page, url), -1))
    return tuple(LabelledLink(name, url) for name, url in sorted(ranked, key=lambda key: ranked[key]))


@lru_cache(maxsize=4096)
def entry_rank(name: str) -> int | None:
    """How good a label is, 0 the best; None for a part, a document or another column."""
    plain = simplified(name)
    if pattern("not_entry").search(plain):
        return None
    return next((rank for rank, expression in enumerate(_entry_patterns()) if expression.search(plain)), None)


@cache
def _entry_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source) for source in load("disclosure")["entry"])


def names_column(name: str) -> bool:
    """The label names the column itself."""
    rank = entry_rank(name)
    return rank is not None and rank < GOOD_RANKS


def _headings(page: Page) -> list[tuple[str, str]]:
    """Block headings, clickable lines, choices and buttons that bear the column's name without being links."""
    found: list[tuple[str, str]] = []
    quick = pattern("label", "quick")
    for element in page.root.iter(*LINE_TAGS):
        words = short_text(element) if len(element) in {1, 2} else element.text or ""
        if 3 < len(words) < 60 and quick.search(words) and names_column(label(words)):
            found.append((label(words), address(page, element)))
    for element in islice(page.root.iter(*CHOICES), MOST_CHOICES):
        words = choice_words(element)
        if 3 < len(words) < 60 and names_column(label(words)):
            found.append((label(words), address(page, element)))
    return found


def _scripted(page: Page) -> Iterator[tuple[str, str]]:
    """Entries in the menus that the page's own scripts hold as data or write."""
    for menu in scripted_menus(page):
        yield from ((node.name, node.url) for node in menu if names_column(node.name))
    yield from ((link.label, link.url) for link in written_links(page) if names_column(link.label))


def _distance(page: Page, url: str) -> int:
    """0 on the site's own domain, 1 on another government's, 2 without an address, 3 elsewhere."""
    if not url:
        return 2
    host, own = host_of(url).split("."), host_of(page.url).split(".")
    if host[-FAMILY:] == own[-FAMILY:]:
        return 0
    return 1 if "gov" in host[-FAMILY:] else 3
