"""Posts as a platform's pages show them: one card a post, found by selectors that are data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from crawler.reading.accounts.facts import Post
from crawler.reading.accounts.platforms import Platform
from crawler.reading.accounts.posts import TIME_MARKS, post_day
from crawler.reading.accounts.reposts import repost_of
from crawler.reading.pages.elements import absolute
from crawler.reading.pages.page import Page, visible_text

MOST_CARDS = 200
MOST_PARTS = 12  # elements of one card looked at for one thing
TITLE_LENGTH, TEXT_LENGTH = 100, 500
LINKS = "hrefs"  # in the TOML: the first link of the card
WORD = re.compile(r"\w")


def read_cards(page: Page, platform: Platform) -> list[Post]:
    """The posts in page order; a card without words or time is none."""
    for selector in platform.cards.get("post", ()):
        cards = list(islice(_select(page.root, selector), MOST_CARDS))
        posts = [post for card in cards if (post := _post(card, page, platform))]
        if posts:
            return posts
    return []


def first_words(root: Any, selectors: Sequence[str]) -> str:
    """The words of the first element that has some."""
    elements = (element for selector in selectors for element in islice(_select(root, selector), MOST_PARTS))
    return next((words for element in elements if (words := visible_text(element))), "")


def has_any(root: Any, selectors: Sequence[str]) -> bool:
    """One of the selectors finds something."""
    return any(next(_select(root, selector), None) is not None for selector in selectors)


def every(root: Any, selectors: Sequence[str]) -> Iterator[Any]:
    """What the first selector that finds anything finds."""
    for selector in selectors:
        found = list(islice(_select(root, selector), MOST_CARDS))
        if found:
            yield from found
            return


def _post(card: Any, page: Page, platform: Platform) -> Post | None:
    on = _day(card, platform.cards.get("time", ()), page.on)
    title = first_words(card, platform.cards.get("title", ()))
    words = visible_text(card)
    if not WORD.search(words) or (on is None and not title):
        return None
    repost, source = repost_of(title or words)
    if "repost" in platform.cards:
        repost = has_any(card, platform.cards["repost"]) or bool(repost)
    address = _address(card, page, platform)
    return Post((title or words)[:TITLE_LENGTH], address, on, words[:TEXT_LENGTH], repost, source)


def _day(card: Any, selectors: Sequence[str], on: date) -> date | None:
    """The day one of the card's time elements tells, by a mark or by its words."""
    for selector in selectors:
        for element in islice(_select(card, selector), MOST_PARTS):
            marks = (*(element.get(name) for name in TIME_MARKS), visible_text(element))
            day = next((day for words in marks if words and (day := post_day(words, on))), None)
            if day:
                return day
    return None


def _address(card: Any, page: Page, platform: Platform) -> str:
    for name in platform.cards.get("address", ()):
        if name == LINKS:
            anchors = islice(card.iter("a"), MOST_PARTS)
            written = next((href for a in anchors if (href := (a.get("href") or "").strip()) and href[0] != "#"), "")
        else:
            written = card.get(name) or ""
        if written and not written.lower().startswith("javascript:"):
            return absolute(page.url, written)
    return page.url


def _select(root: Any, selector: str) -> Iterator[Any]:
    return iter(_compiled(selector)(root))


@cache
def _compiled(selector: str) -> CSSSelector:
    try:
        return CSSSelector(selector, translator="html")
    except SelectorError as error:
        raise ValueError(f"no selector: {selector}") from error
