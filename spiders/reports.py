"""Which annual reports a visit opens: lists first, then the newest years' reports of the site's own organ. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from crawler.config import Gather
from crawler.model import Role, Target
from crawler.reading.annual_report.report import read_annual_report
from crawler.reading.columns.column import ColumnKind, ColumnState
from crawler.reading.listings.listing import Item, next_pages
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import Page
from crawler.reading.sites.annual_lists import (
    Candidate,
    candidates,
    choose,
    read_report_list,
    report_files,
    report_links,
)
from crawler.reading.sites.annual_shelf import WHOLE
from crawler.reading.sites.annual_titles import Whose, pattern
from crawler.reading.sites.seen import PATH_SEPARATOR
from spiders.steps import Step

NEWEST_YEARS = 3  # last year's report may not be out yet; then the two before it tell of what was carried over
UNDATED = 2  # reports without a year in their title that are opened to learn it
AFTER_LISTS = 1000  # a report's turn comes when the lists were read

Late = tuple[Step, int]


@dataclass(slots=True)
class ReportSearch:
    """Takes the pages of the 年报 part and names the steps that follow, each with how late it comes."""

    target: Target
    limits: Gather
    on: date
    lists_left: int = 0
    lists: set[str] = field(default_factory=set)
    found: dict[str, Candidate] = field(default_factory=dict)
    elsewhere: dict[str, Candidate] = field(default_factory=dict)  # named on a page that is no list of reports
    undated_left: int = UNDATED

    def __post_init__(self) -> None:
        self.lists_left = self.limits.report_lists

    def learn_list(self, step: Step, page: Page) -> Iterator[Late]:
        """The part's own page or a list below it."""
        self.lists |= {address_key(step.url), address_key(page.url)}
        read = read_report_list(page, step.path[-1], self.target)
        yield from self.learn_items((*read.items, *read.beside), step)
        if read.state is ColumnState.PROSE and read_annual_report(page) is None:
            for url in report_files(page)[: self.limits.report_files]:
                yield Step(url, Role.REPORT, step.path[-1], step.url, kind=ColumnKind.ANNUAL_REPORT), AFTER_LISTS
        for url in next_pages(page, self.limits.list_pages - 1):
            yield Step(url, Role.LIST, step.label, step.url, kind=ColumnKind.ANNUAL_REPORT), 0
        for place, sub in enumerate(sorted(read.sublists, key=lambda one: self._rank(one.label))):
            label = f"{step.label}{PATH_SEPARATOR}{sub.label}"
            yield Step(sub.url, Role.REPORT_LIST, label, step.url, step.depth + 1, ColumnKind.ANNUAL_REPORT), 1 + place

    def learn_further(self, step: Step, page: Page) -> Iterator[Late]:
        """Page two and on of a list."""
        if address_key(step.via) in self.lists:
            read = read_report_list(page, step.path[-1], self.target)
            yield from self.learn_items(read.items, step)

    def learn_items(self, items: Iterable[Item], step: Step) -> Iterator[Late]:
        """What a list holds; ``step`` led to the list, or to the data behind it."""
        for one in candidates(items, self.target, inside=True):
            self.found.setdefault(address_key(one.item.url), one)
            if one.whose <= Whose.OFFICE and one.title.certain:
                via = step.via if step.role in {Role.DATA, Role.LIST} else step.url
                report = Step(one.item.url, Role.REPORT, one.item.title, via, kind=ColumnKind.ANNUAL_REPORT)
                late = NEWEST_YEARS if one.whose is Whose.OFFICE else 0  # the government's own comes first
                yield report, AFTER_LISTS + late + self.on.year - (one.title.year or self.on.year - NEWEST_YEARS)

    def learn_links(self, step: Step, page: Page) -> Iterator[Late]:
        """A page that holds the part itself or names reports: opened where no list holds the year's."""
        for one in candidates(report_links(page), self.target, inside=False):
            self.elsewhere.setdefault(address_key(one.item.url), one)
            report = Step(one.item.url, Role.REPORT, one.item.title, step.url, kind=ColumnKind.ANNUAL_REPORT)
            yield report, AFTER_LISTS + NEWEST_YEARS + self.on.year - (one.title.year or self.on.year)

    def learn_report(self, step: Step, page: Page) -> Iterator[Late]:
        """A report's own page: the files it was published as, where the page is not the whole report."""
        report = read_annual_report(page)
        key = address_key(step.url)
        if (report is not None and len(report.tables) >= WHOLE) or not (key in self.found or key in self.elsewhere):
            return
        for url in report_files(page)[: self.limits.report_files]:
            yield Step(url, Role.REPORT, step.label, step.url, kind=ColumnKind.ANNUAL_REPORT), AFTER_LISTS

    def is_list(self, url: str) -> bool:
        return address_key(url) in self.lists

    def wants(self, step: Step) -> bool:
        """Lists until the newest reports are found; of the reports the newest years' likeliest, and their files."""
        if not self.limits.reports:
            return False
        if step.role is Role.REPORT:
            return self._wants_report(step)
        if len(self._chosen()) >= self.limits.reports and self._chosen()[0] == self.on.year - 1:
            return False
        self.lists_left -= step.role is Role.REPORT_LIST
        return self.lists_left >= 0

    def _wants_report(self, step: Step) -> bool:
        key = address_key(step.url)
        known = self.found.get(key) or self.elsewhere.get(key)
        if known is None:
            return True  # a file of a report that was opened
        if known.title.year is None:
            self.undated_left -= 1
            return self.undated_left >= 0 and not self._chosen()
        chosen = self._of(known.title.year)
        first = next(iter(chosen), None)
        is_first = first is not None and address_key(first.item.url) == key
        return is_first and known.title.year in self._chosen()[: self.limits.reports]

    def _chosen(self) -> list[int]:
        """The newest years of which a report of the own organ is known."""
        newest = range(self.on.year - 1, self.on.year - 1 - NEWEST_YEARS, -1)
        return [year for year in newest if self._of(year)]

    def _of(self, year: int) -> list[Candidate]:
        return choose(self.found.values(), year) or choose(self.elsewhere.values(), year)

    def _rank(self, label: str) -> tuple[bool, bool, int]:
        """The lists of the last years and of the own organ come first."""
        year = pattern("title", "year").search(label)
        own = pattern("list", "own_list").search(label) is not None
        return not own, year is None, -int(year[1]) if year else 0
