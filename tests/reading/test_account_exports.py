"""Exports of back offices: headers, days, merged cells, and files that are no table."""

# ruff: noqa: E501 - tables of cases stay unbroken

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.errors import InputError
from crawler.reading.accounts.exports import Export, read_export

HEADER = ["内容标题", "发表时间", "阅读量", "内容url", "公众号名称"]


def book(*rows: list[object], merged: tuple[str, ...] = (), **sheets: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for name, lines in sheets.items():
        other = made.create_sheet(name)
        for row in lines:
            other.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def days(export: Export) -> list[date | None]:
    return [row.on for row in export.rows]


def troubles(export: Export) -> list[str]:
    return [row.problem.what for row in export.rows if row.problem]


def one_day(written: str) -> tuple[date | None, str]:
    (row,) = read_export(table("标题,发布时间", f'一,"{written}"'), "x.csv").rows
    return row.on, row.problem.what if row.problem else ""


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-21", "2026/11/21 8:05", "2026.11.21", "2026年11月21日 08时30分", "２０２６年１１月２１日 ０８：３０", "20261121",
        "2026-11-21T23:59:59", "2026-11-21T08:00:00+08:00", "2026-11-21 08:00:00.000", "46347", "46347.9993", "1795190400",
        "1795190400000", "2026-11-21 星期六 08:30", "2026-11-21 08:30 北京时间", " 2026-11-21\t", "2026年11月21日 上午 8:30",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert one_day(written) == (date(2026, 11, 21), "")


@pytest.mark.parametrize(
    ("written", "trouble"),
    [
        ("11-21", "bad-day"), ("21/11/2026", "bad-day"), ("11/21/2026", "bad-day"), ("26-11-21", "bad-day"),
        ("昨天 08:30", "bad-day"), ("3小时前", "bad-day"), ("2026-13-01", "bad-day"), ("2026-02-30", "bad-day"),
        ("2026-11-21 至 2026-11-22", "bad-day"), ("1999-01-01", "bad-day"), ("2026-11", "bad-day"), ("-", "bad-day"),
        ("=TODAY()", "bad-day"), ("", "no-day"), ("2026-11-21T22:00:00Z", "other-zone"),
        ("2026-11-21 22:00:00 +0000", "other-zone"), ("2026-11-21 22:00 UTC", "other-zone"), ("2026-11-21 22:00 EST", "other-zone"),
    ],
)  # fmt: skip
def test_what_could_be_another_day_is_named_and_not_guessed(written: str, trouble: str) -> None:
    assert one_day(written) == (None, trouble)


def test_a_header_that_names_another_zone_spoils_every_day_below() -> None:
    export = read_export(table("标题,发布时间(UTC)", "一,2026-11-21 22:00"), "x.csv")
    assert troubles(export) == ["other-zone"]


def test_a_header_may_stand_below_what_is_said_of_the_file() -> None:
    lines = (
        "内容分析",
        "公众号名称：临江发布",
        "统计时间：2026-10-24 至 2026-11-22",
        "",
        "内容标题,发表时间,阅读量",
        "一,2026-11-21,9",
    )
    export = read_export(table(*lines), "x.csv")
    assert [(row.line, dict(row.who), row.title) for row in export.rows] == [(6, {"name": "临江发布"}, "一")]
    assert export.until == date(2026, 11, 22)


def test_a_header_of_two_lines_is_one_header() -> None:
    rows = [
        ["账号", "发布时间", "内容", None],
        [None, None, "标题", "链接"],
        ["临江发布", "2026-11-21", "一", "http://a.gov.test/1"],
    ]
    export = read_export(book(*rows, merged=("A1:A2", "B1:B2", "C1:D1")), "x.xlsx")
    assert [(row.who["account"], row.on, row.url) for row in export.rows] == [
        ("临江发布", date(2026, 11, 21), "http://a.gov.test/1")
    ]


def test_cells_that_hold_dates_and_serials_are_days() -> None:
    rows = [
        ["一", datetime(2026, 11, 21, 23, 59)],
        ["二", date(2026, 11, 20)],
        ["三", 46345.5],
        ["四", 46344],
        ["五", time(8, 30)],
    ]
    export = read_export(book(["标题", "发布时间"], *rows), "x.xlsx")
    assert days(export) == [date(2026, 11, 21), date(2026, 11, 20), date(2026, 11, 19), date(2026, 11, 18), None]


def test_serials_of_a_workbook_that_counts_from_1904_are_counted_from_there() -> None:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = made.active
    assert sheet is not None
    sheet.append(["标题", "发布时间"])
    sheet.append(["一", 46347 - 1462])
    file = io.BytesIO()
    made.save(file)
    assert days(read_export(file.getvalue(), "x.xlsx")) == [date(2026, 11, 21)]


def test_an_account_in_a_merged_cell_counts_for_all_its_lines() -> None:
    rows = [
        ["账号名称", "标题", "发布时间"],
        ["临江发布", "一", "2026-11-21"],
        [None, "二", "2026-11-20"],
        ["临江水利", "三", "2026-11-19"],
    ]
    export = read_export(book(*rows, merged=("A2:A3",)), "x.xlsx")
    assert [row.who["name"] for row in export.rows] == ["临江发布", "临江发布", "临江水利"]


def test_formulas_and_commands_stay_the_text_they_are() -> None:
    rows = [["标题", "发布时间"], ["=cmd|'/c calc'!A0", "2026-11-21"], ["=1+1", "=TODAY()"], ["@SUM(A1)", "2026-11-20"]]
    export = read_export(book(*rows), "x.xlsx")
    assert [row.title for row in export.rows] == ["=cmd|'/c calc'!A0", "=1+1", "@SUM(A1)"]
    assert troubles(export) == ["bad-day"]


def test_totals_notes_and_repeated_headers_are_no_posts() -> None:
    lines = (
        "标题,发布时间",
        "一,2026-11-21",
        "标题,发布时间",
        "合计,",
        "注：数据截至昨日",
        "总计划公布,2026-11-20",
        "二,2026-11-19",
    )
    assert [row.title for row in read_export(table(*lines), "x.csv").rows] == ["一", "总计划公布", "二"]


def test_a_post_whose_title_begins_like_a_total_and_has_no_readable_day_is_not_lost() -> None:
    lines = (
        "一,2026-11-21,9",
        "累计接种突破百万,11-20,9",
        "累计,11-20,9",
        "说明：停水通知,,9",
        "合计：,,27",
        "共计 3条,,",
    )
    export = read_export(table("标题,发布时间,阅读量", *lines), "x.csv")
    assert troubles(export) == ["bad-day", "bad-day", "no-day"]


def test_a_note_in_one_merged_cell_is_no_post() -> None:
    export = read_export(
        book(["标题", "发布时间"], ["一", "2026-11-21"], ["注：数据截至昨日", None], merged=("A3:B3",)), "x.xlsx"
    )
    assert [row.title for row in export.rows] == ["一"]


def test_a_day_in_the_column_of_titles_is_named_with_that_column() -> None:
    (row,) = read_export(table("发布时间,标题", "惠民政策一览,2026-11-21 08:30"), "x.csv").rows
    assert row.on is None
    assert row.problem is not None
    assert "标题" in row.problem.sentence("x.csv")
    assert "x.csv:2" in row.problem.sentence("x.csv")


def test_two_columns_of_publication_must_agree() -> None:
    export = read_export(
        table("标题,发布时间,推送日期", "一,2026-11-21 08:00,2026-11-21", "二,2026-11-21,2026-11-19"), "x.csv"
    )
    assert days(export) == [date(2026, 11, 21), None]
    assert troubles(export) == ["two-days"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_encoding_and_delimiter_of_offices_is_read(encoding: str, delimiter: str) -> None:
    lines = [delimiter.join(row) for row in (["作品名称", "发布时间"], ["惠民", "2026-11-21"])]
    (row,) = read_export("\r\n".join(lines).encode(encoding), "x.csv").rows
    assert (row.title, row.on) == ("惠民", date(2026, 11, 21))


def test_every_sheet_with_a_header_is_read_and_others_that_hold_days_are_named() -> None:
    sheets = {
        "九月": [["标题", "发布时间"], ["二", "2026-09-01"]],
        "说明": [["填报说明"]],
        "十月": [["三", "2026-10-01"]],
    }
    export = read_export(book(["标题", "发布时间"], ["一", "2026-11-21"], **sheets), "x.xlsx")
    assert [row.title for row in export.rows] == ["一", "二"]
    assert [problem.detail for problem in export.problems] == ["十月"]
    assert "十月" in export.problems[0].sentence("x.xlsx")


def test_the_address_behind_a_title_is_the_posts_address() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["标题", "发布时间"])
    sheet.append(["一", "2026-11-21"])
    sheet["A2"].hyperlink = "http://mp.gov.test/1"
    file = io.BytesIO()
    made.save(file)
    assert read_export(file.getvalue(), "x.xlsx").rows[0].url == "http://mp.gov.test/1"


@pytest.mark.parametrize("written", ["javascript:alert(1)", "file:///etc/passwd", "见附件", "=HYPERLINK(1)"])
def test_what_is_no_address_is_no_posts_address(written: str) -> None:
    assert read_export(table("标题,发布时间,链接", f'一,2026-11-21,"{written}"'), "x.csv").rows[0].url == ""


def hostile_merge() -> bytes:
    packed, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(book(HEADER, ["一", "2026-11-21"], merged=("C1:C2",))))
    with zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(b'ref="C1:C2"', b'ref="C1:XFD1048576"'))
    return packed.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\x00\x00", b"\n\n", "标题,发布时间\n".encode(), b"a,b\n1,2\n", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0 old",
        b"<html><table><tr><td>1</td></tr></table></html>", b"%PDF-1.4", "标题\n一\n".encode(), "发布时间\n2026-11-21\n".encode(),
        book(["一", "二"]), book(), hostile_merge(), book(["标题", "发布时间"]) [:200], b'"' + b"a" * 200_000,
    ],
)  # fmt: skip
def test_a_file_without_a_table_of_posts_is_refused_with_the_next_step(body: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read_export(body, "x.xlsx")
    assert refused.value.next_step
    assert refused.value.file == "x.xlsx"


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(), st.dates(), st.times(),
    st.text(max_size=30).filter(lambda text: all(char >= " " for char in text)),
    st.sampled_from(["标题", "发布时间", "账号名称", "2026-11-21", "合计", "=1+1", "46347", "10000-01-01", "99999999"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=8), header=st.booleans())
def test_no_workbook_raises_anything_but_an_input_error(rows: list[list[object]], header: bool) -> None:
    try:
        body = book(*([["标题", "发布时间", "账号名称"]] if header else []), *rows)
    except (ValueError, openpyxl.utils.exceptions.IllegalCharacterError):
        return
    try:
        export = read_export(body, "x.xlsx")
    except InputError:
        return
    assert all((row.on is None) == (row.problem is not None) for row in export.rows)


@settings(max_examples=200, deadline=None)
@given(body=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), header=st.booleans())
def test_no_bytes_raise_anything_but_an_input_error(body: bytes, header: bool) -> None:
    try:
        read_export("标题,发布时间\n".encode() + body if header else body, "x.csv")
    except InputError:
        return


@settings(max_examples=60, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), flipped=st.integers(1, 255))
def test_a_damaged_workbook_is_refused_or_read(where: float, flipped: int) -> None:
    body = bytearray(SOUND)
    body[int(where * len(body))] ^= flipped
    try:
        read_export(bytes(body), "x.xlsx")
    except InputError:
        return


SOUND = book(HEADER, ["一", "2026-11-21", 3, "http://a.gov.test/1", "临江发布"], merged=("C1:D1",))
