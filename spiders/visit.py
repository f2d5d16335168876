"""Where to go next on a website: a pure plan. What was seen goes in, the next step comes out, one at a time.

The same answers always give the same steps. The plan keeps addresses and words, never a page.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from crawler.config import Gather
from crawler.model import Role, Target
from crawler.reading.columns.column import (
    ColumnKind,
    ColumnLink,
    ColumnPage,
    ColumnState,
    kind_of,
    read_navigation,
)
from crawler.reading.disclosure.column import (
    LabelledLink,
    Part,
    entry_candidates,
    menu_files,
    read_menu,
    read_nodes,
    read_parts,
)
from crawler.reading.documents.related import interpretations
from crawler.reading.documents.titles import read_title
from crawler.reading.footer.footer import footer_scripts
from crawler.reading.listings.listing import Item, data_calls, further_calls, next_pages, read_data, read_listings
from crawler.reading.pages.addresses import address_key, is_below
from crawler.reading.pages.framed import frame_addresses, is_frameset
from crawler.reading.pages.page import Page
from crawler.reading.sites.panel import looks_like_column
from crawler.reading.sites.seen import PATH_SEPARATOR
from crawler.reading.sites.website_forms import form_links
from spiders.grounds import is_visitable
from spiders.reports import Late, ReportSearch
from spiders.steps import SILENCE, Phase, Seen, Step
from spiders.wants import RENDERED_ROLES, column_of

SOUGHT = frozenset({ColumnKind.RULE, ColumnKind.NORMATIVE_DOCUMENT, ColumnKind.PLAN})
LEARNED_ROLES = RENDERED_ROLES | {Role.NODE, Role.LIST, Role.REPORT, Role.DETAIL}
DEPTH = 2  # a column and its children, as the navigation or the column's own page offers them
SOUGHT_DEPTH = 3  # rules, normative documents and plans stand deeper, by year or by kind
ENTRIES = 3  # entries of the disclosure column that are tried
DOCUMENTS = 3  # of the normative document column
INTERPRETATIONS = 1  # of each of those documents
FORMS = 2  # links of the home page that name the yearly form on the website's work
CALLS = 4  # data calls behind one page
FRAMES = 8  # frames of a home page that is made of frames
UNDATED = 40  # items of the home page that are remembered as undated
GIVE_UP_AFTER = 6  # steps in a row without an answer: the host is down, or has had enough of us


@dataclass(slots=True)
class SiteVisit:
    """One website's visit: :meth:`next` and :meth:`learn` by turns."""

    target: Target
    limits: Gather
    on: date
    silent: int = 0
    columns_left: int = 0
    details_left: int = 0
    _waiting: list[tuple[int, int, int, Step]] = field(default_factory=list)
    _count: int = 0
    _known: set[tuple[str, str]] = field(default_factory=set)
    _parts: set[str] = field(default_factory=set)
    _dated: set[str] = field(default_factory=set)
    _found: bool = False  # the disclosure column
    _undated: bool = False  # the home page has items whose date the columns may tell
    _framesets: set[str] = field(default_factory=set)  # the home page where it is made of frames, and such frames
    _reports: ReportSearch = field(init=False)

    def __post_init__(self) -> None:
        self._reports = ReportSearch(self.target, self.limits, self.on)
        self.columns_left = self.limits.columns
        self.details_left = self.limits.details
        self._add(Phase.HOME, Step.home(self.target))

    def next(self) -> Step | None:
        """The next step, or None at the end."""
        while self._waiting and self.silent < GIVE_UP_AFTER:
            step = heapq.heappop(self._waiting)[3]
            if self._still_wanted(step):
                return step
        return None

    def learn(self, step: Step, seen: Seen) -> None:
        """Take in what a step showed, as a page or as the lack of one."""
        self.silent = self.silent + 1 if seen.fault and seen.fault.kind in SILENCE else 0
        if step.role is Role.DATA and not seen.fault:
            listing = read_data(seen.body, seen.url, on=self.on, via=step.via)
            self._note_dates(listing.items if listing else ())
            if listing and self._reports.is_list(step.via):
                self._add_reports(self._reports.learn_items(listing.items, step))
            if step.via in self._framesets and seen.page is not None:
                self._learn_home(step, seen.page)
        if step.role is Role.MENU and not seen.fault:
            self._learn_menu(step, read_menu(seen.body, seen.url, on=self.on))
        if seen.fault or seen.page is None or step.role not in LEARNED_ROLES:
            return
        {
            Role.HOME: self._learn_home,
            Role.DISCLOSURE: self._learn_disclosure,
            Role.PART: self._learn_part,
            Role.NODE: self._learn_node,
            Role.COLUMN: self._learn_column,
            Role.LIST: self._learn_further,
            Role.REPORT_LIST: self._learn_reports,
            Role.REPORT: self._learn_report,
            Role.DETAIL: self._learn_detail,
        }[step.role](step, seen.page)

    def _learn_home(self, step: Step, page: Page) -> None:
        for script in footer_scripts(page):
            self._add(Phase.SCRIPT, Step(script, Role.SCRIPT, via=step.url))
        calls = [call.url for call in data_calls(page)[:CALLS]]
        if is_frameset(page):
            self._framesets.add(step.url)
            calls = list(frame_addresses(page)[:FRAMES])
        for url in calls:
            self._add(Phase.BEHIND, Step(url, Role.DATA, via=step.url))
        for entry in entry_candidates(page)[:ENTRIES]:
            if entry.url:
                self._add(Phase.DISCLOSURE, Step(entry.url, Role.DISCLOSURE, entry.label, step.url))
        self._add_parts(read_parts(page).items(), step, late=1)
        for link in read_navigation(page):
            self._add_column(link, step.url, min(len(link.path), DEPTH) or 1)
        for form in form_links(page)[:FORMS]:
            if (Role.COLUMN.value, address_key(form.url)) not in self._known:
                self._add(Phase.REPORT, Step(form.url, Role.WEBSITE_FORM, form.label, step.url))
        items = [item for listing in read_listings(page) for item in listing.items]
        self._note_dates(items)
        undated = [item for item in items if not item.on]
        self._undated = bool(undated) and self.limits.details > 0
        for item in undated[:UNDATED]:
            self._add(Phase.DETAIL, Step(item.url, Role.DETAIL, item.title, step.url))

    def _learn_disclosure(self, step: Step, page: Page) -> None:
        links = read_parts(page)
        if sum(link is not None for link in links.values()) >= 2:  # the column page itself: no other entry is tried
            self._waiting = [entry for entry in self._waiting if entry[3].role is not Role.DISCLOSURE]
            heapq.heapify(self._waiting)
            self._found = True
        else:
            self._look_for_disclosure(step, page)
        self._add_menus(step, page)
        self._add_parts(links.items(), step, late=0)
        self._add_nodes(step, page)
        self._add_calls(step, page, column_of(page, step))
        self._add_reports(self._reports.learn_links(step, page))

    def _learn_part(self, step: Step, page: Page) -> None:
        self._add_parts(read_parts(page).items(), step, late=1)
        self._add_nodes(step, page)
        self._add_calls(step, page, column_of(page, step))
        if step.label == Part.ANNUAL_REPORT:
            self._add_reports(self._reports.learn_list(step, page))

    def _learn_menu(self, step: Step, page: Page) -> None:
        self._add_parts(read_parts(page).items(), step, late=0)
        self._add_nodes(step, page)

    def _add_menus(self, step: Step, page: Page) -> None:
        for url in menu_files(page):
            self._add(Phase.BEHIND, Step(url, Role.MENU, via=step.url))

    def _learn_node(self, step: Step, page: Page) -> None:
        self._add_nodes(step, page)
        self._add_calls(step, page, column_of(page, step))

    def _learn_reports(self, step: Step, page: Page) -> None:
        """A list of annual reports below the part that holds them."""
        self._add_reports(self._reports.learn_list(step, page))
        self._add_calls(step, page, column_of(page, step))

    def _learn_further(self, step: Step, page: Page) -> None:
        self._add_reports(self._reports.learn_further(step, page))

    def _learn_report(self, step: Step, page: Page) -> None:
        self._add_reports(self._reports.learn_report(step, page))

    def _learn_detail(self, step: Step, page: Page) -> None:
        """A sampled document: the interpretation it links to, one that bears its name before others."""
        if step.kind is ColumnKind.NORMATIVE_DOCUMENT:
            linked = sorted(interpretations(page, read_title(page)), key=lambda one: not one.names_document)
            for one in linked[:INTERPRETATIONS]:
                self._add(Phase.SOUGHT, Step(one.url, Role.DETAIL, one.title, page.url, kind=ColumnKind.INTERPRETATION))

    def _add_reports(self, steps: Iterable[Late]) -> None:
        for step, late in steps:
            self._add(Phase.REPORT, step, late=late)

    def _learn_column(self, step: Step, page: Page) -> None:
        self._look_for_disclosure(step, page)
        if step.kind is ColumnKind.ANNUAL_REPORT:
            self._add_reports(self._reports.learn_list(step, page))
        if not self._worth_reading(step, page):
            return
        column = column_of(page, step)
        self._note_dates(column.items)
        for child in column.children:
            self._add_column(child, step.url, step.depth + 1, step.kind)
        self._add_calls(step, page, column)
        if step.kind is ColumnKind.PLAN:
            for url in next_pages(page, self.limits.list_pages - 1):
                self._add(Phase.BEHIND, Step(url, Role.LIST, step.label, step.url))
            for url in further_calls(page, self.limits.list_pages - 1):
                self._add(Phase.BEHIND, Step(url, Role.DATA, step.label, step.url))
        if step.kind is ColumnKind.NORMATIVE_DOCUMENT:
            for item in column.items[:DOCUMENTS]:
                self._add(Phase.SOUGHT, Step(item.url, Role.DETAIL, item.title, step.url, kind=step.kind))
        elif column.items and column.newest is None:
            first = column.items[0]
            self._add(Phase.DETAIL, Step(first.url, Role.DETAIL, first.title, step.url), late=1)

    def _worth_reading(self, step: Step, page: Page) -> bool:
        """Reading a column takes longer than fetching it: only where it can lead on."""
        leads_on = step.depth < DEPTH or step.kind in SOUGHT
        return leads_on or self._undated or bool(data_calls(page))

    def _look_for_disclosure(self, step: Step, page: Page) -> None:
        """The disclosure column may stand behind another page, or under a name of its own."""
        if self._found:
            return
        if looks_like_column(page, step.path[-1]):
            self._add(Phase.DISCLOSURE, Step(step.url, Role.DISCLOSURE, step.path[-1], step.via))
            return
        for entry in entry_candidates(page)[:1]:
            if entry.url:
                self._add(Phase.DISCLOSURE, Step(entry.url, Role.DISCLOSURE, entry.label, step.url))

    def _add_column(self, link: ColumnLink, via: str, depth: int, kind: ColumnKind = ColumnKind.OTHER) -> None:
        """``kind`` is the parent's: what stands below a sought column is sought too."""
        inherits = kind in SOUGHT and is_below(link.url, via)
        kind = kind if inherits and link.kind not in SOUGHT else link.kind
        label = PATH_SEPARATOR.join(link.path or (link.name,))
        phase = Phase.SOUGHT if kind in SOUGHT else Phase.COLUMN
        self._add(phase, Step(link.url, Role.COLUMN, label, via, depth, kind), late=depth)

    def _add_nodes(self, step: Step, page: Page) -> None:
        """The columns below 法定主动公开内容: those sought come first, the others behind the site's own columns."""
        for node in read_nodes(page):
            kind = kind_of(node.path)
            if node.url and kind in SOUGHT:
                self._add_column(ColumnLink(node.name, node.url, node.path, kind), step.url, 1)
            elif node.url:
                label = PATH_SEPARATOR.join(node.path)
                node_step = Step(node.url, Role.NODE, label, step.url, len(node.path), kind)
                self._add(Phase.COLUMN, node_step, late=DEPTH + len(node.path))

    def _add_parts(self, links: Iterable[tuple[Part, LabelledLink | None]], step: Step, *, late: int) -> None:
        for part, link in links:
            if link is not None and link.url:
                self._add(Phase.PART, Step(link.url, Role.PART, part.value, step.url), late=late)

    def _add_calls(self, step: Step, page: Page, column: ColumnPage) -> None:
        if column.state is ColumnState.SCRIPTED:
            for call in data_calls(page)[:CALLS]:
                self._add(Phase.BEHIND, Step(call.url, Role.DATA, step.label, step.url))

    def _add(self, phase: Phase, step: Step, *, late: int = 0) -> None:
        """Queue a step once. Within a phase the late ones come behind, else in the order of the pages."""
        if not is_visitable(step.url):
            return
        key = (step.role.value + (step.label if step.role is Role.PART else ""), address_key(step.url))
        if key in self._known:
            return
        self._known.add(key)
        self._count += 1
        heapq.heappush(self._waiting, (phase, late, self._count, step))

    def _still_wanted(self, step: Step) -> bool:
        """Limits and later knowledge decide when a step's turn has come, not when it was found."""
        if step.role is Role.NODE and (Role.COLUMN.value, address_key(step.url)) in self._known:
            return False
        if step.role in {Role.COLUMN, Role.NODE}:
            self.columns_left -= 1
            return self.columns_left >= 0
        if step.kind is ColumnKind.ANNUAL_REPORT:
            return self._reports.wants(step)
        if step.role is Role.PART:
            known = step.label in self._parts
            self._parts.add(step.label)
            return not known
        if step.role is Role.DETAIL and step.kind is ColumnKind.OTHER:
            if address_key(step.url) in self._dated or not self.details_left:
                return False
            self.details_left -= 1
        return True

    def _note_dates(self, items: Iterable[Item]) -> None:
        self._dated.update(address_key(item.url) for item in items if item.on)
