"""A website page by page: what each page adds, and the facts that stand when the last one was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from crawler.model import Digest, Evidence, Fault, FaultKind, Role, Target
from crawler.reading.columns.column import (
    ColumnKind,
    ColumnLink,
    ColumnState,
    kind_of,
    navigation_is_complete,
    read_column,
)
from crawler.reading.columns.otherways import names_columns_otherwise
from crawler.reading.disclosure.column import LabelledLink, Part, entry_is_hinted, find_entry, read_menu
from crawler.reading.documents.document import read_document
from crawler.reading.footer.footer import Footer, read_footer
from crawler.reading.guard import attempt
from crawler.reading.listings.listing import Item, data_calls, has_uncounted, main_listing, page_count, read_data
from crawler.reading.pages.access import needs_script
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.charset import decode
from crawler.reading.pages.page import Page
from crawler.reading.sites.annual import AnnualReports
from crawler.reading.sites.annual_shelf import Shelf
from crawler.reading.sites.form_shelf import FormShelf
from crawler.reading.sites.frames import Frames, home_keys
from crawler.reading.sites.home import read_home
from crawler.reading.sites.interpreted import take_interpretation
from crawler.reading.sites.listed import column_listings
from crawler.reading.sites.nodes import NodeTree
from crawler.reading.sites.panel import Panel
from crawler.reading.sites.seen import PATH_SEPARATOR, Seen, distrusted, is_gone
from crawler.reading.sites.site import (
    ColumnListing,
    DisclosureColumn,
    GazetteColumn,
    HomePage,
    NormativeDocumentColumn,
    PlanColumn,
    RuleColumn,
)
from crawler.reading.sites.sought import Sought, VisitedColumn
from crawler.reading.sites.website_forms import WebsiteForms, is_form

INNER = frozenset(
    {Role.COLUMN, Role.DISCLOSURE, Role.PART, Role.NODE, Role.LIST, Role.DETAIL, Role.REPORT_LIST, Role.REPORT}
)
FIELDS = tuple(field.name for field in fields(Footer))
SITE_FACTS: tuple[type, ...] = (
    HomePage, Footer, ColumnListing, DisclosureColumn, RuleColumn, NormativeDocumentColumn, PlanColumn,
    GazetteColumn, AnnualReports, WebsiteForms,
)  # fmt: skip


@dataclass(slots=True)
class Survey:
    """Takes what was seen, one link at a time, and holds no page but the home page."""

    target: Target
    home: Seen | None = None
    scripts: dict[str, str] = field(default_factory=dict)
    columns: dict[str, VisitedColumn] = field(default_factory=dict)  # by address key
    panel: Panel = field(default_factory=Panel)
    tree: NodeTree = field(default_factory=NodeTree)
    dates: dict[str, date] = field(default_factory=dict)
    elsewhere: LabelledLink | None = None
    loaded: dict[str, tuple[Item, ...]] = field(default_factory=dict)  # items by data call
    home_calls: set[str] = field(default_factory=set)
    frames: Frames = field(default_factory=Frames)
    digests: dict[Role, list[Digest]] = field(default_factory=dict)
    opened: int = 0  # inner pages that could be read
    gone: int = 0  # inner pages that the server called missing
    shelf: Shelf = field(init=False)
    forms: FormShelf = field(default_factory=FormShelf)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.target)

    def take(self, seen: Seen) -> None:
        """Read one link. May raise on a page no reader can stand; the caller guards, and gives it again as a fault."""
        self.digests.setdefault(seen.role, []).extend(seen.digests)
        takers = {
            Role.HOME: self._take_home,
            Role.SCRIPT: self._take_script,
            Role.COLUMN: self._take_column,
            Role.DISCLOSURE: self._take_disclosure,
            Role.PART: self._take_part,
            Role.NODE: self.tree.take_node,
            Role.MENU: self._take_menu,
            Role.LIST: self._take_list,
            Role.DATA: self._take_data,
            Role.DETAIL: self._take_detail,
            Role.REPORT_LIST: self.shelf.take_list,
            Role.REPORT: self.shelf.take_report,
            Role.WEBSITE_FORM: self.forms.take,
        }
        if seen.role in INNER:
            self.gone += is_gone(seen.fault)
            self.opened += seen.page is not None
        if seen.role in takers:
            takers[seen.role](seen)

    def _take_home(self, seen: Seen) -> None:
        self.home = seen

    def _take_script(self, seen: Seen) -> None:
        if seen.fault is None:
            self.scripts[seen.requested] = decode(seen.body)[0]

    def _take_column(self, seen: Seen) -> None:
        path = tuple(part for part in seen.label.split(PATH_SEPARATOR) if part) or (seen.requested,)
        link = ColumnLink(path[-1], seen.requested, path, kind_of(path))
        if link.kind is ColumnKind.ANNUAL_REPORT:
            self.shelf.take_list(seen)
        if is_form(link.name, alone=True):
            self.forms.take(seen)
        column = self.columns.setdefault(address_key(seen.requested), VisitedColumn(link, seen.digests))
        if column.page is not None:
            return
        column.fault = seen.fault
        page = seen.rendered or seen.page
        if page is None:
            return
        column.ends_at = page.url
        column.page = read_column(page, link)
        column.endless = has_uncounted(page)
        if column.page.state is ColumnState.SCRIPTED:
            column.fault = seen.unrendered
            column.asked = {address_key(call.url): call.family for call in data_calls(page)}
        self._remember(column.page.items)
        if self.elsewhere is None:
            self.elsewhere = find_entry(page)

    def _remember(self, items: tuple[Item, ...]) -> None:
        for item in items:
            if item.on and item.url:
                self.dates.setdefault(address_key(item.url), item.on)

    def _take_disclosure(self, seen: Seen) -> None:
        self.panel.take_column(seen)
        self.shelf.take_links(seen.rendered or seen.page)
        self.tree.take_menu(seen.rendered or seen.page)

    def _take_menu(self, seen: Seen) -> None:
        if seen.page is not None and not seen.fault:
            page = read_menu(seen.body, seen.url, on=seen.page.on)
            self.panel.take_menu(page)
            self.tree.take_menu(page)

    def _take_part(self, seen: Seen) -> None:
        self.panel.take_part(seen)
        if seen.label == Part.ANNUAL_REPORT:
            self.shelf.take_list(seen)
        self.tree.take_menu(seen.rendered or seen.page)

    def _owner_of(self, seen: Seen) -> VisitedColumn | None:
        """The column a further page, data call or document belongs to."""
        key = address_key(seen.via)
        for column in (*self.columns.values(), *self.tree.visited.values()):
            if key in {address_key(column.link.url), address_key(column.ends_at or column.link.url)}:
                return column
        return None

    def _take_list(self, seen: Seen) -> None:
        self.shelf.take_further(seen)
        column, page = self._owner_of(seen), seen.rendered or seen.page
        if column is None or page is None:
            return
        listing = main_listing(page) or read_data(seen.body, seen.url, on=page.on, via=seen.via)
        column.more.extend(listing.items if listing else ())
        column.pages_read += 1
        column.count(page_count(page))
        self._remember(listing.items if listing else ())

    def _take_data(self, seen: Seen) -> None:
        column = self._owner_of(seen)
        key = address_key(seen.requested)
        if address_key(seen.via) in home_keys(self.home):
            self.home_calls.add(key)
        if seen.page is None or seen.fault:
            return
        self.frames.take(self.home, seen)
        listing = read_data(seen.body, seen.url, on=seen.page.on, via=seen.via)
        self.loaded[key] = listing.items if listing else ()
        if listing is None:
            return
        if column is not None:
            column.take_data(key, listing, seen.page.on)
        self.panel.take_data(seen.via, listing)
        self.shelf.take_data(seen.via, listing, seen.digests)
        self._remember(listing.items)

    def _take_detail(self, seen: Seen) -> None:
        page = seen.rendered or seen.page
        if page is None:
            return
        document = read_document(page)
        if document.published_on:
            self.dates.setdefault(address_key(seen.requested), document.published_on)
        column = self._owner_of(seen)
        if column is not None:
            column.documents.append(document)
            column.captures.extend(seen.digests)
        else:
            take_interpretation((*self.columns.values(), *self.tree.visited.values()), seen)

    def evidence(self) -> tuple[Evidence[Any], ...]:
        """The facts of the whole visit. Without a home page there is nothing; a home page not seen faults them all."""
        if self.home is None:
            return ()
        self.home = self.frames.put_into(self.home)
        page = self.home.rendered or self.home.page
        unhelped = self.home.unrendered or self.frames.pages
        if page is not None and unhelped and needs_script(page) in {"empty-body", "frame-only"}:
            page = None  # a shell that only a browser could fill
        if page is None:
            fault = self.home.fault or self.home.unrendered or Fault(FaultKind.UNKNOWN, "", self.home.requested)
            return tuple(Evidence(self.target.id, kind, fault, self.home.digests) for kind in SITE_FACTS)
        return self._facts(page)

    def _distrust(self) -> None:
        """More pages missing than there: the site turns strangers away, or the address leads beside it."""
        self.panel.distrust()
        self.tree.distrust()
        for column in self.columns.values():
            column.fault = distrusted(column.fault)

    def _facts(self, page: Page) -> tuple[Evidence[Any], ...]:
        if self.gone > self.opened:
            self._distrust()
        listings = column_listings(self.columns, page, self.panel.url)
        sought = Sought({**self.tree.visited, **self.columns}, self._absence_proven(page, listings))
        inside = (Role.DISCLOSURE, Role.PART)
        readers: tuple[tuple[type, Callable[[], Any], tuple[Role, ...]], ...] = (
            (HomePage, lambda: self._home_page(page, listings), (Role.HOME, Role.DATA)),
            (Footer, lambda: self._footer(page), (Role.HOME, Role.SCRIPT)),
            (ColumnListing, lambda: listings, (Role.COLUMN, Role.DATA)),
            (DisclosureColumn, lambda: self._disclosure(page), (Role.HOME, *inside)),
            (RuleColumn, lambda: sought.find(RuleColumn), inside),
            (NormativeDocumentColumn, lambda: sought.find(NormativeDocumentColumn), inside),
            (PlanColumn, lambda: sought.find(PlanColumn), inside),
            (GazetteColumn, lambda: sought.find(GazetteColumn), inside),
            (AnnualReports, lambda: self._annual_reports(page), inside),
            (WebsiteForms, lambda: self.forms.fact(page, self.columns.values()), (Role.HOME, Role.WEBSITE_FORM)),
        )
        return tuple(self._evidence(*reader) for reader in readers)

    def _evidence(self, kind: type, read: Callable[[], Any], roles: tuple[Role, ...]) -> Evidence[Any]:
        home = self.home.digests if self.home else ()
        fact = attempt(read, self.home.url if self.home else "", home)
        digests = [digest for role in roles for digest in self.digests.get(role, ())]
        digests.extend(getattr(fact, "captures", ()))
        return Evidence(self.target.id, kind, fact, tuple(dict.fromkeys(digests)))

    def _home_page(self, page: Page, listings: tuple[ColumnListing, ...]) -> HomePage:
        """With the lists that scripts fill: a page a browser rendered holds them, else their data calls do."""
        calls = () if self.home and self.home.rendered else data_calls(page)
        unseen = sum(address_key(call.url) not in self.loaded for call in calls)
        items = [item for key, found in self.loaded.items() for item in found if key in self.home_calls]
        return read_home(page, self.dates, listings, items, unseen)

    def _disclosure(self, page: Page) -> DisclosureColumn:
        whole = navigation_is_complete(page) and not entry_is_hinted(page)
        fact = self.panel.fact(find_entry(page), whole, self.elsewhere, page)
        return replace(fact, nodes=self.tree.fact(self.columns))

    def _annual_reports(self, page: Page) -> AnnualReports:
        """The reports of the 年报 part. What any other page names is not missing."""
        self.shelf.take_elsewhere(item for one in self.columns.values() for item in one.items)
        self.shelf.take_links(page)
        return self.shelf.fact(self._disclosure(page))

    def _footer(self, page: Page) -> Footer:
        """The static page with its footer scripts; a rendered page may add what scripts wrote, never an absence."""
        static = self.home.page if self.home and self.home.page else page
        footer = read_footer(static, self.scripts)
        if static is page:
            return footer
        shown = read_footer(page, {})
        return Footer(
            **{name: getattr(footer, name) or getattr(shown, name) or getattr(footer, name) for name in FIELDS}
        )

    def _absence_proven(self, page: Page, listings: tuple[ColumnListing, ...]) -> bool:
        """Every place where a column could be named was read: menu, disclosure column, its tree and all columns."""
        return (
            navigation_is_complete(page)
            and not names_columns_otherwise(page)
            and not page.truncated
            and self.panel.read_whole
            and self.tree.read_whole(self.columns)
            and all(listing.state is not None for listing in listings)
        )
