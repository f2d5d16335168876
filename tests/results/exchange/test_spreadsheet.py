"""Sheets as XLSX: text that runs nothing, numbers and days that are such, the same bytes for the same rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest

from results.exchange import spreadsheet
from results.exchange.spreadsheet import LONGEST, Cell, Sheet, workbook
from tests.results.office import NOON

HEADINGS = [("名称", 20.0), ("数", 8.0)]


def book(*rows: Sequence[Cell], name: str = "表") -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook([Sheet(name, HEADINGS, rows)])))


def first(value: Cell) -> Any:
    return book((value, 1)).worksheets[0]["A2"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "#REF!"])
def test_text_stays_text_whatever_it_begins_with(start: str) -> None:
    cell = first(start)
    assert cell.data_type == "s"
    assert not str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_days_and_instants_are_such() -> None:
    row = (3, date(2026, 11, 21))
    sheet = book(row, (2.5, NOON), (10**15, None)).worksheets[0]
    assert (sheet["A2"].value, sheet["A3"].value, sheet["A4"].value) == (3, 2.5, str(10**15))
    assert (sheet["B2"].value, sheet["B2"].number_format) == (datetime(2026, 11, 21), "yyyy-mm-dd")
    assert sheet["B3"].value == datetime(2026, 11, 21, 12)
    assert sheet["B4"].value is None


def test_an_instant_is_shown_in_china_time_and_needs_a_zone() -> None:
    assert first(datetime(2026, 11, 20, 20, tzinfo=UTC)).value == datetime(2026, 11, 21, 4)
    with pytest.raises(ValueError, match="zone"):
        first(datetime(2026, 11, 20, 20))


def test_what_is_no_number_becomes_text() -> None:
    assert (first(float("nan")).value, first(float("inf")).value, first(True).value) == ("nan", "inf", "True")


def test_marks_and_broken_signs_of_a_page_are_left_out() -> None:
    assert first("甲<b>&\x00\x1b[31m\ud800\u202e\ufffe乙 ").value == "甲<b>&[31m乙 "
    assert first("第一行\n第二行").value == "第一行\n第二行"


@pytest.mark.parametrize("sign", ["长", "😀"], ids=["usual", "rare"])
def test_too_long_a_cell_is_cut_with_a_mark(sign: str) -> None:
    shown = str(first(sign * 40_000).value)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST
    assert shown.endswith("（过长，已截断）")


def test_headings_stay_in_sight_and_filter_all_rows() -> None:
    sheet = book(("甲", 1), ("乙", 2), name="发现:2026/Q4").worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("发现 2026 Q4", "A2", "A1:B3")
    assert [cell.value for cell in sheet[1]] == ["名称", "数"]
    assert sheet.column_dimensions["A"].width == 20
    assert sheet["A2"].alignment.wrap_text


def test_rows_beyond_what_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 4)
    found = book(*[("甲", number) for number in range(7)], name="很" * 40)
    assert [sheet.max_row for sheet in found.worksheets] == [4, 4, 2]
    assert [sheet.title for sheet in found.worksheets] == ["很" * 31, "很" * 28 + "（2）", "很" * 28 + "（3）"]
    assert [sheet["B2"].value for sheet in found.worksheets] == [0, 3, 6]


def test_a_sheet_without_rows_has_its_headings() -> None:
    sheet = book().worksheets[0]
    assert (sheet.max_row, sheet.auto_filter.ref) == (1, "A1:B1")


def test_several_sheets_keep_their_own_rows() -> None:
    sheets = [Sheet(name, HEADINGS, [(name, 1)]) for name in ("甲", "乙", "丙")]
    found = openpyxl.load_workbook(io.BytesIO(workbook(sheets)))
    assert [(sheet.title, sheet["A2"].value) for sheet in found.worksheets] == [(n, n) for n in ("甲", "乙", "丙")]


def test_the_same_rows_give_the_same_bytes_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> bytes:
        return workbook([Sheet("表", HEADINGS, [("甲", 1), ("乙", NOON)])], "题", NOON)

    before = made()
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 0, 0, 0, 0, 1, 0))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert made() == before
    properties = openpyxl.load_workbook(io.BytesIO(before)).properties
    assert (properties.title, properties.modified) == ("题", NOON.replace(tzinfo=None))


def test_rows_are_asked_for_one_by_one() -> None:
    held = []

    class Row(tuple[Cell, ...]):
        def __del__(self) -> None:
            held.remove(id(self))

    def rows() -> Any:
        for number in range(100):
            row = Row(("甲", number))
            held.append(id(row))
            assert len(held) <= 3
            yield row
            del row

    workbook([Sheet("表", HEADINGS, rows())])
    assert held == []


def test_rows_are_as_high_as_their_text() -> None:
    sheet = book(("短", 1), ("长" * 38, 1), ("甲\n乙\n丙", 1), ("长" * 5000, 1)).worksheets[0]
    assert [sheet.row_dimensions[number].height for number in range(2, 6)] == [15, 60, 45, 409]


def test_a_sheet_too_wide_to_read_on_one_page_goes_over_several() -> None:
    for width, fits in ((200.0, True), (201.0, None)):
        made = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("表", [("名称", width)], [])])))
        assert made.worksheets[0].sheet_properties.pageSetUpPr.fitToPage is fits
