"""Dated posts on an account's public page, where times are told from now (刚刚, 3小时前, 昨天)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.dates.published import DateSource
from crawler.reading.listings.items import Item
from crawler.reading.pages.elements import absolute, short_text
from crawler.reading.pages.page import SILENT_TAGS, Page
from crawler.reading.pages.written import inline_scripts

LONGEST_TIME = 60
MOST_POSTS = 500
FIXED = {"now": 0, "minutes": 0, "today": 0, "yesterday": 1, "day_before": 2}  # days
COUNTED = {"hours": 1, "days": 24, "weeks": 7 * 24, "months": 30 * 24}  # hours
LEVELS = 6
TITLE_LENGTH = 60
FEWEST = 2  # one date alone may be the account's own
TIME_MARKS = ("datetime", "data-time", "data-date", "data-timestamp", "date", "title")
EPOCH = re.compile(r"^(1\d{9})(?:\d{3})?$")
CHINA = timezone(timedelta(hours=8))


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(load("accounts")[name], re.I)


def timed_posts(page: Page) -> tuple[Item, ...]:
    """Posts by their time lines (刚刚, 3小时前, 昨天, 11-02).

    Nothing where fewer than two are found: one date alone may be the day the account was opened.
    """
    posts: list[Item] = []
    for element in page.root.iter():
        if not isinstance(element.tag, str) or element.tag in SILENT_TAGS:
            continue
        on = _element_day(element, page.on)
        if on:
            posts.append(_post(page, element, on))
        if len(posts) >= MOST_POSTS:
            break
    return tuple(posts) if len(posts) >= FEWEST else ()


def embedded_posts(page: Page) -> tuple[Item, ...]:
    """Posts by nothing but the times in the data that a page brings along for its scripts."""
    times = {match[1] for script in inline_scripts(page) for match in _form("embedded").finditer(script)}
    days = (datetime.fromtimestamp(int(time), CHINA).date() for time in sorted(times, reverse=True)[:MOST_POSTS])
    posts = tuple(Item("", page.url, on, DateSource.LIST) for on in days)
    return posts if len(posts) >= FEWEST else ()


def _element_day(element: Any, on: date) -> date | None:
    """The day an element tells by a mark, its text or the text right behind it."""
    words = (*(element.get(name) for name in TIME_MARKS), element.text, element.tail)
    return next((day for word in words if word and (day := post_day(word, on))), None)


def post_day(words: str, on: date) -> date | None:
    """The day of a post's time line, seen on the day ``on``; None where the words are no time."""
    words = " ".join(words[: 2 * LONGEST_TIME].split())
    if not 2 <= len(words) <= LONGEST_TIME or _form("not_a_post").search(words):
        return None
    if epoch := EPOCH.match(words):
        return datetime.fromtimestamp(int(epoch[1]), CHINA).date()
    words = _form("tail").sub("", words)
    ago = _days_ago(words)
    return _written_day(words, on) if ago is None else on - timedelta(days=ago)


def _days_ago(words: str) -> int | None:
    for name, days in FIXED.items():
        if _form(name).search(words):
            return days
    for name, hours in COUNTED.items():
        if match := _form(name).search(words):
            return int(match[1]) * hours // 24
    return None


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
    for ancestor in islice([element, *islice(element.iterancestors(), LEVELS)], LEVELS):
        for anchor in islice(ancestor.iter("a"), LEVELS):
            title = " ".join(short_text(anchor).split())
            if title and not post_day(title, on):
                return Item(title[:TITLE_LENGTH], absolute(page.url, anchor.get("href") or ""), on, DateSource.LIST)
    return Item("", page.url, on, DateSource.LIST)
