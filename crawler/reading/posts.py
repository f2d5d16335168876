"""Dated posts on an account's public page, where times are told from now (刚刚, 3小时前, 昨天)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import urljoin

from crawler.lexicon import load
from crawler.reading.dates import DateSource
from crawler.reading.items import Item
from crawler.reading.page import SILENT_TAGS, Page

LONGEST_TIME = 40
MOST_POSTS = 500
MONTH_DAYS = 31  # "a month ago" at its longest: the post is not made newer or older than it can be told
LEVELS = 6
TITLE_LENGTH = 60


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(load("accounts")[name], re.I)


def read_posts(page: Page) -> tuple[Item, ...]:
    """Every element whose whole text is a time, as a post of that day."""
    posts: list[Item] = []
    for element in page.root.iter():
        if not isinstance(element.tag, str) or element.tag in SILENT_TAGS or len(posts) >= MOST_POSTS:
            continue
        for words in (element.text, element.tail, element.get("datetime")):
            on = post_day(words or "", page.on)
            if on:
                posts.append(_post(page, element, on))
                break
    return tuple(posts)


def post_day(words: str, on: date) -> date | None:
    """The day of a post's time line, seen on the day ``on``; None where the words are no time."""
    words = " ".join(words.split())
    if not 2 <= len(words) <= LONGEST_TIME or _form("not_a_post").search(words):
        return None
    if any(_form(name).search(words) for name in ("now", "today")):
        return on
    if _form("minutes").search(words):
        return on
    for name, days in (("yesterday", 1), ("day_before", 2)):
        if _form(name).search(words):
            return on - timedelta(days=days)
    for name, days in (("hours", 0), ("days", 1), ("weeks", 7), ("months", MONTH_DAYS)):
        if match := _form(name).search(words):
            return on - timedelta(days=int(match[1]) * days if days else int(match[1]) // 24)
    return _written_day(words, on)


def _written_day(words: str, on: date) -> date | None:
    if match := _form("full").search(words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _form("short_year").search(words):
        return _day(2000 + int(match[1]), int(match[2]), int(match[3]))
    if match := _form("month_day").search(words):
        this_year = _day(on.year, int(match[1]), int(match[2]))
        if this_year and this_year > on + timedelta(days=1):
            return _day(on.year - 1, int(match[1]), int(match[2]))
        return this_year
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _post(page: Page, element: Any, on: date) -> Item:
    """The post around its time: the first link near it names it."""
    for ancestor in [element, *element.iterancestors()][:LEVELS]:
        for anchor in ancestor.iter("a"):
            title = " ".join("".join(anchor.itertext()).split())
            if title and not post_day(title, on):
                return Item(title[:TITLE_LENGTH], _join(page.url, anchor.get("href") or ""), on, DateSource.LIST)
    return Item("", page.url, on, DateSource.LIST)


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return base
