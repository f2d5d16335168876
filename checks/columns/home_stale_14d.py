"""home-stale-14d: the home page shows nothing new for two weeks."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check
from checks.indicator import Indicator
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.listings.listing import Item
from crawler.reading.sites.site import HomePage


@check("home-stale-14d", version=2)
def home_stale(home: HomePage, indicator: Indicator, on: date) -> Verdict:
    """A navigation page without lists is judged by the newest item of its second-level pages."""
    limit = int(indicator.limits["days"])
    if home.newest and home.newest.on:
        return _aged(home.newest, home, on, limit, below=False)
    if _is_navigation(home) and home.newest_below and home.newest_below.on:
        return _aged(home.newest_below, home, on, limit, below=True)
    return cant_tell("no-dated-item", url=home.url, undated=home.undated, limit=limit)


def _is_navigation(home: HomePage) -> bool:
    """A page whose lists a script would fill only looks like a navigation page."""
    return home.navigation_only and home.below_complete and not home.unseen_lists


def _aged(newest: Item, home: HomePage, on: date, limit: int, *, below: bool) -> Verdict:
    published = newest.on or date.min
    days = (on - published).days
    data: dict[str, Any] = {
        "url": home.url,
        "newest_title": newest.title,
        "newest_url": newest.url,
        "newest_on": published.isoformat(),
        "days": days,
        "limit": limit,
    }
    if days < 0:
        return cant_tell("future-date", **data)
    if days <= limit:
        return passed("recent-below" if below else "recent", **data)
    if home.undated and not below:
        return cant_tell("undated-items", undated=home.undated, **data)
    if home.unseen_lists and not below:
        return cant_tell("unseen-lists", **data)
    return failed("stale-below" if below else "stale", **data)
