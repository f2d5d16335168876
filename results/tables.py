"""Lists as people open them: CSV text for spreadsheets, and a table for a terminal."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.errors import printable
from results.text import plain

WIDE = 160  # columns of a table that goes into a file
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """CSV as spreadsheets expect it: byte order mark, CRLF, and no cell that would run as a formula."""
    return "".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The same piece by piece."""
    yield "\ufeff"
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        yield file.getvalue()
        file.seek(0)
        file.truncate()


def harmless(value: Any) -> str:
    """A cell that no spreadsheet runs as a formula, without signs that drive anything."""
    text = "" if value is None else str(value)
    kept = text if text.isprintable() else "".join(char for char in text if char in "\n\t" or char.isprintable())
    return f"'{kept}" if kept.startswith(_FORMULA) else kept


def show(headings: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A table of rows under their headings: as wide as the terminal, or wide into a file."""
    table = Table(box=box.SIMPLE)
    for heading in headings.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(plain(str(row[name]), 200))) for name in headings))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
