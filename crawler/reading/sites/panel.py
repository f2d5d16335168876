"""The disclosure column as it was visited: its page, its parts, and what can be said of those not found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from crawler.lexicon import load
from crawler.model import Digest, Fault
from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnState, navigation_is_complete, read_column
from crawler.reading.disclosure.column import (
    LabelledLink,
    Part,
    column_title,
    entry_candidates,
    entry_rank,
    hinted_parts,
    parts_are_complete,
    read_guide,
    read_parts,
    read_tree,
)
from crawler.reading.listings.blocks import read_layout
from crawler.reading.listings.listing import Item, Listing
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import Seen, distrusted
from crawler.reading.sites.site import DisclosureColumn, PartSeen

PARTS_OF_A_COLUMN = 4  # a neighbour's menu may show two or three
FEWEST_NODES = 2  # a tree of one node was read in part
SEARCH_FIELDS = 1  # of a search box in the header
FIELDS = 50
TYPED = frozenset({"text", "radio", "checkbox", "file", "tel", "email"})
PARENT_RANK = 3  # from here on a label (政务公开) names the column or the channel above it


def looks_like_column(page: Page, name: str) -> bool:
    """A page that holds the parts of the disclosure column, under another name than the one it should bear."""
    if not re.search(load("disclosure")["other_name"], name):
        return False
    return shown(page) >= PARTS_OF_A_COLUMN


def shown(page: Page) -> int:
    """How many of the five parts a page links."""
    return sum(link is not None for link in read_parts(page).values())


def holds_form(page: Page) -> bool:
    """More fields than a search box has, or something that could hold a form."""
    if next(page.root.iter("textarea", "iframe", "frame", "object", "embed", "button"), None) is not None:
        return True
    fields = [one for one in islice(page.root.iter("input"), FIELDS) if (one.get("type") or "text").lower() in TYPED]
    return len(fields) > SEARCH_FIELDS


def is_parent_label(name: str) -> bool:
    """政务公开 and the like: the column itself on some sites, on others the channel it stands in."""
    return (entry_rank(name) or 0) >= PARENT_RANK


@dataclass(slots=True)
class Panel:
    """Grows with the captures of the disclosure column and its parts."""

    url: str = ""
    entry: LabelledLink | None = None  # the link that led to the page
    via: str = ""
    title: str | None = None
    fault: Fault | None = None
    page: Page | None = None
    digests: tuple[Digest, ...] = ()
    links: dict[Part, LabelledLink] = field(default_factory=dict)
    whole: bool = False
    hinted: frozenset[Part] = frozenset()  # parts that some label on a page could name in other words
    parts: dict[Part, Seen] = field(default_factory=dict)
    data: dict[str, Listing] = field(default_factory=dict)  # by the address of the page they fill
    leads_here: bool = True  # the home page's entry leads to the page, or to one that leads there

    def take_column(self, seen: Seen) -> None:
        """The column page; where several entries were tried, the first that could be read stands."""
        page = seen.rendered or seen.page
        if page is None:
            if self.page is None:
                self.url, self.fault = seen.requested, seen.fault
            return
        if self.page is not None and not (self._is_channel(self.page) and shown(page) > 1):
            self._add_links(read_parts(page))
            return
        self.leads_here = self.page is None or any(
            address_key(one.url) in {address_key(page.url), address_key(seen.requested)}
            for one in entry_candidates(self.page)
        )
        self.url, self.page, self.fault, self.digests = page.url, page, None, seen.digests
        self.entry, self.via = LabelledLink(seen.label, seen.requested), seen.via
        self.title = column_title(page)
        self._add_links(read_parts(page))
        self.whole = parts_are_complete(page) and not page.truncated
        self.hinted = hinted_parts(page)

    def _is_channel(self, page: Page) -> bool:
        """The page stands above the column or beside it: an entry called 政务公开 led to it, and it holds no parts."""
        return self.entry is not None and is_parent_label(self.entry.label) and shown(page) < 2

    def take_part(self, seen: Seen) -> None:
        if seen.label not in set(Part):
            return
        self.parts[Part(seen.label)] = seen
        page = seen.rendered or seen.page
        if page is not None:
            self._add_links(read_parts(page))

    def take_menu(self, page: Page) -> None:
        """A file that holds the menu, or a piece of it."""
        self._add_links(read_parts(page))

    def take_data(self, via: str, listing: Listing) -> None:
        self.data[address_key(via)] = listing

    def distrust(self) -> None:
        """A "not found" of this site proves nothing."""
        self.fault = distrusted(self.fault)
        self.parts = {part: replace(seen, fault=distrusted(seen.fault)) for part, seen in self.parts.items()}

    def _add_links(self, links: Mapping[Part, LabelledLink | None]) -> None:
        for part, link in links.items():
            if link and part not in self.links:
                self.links[part] = link

    @property
    def read_whole(self) -> bool:
        """The column page and its statutory part were read, so that a node not named there is not there."""
        statutory = self.parts.get(Part.STATUTORY)
        seen = statutory is not None and (statutory.page or statutory.rendered) is not None
        return self.whole and self._nodes_seen and (seen or self._on_column_page(Part.STATUTORY))

    @property
    def _nodes_seen(self) -> bool:
        """Some node below 法定主动公开内容 was read: a tree nobody could read names nothing."""
        statutory = self.parts.get(Part.STATUTORY)
        pages = [self.page, (statutory.rendered or statutory.page) if statutory else None]
        return any(page is not None and len(read_tree(page)) >= FEWEST_NODES for page in pages)

    def _on_column_page(self, part: Part) -> bool:
        """The part is shown on the column page itself: it has no page of its own, or the same address."""
        link = self.links.get(part)
        return link is not None and self.page is not None and (
            not link.url or address_key(link.url) == address_key(self.url)
        )  # fmt: skip

    def fact(
        self, entry: LabelledLink | None, menu_complete: bool, elsewhere: LabelledLink | None, home: Page
    ) -> DisclosureColumn:
        """The column as the checks see it. Parts that the home page links directly count too."""
        self._add_links(read_parts(home))
        own = self.entry if self.entry and self._linked_on(home) else None
        if own and (entry is None or (is_parent_label(entry.label) and address_key(entry.url) != address_key(own.url))):
            entry = own  # under a name of its own
            self.title = self.title if entry_rank(self.title or "") is not None else entry.label
        read, proven = self.page is not None, menu_complete and not home.truncated
        if entry and is_parent_label(entry.label):
            if read and self.entry and address_key(self.entry.url) != address_key(entry.url):
                entry, elsewhere, proven = None, self.entry, proven and not self.leads_here
            elif self._holds_nothing() and (elsewhere is None or is_parent_label(elsewhere.label)):
                entry, elsewhere, read = None, None, False
        return DisclosureColumn(
            entry=entry,
            entry_absence_proven=entry is None and proven,
            elsewhere=elsewhere if entry is None else None,
            title=self.title,
            page_read=read,
            fault=self.fault,
            parts=tuple(self.part(part) for part in Part),
        )

    def _linked_on(self, home: Page) -> bool:
        """The home page leads to the column's page, whatever it calls it."""
        places = {address_key(self.url), address_key(self.entry.url) if self.entry else ""}
        if address_key(self.via) == address_key(home.url):
            return True
        return any(address_key(anchor.url) in places for anchor in read_layout(home).ground.anchors if anchor.url)

    def _holds_nothing(self) -> bool:
        """The page was read whole and is some other channel: neither parts nor the column's name nor a way to it."""
        if self.page is None or not self._is_channel(self.page) or self.links or shown(self.page):
            return False
        better = [one for one in entry_candidates(self.page) if not is_parent_label(one.label)]
        named = self.title is not None and not is_parent_label(self.title)
        return not better and not named and navigation_is_complete(self.page)

    def part(self, part: Part) -> PartSeen:
        """One part, by every link known so far."""
        link, seen = self.links.get(part), self.parts.get(part)
        if link is None:
            return PartSeen(part, None, absence_proven=self.whole and part not in self.hinted)
        page = (seen.rendered or seen.page) if seen else None
        if page is None and self._on_column_page(part):
            page = self.page if link.url else None
            state = None if link.url else ColumnState.CHILDREN
            return self._read(part, link, page, None, self.digests) if page else PartSeen(part, link, False, state)
        return self._read(part, link, page, seen.fault if seen else None, seen.digests if seen else ())

    def _read(
        self, part: Part, link: LabelledLink, page: Page | None, fault: Fault | None, digests: tuple[Digest, ...]
    ) -> PartSeen:
        capture = digests[-1] if digests else None
        if page is None:
            return PartSeen(part, link, False, fault=fault, capture=capture)
        column = read_column(page, ColumnLink(link.label, page.url, (link.label,), ColumnKind.DISCLOSURE))
        state: ColumnState | None = column.state
        newest: Item | None = column.newest
        count = len(column.items)
        filled = self.data.get(address_key(page.url)) or self.data.get(address_key(link.url))
        if filled and filled.items:
            state, newest, count = ColumnState.LISTED, filled.newest, len(filled.items)
        if state is ColumnState.SCRIPTED:
            state = None
        if part is Part.STATUTORY and state is ColumnState.BLANK and (read_tree(page) or self._nodes_seen):
            state = ColumnState.CHILDREN
        if part is Part.ON_REQUEST and (state is None or (state is ColumnState.BLANK and holds_form(page))):
            state = ColumnState.PROSE  # an application page is a form: what opens is what is asked for
        fields = read_guide(page) if part is Part.GUIDE else None
        return PartSeen(part, link, False, state, None, fields, newest, count, capture)
