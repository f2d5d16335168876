"""The lists of a page: items with title, address and date, found without selectors written for a site."""

from __future__ import annotations

from dataclasses import replace

from crawler.reading.listings.answers import read_data
from crawler.reading.listings.blocks import read_layout
from crawler.reading.listings.datacalls import data_calls
from crawler.reading.listings.furthercalls import further_calls
from crawler.reading.listings.items import DataCall, Item, Listing
from crawler.reading.listings.mainlist import choose_main, is_article, is_dated, is_home
from crawler.reading.listings.pagination import has_uncounted, next_pages, page_count, read_pager
from crawler.reading.listings.sources import source_listing
from crawler.reading.listings.stores import embedded_listing
from crawler.reading.pages.page import Page

__all__ = [
    "DataCall",
    "Item",
    "Listing",
    "data_calls",
    "further_calls",
    "has_uncounted",
    "main_listing",
    "next_pages",
    "page_count",
    "read_data",
    "read_listings",
]


def read_listings(page: Page) -> tuple[Listing, ...]:
    """Every list of articles on the page (no navigation, no friendly links), in page order."""
    main = choose_main(page)
    listings = tuple(
        with_pages(block.listing, page) if block is main else block.listing for block in read_layout(page).blocks
    )
    embedded = embedded_listing(page) or source_listing(page)
    known = {listing.items for listing in listings}
    return (*listings, embedded) if embedded and embedded.items and embedded.items not in known else listings


def main_listing(page: Page) -> Listing | None:
    """The list that is this page's own content, where it is a column or list page; None when it has none."""
    embedded = embedded_listing(page)
    if embedded and embedded.items:
        return with_pages(embedded, page)
    block = choose_main(page)
    if (block is None or not is_dated(block)) and not is_article(page) and not is_home(page):
        kept = source_listing(page)
        if kept and (block is None or is_same(kept, block.listing)):
            return with_pages(kept, page)
    return with_pages(block.listing, page) if block else None


def is_same(listing: Listing, other: Listing) -> bool:
    """Most titles of the one stand in the other: a script keeps the days of a list that is shown."""
    titles = {item.title for item in listing.items}
    return sum(1 for item in other.items if item.title in titles) * 2 > len(other.items)


def with_pages(listing: Listing, page: Page) -> Listing:
    """The list with the counts its page gives."""
    pager = read_pager(page)
    return replace(listing, pages=listing.pages or pager.pages, total=listing.total or pager.total)
