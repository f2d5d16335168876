"""Every column a website's navigation names, as the freshness checks see it: visited or not."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from crawler.model import Fault, FaultKind
from crawler.reading.columns.column import ColumnKind, read_navigation
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import Page
from crawler.reading.sites.site import ColumnListing
from crawler.reading.sites.sought import VisitedColumn


def column_listings(columns: Mapping[str, VisitedColumn], home: Page, disclosure: str) -> tuple[ColumnListing, ...]:
    """Every column visited, and those the home page names that were not. ``disclosure`` is that column's address."""
    listings = [column.listing() for column in columns.values()]
    known = {*columns, *(address_key(column.ends_at) for column in columns.values() if column.ends_at)}
    known |= {address_key(home.url), *([address_key(disclosure)] if disclosure else [])}
    for link in read_navigation(home):
        key = address_key(urljoin(home.url, link.url))
        if key not in known and link.kind is not ColumnKind.DISCLOSURE:
            known.add(key)
            listings.append(ColumnListing(link, None, fault=Fault(FaultKind.NOT_VISITED, "", link.url)))
    return tuple(listings)
