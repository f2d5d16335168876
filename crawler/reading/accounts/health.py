"""Can a source be believed that shows nothing new? Silence is proven only by a source that is whole and sound.

What a source shows of the last days proves that the account posts, whatever else is wrong with the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from crawler.lexicon import load
from crawler.model import Fault, FaultKind
from crawler.reading.accounts.facts import MOST_POSTS, AccountSource, Post
from crawler.reading.dates.published import DateSource
from crawler.reading.listings.items import Item

FRESH_DAYS = 14  # older posts prove nothing unless the source is whole: newer ones may be what is missing
AHEAD = timedelta(days=1)  # a wrong time zone


def dated(posts: Sequence[Post], on: date) -> list[Post]:
    """Posts whose day has come; one day ahead is a wrong time zone."""
    return [post for post in posts if post.on and post.on <= on + AHEAD]


def is_old(day: date | None, on: date) -> bool:
    return day is not None and day < on - timedelta(days=FRESH_DAYS)


def source_of(kind: str, url: str, posts: Sequence[Post], on: date) -> AccountSource:
    """A source by its posts. Without one that is dated it tells nothing."""
    shown = in_order(posts)
    usable = dated(shown, on)
    if usable:
        first = usable[0]
        newest = Item(first.title, first.url, first.on, DateSource.LIST)
        return AccountSource(kind, url, newest, len(posts), posts=tuple(shown[:MOST_POSTS]))
    if not posts:
        return unhealthy(kind, url, "no-entry")
    detail = "future-dates" if any(post.on for post in posts) else "no-dated-entry"
    return replace(unhealthy(kind, url, detail), count=len(posts), posts=tuple(shown[:MOST_POSTS]))


def in_order(posts: Sequence[Post]) -> list[Post]:
    """Newest first, undated last."""
    return sorted(posts, key=lambda post: post.on or date.min, reverse=True)


def doubted(source: AccountSource, on: date, kind: FaultKind, detail: str) -> AccountSource:
    """The source with a fault where its newest post is old; a recent one stands for itself."""
    if source.fault or source.newest is None or not is_old(source.newest.on, on):
        return source
    return replace(source, fault=Fault(kind, detail, source.url))


def with_past(source: AccountSource, past: date | None, on: date) -> AccountSource:
    """A source that once showed something newer than all it shows now does not show what there is."""
    known = replace(source, past=past)
    newest = source.newest.on if source.newest else None
    if past is None or newest is None or newest >= past:
        return known
    return doubted(known, on, FaultKind.SOURCE_UNHEALTHY, "frozen")


def unhealthy(kind: str, url: str, detail: str) -> AccountSource:
    return AccountSource(kind, url, None, 0, Fault(FaultKind.SOURCE_UNHEALTHY, detail, url))


def walled(kind: str, url: str, detail: str) -> AccountSource:
    return AccountSource(kind, url, None, 0, Fault(FaultKind.BLOCKED, detail, url))


def wall_of(text: str) -> str:
    """What a text asks of its reader before it shows anything: a login, a later visit, a script; or an empty string."""
    if says("too_often", text):
        return "rate-limit"
    if says("wall", text):
        return "login-wall"
    return "script-wall" if says("script_wall", text) else ""


def says(kind: str, text: str) -> bool:
    return bool(_words(kind).search(text))


@cache
def _words(kind: str) -> re.Pattern[str]:
    told = load("accounts")[kind]
    return re.compile(told if isinstance(told, str) else "|".join(f"(?:{source})" for source in told), re.I)
