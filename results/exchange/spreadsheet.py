"""Sheets as an XLSX file, row by row: what is written is never held. The same sheets give the same bytes."""

from __future__ import annotations

import io
import math
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.writer.excel import ExcelWriter

from crawler.clock import CHINA
from results.archive import SteadyArchive
from results.tables import harmless
from results.text import words

LONGEST = 32_767  # characters of one cell: no program reads more
MOST_ROWS = 1_048_576  # of one sheet, its headings included
MOST_DIGITS = 10**15  # greater numbers lose digits in a spreadsheet, and become text
DAY, INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001  files know no zone
HEAD = PatternFill("solid", fgColor="E4EAF1")
CHUNK = 1 << 16  # bytes
READABLE = 200  # characters across a printed page; what is wider goes over several
LINE_PT, HIGHEST_PT = 15, 409  # of a row
NAME_LENGTH = 31  # of a sheet
Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, headings with their widths in characters, and rows that may come one by one.

    Text stays text whatever it begins with; instants must be aware and are shown in China time.
    """

    name: str
    headings: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet], title: str = "", at: datetime = EPOCH) -> bytes:
    """The sheets as a file in memory: for what is known to be small."""
    file = io.BytesIO()
    write(file, sheets, title, at)
    return file.getvalue()


def write(file: BinaryIO, sheets: Iterable[Sheet], title: str = "", at: datetime = EPOCH) -> None:
    """The sheets into a file. Each is taken when the one before it is written; rows are held one at a time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title or None
    with ExitStack() as held:
        bodies = [body for sheet in sheets for body in _parts(book, sheet, held)]
        frame = packed(book, at)
        with (
            zipfile.ZipFile(io.BytesIO(frame)) as source,
            SteadyArchive(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            filled = {sheet.path[1:]: body for sheet, body in zip(book.worksheets, bodies, strict=True)}
            for name in source.namelist():
                part, body = source.read(name), filled.get(name)
                archive.stream(name, _filled(part, body), len(part) + (body.tell() if body else 0))


def packed(book: Workbook, at: datetime) -> bytes:
    """A workbook as a file that says it was made at ``at``."""
    file = io.BytesIO()
    book.properties.creator = book.properties.lastModifiedBy = "spotcheck"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    # Workbook.save would put down the hour it packs.
    ExcelWriter(book, SteadyArchive(file, "w", zipfile.ZIP_DEFLATED)).save()
    return file.getvalue()


def _filled(frame: bytes, body: BinaryIO | None) -> Iterator[bytes]:
    """A part of the file; a sheet with its rows under its headings."""
    if body is None:
        yield frame
        return
    before, end, after = frame.partition(b"</sheetData>")
    yield before
    body.seek(0)
    while chunk := body.read(CHUNK):
        yield chunk
    yield end + after


def _parts(book: Workbook, sheet: Sheet, held: ExitStack) -> Iterator[BinaryIO]:
    """Rows of a sheet as they will stand in the file; of several where they are too many for one."""
    rows, number = iter(sheet.rows), 1
    while True:
        part = _begun(book, sheet, number)
        body = held.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  the stack closes it
        maker, last = _Maker(part, [width for _, width in sheet.headings]), 1
        for last, row in enumerate(islice(rows, MOST_ROWS - 1), 2):
            body.write(maker.row(last, row).encode())
        part.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{last}"
        yield body
        left = next(rows, None)
        if left is None:
            return
        rows, number = chain([left], rows), number + 1


def _begun(book: Workbook, sheet: Sheet, number: int) -> Any:
    """A sheet with its headings and without rows."""
    further = str(words("exchange")["further"]).format(number=number) if number > 1 else ""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", sheet.name)[: NAME_LENGTH - len(further)] + further
    part = book.create_sheet(name)
    part.freeze_panes = "A2"
    for column, (text, width) in enumerate(sheet.headings, 1):
        part.column_dimensions[get_column_letter(column)].width = width
        cell = part.cell(1, column, harmless(text))
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    part.page_setup.orientation, part.page_setup.paperSize = "landscape", part.PAPERSIZE_A4
    if sum(width for _, width in sheet.headings) <= READABLE:
        part.page_setup.fitToWidth, part.page_setup.fitToHeight = 1, 0
        part.sheet_properties.pageSetUpPr.fitToPage = True
    part.print_title_rows = "1:1"
    return part


class _Maker:
    """Rows as the file has them. A library that makes an object of each cell takes ten times as long."""

    def __init__(self, part: Any, widths: Sequence[float]) -> None:
        self.columns = [(get_column_letter(number), width) for number, width in enumerate(widths, 1)]
        self.text, self.day, self.instant = (_look(part, form) for form in ("General", DAY, INSTANT))

    def row(self, number: int, row: Sequence[Cell]) -> str:
        both = list(zip(self.columns, row, strict=True))
        lines = max((_lines(value, width) for (_, width), value in both if isinstance(value, str)), default=1)
        cells = "".join(self.cell(f"{letter}{number}", value) for (letter, _), value in both)
        return f'<row r="{number}" ht="{min(lines * LINE_PT, HIGHEST_PT)}" customHeight="1">{cells}</row>'

    def cell(self, place: str, value: Cell) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, datetime):
            return f'<c r="{place}" s="{self.instant}"><v>{to_excel(_naive(value))}</v></c>'
        if isinstance(value, date):
            return f'<c r="{place}" s="{self.day}"><v>{to_excel(value)}</v></c>'
        if _is_number(value):
            return f'<c r="{place}" s="{self.text}"><v>{value!r}</v></c>'
        text = escape(_text(value))
        return f'<c r="{place}" s="{self.text}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _lines(text: str, width: float) -> int:
    """Lines a text takes in its column; not every program makes rows as high as their text when it opens a file."""
    room = max(1, int(width) - 1)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, -(-len(line.encode("gbk", "replace")) // room)) for line in text[:LONGEST].split("\n"))


def _is_number(value: Cell) -> bool:
    """Whether a spreadsheet holds it as a number, to the last digit."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) < MOST_DIGITS


def _look(part: Any, form: str) -> int:
    """The number of a look among the workbook's own."""
    cell = WriteOnlyCell(part)
    cell.alignment, cell.number_format = Alignment(vertical="top", wrap_text=True), form
    return int(cell.style_id)


def _naive(at: datetime) -> datetime:
    """An instant as a file knows it: without a zone, in China time."""
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return at.astimezone(CHINA).replace(tzinfo=None)


def _text(value: Cell) -> str:
    """Text that runs nothing; of what is too long for a cell the beginning, and that it is cut."""
    kept = harmless(value)
    if 2 * len(kept) <= LONGEST:
        return kept
    units = kept.encode("utf-16-le")  # as programs count: a rare character takes two
    if len(units) <= 2 * LONGEST:
        return kept
    mark = str(words("exchange")["cut"])
    return units[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark
