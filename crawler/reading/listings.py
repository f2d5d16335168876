"""The lists of a page: items with title, address and date, found without selectors written for a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.reading.dates import DateSource
from crawler.reading.page import Page


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. ``url`` is absolute."""

    title: str
    url: str
    on: date | None
    source: DateSource | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class DataCall:
    """A plain HTTP address that answers a list the page makes by script."""

    url: str
    family: str  # "jcms-dataproxy", "gkmlpt", "load", "iframe"


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of a page, in page order of its items. ``pages`` and ``total`` only where the page says so."""

    name: str | None
    items: tuple[Item, ...]
    pages: int | None = None
    total: int | None = None
    more_url: str | None = None

    @property
    def newest(self) -> Item | None:
        """The item with the latest date. Portals pin old items on top, so it is not the first one."""
        dated = [item for item in self.items if item.on]
        return max(dated, key=lambda item: item.on or date.min, default=None)


def read_listings(page: Page) -> tuple[Listing, ...]:
    """Every list of articles on the page (no navigation, no friendly links), in page order."""
    raise NotImplementedError


def main_listing(page: Page) -> Listing | None:
    """The list that is this page's own content, where it is a column or list page; None when it has none."""
    raise NotImplementedError


def page_count(page: Page) -> int | None:
    """How many pages the list has, where the page says so (every pagination family)."""
    raise NotImplementedError


def next_pages(page: Page, limit: int) -> tuple[str, ...]:
    """Absolute addresses of page 2 and on, at most ``limit`` of them, where they can be told."""
    raise NotImplementedError


def data_calls(page: Page) -> tuple[DataCall, ...]:
    """The data calls, fragments and frames a scripted list is loaded from, where they are plain HTTP."""
    raise NotImplementedError


def read_data(body: bytes, url: str, *, on: date) -> Listing | None:
    """The list inside a data call's answer (jcms datastore XML, gkmlpt JSON, an HTML fragment)."""
    raise NotImplementedError
