"""New-media accounts: feeds and public pages as sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crawler.model import Fault, FaultKind, Target
from crawler.reading.accounts.facts import AccountActivity, AccountSource
from crawler.reading.accounts.feeds import Feed, parse_feed
from crawler.reading.accounts.health import (
    FRESH_DAYS,
    doubted,
    in_order,
    is_old,
    says,
    source_of,
    unhealthy,
    wall_of,
    walled,
)
from crawler.reading.accounts.platform import read_public_page
from crawler.reading.pages.page import read_page, visible_text

__all__ = ["AccountActivity", "AccountSource", "read_account_page", "read_feed"]
BORDER = FRESH_DAYS + 1  # days: where a day that is one too early makes an account silent


def read_feed(body: bytes, url: str, *, on: date) -> AccountSource:
    """RSS, Atom or JSON Feed. A body that is no feed, holds no dated entry, or only future dates carries a fault.

    So does one whose newest entry is old where newer ones may be missing: it was cut, a bridge failed, days are unsure.
    """
    feed = parse_feed(body, url)
    if feed.trouble:
        return _no_feed(body, url, feed.trouble, on)
    return replace(_weighed(feed, url, on), shown_as=feed.title)


def _weighed(feed: Feed, url: str, on: date) -> AccountSource:
    """What a feed shows, with a fault where that cannot be all."""
    source = source_of("feed", url, feed.posts, on)
    if source.newest is None and feed.failed:
        return replace(source, fault=Fault(FaultKind.SOURCE_UNHEALTHY, "no-entry", url))
    newest = source.newest.on if source.newest else None
    if feed.cut and newest and newest != next((post.on for post in feed.posts if post.on), None):
        # The end is missing: where the oldest stand first, or a pinned one, the newest entries are what was cut.
        return replace(source, fault=Fault(FaultKind.TRUNCATED, "feed-cut", url))
    if feed.cut:
        return doubted(source, on, FaultKind.TRUNCATED, "feed-cut")
    trouble = _trouble(feed, newest, on)
    return doubted(source, on, FaultKind.SOURCE_UNHEALTHY, trouble) if trouble else source


def _no_feed(body: bytes, url: str, trouble: str, on: date) -> AccountSource:
    """What stands where a feed was: a wall of the platform, an error of the bridge, or anything."""
    if trouble != "html":
        return unhealthy("feed", url, trouble)
    text = visible_text(read_page(body, url, on=on).root)
    if says("bridge_page", text):
        return unhealthy("feed", url, "bridge-error")
    wall = wall_of(text)
    return walled("feed", url, wall) if wall else unhealthy("feed", url, trouble)


def _trouble(feed: Feed, newest: date | None, on: date) -> str:
    """Why newer entries may be missing from a feed that shows only old ones."""
    if feed.failed:
        return "bridge-error"
    if feed.repeated:
        return "repeated-ids"
    if any(post.on is None for post in feed.posts):
        return "undated-entries"
    future = in_order(feed.posts)[0].on if feed.posts else None
    if future and future > on:
        return "future-dates"
    return _contradiction(feed, newest, on) if newest else ""


def _contradiction(feed: Feed, newest: date, on: date) -> str:
    """What else the feed says of time, where it speaks against its newest entry's day."""
    if newest in feed.unsure and (on - newest).days == BORDER:
        return "unsure-zone"
    if feed.latest and newest < feed.latest <= on and not is_old(feed.latest, on):
        return "two-readings"
    # Made again after its newest entry, and then no more.
    return "frozen" if feed.built and newest < feed.built and is_old(feed.built, on) else ""


def read_account_page(body: bytes, url: str, target: Target, *, on: date) -> AccountSource:
    """The public page of an account; a login wall, captcha or page without dated posts carries a fault."""
    return read_public_page(read_page(body, url, on=on), target)
