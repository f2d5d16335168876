"""Findings and lists as files that people open: CSV, JSON lines, and a table for a terminal."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.errors import printable
from results.text import plain, words

COLUMNS = (
    "id", "run", "target", "indicator", "outcome", "reason", "message", "data", "subjects", "captures",
    "observed_at", "monitored_on", "decision", "conclusion", "withdrawn", "exemption", "words",
)  # fmt: skip
WIDE = 160  # columns of a table that goes into a file
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """CSV as spreadsheets expect it: byte order mark, CRLF, and no cell that would run as a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return f"\ufeff{file.getvalue()}"


def harmless(value: Any) -> str:
    """A cell that no spreadsheet runs as a formula, without signs that drive anything."""
    text = "" if value is None else str(value)
    kept = "".join(char for char in text if char in "\n\t" or char.isprintable())
    return f"'{kept}" if kept.startswith(_FORMULA) else kept


def findings_csv(records: Iterable[Mapping[str, Any]]) -> str:
    rows = [[_compact(record[name]) for name in COLUMNS] for record in records]
    return csv_text([COLUMNS, *rows])


def _compact(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def findings_jsonl(records: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False)


def findings_table(records: Iterable[Mapping[str, Any]]) -> Table:
    headings: Mapping[str, str] = words("letter")["findings"]
    table = Table(box=box.SIMPLE)
    for name, heading in headings.items():
        table.add_column(heading, overflow="fold", no_wrap=name == "id")
    for record in records:
        shown = {**record, "decision": _concluded(record)}
        table.add_row(*(Text(printable(plain(str(shown[name]), 200))) for name in headings))
    return table


def _concluded(record: Mapping[str, Any]) -> str:
    """What people concluded, and that it was upheld once where it is no longer."""
    name = str(words("review")["conclusions"][record["conclusion"]])
    name += str(words("review")["withdrawn"]) if record["withdrawn"] else ""
    return name + (str(words("review")["explained"]).format(number=record["exemption"]) if record["exemption"] else "")


def show(headings: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A table of rows under their headings: as wide as the terminal, or wide into a file."""
    table = Table(box=box.SIMPLE)
    for heading in headings.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(plain(str(row[name]), 200))) for name in headings))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
