"""Sums that have to be equal, in one report and between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.reading.annual_report.applications import COLUMNS, parts
from crawler.reading.annual_report.form import AnnualReport, Identity, Number, Row, Table

ROUNDING = 1e-6  # amounts are printed with at most six places


def identity(name: str, left: Sequence[Number | None], right: Sequence[Number | None]) -> Identity:
    """Nothing is known of sums of which a term is untold."""
    sums = total(left), total(right)
    holds = None if sums[0] is None or sums[1] is None else abs(sums[0] - sums[1]) < ROUNDING
    return Identity(name, sums[0], sums[1], holds, tuple(left), tuple(right))


def total(terms: Sequence[Number | None]) -> Number | None:
    told = [term for term in terms if term is not None]
    return sum(told) if told and len(told) == len(terms) else None


def identities(tables: Sequence[Table], whole: bool) -> Iterator[Identity]:
    """All identities of tables three and four. ``whole``: no row of figures of table three is without a name."""
    for table in tables:
        if table.name == "table3":
            yield from balances(table, whole)
            yield from sums(table, whole)
            yield from (across(row) for row in table.rows)
        elif table.name == "table4":
            yield from (of_results(row) for row in table.rows)


def balances(table: Table, whole: bool) -> Iterator[Identity]:
    """第一项加第二项之和，等于第三项加第四项之和."""
    if not whole:
        table = Table(table.name, ())
    for column in COLUMNS:
        left = [table.number(row, column) for row in ("new", "carried_over")]
        right = [table.number(row, column) for row in ("total", "carried_forward")]
        yield identity(f"t3-identity:{column}", left, right)


def sums(table: Table, whole: bool) -> Iterator[Identity]:
    """The parts of 本年度办理结果 are 总计. Untold where a part is not there, or a row that may be one."""
    rows = parts(table) if whole else None
    for column in COLUMNS:
        terms = [row.number(column) for row in rows] if rows is not None else [None]
        yield identity(f"t3-sum:{column}", terms, [table.number("total", column)])


def across(row: Row) -> Identity:
    *kinds, all_kinds = (row.number(column) for column in COLUMNS)
    return identity(f"t3-cols:{row.name}", kinds, [all_kinds])


def of_results(row: Row) -> Identity:
    *results, all_results = (cell.number for cell in row.cells)
    return identity(f"t4-sum:{row.name}", results, [all_results])


def carry_over(this: AnnualReport, last: AnnualReport) -> tuple[Identity, ...]:
    """What a report takes over from the report of the year before (``ar-carry``).

    ``carry:requests``: 上年结转 = last year's 结转下年度; ``carry:rules`` and ``carry:normative_documents`` (layout of
    2021): 现行有效 = last year's + 制发 − 废止. Empty where the two are not of successive years.
    """
    if this.year is None or last.year is None or this.year != last.year + 1:
        return ()
    requests = identity("carry:requests", [this.carried_over], [last.carried_forward])
    documents = (in_force(this, last, row) for row in ("rules", "normative_documents"))
    return (requests, *(one for one in documents if one is not None))


def in_force(this: AnnualReport, last: AnnualReport, row: str) -> Identity | None:
    if this.format != "2021" or last.format != "2021":
        return None
    repealed = this.number("table2", row, "repealed")
    right = [
        last.number("table2", row, "in_force"),
        this.number("table2", row, "made"),
        None if repealed is None else -repealed,
    ]
    return identity(f"carry:{row}", [this.number("table2", row, "in_force")], right)
