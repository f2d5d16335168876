"""What the sources of a closed account show: posts since it ended, or a page that is gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from crawler.reading.accounts.facts import AccountActivity, AccountSource, Post
from crawler.reading.sites.seen import is_gone
from crawler.registration import Registration


def closing_day(registration: Registration | None, on: date) -> date | None:
    """The day on which the list says the account ended; None where it says none that has passed, or a later change."""
    if registration is None or registration.ended_on is None or registration.ended_on >= on:
        return None
    return registration.ended_on if registration.changed_on == registration.ended_on else None


def posts_between(sources: Iterable[AccountSource], first: date, last: date) -> tuple[Post, ...]:
    """Every dated post of the sources within these days, each once, newest first."""
    found: dict[tuple[str, date], Post] = {}
    for source in sources:
        newest = [Post(source.newest.title, source.newest.url, source.newest.on)] if source.newest else []
        for post in (*source.posts, *newest):
            if post.on and first <= post.on <= last:
                found.setdefault((post.title, post.on), post)
    return tuple(sorted(found.values(), key=lambda one: (-one.on.toordinal() if one.on else 0, one.title, one.url)))


def is_page_gone(activity: AccountActivity) -> str:
    """The address of a page that the platform calls missing while it shows others their accounts; or nothing."""
    gone = (one.url for one in activity.sources if one.source == "page" and one.control and is_gone(one.fault))
    return next(gone, "")
