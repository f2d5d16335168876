"""Reminders: rows of the trail, listed and counted."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from crawler import clock
from crawler.errors import InputError
from crawler.model import TargetId
from results.audit import DATABASE, Trail
from results.migrations import expected_schema, migrate
from results.verify import verify
from results.warning.rows import ReminderRecord
from spotcheck import app
from tests.results.office import filled
from tests.results.watched import OTHER_ACCOUNT, PORTAL, account, column, site, watched

BY = ("--by", "王芳")
ON = ("--on", "2026-11-21")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    columns = (column("要闻", 13), column("部门动态", 14), column("区县动态", 1))
    return watched(tmp_path / "office", {**account(13), **account(2, OTHER_ACCOUNT), **site(PORTAL, *columns)})


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def printed(data: Path, *arguments: str) -> str:
    result = call(data, *arguments)
    assert result.exit_code == 0, result.exception
    return result.stdout


def refused(data: Path, *arguments: str) -> str:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return str(error)


def listed(data: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed(data, "reminders", "--json", *arguments).splitlines()]


def test_a_reminder_given_is_a_row_with_name_means_and_note(data: Path) -> None:
    assert "1 次" in printed(data, "remind", "m1", *BY, "--note", "答复今日更新", "--on", "2025-11-20")
    (found,) = listed(data)
    given = {name: found[name] for name in ("given_on", "target", "kind", "name", "by", "how", "note", "about")}
    assert given == {
        "given_on": "2025-11-20", "target": "m1", "kind": "account", "name": "临江发布", "by": "王芳", "how": "电话",
        "note": "答复今日更新", "about": [],
    }  # fmt: skip
    assert verify(data) == []


def test_a_target_named_twice_is_reminded_once_and_another_time_again(data: Path) -> None:
    printed(data, "remind", "m1", "m1", "p1", *BY)
    printed(data, "remind", "m1", *BY, "--how", "微信")
    assert [(one["target"], one["how"]) for one in listed(data)] == [("m1", "电话"), ("p1", "电话"), ("m1", "微信")]


def test_all_that_is_warned_of_can_be_reminded_of_at_once(data: Path) -> None:
    found = call(data, "warn", "--within", "3d", *ON, "--remind", *BY, "--how", "工作群")
    assert "提醒 2 次" in found.stderr
    about = {one["target"]: [each["what"] for each in one["about"]] for one in listed(data)}
    assert about == {"m1": ["微信"], "p1": ["部门动态", "要闻"]}
    assert {one["how"] for one in listed(data)} == {"工作群"}
    assert verify(data) == []


def test_the_same_warning_is_not_reminded_of_twice(data: Path) -> None:
    remind = ("warn", "--within", "3d", *ON, "--remind", *BY)
    printed(data, *remind)
    assert "此前都已提醒过" in call(data, *remind).stderr
    assert len(listed(data)) == 2


def test_nothing_is_reminded_of_where_nothing_is_warned_of(tmp_path: Path) -> None:
    data = watched(tmp_path, account(2))
    result = call(data, "warn", "--within", "3d", *ON, "--remind", *BY)
    assert result.exit_code == 0
    assert listed(data) == []


def test_reminders_are_counted_by_quarter_kind_and_means(data: Path) -> None:
    printed(data, "remind", "m1", "p1", *BY, "--on", "2025-11-20")
    printed(data, "remind", "m1", *BY, "--on", "2025-12-31", "--how", "微信")
    printed(data, "remind", "m2", *BY, "--on", "2025-09-30")
    text = printed(data, "reminders", "--quarter", "2025Q4")
    assert "2025Q4：共提醒 3 次，涉及 2 个对象：政务新媒体 2 次，网站 1 次。按方式：电话 2 次，微信 1 次。" in text
    assert "临江水利" not in text
    assert len(listed(data)) == 4
    assert [one["target"] for one in listed(data, "--quarter", "2025q3")] == ["m2"]
    assert "共提醒 0 次" in printed(data, "reminders", "--quarter", "2024Q1")


def test_the_table_says_what_each_reminder_was_about(data: Path) -> None:
    printed(data, "warn", "--within", "3d", *ON, "--remind", *BY)
    assert "部门动态、要闻" in printed(data, "reminders")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("remind", "zz", *BY), "zz"),
        (("remind", "m1", "zz", *BY), "zz"),
        (("remind", "", *BY), "台账中没有"),
        (("remind", "m1", "--by", "  "), "--by"),
        (("remind", "m1", *BY, "--how", " "), "--how"),
        (("remind", "m1", *BY, "--on", "2999-01-01"), "2999-01-01"),
        (("remind", "m1", *BY, "--on", "yesterday"), "yesterday"),
        (("remind", "m1", *BY, "--run", "2031Q1"), "2031Q1"),
        (("reminders", "--quarter", "2026Q5"), "2026Q5"),
        (("warn", "--within", "3d", *ON, *BY), "--remind"),
        (("warn", "--within", "3d", *ON, "--note", "x"), "--remind"),
        (("warn", "--within", "3d", *ON, "--remind"), "--by"),
        (("warn", "--within", "3d", *ON, "--remind", *BY, "--not-known"), "--not-known"),
    ],
)
def test_a_wrong_word_is_named_and_nothing_is_written(data: Path, arguments: tuple[str, ...], named: str) -> None:
    assert named in refused(data, *arguments)
    assert listed(data) == []


def test_a_folder_without_a_trail_is_named(tmp_path: Path) -> None:
    for arguments in (("remind", "m1", *BY), ("reminders",), ("warn", "--within", "3d", "--remind", *BY)):
        assert "spotcheck run" in refused(tmp_path / "nowhere", *arguments)
    assert not (tmp_path / "nowhere").exists()


def test_a_reminder_changed_later_is_found(data: Path) -> None:
    printed(data, "remind", "m1", *BY)
    connection = sqlite3.connect(data / DATABASE)
    connection.execute("DROP TRIGGER reminders_no_update")
    connection.execute("UPDATE reminders SET given_by = '李强'")
    connection.execute(expected_schema()["reminders_no_update"])
    connection.commit()
    connection.close()
    assert any("reminders" in line for line in verify(data))


def test_a_reminder_cannot_be_changed_or_taken_back(data: Path) -> None:
    printed(data, "remind", "m1", *BY)
    connection = sqlite3.connect(data / DATABASE)
    for statement in ("UPDATE reminders SET how = 'x'", "DELETE FROM reminders"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("version", [1, 2])
def test_a_database_of_an_older_version_has_none_and_takes_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / DATABASE
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, version)
    connection.close()
    assert listed(tmp_path) == []
    filled(tmp_path)
    printed(tmp_path, "remind", "m1", *BY)
    assert [one["target"] for one in listed(tmp_path)] == ["m1"]
    assert verify(tmp_path) == []


def test_a_reminder_about_an_unknown_target_is_not_written(data: Path) -> None:
    with Trail.open(data) as trail:
        record = trail.latest_check()
        with pytest.raises(sqlite3.IntegrityError):
            trail.record_reminders(
                [ReminderRecord(record.id, TargetId("nobody"), clock.today(), "王芳", "电话")], clock.now()
            )
        assert trail.reminders() == ()
