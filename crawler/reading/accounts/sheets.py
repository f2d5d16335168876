"""Spreadsheets as platforms export them: sheets of lines, dates as dates, merged cells filled, formulas as text.

Nothing is calculated and nothing is cut: a file that is too large is refused as a whole.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from typing import Any

import openpyxl

from crawler.errors import InputError
from crawler.lexicon import load
from crawler.model import Fault
from crawler.reading.guard import attempt
from crawler.sheets import decoded

MOST_BYTES = 20_000_000
MOST_UNPACKED = 120_000_000  # bytes of a workbook's parts, unpacked
MOST_LINES = 100_000
MOST_CELLS = 3_000_000
MOST_MERGED = 300_000  # cells in merged ranges; openpyxl makes each of them
MERGED = re.compile(rb'<(?:\w{1,9}:)?mergeCell\s[^>]{0,99}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
LETTERS = 26
OLD_FORMATS = (b"\xd0\xcf\x11\xe0", b"<", b"{\\rtf", b"%PDF")
HEAD_LINES = 30  # among which the delimiter is looked for

Cell = str | datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet. ``links`` holds the addresses behind cells, by position."""

    number: int
    cells: tuple[Cell, ...]
    links: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(cell if isinstance(cell, datetime) else cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """``epoch`` is what the workbook counts its days from; None in a CSV file."""

    name: str
    lines: tuple[Line, ...]
    epoch: datetime | None = None


def refusal(key: str, *, file: str, line: int = 0, value: str = "", **words: object) -> InputError:
    """What is wrong with a file, in the words of ``crawler/lexicon/exports.toml``."""
    says = load("exports")["says"]
    return InputError(says[key].format(**words), file=file, line=line, value=value, next_step=says[f"{key}-next"])


def read_sheets(body: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet that holds anything. Raises InputError, and nothing else, for what is no table."""
    if not body.strip(b"\x00\r\n\t ,;"):
        raise refusal("empty", file=name)
    if len(body) > MOST_BYTES:
        raise refusal("too-large", file=name, detail=f"{len(body)} > {MOST_BYTES} B")
    if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(OLD_FORMATS):
        raise refusal("old-format", file=name)
    if not body.startswith(b"PK\x03\x04"):
        return (_csv(body, name),)
    excess = attempt(partial(_excess, body), name, ())
    if excess and not isinstance(excess, Fault):
        raise refusal("too-large", file=name, detail=excess)
    sheets = excess if isinstance(excess, Fault) else attempt(partial(_workbook, body), name, ())
    if isinstance(sheets, Fault):  # openpyxl meets broken files with exceptions of every kind
        raise refusal("unreadable", file=name, detail=sheets.detail)
    if isinstance(sheets, str):
        raise refusal("too-large", file=name, detail=sheets)
    return sheets


def _excess(body: bytes) -> str:
    """What of a workbook is too large to be opened; empty where nothing is."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        size = sum(part.file_size for part in packed.infolist())
        if size > MOST_UNPACKED:
            return f"{size} > {MOST_UNPACKED} B"
        merged = sum(
            (_column(end) - _column(first) + 1) * (int(bottom) - int(top) + 1)
            for part in packed.infolist()
            if "worksheets/" in part.filename
            for first, top, end, bottom in MERGED.findall(packed.read(part))
        )
    return f"{merged} > {MOST_MERGED}" if merged > MOST_MERGED else ""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - 64
    return number


def _workbook(body: bytes) -> tuple[Sheet, ...] | str:
    book = openpyxl.load_workbook(io.BytesIO(body), data_only=False, keep_links=False)
    cells = sum(sheet.max_row * sheet.max_column for sheet in book.worksheets)
    longest = max((sheet.max_row for sheet in book.worksheets), default=0)
    if cells > MOST_CELLS:
        return f"{cells} > {MOST_CELLS}"
    if longest > MOST_LINES:
        return f"{longest} > {MOST_LINES}"
    return tuple(Sheet(sheet.title, tuple(_lines(sheet)), book.epoch) for sheet in book.worksheets)


def _lines(sheet: Any) -> Iterator[Line]:
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for number, row in enumerate(sheet.iter_rows(), 1):
        values = [sheet.cell(*merged[number, at]) if (number, at) in merged else cell for at, cell in enumerate(row, 1)]
        links = {
            at: str(cell.hyperlink.target)
            for at, cell in enumerate(values)
            if getattr(cell, "hyperlink", None) and cell.hyperlink.target
        }
        line = Line(number, tuple(_cell(cell.value) for cell in values), links)
        if not line.is_empty:
            yield line


def _cell(value: object) -> Cell:
    """A cell as a person sees it. A formula stays the text it is: what it would come to, nobody has seen."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value) or "")


def _csv(body: bytes, name: str) -> Sheet:
    text = decoded(body).replace("\x00", "")
    head = list(islice(io.StringIO(text), HEAD_LINES))
    delimiter = max(",\t;|", key=lambda sign: sum(line.count(sign) for line in head))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    lines: list[Line] = []
    last = 0
    try:
        for cells in reader:
            line = Line(last + 1, tuple(cells))
            last = reader.line_num
            if not line.is_empty:
                lines.append(line)
            if len(lines) > MOST_LINES:
                raise refusal("too-large", file=name, line=last, detail=f"> {MOST_LINES}")
    except csv.Error as error:
        raise refusal("unreadable", file=name, line=reader.line_num, detail=error) from error
    return Sheet("", tuple(lines))


def strings(cells: Sequence[Cell]) -> list[str]:
    """The cells as plain text, for looking at words."""
    return [cell.isoformat(" ") if isinstance(cell, datetime) else " ".join(cell.split()) for cell in cells]
