"""Tables whose writer leaves every zero empty: there an empty cell tells as much as a printed one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.reading.annual_report.applications import COLUMNS, parts
from crawler.reading.annual_report.form import Cell, Number, Row, Table
from crawler.reading.annual_report.words import squeeze

FEWEST_EMPTY = 5
SUM = "total"  # the name of the column, and of the row, that holds sums


def with_zeros(tables: Sequence[Table], told: bool) -> Iterator[Table]:
    """The tables with zeros in their empty cells, where none of tables three and four prints a zero.

    A cell for a sum stays untold where its sum is not zero: some fill in the parts only. ``told``: no row of table
    three lost its figures on the way.
    """
    counted = [table for table in tables if table.name != "table2"]
    cells = [cell for table in counted for row in table.rows for cell in row.cells]
    empty = sum(not squeeze(cell.text) for cell in cells)
    spared = told and FEWEST_EMPTY <= empty < len(cells) and not any(cell.number == 0 for cell in cells)
    for table in tables:
        yield filled(table) if spared and table in counted else table


def filled(table: Table) -> Table:
    rows = tuple(across(row) if row.name != SUM else row for row in table.rows)
    if table.name == "table3":
        return below(Table(table.name, rows))
    return Table(table.name, rows)


def across(row: Row) -> Row:
    """The kinds of a row as zeros where empty, and their sum where it is zero too."""
    kinds = [zero(cell) for cell in row.cells[:-1]]
    last = row.cells[-1]
    return replace(row, cells=(*kinds, zero(last) if not any(cell.number for cell in kinds) else last))


def below(table: Table) -> Table:
    """Table three with zeros in the row of sums, where the column above holds nothing."""
    addends = parts(table)
    total = next((row for row in table.rows if row.name == SUM), None)
    if addends is None or total is None:
        return table
    nothing = {column for column in COLUMNS if not any(row.number(column) for row in addends) and column != SUM}
    cells = [zero(cell) if cell.column in nothing else cell for cell in total.cells[:-1]]
    whole = [zero(total.cells[-1])] if not any(cell.number for cell in cells) else [total.cells[-1]]
    row = replace(total, cells=(*cells, *whole))
    return Table(table.name, tuple(row if one is total else one for one in table.rows))


def zero(cell: Cell) -> Cell:
    number: Number | None = 0 if not squeeze(cell.text) else cell.number
    return replace(cell, number=number)
