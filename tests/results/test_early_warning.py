"""Early warning: what will be overdue in the next days, and nothing that a machine cannot tell."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from crawler import clock
from crawler.errors import InputError
from crawler.model import Fault, FaultKind
from crawler.reading.accounts.account import AccountActivity, AccountSource
from crawler.reading.columns.column import ColumnKind, ColumnState
from crawler.reading.sites.site import ColumnListing, HomePage
from results.audit import Trail
from results.intervals import keep_intervals
from results.warning.early_warning import forecast, parse_within, window_of
from spotcheck import app
from tests.results.watched import (
    ACCOUNT,
    OTHER_ACCOUNT,
    PHONE,
    PORTAL,
    RECORD,
    SEEN_ON,
    TIMEOUT,
    account,
    ago,
    column,
    home,
    posted,
    site,
    watched,
)

ON = ("--on", "2026-11-21")
FRESH = column("要闻", 1)


def unproven(days: int) -> AccountActivity:
    (source,) = posted(days).sources
    return AccountActivity(source.newest, (replace(source, control=False),))


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def warned(data: Path, *arguments: str, within: str = "3d", on: tuple[str, ...] = ON) -> list[dict[str, Any]]:
    result = call(data, "warn", "--within", within, "--json", *on, *arguments)
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(data: Path, *arguments: str) -> InputError:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return error


def test_an_account_is_warned_of_on_the_first_day_its_check_would_fail(tmp_path: Path) -> None:
    (found,) = warned(watched(tmp_path, account(12)))
    assert found == {
        "target": "m1", "name": "临江发布", "kind": "account", "what": "微信", "indicator": "m-stale-14d",
        "newest_on": "2026-11-09", "newest_title": "便民提示", "url": "http://feed.gov.test/1", "limit_days": 14,
        "crosses_on": "2026-11-24", "days_left": 3, "owner": "临江市人民政府办公室", "contact": "",
    }  # fmt: skip


@pytest.mark.parametrize(("days", "left"), [(11, []), (12, [3]), (13, [2]), (14, [1]), (15, []), (40, [])])
def test_only_what_crosses_within_the_days_named_is_warned_of(tmp_path: Path, days: int, left: list[int]) -> None:
    assert [one["days_left"] for one in warned(watched(tmp_path, account(days)))] == left


def test_a_home_page_and_its_columns_are_warned_of_by_their_own_limits(tmp_path: Path) -> None:
    columns = (
        column("部门动态", 13), column("要闻", 2), column("通知公告", 183, ColumnKind.NOTICE),
        column("领导简介", 13, ColumnKind.OTHER),
    )  # fmt: skip
    found = warned(watched(tmp_path, site(PORTAL, *columns, days=14)))
    told = [(one["kind"], one["what"], one["limit_days"], one["crosses_on"]) for one in found]
    assert told == [
        ("home", "", 14, "2026-11-22"),
        ("column", "通知公告", 184, "2026-11-23"),
        ("column", "部门动态", 14, "2026-11-23"),
    ]


def test_the_telephone_of_the_footer_is_told_also_for_accounts_of_the_same_owner(tmp_path: Path) -> None:
    office = {**account(13), **account(13, OTHER_ACCOUNT), **site(PORTAL, column("要闻", 13), contact=PHONE)}
    contacts = {(one["target"], one["contact"]) for one in warned(watched(tmp_path, office))}
    assert contacts == {("p1", PHONE), ("m1", PHONE), ("m2", "")}


def test_a_footer_that_only_links_to_a_contact_page_gives_no_telephone(tmp_path: Path) -> None:
    (found,) = warned(watched(tmp_path, site(PORTAL, column("要闻", 13), contact=True)))
    assert not found["contact"]


UNTOLD = {
    "an account that could not be seen": ({ACCOUNT: {AccountActivity: Fault(FaultKind.BLOCKED)}}, "blocked"),
    "an account with an unread source": (
        {ACCOUNT: {AccountActivity: posted(13, AccountSource("page", "http://a.gov.test/", None, 0, TIMEOUT))}},
        "source-unread",
    ),
    "an account through whose source not even the control account is seen": (
        {ACCOUNT: {AccountActivity: unproven(13)}},
        "source-unproven",
    ),
    "a home page that could not be seen": ({PORTAL: {HomePage: TIMEOUT, ColumnListing: (FRESH,)}}, "timeout"),
    "a home page with undated items": (
        {PORTAL: {HomePage: home(13, undated=2), ColumnListing: (FRESH,)}},
        "undated-items",
    ),
    "columns that could not be seen": ({PORTAL: {HomePage: home(1), ColumnListing: TIMEOUT}}, "timeout"),
    "columns that were not gathered": ({PORTAL: {HomePage: home(1)}}, "not-gathered"),
    "a navigation without columns": (site(PORTAL), "no-column"),
    "a column with undated items": (site(PORTAL, column("要闻", 13, undated=1)), "undated-items"),
    "a column that could not be opened": (site(PORTAL, column("要闻", None, state=None, fault=TIMEOUT)), "timeout"),
    "a column that a script fills": (site(PORTAL, column("要闻", None, state=ColumnState.SCRIPTED)), "scripted"),
    "a column with a day to come": (site(PORTAL, column("要闻", -3)), "future-date"),
}


@pytest.mark.parametrize(("office", "reason"), UNTOLD.values(), ids=UNTOLD)
def test_what_a_machine_cannot_tell_is_not_warned_of_and_listed_apart(tmp_path: Path, office: Any, reason: str) -> None:
    data = watched(tmp_path, office)
    assert warned(data) == []
    assert [one["reason"] for one in warned(data, "--not-known")] == [reason]
    assert "不作预警" in call(data, "warn", "--within", "3d", *ON).stderr
    assert call(data, "warn", "--within", "3d", "--not-known", *ON).stdout.strip()


def test_without_a_kept_reading_nothing_is_warned_of_and_the_next_step_is_named(tmp_path: Path) -> None:
    data = watched(tmp_path, {**account(13), **site(PORTAL, column("要闻", 13), days=13)}, kept=False)
    assert warned(data) == []
    assert {one["reason"] for one in warned(data, "--not-known")} == {"no-reading"}
    assert "spotcheck judge 2026Q4-1" in call(data, "warn", "--within", "3d", "--not-known", *ON).stdout
    assert "本次预警不完整；请先执行 spotcheck judge 2026Q4-1" in call(data, "warn", "--within", "3d", *ON).stderr


def test_what_crossed_after_the_run_is_to_be_looked_at_again(tmp_path: Path) -> None:
    data = watched(tmp_path, account(13))
    later = ("--on", "2026-11-23")
    assert warned(data, on=later) == []
    assert [one["reason"] for one in warned(data, "--not-known", on=later)] == ["since-the-run"]


def test_a_later_day_brings_the_crossing_nearer(tmp_path: Path) -> None:
    data = watched(tmp_path, account(10))
    assert warned(data) == []
    assert [one["days_left"] for one in warned(data, on=("--on", "2026-11-23"))] == [3]


def test_the_list_is_sorted_by_day_and_reads_as_a_table(tmp_path: Path) -> None:
    data = watched(tmp_path, {**account(12), **account(14, OTHER_ACCOUNT), **site(PORTAL, column("要闻", 13))})
    assert [one["target"] for one in warned(data)] == ["m2", "p1", "m1"]
    table = call(data, "warn", "--within", "1w", *ON)
    assert "超期之日" in table.stdout
    assert table.stdout.index("临江水利") < table.stdout.index("临江发布")
    assert "3 条" in table.stderr


def test_columns_of_one_site_are_counted_together_in_the_list_of_what_is_not_known(tmp_path: Path) -> None:
    unseen = [column(f"动态{n}", None, state=None, fault=TIMEOUT) for n in range(4)]
    table = call(watched(tmp_path, site(PORTAL, *unseen)), "warn", "--within", "3d", "--not-known", *ON).stdout
    assert "栏目 4 个" in table


@pytest.mark.parametrize("within", ["0d", "d", "3", "3x", "-1d", "400d", "53w", "1.5d", "", "３d天", "3d 1w"])
def test_a_bad_span_is_named(tmp_path: Path, within: str) -> None:
    with pytest.raises(InputError) as error:
        parse_within(within)
    assert "366d" in str(error.value)


def test_a_day_before_the_run_and_an_unknown_run_are_named(tmp_path: Path) -> None:
    data = watched(tmp_path, account(13))
    assert "2026-11-21" in str(refused(data, "warn", "--within", "3d", "--on", "2026-11-20"))
    assert "2031Q1" in str(refused(data, "warn", "--within", "3d", "--run", "2031Q1"))
    assert "soon" in str(refused(data, "warn", "--within", "3d", "--on", "soon"))
    assert refused(tmp_path / "nowhere", "warn", "--within", "3d")


def test_without_a_day_it_is_today_or_the_day_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = watched(tmp_path, account(13))
    for today, left in ((date(2026, 11, 22), [1]), (SEEN_ON, [2]), (date(2026, 11, 1), [2]), (date(2027, 1, 1), [])):
        monkeypatch.setattr(clock, "today", lambda today=today: today)
        assert [one["days_left"] for one in warned(data, on=())] == left


def test_an_unhealthy_run_says_that_warnings_may_be_missing(tmp_path: Path) -> None:
    data = watched(tmp_path, account(13))
    with Trail.open(data) as trail:
        trail.finish_run(RECORD.id, False, {}, RECORD.started_at)
    assert "采集不正常" in call(data, "warn", "--within", "3d", *ON).stderr


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ages=st.lists(st.integers(-2, 200), min_size=1, max_size=6),
    posts=st.integers(-1, 20), later=st.integers(0, 20), within=st.integers(1, 30),
)  # fmt: skip
def test_no_day_is_outside_the_window(
    tmp_path_factory: pytest.TempPathFactory, ages: list[int], posts: int, later: int, within: int
) -> None:
    kinds = (ColumnKind.NEWS, ColumnKind.NOTICE)
    columns = [column(f"动态{n}", days, kinds[n % 2]) for n, days in enumerate(ages)]
    data = watched(tmp_path_factory.mktemp("office"), {**account(posts), **site(PORTAL, *columns, days=posts)})
    day = SEEN_ON + timedelta(days=later)
    with Trail.read(data) as trail:
        found = forecast(trail, data, RECORD, window_of(RECORD, day, within)).warnings
    for one in found:
        assert day < one.crosses_on <= day + timedelta(days=within)
        assert one.days_left == (one.crosses_on - day).days
        assert one.newest_on <= SEEN_ON
    days = [one.crosses_on for one in found]
    assert days == sorted(days)


def test_the_offices_own_intervals_are_those_of_the_run(tmp_path: Path) -> None:
    data = watched(tmp_path, site(PORTAL, column("要闻", 8), column("通知公告", 8, ColumnKind.NOTICE)))
    assert warned(data) == []
    table = tmp_path / "own.toml"
    rows = '[[interval]]\nkinds = ["news"]\ndays = 10\n[[interval]]\nothers = true\ndays = 60\n'
    table.write_text(f'title = "本市期限表"\nset_by = "本办"\noverdue_on_last_day = true\n{rows}', encoding="utf-8")
    keep_intervals(data, RECORD.id, str(table))
    (found,) = warned(data)
    told = (found["what"], found["indicator"], found["limit_days"], found["crosses_on"])
    assert told == ("要闻", "columns-overdue-10", 10, "2026-11-23")


def test_a_column_that_crosses_two_limits_is_listed_once_by_the_first(tmp_path: Path) -> None:
    twice = column("部门动态", 13)
    found = warned(watched(tmp_path, site(PORTAL, twice, twice)), within="2w")
    assert [(one["what"], one["indicator"]) for one in found] == [
        ("部门动态", "columns-stale-5"),
        ("", "home-stale-14d"),
    ]


def test_words_of_a_page_neither_forge_a_line_nor_drive_a_terminal(tmp_path: Path) -> None:
    posts = posted(13)
    (source,) = posts.sources
    newest = replace(source.newest or ago(13), title="红\x1b[31m[red]\n伪造一行")
    data = watched(tmp_path, {ACCOUNT: {AccountActivity: AccountActivity(newest, (replace(source, newest=newest),))}})
    assert len(warned(data)) == 1
    table = call(data, "warn", "--within", "3d", *ON).stdout
    assert "\x1b" not in table
    assert "[red]" in table
