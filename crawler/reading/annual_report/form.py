"""An annual report as values: what the reader of this package gives, and what the checks are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Number = int | float  # an int wherever the printed figure is whole

Format = Literal["2019", "2021"]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections, in their order: ``found`` is None where the report was cut before it could stand."""

    number: int  # 1 to 6
    name: str  # overview, proactive, requests, disputes, problems, other
    title: str | None  # the heading as printed, blanks taken out
    found: bool | None


@dataclass(frozen=True, slots=True)
class Topic:
    """One of the five topics of 总体情况: proactive, on_request, management, platforms, supervision."""

    name: str
    found: bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """``number`` is None for an empty cell and for one without a figure; a mark for nothing ("/", "—", 无) is 0.

    An empty cell is 0 in a table that prints no zero anywhere, unless it should hold a sum that is not 0.
    """

    column: str
    number: Number | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str  # stable English name, see crawler/lexicon/annual_report.toml
    label: str  # as printed, normalised
    cells: tuple[Cell, ...]

    def number(self, column: str) -> Number | None:
        return next((cell.number for cell in self.cells if cell.column == column), None)


@dataclass(frozen=True, slots=True)
class Table:
    """``table2`` (主动公开), ``table3`` (申请, a column for each kind of applicant) or ``table4`` (复议、诉讼)."""

    name: str
    rows: tuple[Row, ...]

    def number(self, row: str, column: str) -> Number | None:
        return next((one.number(column) for one in self.rows if one.name == row), None)


@dataclass(frozen=True, slots=True)
class Identity:
    """Two sums that have to be equal. None where a figure could not be told: then nothing is known of ``holds``.

    ``name`` is ``rule:place``: ``t3-identity:total``, ``t3-sum:natural_person``, ``t3-cols:new``,
    ``t4-sum:reconsideration``, ``carry:requests``, ``carry:rules``.
    """

    name: str
    left: Number | None
    right: Number | None
    holds: bool | None
    left_terms: tuple[Number | None, ...] = ()
    right_terms: tuple[Number | None, ...] = ()

    @property
    def rule(self) -> str:
        return self.name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class TextFigure:
    """A count in the prose and the cell that tells the same. Another number is to be explained, never an error."""

    what: str  # requests_received, requests_handled, reconsiderations, lawsuits
    number: int
    sentence: str
    cell: str  # "table3:new:total"; several joined by "+" where the cells are added
    in_table: Number | None

    @property
    def agrees(self) -> bool | None:
        return None if self.in_table is None else self.in_table == self.number


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """What one report says. Reports of years before 2019 follow an older outline: look at ``year`` before judging."""

    url: str
    year: int | None  # the year reported on, not the year of publishing
    format: Format | None  # layout of the tables
    organ: str | None
    title: str | None
    sections: tuple[Section, ...]  # always six
    topics: tuple[Topic, ...]  # always five
    tables: tuple[Table, ...]  # those found
    identities: tuple[Identity, ...]
    figures: tuple[TextFigure, ...] = ()
    text: str = ""  # the prose without tables, normalised, for comparing reports
    source: str = "html"  # html, pdf, docx, text
    complete: bool = True  # False where the body was cut: nothing missing is proven

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.name == name), None)

    def number(self, table: str, row: str, column: str) -> Number | None:
        found = self.table(table)
        return found.number(row, column) if found else None

    @property
    def carried_over(self) -> Number | None:
        """上年结转政府信息公开申请数量, all applicants."""
        return self.number("table3", "carried_over", "total")

    @property
    def carried_forward(self) -> Number | None:
        """结转下年度继续办理, all applicants."""
        return self.number("table3", "carried_forward", "total")
