"""Findings as CSV and JSON lines, piece by piece, and as a table for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from crawler.errors import printable
from results.tables import csv_lines
from results.text import plain, words

COLUMNS = (
    "id", "run", "target", "indicator", "outcome", "reason", "message", "data", "subjects", "captures",
    "observed_at", "monitored_on", "decision", "conclusion", "withdrawn", "exemption", "words",
)  # fmt: skip


def as_csv(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield from csv_lines(_cells(records))


def _cells(records: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[Any]]:
    yield COLUMNS
    for record in records:
        yield [_compact(record[name]) for name in COLUMNS]


def _compact(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def as_json_lines(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def as_table(records: Iterable[Mapping[str, Any]]) -> Table:
    """A terminal's table is as wide as its widest cell, so this one holds them all."""
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
