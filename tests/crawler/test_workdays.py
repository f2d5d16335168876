"""Working days: the shipped years, the office's own, and what is not known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.catalogue import Catalogue, load_catalogue
from crawler.calendars import example, load_calendar, notes, read_calendar, written
from crawler.config import load_config
from crawler.errors import InputError
from crawler.filing import FilingState, filed
from crawler.model import RunId
from crawler.registration import Registration
from crawler.workdays import shipped
from results.calendars import calendar_of, keep_calendar
from spotcheck import run

HEAD = '[[year]]\nyear = 2027\nannounced_by = "示例通知"\n'
HOLIDAYS = """holidays = [
  2027-01-01, 2027-02-05, 2027-02-06, 2027-02-07, 2027-02-08,
  2027-04-05, 2027-05-01, 2027-06-09, 2027-09-15,
  2027-10-01, 2027-10-02, 2027-10-03,
]
"""
YEAR_2027 = HEAD + HOLIDAYS + "workdays = [2027-01-03]\n"


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-02-13", "2026-02-24", 2),  # 14 February is a make-up workday, then the Spring Festival until the 23rd
        ("2026-09-30", "2026-10-10", 3),  # the national holiday, and a Saturday that is worked
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-01", 0),
        ("2018-12-28", "2019-01-02", 2),  # Saturday 29 December worked, Monday 31 free, as the notice for 2019 has it
    ],
)
def test_working_days_are_counted_by_the_official_arrangements(first: str, last: str, count: int) -> None:
    assert shipped().between(day(first), day(last)) == count


def test_nothing_is_counted_across_a_year_that_is_not_known() -> None:
    assert shipped().between(day("2026-12-25"), day("2027-01-05")) is None
    assert shipped().unknown_year(day("2026-12-25"), day("2027-01-05")) == 2027
    assert shipped().due(day("2026-12-25"), 10) is None
    with pytest.raises(InputError, match="2027"):
        shipped().after(day("2026-12-25"), 10)


@given(st.dates(day("2004-02-01"), day("2026-06-01")), st.integers(1, 40))
def test_the_last_of_so_many_working_days_is_so_many_working_days_later(start: date, count: int) -> None:
    end = shipped().after(start, count)
    assert shipped().between(start, end) == count
    assert shipped().is_workday(end)
    assert shipped().between(start, end - timedelta(days=1)) == count - 1


def test_an_offices_file_adds_a_year_and_corrects_one() -> None:
    known = read_calendar(YEAR_2027, "own.toml")
    assert known.between(day("2026-12-31"), day("2027-01-04")) == 2  # Sunday the 3rd is worked
    assert known.basis(day("2026-12-01"), day("2027-01-05")) == ("国务院办公厅公布的节假日安排", "示例通知")
    corrected = example().replace("2026-02-28, ", "")
    assert read_calendar(corrected, "own.toml").is_workday(day("2026-02-28")) is False
    assert shipped().is_workday(day("2026-02-28")) is True


def test_a_new_years_notice_may_reach_back_into_december() -> None:
    text = YEAR_2027.replace("2027-01-01,", "2026-12-31, 2027-01-01,")
    assert read_calendar(text, "own.toml").is_workday(day("2026-12-31")) is False


def test_the_shipped_example_is_the_shipped_year() -> None:
    assert read_calendar(example(), "example.toml").as_json()[-1]["holidays"] == shipped().as_json()[-1]["holidays"]
    assert [note.sentence for note in notes(example(), "example.toml")][-1] == "程序自带 2026 年的安排，与此相同"


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        (HEAD + "workdays = []\n", 1, "holidays"),
        (HEAD + HOLIDAYS, 1, "workdays"),
        (YEAR_2027.replace("2027-04-05", "2028-04-05"), 6, "2028-04-05 不是 2027 年的日期"),
        (YEAR_2027.replace("2027-01-01,", "2026-12-01, 2027-01-01,"), 5, "2026-12-01 不是 2027 年的日期"),
        (YEAR_2027.replace("2027-04-05", "2027-01-01"), 5, "2027-01-01 写了两次"),
        (YEAR_2027.replace("[2027-01-03]", "[2027-05-01]"), 6, "2027-05-01 既写作放假，又写作上班"),
        (YEAR_2027.replace("2027-06-09, ", ""), 4, "缺少端午节"),
        (YEAR_2027.replace("2027-06-09", '"2027-6-9"'), 6, "2027-6-9"),
        (YEAR_2027.replace("2027-06-09", "20270609"), 6, "20270609"),
        (YEAR_2027.replace("year = 2027", "year = 27"), 2, "27"),
        (YEAR_2027 + "note = 1\n", 10, "note"),
        (YEAR_2027 + YEAR_2027, 0, "2027 年写了两次"),
        ("", 0, "year"),
        (HEAD + "holidays = [2027-02-30]\n", 4, "TOML"),
    ],
)
def test_a_bad_calendar_is_named_with_line_and_value(text: str, line: int, shown: str) -> None:
    with pytest.raises(InputError) as caught:
        read_calendar(text, "own.toml")
    assert (caught.value.file, caught.value.line) == ("own.toml", line), str(caught.value)
    assert shown in f"{caught.value.problem}{caught.value.value}"
    assert caught.value.next_step


def test_days_that_change_nothing_are_told_and_not_refused() -> None:
    text = YEAR_2027.replace("[2027-01-03]", "[2027-01-03, 2027-01-08]")
    said = [(note.line, note.sentence) for note in notes(text, "own.toml")]
    assert (9, "2027-01-08 是周一至周五，本来上班，请核对是否写错") in said
    assert (5, "2027-02-06 是周六或周日，本来不上班，写与不写一样") in said


def test_a_written_calendar_is_read_again_the_same() -> None:
    known = read_calendar(YEAR_2027, "own.toml")
    assert read_calendar(written(known), "kept.toml", alone=True) == known


def test_a_run_keeps_its_calendar_whole(tmp_path: Path) -> None:
    own, data, run_id = tmp_path / "ours.toml", tmp_path / "data", RunId("2026Q4-20261116-1")
    own.write_text(YEAR_2027, encoding="utf-8")
    assert calendar_of(data, run_id) == shipped()
    keep_calendar(data, run_id, str(own))
    own.write_text(YEAR_2027.replace("2027-01-03", "2027-02-20"), encoding="utf-8")
    keep_calendar(data, run_id, str(own))
    assert calendar_of(data, run_id) == read_calendar(YEAR_2027, "own.toml")


def test_another_calendar_is_another_digest_of_the_rules() -> None:
    indicators = load_catalogue().indicators
    other = Catalogue(indicators, workdays=read_calendar(YEAR_2027, "own.toml"))
    assert other.digest != Catalogue(indicators).digest == load_catalogue().digest


def test_the_settings_name_an_offices_calendar_beside_them(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(YEAR_2027, encoding="utf-8")
    settings = tmp_path / "spotcheck.toml"
    settings.write_text('[rules]\ncalendar = "ours.toml"\n', encoding="utf-8")
    assert load_calendar(load_config(settings).rules.calendar).knows(2027)
    settings.write_text('[rules]\ncalendar = "nowhere.toml"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"nowhere\.toml"):
        load_config(settings)


def test_a_filing_is_counted_by_the_calendar_given() -> None:
    life = Registration(changed_on=day("2026-12-28"), filed_on=day("2027-01-12"))
    assert filed(life, 10).state is FilingState.UNKNOWN
    assert filed(life, 10, workdays=read_calendar(YEAR_2027, "own.toml")).state is FilingState.LATE


def test_the_command_shows_what_is_known_and_checks_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(YEAR_2027.replace("[2027-01-03]", "[2027-01-08]"), encoding="utf-8")
    assert run(["calendar", str(own)]) == 0
    shown = capsys.readouterr()
    assert "2027 年：放假 12 天，调休上班 1 天，全年工作日 254 天。依据：示例通知" in shown.out
    assert "第 9 行：2027-01-08 是周一至周五" in shown.err
    assert run(["calendar", "--example"]) == 0
    assert read_calendar(capsys.readouterr().out, "example.toml").knows(2026)
    own.write_text(HEAD, encoding="utf-8")
    assert run(["calendar", str(own)]) == 2
