"""Columns visited, and a column looked for by its kind among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from crawler.model import Digest, Fault
from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnPage, ColumnState, names_kind
from crawler.reading.disclosure.column import LabelledLink
from crawler.reading.documents.document import Document
from crawler.reading.listings.datacalls import WEAK
from crawler.reading.listings.listing import Item, Listing
from crawler.reading.pages.addresses import is_below
from crawler.reading.sites.site import (
    ColumnListing,
    GazetteColumn,
    NormativeDocumentColumn,
    PlanColumn,
    RuleColumn,
    SoughtColumn,
)

SoughtT = TypeVar("SoughtT", bound=SoughtColumn)
KINDS: Mapping[type[SoughtColumn], ColumnKind] = {
    GazetteColumn: ColumnKind.GAZETTE,
    RuleColumn: ColumnKind.RULE,
    NormativeDocumentColumn: ColumnKind.NORMATIVE_DOCUMENT,
    PlanColumn: ColumnKind.PLAN,
}


DOCUMENTS = frozenset({*KINDS.values(), ColumnKind.POLICY_DOCUMENT}) - {ColumnKind.GAZETTE}


@dataclass(slots=True)
class VisitedColumn:
    """One column's page with what its further pages, data calls and documents added."""

    link: ColumnLink
    digests: tuple[Digest, ...]
    fault: Fault | None = None
    ends_at: str = ""  # where redirects led
    page: ColumnPage | None = None
    more: list[Item] = field(default_factory=list)
    pages_read: int = 1
    documents: list[Document] = field(default_factory=list)
    captures: list[Digest] = field(default_factory=list)
    endless: bool = False  # the list goes on, and nobody says how far
    asked: Mapping[str, str] = field(default_factory=dict)  # families of the page's data calls, by address
    answered: set[str] = field(default_factory=set)

    @property
    def items(self) -> tuple[Item, ...]:
        return (*(self.page.items if self.page else ()), *self.more)

    @property
    def state(self) -> ColumnState | None:
        """None where it could not be told."""
        state = self.page.state if self.page else None
        return None if state is ColumnState.SCRIPTED or (self.answered and not self._data_is_whole) else state

    @property
    def _data_is_whole(self) -> bool:
        """The list itself answered; where nothing says which call brings it, all of them did."""
        sure = {key for key, family in self.asked.items() if family not in WEAK}
        return bool(sure & self.answered) or self.asked.keys() <= self.answered

    @property
    def complete(self) -> bool:
        """Every page of the list was read, so that a missing title is really missing."""
        if self.page is None or self.state is None or self.endless:
            return False
        return self.state is not ColumnState.LISTED or self.pages_read >= (self.page.pages or 1)

    def count(self, pages: int | None) -> None:
        """A further page may show that there are more pages than the first one named."""
        if self.page and self.page.pages and pages and pages > self.page.pages:
            self.page = replace(self.page, pages=pages)

    def take_data(self, key: str, listing: Listing, on: date) -> None:
        """A data call answered for the page: what it holds is what the page shows."""
        if self.page is None:
            return
        if self.page.state is ColumnState.LISTED and not self.answered:
            self.more.extend(listing.items)
            self.pages_read += 1
            return
        self.answered.add(key)
        whole = listing.total is not None and listing.total <= len(listing.items)
        self.endless = self.endless or not (listing.pages or whole or not listing.items)
        items = tuple(dict.fromkeys((*self.page.items, *listing.items)))
        dated = [item for item in items if item.on and item.on <= on]
        self.page = ColumnPage(
            state=ColumnState.LISTED if items else self.page.state,
            items=items,
            newest=max(dated, key=lambda item: item.on or date.min, default=None),
            undated=len(items) - len(dated),
            pages=listing.pages or self.page.pages,
            note=self.page.note,
            children=self.page.children,
        )

    def listing(self) -> ColumnListing:
        """The column as the freshness checks see it."""
        page = self.page
        return ColumnListing(
            link=self.link,
            state=self.state,
            newest=page.newest if page else None,
            item_count=len(self.items),
            undated=page.undated if page else 0,
            note=page.note if page else "",
            fault=self.fault,
            capture=self.digests[-1] if self.digests else None,
        )


@dataclass(frozen=True, slots=True)
class Sought:
    """Looks through the visited columns. ``absence_proven``: every place that could name one was read."""

    columns: Mapping[str, VisitedColumn]
    absence_proven: bool

    def find(self, fact: type[SoughtT]) -> SoughtT:
        """All columns of the fact's kind, and those below them, as one; the best of them gives link and state."""
        found = self._family(KINDS[fact])
        if not found:
            return fact(link=None, absence_proven=self.absence_proven)
        best = max(found, key=_worth)
        return fact(
            link=LabelledLink(best.link.name, best.link.url),
            absence_proven=False,
            state=_state(found, best),
            items=tuple({item.url or item.title: item for column in found for item in column.items}.values()),
            complete=all(column.complete for column in found),
            documents=tuple(document for column in found for document in column.documents),
            fault=best.fault,
            captures=tuple(dict.fromkeys(d for column in found for d in (*column.digests, *column.captures))),
        )

    def _family(self, kind: ColumnKind) -> list[VisitedColumn]:
        """The columns of the kind and what stands below them, by name and by address: a menu that every page repeats
        makes neighbours look like children."""
        heads = [column for column in self.columns.values() if _bears(column.link, kind)]
        return [column for column in self.columns.values() if any(_below(column, head) for head in heads)]


def _bears(link: ColumnLink, kind: ColumnKind) -> bool:
    """The column is of the kind, or a column of documents whose name speaks of it too (规章规范性文件)."""
    return link.kind is kind or (link.kind in DOCUMENTS and names_kind(link.name, kind))


def _below(column: VisitedColumn, head: VisitedColumn) -> bool:
    if column is head:
        return True
    named_below = column.link.path[: len(head.link.path)] == head.link.path
    if not named_below or column.link.kind not in {head.link.kind, ColumnKind.OTHER, ColumnKind.POLICY_DOCUMENT}:
        return False
    return is_below(column.link.url, head.ends_at or head.link.url)


WORTH = (None, ColumnState.BLANK, ColumnState.EXPLAINED, ColumnState.CHILDREN, ColumnState.PROSE, ColumnState.LISTED)


def _worth(column: VisitedColumn) -> tuple[int, int]:
    order = (
        None,
        ColumnState.BLANK,
        ColumnState.EXPLAINED,
        ColumnState.CHILDREN,
        ColumnState.PROSE,
        ColumnState.LISTED,
    )
    return order.index(column.state), len(column.items)


def _state(found: list[VisitedColumn], best: VisitedColumn) -> ColumnState | None:
    """Blank only when no column of the family could hold something unseen."""
    if best.state is ColumnState.BLANK and any(column.state is None for column in found):
        return None
    return best.state
