"""New-media accounts: feeds and public pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from crawler.lexicon import load
from crawler.model import Fault, FaultKind, Target
from crawler.reading.accounts.facts import AccountActivity, AccountSource
from crawler.reading.accounts.feeds import parse_feed
from crawler.reading.accounts.posts import read_posts
from crawler.reading.listings.items import Item
from crawler.reading.listings.listing import read_listings
from crawler.reading.pages.access import read_blocked, read_soft_404
from crawler.reading.pages.page import read_page, visible_text

__all__ = ["AccountActivity", "AccountSource", "read_account_page", "read_feed"]
LONGEST_NOTE = 1_500  # visible characters; a page with more shows something besides a note that the account is gone
FRESH_DAYS = 14  # older posts in front of a wall prove nothing: newer ones may stand behind it


def read_feed(body: bytes, url: str, *, on: date) -> AccountSource:
    """RSS, Atom or JSON Feed. A body that is no feed, holds no dated entry, or only future dates carries a fault."""
    feed = parse_feed(body, url)
    if feed.trouble:
        return _unhealthy("feed", url, 0, feed.trouble)
    source = _source("feed", url, feed.items, on)
    if feed.cut and source.newest and (source.newest.on != _first_day(feed.items) or _is_old(source.newest, on)):
        # The end is missing: where the oldest stand first, or a pinned one, the newest entries are what was cut.
        return replace(source, fault=Fault(FaultKind.TRUNCATED, "feed-cut", url))
    return source


def read_account_page(body: bytes, url: str, target: Target, *, on: date) -> AccountSource:
    """The public page of an account; a login wall, captcha or page without dated posts carries a fault."""
    page = read_page(body, url, on=on)
    text = visible_text(page.root)
    if _says("gone", text) and len(text) < LONGEST_NOTE:
        return _unhealthy("page", url, 0, "account-gone")
    wall = read_blocked(page)
    listed = [] if wall else [item for listing in read_listings(page) for item in listing.items]
    posts = [] if wall else [*listed, *read_posts(page)]
    count = max(len(listed), len(posts) - len(listed))  # the same posts, read in two ways
    if not _dated(posts, on):
        if wall or _says("wall", text):
            return AccountSource("page", url, None, 0, Fault(FaultKind.BLOCKED, wall or "login-wall", url))
        if text and read_soft_404(page):
            return AccountSource("page", url, None, 0, Fault(FaultKind.SOFT_404, "", url))
        return replace(_source("page", url, posts, on), count=count) if text else _unhealthy("page", url, 0, "empty")
    source = replace(_source("page", url, posts, on), count=count)
    if _says("more_behind_wall", text) and source.newest and _is_old(source.newest, on):
        return replace(source, fault=Fault(FaultKind.BLOCKED, "login-wall", url))
    return source


def _dated(items: Sequence[Item], on: date) -> list[Item]:
    """Entries whose day has come; one day ahead is a wrong time zone."""
    return [item for item in items if item.on and item.on <= on + timedelta(days=1)]


def _first_day(items: Sequence[Item]) -> date | None:
    return next((item.on for item in items if item.on), None)


def _is_old(item: Item, on: date) -> bool:
    return item.on is not None and item.on < on - timedelta(days=FRESH_DAYS)


def _source(source: str, url: str, items: Sequence[Item], on: date) -> AccountSource:
    usable = _dated(items, on)
    if usable:
        newest = max(usable, key=lambda item: item.on or date.min)
        return AccountSource(source, url, newest, len(items))
    if not items:
        return _unhealthy(source, url, 0, "no-entry")
    return _unhealthy(source, url, len(items), "future-dates" if any(item.on for item in items) else "no-dated-entry")


def _unhealthy(source: str, url: str, count: int, detail: str) -> AccountSource:
    return AccountSource(source, url, None, count, Fault(FaultKind.SOURCE_UNHEALTHY, detail, url))


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{source})" for source in load("accounts")[kind]), re.I)


def _says(kind: str, text: str) -> bool:
    return bool(_words(kind).search(text))
