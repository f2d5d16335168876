"""Posts in a platform's data: lists under the names the platform gives to an account's own posts."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any

from crawler.reading.accounts.facts import Post
from crawler.reading.accounts.feeds import ZONED, entry_day
from crawler.reading.accounts.platforms import Platform
from crawler.reading.accounts.posts import post_day
from crawler.reading.accounts.reposts import repost_of
from crawler.reading.accounts.state import at_path, first_text, page_data, walk
from crawler.reading.pages.elements import absolute
from crawler.reading.pages.page import Page

CHINA = timezone(timedelta(hours=8))
TAG = re.compile(r"<[^>]{0,500}>")
WEEKDAY_FIRST = re.compile(r"^[A-Z][a-z]{2} [A-Z][a-z]{2} ")
EARLIEST, LATEST = 788_918_400, 4_102_444_800  # seconds: the years 1995 to 2100
TITLE_LENGTH, TEXT_LENGTH = 100, 500
MOST_RECORDS = 500


def read_records(page: Page, platform: Platform) -> list[Post]:
    """The account's own posts in the page's data, in its order."""
    names = platform.data.get("lists", ())
    found: list[tuple[str, Post]] = []
    for data in page_data(page):
        for holder in walk(data):
            for name in names:
                for record in islice(_elements(holder.get(name), platform), MOST_RECORDS):
                    found += _posts(record, platform, page)
            if len(found) >= MOST_RECORDS:
                break
    # What the account liked or was recommended may stand among its own: those have other authors.
    authors = Counter(author for author, _ in found if author)
    own = authors.most_common(1)[0][0] if authors else ""
    return [post for author, post in found if author in {"", own}]


def read_total(page: Page, platform: Platform, text: str) -> int | None:
    """How many posts the profile says the account has."""
    for data in page_data(page):
        for holder in walk(data):
            for name in platform.data.get("total", ()):
                value = holder.get(name)
                if isinstance(value, int) and not isinstance(value, bool):
                    return value
    said = platform.says_of("total", text)
    return int(said[1]) if said else None


def moment_day(value: object, on: date) -> date | None:
    """The day in China of a time in data: seconds, milliseconds, ISO, a microblog's own form, or words."""
    if isinstance(value, bool) or value is None:
        return None
    words = str(value).strip()
    if words.isdigit() and len(words) in {10, 13}:
        seconds = int(words[:10])
        return datetime.fromtimestamp(seconds, CHINA).date() if EARLIEST < seconds < LATEST else None
    if WEEKDAY_FIRST.match(words):
        try:
            return datetime.strptime(words, "%a %b %d %H:%M:%S %z %Y").astimezone(CHINA).date()
        except ValueError:
            return None
    return (None if ZONED.search(words) else post_day(words, on)) or entry_day(words)


def _elements(value: Any, platform: Platform) -> Iterator[dict[str, Any]]:
    """The records of a list; some lists stand in lists, some in an object of their own."""
    if isinstance(value, dict):
        for name in platform.data.get("inner", ()):
            yield from _elements(value.get(name), platform)
    elif isinstance(value, list):
        for element in value:
            if isinstance(element, dict):
                yield element
            elif isinstance(element, list):
                yield from (inner for inner in element if isinstance(inner, dict))


def _posts(record: dict[str, Any], platform: Platform, page: Page) -> Iterator[tuple[str, Post]]:
    for wrap in platform.data.get("wraps", ()):
        if isinstance(record.get(wrap), dict):
            record = {**record, **record[wrap]}
    fields = platform.data
    title = _plain(first_text(record, fields.get("title", ())))
    times = (at_path(record, path) for path in fields.get("time", ()))
    on = next((day for time in times if (day := moment_day(time, page.on))), None)
    identity = first_text(record, fields.get("id", ()))
    if not (title or identity) or (on is None and not (title and identity)):
        return
    text = _plain(first_text(record, fields.get("text", ())))[:TEXT_LENGTH] or title[:TEXT_LENGTH]
    repost, source = repost_of(f"{title} {text}")
    if "repost" in fields:
        repost = any(at_path(record, path) for path in fields["repost"]) or repost
    address = _address(record, identity, platform, page)
    author = first_text(record, fields.get("author", ()))
    yield author, Post(title[:TITLE_LENGTH], address, on, text, repost, source)


def _address(record: dict[str, Any], identity: str, platform: Platform, page: Page) -> str:
    written = html.unescape(first_text(record, platform.data.get("url", ())))
    if written:
        return absolute(page.url, written)
    return platform.link.format(id=identity) if platform.link and identity else page.url


def _plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", text)).split())
