"""The spreadsheet for deciding many findings: a protected sheet with two open columns, and a check on every row.

The check binds a row to its finding and to the decision that was current when the sheet was written, so that edited
numbers, shifted rows, other people's sheets and words said since are recognised when it comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from crawler.model import Finding
from results.exchange.spreadsheet import packed
from results.review.queue import Waiting
from results.review.words import say
from results.rows import instant
from results.tables import harmless
from results.text import plain, words

LONGEST = 2000  # characters of one cell
WIDTHS = {"id": 8, "name": 22, "owner": 22, "title": 16, "weight": 12, "outcome": 12, "message": 52, "url": 30,
          "evidence": 24, "state": 22, "word": 11, "reason": 34, "run": 20, "check": 20}  # fmt: skip
LINE_PT, MOST_LINES = 14.5, 27  # a spreadsheet's row is at most 409 points high
OPEN_COLUMNS, HIDDEN = ("word", "reason"), ("run", "check")
LINE = Side(style="thin", color="C9D1DC")
HEAD, OPEN = PatternFill("solid", fgColor="E4EAF1"), PatternFill("solid", fgColor="FFF6DC")


def headings() -> dict[str, str]:
    """Column → its heading, in order."""
    found: dict[str, str] = words("review")["desk"]["headings"]
    return found


def check_of(finding: Finding, decision: int) -> str:
    """What a row carries: the number of the decision it knew of (0: none), and a hash that binds the row to both."""
    said = (finding.run, finding.id, finding.target, finding.indicator, finding.message, instant(finding.observed_at))
    text = "\n".join(map(str, (*said, decision)))
    return f"{decision}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:24]}"


def workbook(waiting: Sequence[Waiting], at: datetime) -> bytes:
    """The sheet of a queue, and one that says how to fill it in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = say("desk.sheet")
    _head(sheet, len(waiting))
    for number, one in enumerate(waiting, 2):
        _fill(sheet, number, _values(one))
    _protect(sheet, len(waiting) + 1)
    guide = book.create_sheet(say("desk.guide"))
    guide.column_dimensions["A"].width = 100
    for number, line in enumerate(words("review")["desk"]["how"], 1):
        guide.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    guide.protection.sheet = True
    return packed(book, at)


def _head(sheet: Worksheet, rows: int) -> None:
    for number, (name, heading) in enumerate(headings().items(), 1):
        shown = say("desk.check", heading=heading, rows=rows) if name == "check" else heading
        cell = sheet.cell(1, number, shown)
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = Border(LINE, LINE, LINE, LINE)
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.hidden = WIDTHS[name], name in HIDDEN


def _values(one: Waiting) -> dict[str, Any]:
    finding, names = one.finding, words("review")
    latest = one.standing.latest
    state = names["conclusions"][one.standing.conclusion.value]
    said = say("desk.said", state=state, by=latest.by, reason=latest.reason) if latest else ""
    excused = say("desk.excused", number=one.exemption.id, until=one.exemption.until_on) if one.exemption else ""
    return {
        "id": finding.id,
        "name": one.target.name,
        "owner": one.target.owner,
        "title": one.title,
        "weight": names["weights"][one.weight.value],
        "outcome": names["outcomes"][finding.outcome.value],
        "message": finding.message,
        "url": str(finding.data.get("url") or one.target.address),
        "evidence": finding.captures[0] if finding.captures else "",
        "state": said + excused,
        "word": None,
        "reason": None,
        "run": finding.run,
        "check": check_of(finding, latest.id if latest else 0),
    }


def _fill(sheet: Worksheet, row: int, values: dict[str, Any]) -> None:
    for number, name in enumerate(headings(), 1):
        value = values[name]
        cell = sheet.cell(row, number)
        cell.value = harmless(plain(value, LONGEST)) if isinstance(value, str) else value
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = Border(LINE, LINE, LINE, LINE)
        if name in OPEN_COLUMNS:
            cell.protection, cell.fill = Protection(locked=False), OPEN
            cell.number_format = "@"  # what is typed stays text: no date, no number, no formula made of it
    sheet.row_dimensions[row].height = LINE_PT * max(
        _lines(name, values[name]) for name in WIDTHS if name not in HIDDEN
    )


def _lines(name: str, value: object) -> int:
    """Lines a cell takes; not every program makes rows as high as their text when it opens a file."""
    room = WIDTHS[name] - 2
    letters = sum(1 if sign.isascii() else 2 for sign in plain(str(value or ""), LONGEST))
    return min(max(1, -(-letters // room)), MOST_LINES)


def _protect(sheet: Worksheet, last: int) -> None:
    """No password: the protection keeps from slips, the check tells what was changed all the same."""
    letters = {name: get_column_letter(number) for number, name in enumerate(headings(), 1)}
    choice = DataValidation(type="list", formula1=f'"{",".join(choices())}"', allow_blank=True, showErrorMessage=True)
    choice.error, choice.errorTitle = say("desk.choose"), headings()["word"]
    sheet.add_data_validation(choice)
    if last > 1:
        choice.add(f"{letters['word']}2:{letters['word']}{last}")
        sheet.auto_filter.ref = f"A1:{letters['reason']}{last}"
    sheet.protection.sheet = True
    for allowed in ("autoFilter", "formatColumns", "formatRows", "selectLockedCells", "selectUnlockedCells"):
        setattr(sheet.protection, allowed, False)  # False: not forbidden
    sheet.freeze_panes = "C2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def choices() -> list[str]:
    return list(words("review")["kinds"].values())
