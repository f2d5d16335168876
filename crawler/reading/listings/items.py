"""What a list on a page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.reading.dates.published import DateSource


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. ``url`` is absolute; "" where only a script of the page knows it."""

    title: str
    url: str
    on: date | None
    source: DateSource | None = None
    pinned: bool = False
    suspect: str = ""  # what stands where its day should, and is no day or one to come


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
