"""The annual reports on disclosure that a site publishes, as the checks see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.model import Digest, Fault
from crawler.reading.annual_report.report import AnnualReport
from crawler.reading.columns.column import ColumnState
from crawler.reading.dates.published import DateSource
from crawler.reading.disclosure.column import LabelledLink
from crawler.reading.listings.listing import Item


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """One year's report of the site's own organ, as it is listed and as its own page shows it."""

    year: int  # reported on, by the title
    title: str
    url: str
    listed_on: date | None = None
    shown_on: date | None = None  # by its own page
    shown_by: DateSource | None = None
    report: AnnualReport | None = None  # None: not opened, or no report could be read there
    fault: Fault | None = None
    others: tuple[str, ...] = ()  # addresses of further reports of the same year that may be the organ's
    alike: bool = False  # reports of other years bear the same day: more likely the day the site was moved


@dataclass(frozen=True, slots=True)
class UnclearReport:
    """A listed item that may be the organ's report; ``year`` is None where the title does not tell it."""

    item: Item
    year: int | None


@dataclass(frozen=True, slots=True)
class AnnualReports:
    """The 年报 part of the disclosure column, with every list below it, and the newest reports opened."""

    link: LabelledLink | None
    absence_proven: bool  # with link None: the column page was read whole and shows no such part
    state: ColumnState | None = None
    fault: Fault | None = None
    reports: tuple[PublishedReport, ...] = ()  # newest year first, one a year
    unclear: tuple[UnclearReport, ...] = ()
    complete: bool = False  # every page of every list was read
    captures: tuple[Digest, ...] = ()

    def of(self, year: int) -> PublishedReport | None:
        return next((one for one in self.reports if one.year == year), None)
