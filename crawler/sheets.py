"""Spreadsheets a person hands in: rows of text out of CSV and XLSX, whatever program wrote them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from crawler.errors import InputError
from crawler.lexicon import say

TOP_LINES = 15
MERGED = b"<mergeCell "
MERGED_LIMIT = 64 << 20  # bytes of a worksheet whose merged cells are looked for: above, cells are read one by one


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as (line, cells) of every row that is not empty. ``name`` is empty where the file has one sheet only."""

    name: str
    rows: Sequence[tuple[int, list[str]]]


def tables(path: Path) -> list[Table]:
    """The sheets of a file, hidden ones left out. A cell merged over rows holds for each of them."""
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return _xlsx_tables(path)
    if suffix in {".csv", ".txt", ""}:
        return [Table("", _filled(_csv_rows(path)))]
    raise InputError(say("inventory.bad-format"), file=str(path), next_step=say("inventory.bad-format-next"))


def _filled(source: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    return [(line, cells) for line, cells in source if any(cell.strip() for cell in cells)]


def decoded(body: bytes) -> str:
    """A text file as Windows, macOS or Linux saves it."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = decoded(path.read_bytes())
    top = "\n".join(text.split("\n", TOP_LINES)[:TOP_LINES])  # a title above the header holds none
    delimiter = max(",;\t", key=top.count)
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise _unreadable(path, error, reader.line_num) from error


def _xlsx_tables(path: Path) -> list[Table]:
    try:
        book = openpyxl.load_workbook(path, read_only=not _has_merged(path), data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        found = [Table(sheet.title if len(sheets) > 1 else "", _filled(_sheet_rows(sheet))) for sheet in sheets]
        book.close()
    except (
        InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, SyntaxError, TypeError,
        AttributeError,
    ) as error:  # fmt: skip
        raise _unreadable(path, error) from error
    return found


def _has_merged(path: Path) -> bool:
    """Whether a worksheet merges cells; only then it is read whole, which takes more memory."""
    with zipfile.ZipFile(path) as parts:
        names = [one for one in parts.infolist() if one.filename.startswith("xl/worksheets/")]
        if any(one.file_size > MERGED_LIMIT for one in names):
            return False
        return any(MERGED in parts.read(one) for one in names if not one.is_dir())


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    above = dict(_merged_down(sheet))
    for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
        yield line, [_cell(above.get((line, place), value)) for place, value in enumerate(row, 1)]


def _merged_down(sheet: Any) -> Iterator[tuple[tuple[int, int], object]]:
    """(line, column) → what the cell merged over it holds, in one column: a merger over columns is a heading."""
    merged = getattr(sheet, "merged_cells", None)
    for area in merged.ranges if merged else ():
        if area.min_col == area.max_col:
            held = sheet.cell(area.min_row, area.min_col).value
            yield from (((line, area.min_col), held) for line in range(area.min_row + 1, area.max_row + 1))


def _unreadable(path: Path, error: Exception, line: int = 0) -> InputError:
    problem = say("inventory.unreadable", detail=error)
    return InputError(problem, file=str(path), line=line, next_step=say("inventory.unreadable-next"))


def _cell(value: object) -> str:
    """A cell as a person sees it: Excel keeps codes as floating-point numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
