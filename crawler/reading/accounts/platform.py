"""The public page of an account: by what is known of its platform, and by the readers that know none.

A selector is never believed alone. What the platform's structures show and what a reader without selectors sees must
not contradict each other, and a page on which nothing is found is a page we cannot read, not an account without posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.model import Fault, FaultKind, Target
from crawler.reading.accounts.cards import read_cards
from crawler.reading.accounts.facts import AccountSource, Post, Profile
from crawler.reading.accounts.health import dated, doubted, in_order, says, source_of, unhealthy, wall_of, walled
from crawler.reading.accounts.platforms import Platform, platform_of
from crawler.reading.accounts.posts import embedded_posts, timed_posts
from crawler.reading.accounts.profiles import notice_of, read_profile
from crawler.reading.accounts.records import read_records, read_total
from crawler.reading.accounts.reposts import repost_of
from crawler.reading.listings.items import Item
from crawler.reading.listings.listing import read_listings
from crawler.reading.pages.access import read_blocked, read_soft_404
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, visible_text

LONGEST_NOTE = 1_500  # visible characters; a page with more shows something besides a note that the account is gone


@dataclass(frozen=True, slots=True)
class Shown:
    """The posts of a page, each read in its way."""

    known: tuple[Post, ...] = ()  # by the platform's structures
    seen: tuple[Post, ...] = ()  # dates beside links, whatever the structure
    told: tuple[Post, ...] = ()  # bare times in the page's data


def read_public_page(page: Page, target: Target, rendered: Page | None = None) -> AccountSource:
    """The page as it was served, and as a browser showed it where one was asked: the one that tells more counts."""
    served = _read(page, target)
    if rendered is None:
        return served
    shown = _read(rendered, target)
    better = max((served, shown), key=lambda one: (one.fault is None, one.newest is not None, one.count))
    profile = shown.profile or served.profile
    return _agreeing(replace(better, profile=profile), served, shown, page)


def _agreeing(source: AccountSource, served: AccountSource, shown: AccountSource, page: Page) -> AccountSource:
    """Where either of the two shows something recent, the other one's silence proves nothing."""
    newest = [one.newest for one in (served, shown) if one.newest and one.newest.on]
    latest = max((one.on for one in newest if one.on), default=None)
    if latest and source.newest and source.newest.on and latest > source.newest.on:
        return doubted(source, page.on, FaultKind.SOURCE_UNHEALTHY, "two-readings")
    return source


@once
def _read(page: Page, target: Target) -> AccountSource:
    platform, text = platform_of(target.platform), visible_text(page.root)
    profile = read_profile(page, platform, text)
    if len(text) < LONGEST_NOTE and (notice := notice_of(text, platform)):
        gone = replace(profile or Profile(), notice=notice)
        return replace(unhealthy("page", page.url, f"account-{notice}"), profile=gone)
    return replace(_source(page, platform, text, target), profile=profile)


def _source(page: Page, platform: Platform | None, text: str, target: Target) -> AccountSource:
    wall = read_blocked(page)
    shown = Shown() if wall else _shown(page, platform)
    if platform and not platform.posts:
        # A store tells of versions; whatever is dated there is no post of the office.
        return walled("page", page.url, wall) if wall else unhealthy("page", page.url, "shows-no-posts")
    ways = (shown.known, shown.seen, shown.told)
    posts = next((way for way in ways if dated(way, page.on)), shown.known or shown.seen)
    if not dated(posts, page.on):
        return _without_posts(page, platform, text, wall, posts, target)
    source = source_of("page", page.url, posts, page.on)
    if says("more_behind_wall", text):
        return doubted(source, page.on, FaultKind.BLOCKED, "login-wall")
    if page.truncated:
        return doubted(source, page.on, FaultKind.TRUNCATED, "page-cut")
    trouble = _trouble(shown, page, platform)
    return doubted(source, page.on, FaultKind.SOURCE_UNHEALTHY, trouble) if trouble else source


def _shown(page: Page, platform: Platform | None) -> Shown:
    records, cards = (read_records(page, platform), read_cards(page, platform)) if platform else ([], [])
    known = next((posts for posts in (records, cards) if dated(posts, page.on)), records or cards)
    listed = [item for listing in read_listings(page) for item in listing.items]
    seen = [*(cards if known is records else ()), *(_post(item) for item in (*listed, *timed_posts(page)))]
    told = () if dated(seen, page.on) else tuple(_post(item) for item in embedded_posts(page))
    return Shown(_without_doubles(known, page.url), _without_doubles(seen, page.url), told)


def _trouble(shown: Shown, page: Page, platform: Platform | None) -> str:
    """Why newer posts may stand on a page that seems to show only old ones."""
    if shown.known:
        newest = in_order(dated(shown.known, page.on) or shown.known)[0].on
        if any(post.on is None for post in shown.known):
            return "undated-posts"
        later = [post for post in dated((*shown.seen, *shown.told), page.on) if post.on and newest and post.on > newest]
        return "two-readings" if later else ""
    # On the platform's own pages the platform's own structures are expected; bare times may be anybody's.
    changed = platform is not None and platform.owns(page.url)
    return "structure" if changed or not shown.seen else ""


def _without_posts(
    page: Page, platform: Platform | None, text: str, wall: str | None, posts: Sequence[Post], target: Target
) -> AccountSource:
    """A page without a dated post: a wall, an error, an account that never posted, or a page we cannot read."""
    if wall or (wall := wall_of(text)):
        return walled("page", page.url, wall)
    if text and read_soft_404(page):
        return AccountSource("page", page.url, None, 0, Fault(FaultKind.SOFT_404, "", page.url))
    if not text:
        return unhealthy("page", page.url, "empty")
    if not posts and platform and _never_posted(page, platform, text, target):
        return AccountSource("page", page.url, None, 0)
    return source_of("page", page.url, posts, page.on)


def _never_posted(page: Page, platform: Platform, text: str, target: Target) -> bool:
    """The platform itself says so, on the page of this very account, read whole, and no count contradicts it."""
    profile = read_profile(page, platform, text)
    named = profile is not None and _plain(profile.name) == _plain(target.name) != ""
    total = read_total(page, platform, text)
    return named and not page.truncated and bool(platform.says_of("empty", text) or total == 0) and not total


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _post(item: Item) -> Post:
    repost, source = repost_of(item.title)
    return Post(item.title, item.url, item.on, "", repost, source)


def _without_doubles(posts: Sequence[Post], page_url: str) -> tuple[Post, ...]:
    """The same post read in two ways counts once; of two readings the one with the later day stays."""
    found: dict[str, Post] = {}
    for post in posts:
        key = post.title if post.url in {"", page_url} else post.url
        if key not in found or (found[key].on or date.min) < (post.on or date.min):
            found[key] = post
    return tuple(found.values())
