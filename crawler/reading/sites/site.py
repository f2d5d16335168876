"""One visit to a website as facts: the captures of a target, read and put together for the checks.

The spiders follow the same readers to choose where to go next; the checks see only what is returned here.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.model import Digest, Fault
from crawler.reading.columns.column import ColumnLink, ColumnState
from crawler.reading.disclosure.column import GuideFields, LabelledLink, Part
from crawler.reading.documents.document import Document
from crawler.reading.listings.listing import Item


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows of new information.

    Dates of undated items are filled from the site's own column lists and articles where the same address is found.
    """

    url: str
    title: str
    newest: Item | None
    dated: int
    undated: int  # items of the home page's lists whose date could not be told
    navigation_only: bool  # the home page itself holds no list of items
    newest_below: Item | None  # newest item of the second-level pages
    below_complete: bool  # every second-level page was read and dated
    unseen_lists: int = 0  # lists of the home page that a script would fill and that could not be read


@dataclass(frozen=True, slots=True)
class ColumnListing:
    """One column of the navigation and what its page showed. ``state`` is None where it could not be seen (fault)."""

    link: ColumnLink
    state: ColumnState | None
    newest: Item | None = None
    item_count: int = 0
    undated: int = 0
    note: str = ""
    fault: Fault | None = None
    capture: Digest | None = None


@dataclass(frozen=True, slots=True)
class PartSeen:
    """One part of the disclosure column."""

    part: Part
    link: LabelledLink | None
    absence_proven: bool  # with link None: the column page was read whole and shows no such part
    state: ColumnState | None = None  # what the part's own page shows; None where it was not seen
    fault: Fault | None = None
    fields: GuideFields | None = None  # of the guide
    newest: Item | None = None
    item_count: int = 0
    capture: Digest | None = None


@dataclass(frozen=True, slots=True)
class NodeSeen:
    """One node below 法定主动公开内容. ``state`` is None where its page was not seen, or could not be told."""

    path: tuple[str, ...]  # from the part down, itself last
    url: str  # empty where it only opens others
    state: ColumnState | None = None
    newest: Item | None = None
    item_count: int = 0
    undated: int = 0
    note: str = ""
    fault: Fault | None = None
    capture: Digest | None = None


@dataclass(frozen=True, slots=True)
class DisclosureColumn:
    """The 政府信息公开专栏 of a site."""

    entry: LabelledLink | None  # on the home page
    entry_absence_proven: bool
    elsewhere: LabelledLink | None  # found on another page of the site, not on the home page
    title: str | None  # what the column page calls itself
    page_read: bool  # the column page was opened and read
    fault: Fault | None  # why it was not
    parts: tuple[PartSeen, ...]  # always all five, in the order of Part
    nodes: tuple[NodeSeen, ...] = ()  # the tree below the statutory part, as its menus show it

    def part(self, part: Part) -> PartSeen:
        return next(seen for seen in self.parts if seen.part is part)


@dataclass(frozen=True, slots=True)
class SoughtColumn:
    """A column looked for by its kind, on the navigation and in the disclosure column's tree."""

    link: LabelledLink | None
    absence_proven: bool
    state: ColumnState | None = None
    items: tuple[Item, ...] = ()
    complete: bool = False  # every page of the list was read
    documents: tuple[Document, ...] = ()  # the sampled detail pages
    fault: Fault | None = None
    captures: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class GazetteColumn(SoughtColumn):
    """政府公报."""


@dataclass(frozen=True, slots=True)
class RuleColumn(SoughtColumn):
    """规章."""


@dataclass(frozen=True, slots=True)
class NormativeDocumentColumn(SoughtColumn):
    """规范性文件."""


@dataclass(frozen=True, slots=True)
class PlanColumn(SoughtColumn):
    """规划 (规划计划, 发展规划)."""
