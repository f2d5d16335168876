"""Spreadsheets a person hands in: rows of text out of CSV and XLSX, whatever program wrote them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from crawler.disk import in_words
from crawler.errors import InputError
from crawler.lexicon import say


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that is not empty."""
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        source = _xlsx_rows(path)
    elif suffix in {".csv", ".txt", ""}:
        source = _csv_rows(path)
    else:
        raise InputError(say("inventory.bad-format"), file=str(path), next_step=say("inventory.bad-format-next"))
    return ((line, cells) for line, cells in source if any(cell.strip() for cell in cells))


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
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise _unreadable(path, error, reader.line_num) from error


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, [_cell(value) for value in row]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, SyntaxError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception, line: int = 0) -> InputError:
    problem = say("inventory.unreadable", detail=_detail(error))
    return InputError(problem, file=str(path), line=line, next_step=say("inventory.unreadable-next"))


def _cell(value: object) -> str:
    """A cell as a person sees it: Excel keeps codes as floating-point numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _detail(error: Exception) -> str:
    return in_words(error) if isinstance(error, OSError | UnicodeError) else say("inventory.damaged")
