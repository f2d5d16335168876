"""Gathers what a visit saw of a site's annual reports, page by page, until the fact can be put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from crawler.model import Digest, Fault, FaultKind, Target
from crawler.reading.annual_report.report import AnnualReport, read_annual_report, read_annual_report_file
from crawler.reading.columns.column import ColumnState
from crawler.reading.dates.published import DateSource, ReadDate, read_published
from crawler.reading.disclosure.column import Part
from crawler.reading.listings.listing import Item, Listing, page_count
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import Page
from crawler.reading.sites.annual import AnnualReports, PublishedReport, UnclearReport
from crawler.reading.sites.annual_lists import (
    Candidate,
    ReportList,
    candidates,
    choose,
    may_name_report,
    read_report_list,
    report_links,
)
from crawler.reading.sites.annual_titles import ReportTitle, Whose, flat
from crawler.reading.sites.seen import PATH_SEPARATOR, Seen, is_file
from crawler.reading.sites.site import DisclosureColumn

WHOLE = 2  # tables: from here on the page itself is the report, and no file is asked for more
FULL_PAGE = 10  # items: fewer are no full page of a list
FILLED = frozenset({ColumnState.LISTED, ColumnState.CHILDREN})


@dataclass(slots=True)
class _List:
    """One list with its further pages."""

    page: ReportList | None
    read: int = 1

    @property
    def whole(self) -> bool:
        if self.page is None or self.page.state not in FILLED or self.page.endless:
            return False
        if self.read < (self.page.pages or 1):
            return False
        return self.page.pages is not None or not _ends_newest(self.page.items)


@dataclass(slots=True)
class _Opened:
    """A report's own page or file, and what was attached to it."""

    report: AnnualReport | None = None
    published: ReadDate | None = None
    fault: Fault | None = None
    digests: list[Digest] = field(default_factory=list)

    def add(self, other: _Opened) -> None:
        """A file of the page: it counts where it holds more of the report than the page."""
        self.digests.extend(other.digests)
        if other.report is not None and (self.report is None or _worth(other.report) > _worth(self.report)):
            self.report, self.fault = other.report, None
        elif self.report is None:
            self.fault = self.fault or other.fault


def _worth(report: AnnualReport) -> tuple[int, int]:
    return len(report.tables), sum(section.found is True for section in report.sections)


@dataclass(slots=True)
class Shelf:
    """Grows with the lists of the 年报 part and the reports opened; holds no page."""

    target: Target
    lists: dict[str, _List] = field(default_factory=dict)  # by the address asked for
    wanted: set[str] = field(default_factory=set)  # sub-lists that were named
    places: dict[str, str] = field(default_factory=dict)  # where redirects ended → the address asked for
    found: dict[str, Candidate] = field(default_factory=dict)  # by address
    elsewhere: dict[str, Candidate] = field(default_factory=dict)  # named outside the lists, by address
    opened: dict[str, _Opened] = field(default_factory=dict)  # by the address asked for
    digests: list[Digest] = field(default_factory=list)
    on: date = date.min  # the monitoring day, as the pages know it

    def take_list(self, seen: Seen) -> None:
        """The part's own page, a sub-list of it, or a column of that kind."""
        key, page = address_key(seen.requested), seen.rendered or seen.page
        known = self.lists.get(key)
        if known is not None and known.page is not None:
            return
        self.digests.extend(seen.digests)
        if page is None:
            self.lists[key] = _List(None)
            return
        self.on = page.on
        name = seen.label.rpartition(PATH_SEPARATOR)[2]
        read = read_report_list(page, name, self.target)
        self.lists[key] = _List(read)
        self.places[address_key(page.url)] = key
        self.wanted.update(address_key(one.url) for one in read.sublists)
        self._note(read.items, inside=True)
        self._note(read.beside, inside=False)
        if read.state is ColumnState.PROSE:
            self._take_itself(page, seen)

    def take_elsewhere(self, items: Iterable[Item]) -> None:
        """Items and links of other pages: a report named there is not missing, whatever the lists hold."""
        for one in candidates(filter(may_name_report, items), self.target, inside=False):
            self.elsewhere.setdefault(address_key(one.item.url), one)

    def take_links(self, page: Page | None) -> None:
        """Links of a page that is no list of reports."""
        self.take_elsewhere(report_links(page) if page is not None else ())

    def _take_itself(self, page: Page, seen: Seen) -> None:
        """The part's page shows a report instead of a list of reports."""
        report = _report_on(page)
        if report is None or report.year is None:
            return
        key = address_key(page.url)
        title = ReportTitle(report.year, "", certain=True)
        item = Item(report.title or seen.label, page.url, None)
        self.found.setdefault(key, Candidate(item, title, Whose.IMPLIED))
        self.opened[key] = _Opened(report, read_published(page), None, list(seen.digests))

    def owns(self, via: str) -> bool:
        """The page at this address is one of the lists."""
        return self._list_at(via) is not None

    def _list_at(self, via: str) -> _List | None:
        key = address_key(via)
        return self.lists.get(self.places.get(key, key))

    def take_further(self, seen: Seen) -> None:
        """Page two and on of a list."""
        owner, page = self._list_at(seen.via), seen.rendered or seen.page
        if owner is None or page is None:
            return
        self.digests.extend(seen.digests)
        owner.read += 1
        self._note(read_report_list(page, "", self.target).items, inside=True)

    def take_data(self, via: str, listing: Listing, digests: Iterable[Digest]) -> None:
        """What a data call answered for a list that the page makes by script."""
        owner = self._list_at(via)
        if owner is None:
            return
        self.digests.extend(digests)
        self._note(listing.items, inside=True)
        if owner.page is not None and owner.page.state is ColumnState.SCRIPTED and listing.items:
            whole = listing.total is None or listing.total <= len(listing.items)
            pages = listing.pages if listing.total is None else None
            owner.page = ReportList(ColumnState.LISTED, pages=pages or (1 if whole else 2))

    def take_report(self, seen: Seen) -> None:
        """A report's own page, or a file that belongs to one."""
        opened = _open(seen, self.on)
        key = self.places.get(address_key(seen.via), address_key(seen.via))
        page = self.opened.get(key)
        asked = address_key(seen.requested)
        if page is not None and asked not in self.found and asked not in self.elsewhere:
            page.add(opened)
            return
        self.opened.setdefault(asked, opened)
        self.places.setdefault(address_key(seen.url), asked)

    def _note(self, items: Iterable[Item], *, inside: bool) -> None:
        for one in candidates(items, self.target, inside=inside):
            known = self.found.get(address_key(one.item.url))
            if known is None or (known.item.on is None and one.item.on is not None):
                self.found[address_key(one.item.url)] = one

    def fact(self, column: DisclosureColumn) -> AnnualReports:
        """The reports as the checks see them. Where there is surely no disclosure column, no part of it is there."""
        part = column.part(Part.ANNUAL_REPORT)
        no_column = not (column.entry or column.elsewhere or column.page_read) and column.entry_absence_proven
        found = [self._told(one) for one in self.found.values()]
        named = [*found, *self.elsewhere.values()]
        years = sorted({one.title.year for one in named if one.title.year}, reverse=True)
        reports = [report for year in years if (report := self._published(found, year)) is not None]
        captures = [digest for report in self.opened.values() for digest in report.digests]
        return AnnualReports(
            link=part.link,
            absence_proven=part.absence_proven or (no_column and part.link is None),
            state=part.state,
            fault=part.fault,
            reports=tuple(_with_likeness(reports)),
            unclear=tuple(UnclearReport(one.item, one.title.year) for one in found if _is_unclear(one)),
            complete=self._is_complete(),
            captures=tuple(dict.fromkeys((*self.digests, *captures))),
        )

    def _told(self, one: Candidate) -> Candidate:
        """A title without a year takes the year of the report it leads to."""
        opened = self.opened.get(address_key(one.item.url))
        if one.title.year or opened is None or opened.report is None or not opened.report.year:
            return one
        return replace(one, title=replace(one.title, year=opened.report.year))

    def _published(self, found: list[Candidate], year: int) -> PublishedReport | None:
        chosen = choose(found, year) or choose(self.elsewhere.values(), year)
        if not chosen:
            return None
        first = next((one for one in chosen if address_key(one.item.url) in self.opened), chosen[0])
        unopened = _Opened(fault=Fault(FaultKind.NOT_VISITED, "", first.item.url))
        opened = self.opened.get(address_key(first.item.url), unopened)
        shown = opened.published
        days = [one.item.on for one in chosen if one.item.on and one.item.source is not DateSource.ADDRESS]
        return PublishedReport(
            year, first.item.title, first.item.url, min(days, default=None), shown.on if shown else None,
            shown.source if shown else None, opened.report, opened.fault,
            tuple(one.item.url for one in chosen if not _is_copy(one, first)),
        )  # fmt: skip

    def _is_complete(self) -> bool:
        """Every list that was named was read whole, and none was made by a script nobody could follow."""
        return bool(self.lists) and all(one.whole for one in self.lists.values()) and self.wanted <= self.lists.keys()


def _ends_newest(items: Sequence[Item]) -> bool:
    """From old to new: where a list does not say how long it is, the newest may stand on a page nobody saw."""
    days = [item.on for item in items if item.on]
    return len(days) >= FULL_PAGE and days[0] < days[-1]


def _is_copy(one: Candidate, first: Candidate) -> bool:
    """The same report listed twice: same title, and no other day."""
    days = {one.item.on, first.item.on} - {None}
    return flat(one.item.title) == flat(first.item.title) and len(days) <= 1


def _is_unclear(one: Candidate) -> bool:
    """It may be the own report of a year that is not told, or that it only seems to be about."""
    if one.whose is Whose.OTHER:
        return False
    return one.title.year is None or not one.title.certain or one.whose in {Whose.OFFICE, Whose.UNCLEAR}


def _with_likeness(reports: list[PublishedReport]) -> Iterable[PublishedReport]:
    """Marks the days that several years share: a list moved to another system bears the day of the move."""
    days = [report.listed_on or report.shown_on for report in reports]
    for report, day in zip(reports, days, strict=True):
        shown = [other.shown_on for other in reports if other is not report and other.shown_on]
        alike = (day is not None and days.count(day) > 1) or (report.shown_on is not None and report.shown_on in shown)
        yield replace(report, alike=alike)


def _report_on(page: Page) -> AnnualReport | None:
    """A page's report. An article in several pages shows only its beginning."""
    report = read_annual_report(page)
    return replace(report, complete=False) if report is not None and (page_count(page) or 1) > 1 else report


def _open(seen: Seen, on: date) -> _Opened:
    """The report of one answer, be it a page or a file."""
    page, digests = seen.rendered or seen.page, list(seen.digests)
    if page is not None:
        return _Opened(_report_on(page), read_published(page), None, digests)
    if seen.fault is not None or not is_file(seen.body):
        return _Opened(fault=seen.fault or Fault(FaultKind.NOT_HTML, "", seen.url), digests=digests)
    read = read_annual_report_file(seen.body, seen.url, on=on)
    return _Opened(fault=read, digests=digests) if isinstance(read, Fault) else _Opened(read, digests=digests)
