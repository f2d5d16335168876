"""New information on the home page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from crawler.reading.columns.column import ColumnState
from crawler.reading.dates.published import date_from_address
from crawler.reading.listings.listing import Item, read_listings
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page
from crawler.reading.sites.site import ColumnListing, HomePage

ARTICLE = re.compile(r"(?:\d{4,}[^/]*\.(?:s?html?|jspx?|aspx?|php)$)|(?:[?&]\w*id=\d{3,})", re.I)
# An address date may differ from the shown one by weeks; only one far older than any limit speaks for age.
ADDRESS_SLACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class _Count:
    dated: tuple[Item, ...]
    undated: int


def read_home(
    page: Page, dates: Mapping[str, date], below: Sequence[ColumnListing], loaded: Sequence[Item] = (), unseen: int = 0
) -> HomePage:
    """Weigh the items of the home page's lists.

    ``dates`` tells the day of an article by :func:`address_key`, as the site's own lists and articles show it;
    ``below`` are the site's columns, for a home page that is only a navigation page; ``loaded`` are the items of lists
    that scripts fill, from their data calls; ``unseen`` counts those that could not be had.
    """
    own = {address_key(page.url), address_key(urljoin(page.url, "/"))}  # a logo beside the visitor's clock is no item
    items = [item for listing in read_listings(page) for item in listing.items if address_key(item.url) not in own]
    count = _weigh([*items, *loaded], dates, page.on)
    newest = max(count.dated, key=lambda item: item.on or date.min, default=None)
    return HomePage(
        url=page.url,
        title=read_metas(page).get("title", ""),
        newest=newest,
        dated=len(count.dated),
        undated=count.undated,
        navigation_only=not count.dated and not count.undated,
        newest_below=_newest_below(below, page.on),
        below_complete=bool(below) and all(_told(column) for column in below),
        unseen_lists=unseen,
    )


def _weigh(items: Iterable[Item], dates: Mapping[str, date], on: date) -> _Count:
    dated: list[Item] = []
    undated = 0
    for item in items:
        day = item.on or dates.get(address_key(item.url))
        if day is not None and day <= on:
            dated.append(Item(item.title, item.url, day, item.source, item.pinned))
        elif day is not None or item.suspect:
            undated += 1  # a date that is impossible or to come is nobody's proof of age
        elif ARTICLE.search(item.url):
            told = date_from_address(item.url)
            undated += 0 if told and told < on - ADDRESS_SLACK else 1
    return _Count(tuple(dated), undated)


def _newest_below(columns: Iterable[ColumnListing], on: date) -> Item | None:
    newest = [column.newest for column in columns if column.newest and column.newest.on and column.newest.on <= on]
    return max(newest, key=lambda item: item.on or date.min, default=None)


def _told(column: ColumnListing) -> bool:
    if column.state is ColumnState.LISTED:
        return column.undated == 0
    return column.state in {ColumnState.BLANK, ColumnState.EXPLAINED, ColumnState.PROSE, ColumnState.CHILDREN}
