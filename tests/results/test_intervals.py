"""The table of update intervals: whose rule it is, what it says of a column, and what is wrong in a bad one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from checks.catalogue import Catalogue, load_catalogue
from crawler.config import load_config
from crawler.errors import InputError
from crawler.intervals import SHIPPED, load_intervals, read_intervals, shipped
from crawler.model import RunId
from crawler.reading.columns.intervals import Age
from crawler.reading.columns.kinds import ColumnKind, column_kind
from results.intervals import intervals_of, keep_intervals

DEAN = Path(__file__).parents[3] / "shared" / "realpages" / "dean" / "staleness_2023-06-26.tsv"
HEAD = 'title = "本市更新期限"\nset_by = "市政务公开办"\n'
VERDICTS = {"已超期": Age.OVERDUE, "即将超期": Age.NEARLY}


def age(table: str, name: str, days: int) -> Age | None:
    intervals = shipped(table)
    row = intervals.of(name, column_kind(name))
    return intervals.age(row, days) if row else None


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_table_says_whose_rule_it_is(name: str) -> None:
    table = shipped(name)
    assert table.title and table.set_by and table.rows


@pytest.mark.parametrize(
    ("name", "days", "expected"),
    [
        ("镇街动态", 9, Age.CURRENT),
        ("镇街动态", 10, Age.OVERDUE),
        ("政策文件", 119, Age.CURRENT),
        ("林政办文件", 120, Age.OVERDUE),
        ("公示公告", 159, Age.CURRENT),
        ("政策解读", 160, Age.NEARLY),
        ("重点工作安排", 179, Age.NEARLY),
        ("数据统计与分析", 180, Age.OVERDUE),
        ("机构设置", 334, Age.CURRENT),
        ("物业管理", 335, Age.NEARLY),
        ("行政处罚", 364, Age.NEARLY),
        ("办税日历", 365, Age.OVERDUE),
        ("区政府领导", 29, Age.CURRENT),
        ("区政府领导", 30, Age.OVERDUE),
    ],
)
def test_the_county_tool_calls_a_column_overdue_on_the_last_day(name: str, days: int, expected: Age) -> None:
    assert age("county-tool", name, days) is expected


@pytest.mark.skipif(not DEAN.is_file(), reason="the county's own table is not beside the repository")
def test_the_county_tool_reproduces_the_countys_own_verdicts() -> None:
    with DEAN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = [
        row
        for row in rows
        if age("county-tool", row["column"], int(row["days_at_2023-06-26"])) is not VERDICTS[row["verdict"]]
    ]
    assert (len(rows), wrong) == (74, [])


@pytest.mark.parametrize(
    ("name", "days", "expected"),
    [
        ("部门动态", 14, Age.NEARLY),
        ("部门动态", 15, Age.OVERDUE),
        ("通知公告", 184, Age.NEARLY),
        ("政策文件", 185, Age.OVERDUE),
        ("人事任免", 366, Age.NEARLY),
        ("规划计划", 367, Age.OVERDUE),
        ("机构职能", 4000, None),
        ("领导之窗", 4000, None),
    ],
)
def test_the_national_table_is_silent_where_the_indicators_are(name: str, days: int, expected: Age | None) -> None:
    assert age("national", name, days) is expected


def test_the_first_row_that_fits_a_column_counts() -> None:
    table = read_intervals(
        HEAD + '[[interval]]\nwords = ["动态"]\ndays = 7\n[[interval]]\nothers = true\ndays = 90\n', "own.toml"
    )
    assert [row.days for name in ("县区动态", "统计数据") if (row := table.of(name, ColumnKind.NEWS))] == [7, 90]


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ('title = "甲"\n[[interval]]\nothers = true\ndays = 3\n', 0, "set_by"),
        (HEAD, 0, "interval"),
        (HEAD + '[[interval]]\nwords = ["甲"]\ndays = 0\n', 5, "days"),
        (HEAD + '[[interval]]\nwords = ["甲"]\ndays = "90"\n', 5, "90"),
        (HEAD + '[[interval]]\nwords = ["甲"]\ndays = 9\n[[interval]]\nwords = ["乙"]\ndays = 99999\n', 8, "99999"),
        (HEAD + '[[interval]]\nkinds = ["nws"]\ndays = 9\n', 3, "nws"),
        (HEAD + '[[interval]]\nwords = ["甲"]\ndays = 9\nnearly = 10\n', 3, "nearly"),
        (HEAD + "[[interval]]\ndays = 9\n", 3, "others"),
        (HEAD + '[[interval]]\nwords = [""]\ndays = 9\n', 3, "words"),
        (HEAD + '[[interval]]\nwords = ["甲"]\ndays = 9\nname = "乙"\n', 6, "name"),
        (HEAD + "[[interval]\n", 3, "TOML"),
    ],
)
def test_a_bad_table_is_named_with_line_and_value(text: str, line: int, shown: str) -> None:
    with pytest.raises(InputError) as caught:
        read_intervals(text, "own.toml")
    assert (caught.value.file, caught.value.line) == ("own.toml", line)
    assert shown in str(caught.value)
    assert caught.value.next_step


def test_the_settings_name_an_offices_own_table_beside_them(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(HEAD + "[[interval]]\nothers = true\ndays = 45\n", encoding="utf-8")
    settings = tmp_path / "spotcheck.toml"
    settings.write_text('[columns]\nintervals = "ours.toml"\n', encoding="utf-8")
    table = load_intervals(load_config(settings).columns.intervals)
    assert (table.set_by, table.rows[0].days) == ("市政务公开办", 45)


def test_a_run_keeps_its_table_and_is_judged_again_by_it(tmp_path: Path) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(HEAD + "[[interval]]\nothers = true\ndays = 45\n", encoding="utf-8")
    run = RunId("2026Q4-20261116-1")
    assert intervals_of(tmp_path / "data", run) == "national"
    keep_intervals(tmp_path / "data", run, str(own))
    own.unlink()
    assert load_intervals(intervals_of(tmp_path / "data", run)).rows[0].days == 45


def test_another_table_is_another_digest_of_the_rules() -> None:
    indicators = load_catalogue().indicators
    assert Catalogue(indicators).digest != Catalogue(indicators, shipped("county-tool")).digest


def test_settings_that_name_a_table_that_is_not_there_are_an_error(tmp_path: Path) -> None:
    settings = tmp_path / "spotcheck.toml"
    settings.write_text('[columns]\nintervals = "nowhere.toml"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"nowhere\.toml.*national"):
        load_config(settings)
