"""Notices at the door: what happened to them is recorded, listed, and told as the day's work."""

from __future__ import annotations

import random
import sqlite3
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import clock
from crawler.errors import InputError
from results.audit import DATABASE, Trail
from results.casework import letter as case_letter
from results.casework.cases import cases, record_all
from results.casework.machine import NoticeEvent
from results.casework.moves import DATED, MOVES, RESULTS, EventKind
from results.files import place_of
from results.verify import verify
from tests.results.noticed import BUREAU, PORTAL, call, noticed, printed, refused, rows, shown
from tests.results.office import RUN, filled, uphold

BY = ("--by", "王芳")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return noticed(tmp_path / "office")


def on(day: str) -> tuple[str, str, str, str]:
    return (*BY, "--on", f"2026-11-{day}")


def test_a_notice_is_served_acknowledged_and_answered(data: Path, tmp_path: Path) -> None:
    reply = tmp_path / "整改报告.docx"
    reply.write_bytes(b"reply")
    printed(data, "notice", "serve", BUREAU, "--how", "公文交换", *BY)
    printed(data, "notice", "acknowledge", "网改〔2026〕1号", *BY)
    printed(data, "notice", "respond", "１", "--file", str(reply), "--note", "已整改", *BY)
    found = shown(data, BUREAU)
    assert (found["state"], found["latest_event"], found["overdue"]) == ("responded", "responded", False)
    assert [one["event"] for one in found["events"]] == ["served", "acknowledged", "responded"]
    assert found["events"][0]["note"] == "公文交换"
    assert found["events"][2]["files"][0]["name"] == "整改报告.docx"
    assert shown(data, PORTAL)["state"] == "issued"
    assert "整改报告.docx" in printed(data, "notice", "show", BUREAU)
    assert verify(data) == []


@pytest.mark.parametrize("content", [None, b"another"])
def test_a_file_handed_in_that_is_missing_or_changed_is_found(
    data: Path, tmp_path: Path, content: bytes | None
) -> None:
    reply = tmp_path / "reply.pdf"
    reply.write_bytes(b"reply")
    printed(data, "notice", "serve", BUREAU, "--how", "当面", *BY)
    printed(data, "notice", "respond", BUREAU, "--file", str(reply), *BY)
    with Trail.read(data) as trail:
        (file,) = trail.notice_events()[-1].files
    place = place_of(data, file.digest)
    place.unlink()
    if content:
        place.write_bytes(content)
    (problem,) = verify(data)
    assert "reply.pdf" in problem
    assert ("改动" if content else "不在") in problem


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("notice", "serve", "2026-9", "--how", "当面", *BY), "网改〔2026〕1号"),
        (("notice", "serve", "甲号", "--how", "当面", *BY), "甲号"),
        (("notice", "serve", "2025-1", "--how", "当面", *BY), "2025-1"),
        (("notice", "show", "9999999"), "9999999"),
        (("notice", "serve", BUREAU, "--how", " ", *BY), "--how"),
        (("notice", "serve", BUREAU, "--how", "当面", "--by", " \u200b"), "--by"),
        (("notice", "serve", BUREAU, "--how", "当面", *BY, "--on", "2999-01-01"), "2999-01-01"),
        (("notice", "serve", BUREAU, "--how", "当面", *BY, "--on", "2026-11-20"), "2026-11-21"),
        (("notice", "serve", BUREAU, "--how", "当面", *BY, "--on", "昨天"), "昨天"),
        (("notice", "respond", BUREAU, "--note", "x", *BY), "已制发"),
        (("notice", "respond", BUREAU, *BY), "--note"),
        (("notice", "respond", BUREAU, "--file", "/nowhere/reply.pdf", *BY), "/nowhere/reply.pdf"),
        (("notice", "close", BUREAU, "--note", "完成", *BY), "销号"),
        (("notice", "close", BUREAU, "--note", " ", *BY), "--note"),
        (("notice", "reopen", BUREAU, "--reason", "反弹", *BY), "重新立案"),
        (("notice", "extend", BUREAU, "--due", "2026-12-04", "--reason", "x", *BY), "2026-12-04"),
        (("notice", "extend", BUREAU, "--due", "2026-11-01", "--reason", "x", *BY), "2026-11-01"),
        (("notice", "extend", BUREAU, "--due", "下周", "--reason", "x", *BY), "下周"),
    ],
)
def test_a_wrong_word_is_named_and_nothing_is_written(data: Path, arguments: tuple[str, ...], named: str) -> None:
    with Trail.read(data) as trail:
        before = trail.head()
    assert named in refused(data, *arguments)
    with Trail.read(data) as trail:
        assert trail.head() == before


def test_the_day_to_come_is_told_by_the_runs_where_they_are_later_than_the_clock(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: clock.parse_day("2026-03-01"))
    assert "2026-11-21" in refused(data, "notice", "serve", BUREAU, "--how", "当面", *on("22"))
    printed(data, "notice", "serve", "1", "--how", "当面", *on("21"))


def test_an_extension_sets_the_due_day(data: Path) -> None:
    printed(data, "notice", "extend", BUREAU, "--due", "2026-12-18", "--reason", "系统改造", *BY)
    found = shown(data, BUREAU)
    assert (found["due_on"], found["state"], found["latest_event"]) == ("2026-12-18", "issued", None)


def test_the_list_shows_what_is_open_and_what_is_overdue_on_a_day(data: Path) -> None:
    printed(data, "notice", "serve", BUREAU, "--how", "当面", *BY)
    printed(data, "notice", "cancel", PORTAL, "--reason", "发错单位", *BY)
    assert [one["name"] for one in rows(data, "notice", "list")] == [BUREAU, PORTAL]
    assert [one["name"] for one in rows(data, "notice", "list", "--open")] == [BUREAU]
    assert rows(data, "notice", "list", "--overdue", "--on", "2026-12-04") == []
    (late,) = rows(data, "notice", "list", "--overdue", "--on", "2026-12-08")
    assert (late["name"], late["workdays_late"]) == (BUREAU, 2)
    assert "逾期 2 个工作日" in printed(data, "notice", "list", "--on", "2026-12-08")


def test_the_view_of_notices_agrees_with_the_cases(data: Path) -> None:
    printed(data, "notice", "serve", BUREAU, "--how", "当面", *BY)
    printed(data, "notice", "extend", BUREAU, "--due", "2026-12-18", "--reason", "x", *BY)
    printed(data, "notice", "extend", BUREAU, "--due", "2026-12-25", "--reason", "y", *BY)
    printed(data, "notice", "cancel", PORTAL, "--reason", "z", *BY)
    with Trail.read(data) as trail:
        told = {n: (case.due_on.isoformat(), case.latest and case.latest.value) for n, case in cases(trail).items()}
    assert viewed(data) == told
    assert sorted(told.values()) == [("2026-12-04", "cancelled"), ("2026-12-25", "served")]


def test_the_work_list_tells_what_is_to_be_done_in_a_fixed_order(data: Path) -> None:
    def tasks(day: str) -> list[tuple[str, str]]:
        return [(one["task"], one["number"]) for one in rows(data, "due", "--on", day)]

    one, two = "网改〔2026〕1号", "网改〔2026〕2号"
    assert tasks("2026-11-23") == [("unserved", one), ("unserved", two)]
    for number in (BUREAU, PORTAL):
        printed(data, "notice", "serve", number, "--how", "当面", *BY)
    assert tasks("2026-11-26") == []
    assert tasks("2026-11-27") == [("due-soon", one), ("due-soon", two)]
    assert tasks("2026-12-04") == [("due-today", one), ("due-today", two)]
    printed(data, "notice", "respond", BUREAU, "--note", "已整改", *BY)
    assert tasks("2026-12-07") == [("overdue", two), ("answered", one)]
    (late, answered) = rows(data, "due", "--on", "2026-12-07")
    assert late["workdays_late"] == 1
    assert late["next"] == "spotcheck notice escalate 2026-2 --by 姓名"
    assert answered["next"] == "spotcheck recheck --notice 2026-1"
    text = printed(data, "due", "--on", "2026-12-07")
    assert "逾期 1 个工作日" in text
    assert "待办 2 项" in text


def test_a_year_without_a_known_calendar_is_said_and_not_guessed(data: Path) -> None:
    printed(data, "notice", "serve", BUREAU, "--how", "当面", *BY)
    (late,) = [one for one in rows(data, "due", "--on", "2096-12-07") if one["task"] == "overdue"]
    assert late["workdays_late"] is None
    assert "不能确定" in printed(data, "due", "--on", "2096-12-07")


def test_a_veto_that_waits_for_its_second_person_is_on_the_list(tmp_path: Path) -> None:
    data = filled(tmp_path)
    with Trail.open(data) as trail:
        number = next(one.id for one in trail.findings(RUN) if one.outcome.value == "failed")
        uphold(trail, number, by=("王芳",))
    (line,) = rows(data, "due", "--on", "2026-11-23")
    assert (line["task"], line["findings"]) == ("second-word", [number])
    assert str(number) in line["next"]
    with Trail.open(data) as trail:
        uphold(trail, number, by=("李强",))
    assert rows(data, "due", "--on", "2026-11-23") == []


def test_a_withdrawn_decision_leaves_nothing_to_put_right(data: Path) -> None:
    printed(data, "notice", "serve", BUREAU, "--how", "当面", *BY)
    number = shown(data, BUREAU)["unsettled"][0]
    printed(data, "decide", str(number), "--as", "dismissed", *BY, "--reason", "误判")
    found = shown(data, BUREAU)
    assert found["unsettled"] == []
    assert found["findings"][0]["withdrawn"]
    assert "撤回" in printed(data, "notice", "show", BUREAU)
    assert ("settled", "spotcheck notice close 2026-1 --by 姓名 --note 说明") in [
        (one["task"], one["next"]) for one in rows(data, "due", "--on", "2027-01-29")
    ]
    printed(data, "notice", "close", BUREAU, "--note", "认定已撤回", *BY)
    assert shown(data, BUREAU)["state"] == "closed"


def test_a_cancelled_notice_takes_no_more_events(data: Path) -> None:
    printed(data, "notice", "cancel", BUREAU, "--reason", "发错单位", *BY)
    assert "已撤销" in refused(data, "notice", "serve", BUREAU, "--how", "当面", *BY)


def test_a_folder_without_notices_has_nothing_to_list(tmp_path: Path) -> None:
    data = filled(tmp_path)
    assert rows(data, "notice", "list") == []
    assert "共 0 份" in printed(data, "notice", "list")
    assert "没有待办" in printed(data, "due", "--on", "2026-11-23")
    assert "已有的：无" in refused(data, "notice", "show", "1")


def test_an_overdue_notice_is_supervised_by_a_letter_that_sets_a_new_day(data: Path) -> None:
    printed(data, "notice", "serve", BUREAU, "--how", "当面", *BY, "--on", "2026-11-21")
    late, month = ("--on", "2026-12-08"), clock.parse_day("2026-12-31")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: month)
        assert "没有逾期" in refused(data, "notice", "escalate", BUREAU, *BY, "--on", "2026-12-04")
        text = printed(data, "notice", "escalate", BUREAU, *BY, *late, "--note", "多次催办")
        found = shown(data, BUREAU)
        assert "没有逾期" in refused(data, "notice", "escalate", BUREAU, *BY, *late)
        assert "提示单" in refused(data, "notice", "escalate", "2026-3", *BY, *late)
    assert "2026〕3号" in text
    assert (found["state"], found["latest_event"]) == ("escalated", "escalated")
    assert found["due_on"] > "2026-12-08"
    assert "多次催办" in found["events"][-1]["note"]
    letter = shown(data, "2026-3")
    assert (letter["kind"], letter["state"], letter["findings"]) == ("supervision", "issued", [])
    assert verify(data) == []


def test_a_letter_left_by_a_killed_command_is_the_one_that_escalates(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(data, "notice", "serve", BUREAU, "--how", "当面", *BY, "--on", "2026-11-21")
    monkeypatch.setattr(clock, "today", lambda: clock.parse_day("2026-12-31"))
    words = ("notice", "escalate", BUREAU, *BY, "--on", "2026-12-08")
    with monkeypatch.context() as patch:
        patch.setattr(case_letter, "record", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call(data, *words, catch=False)
    printed(data, *words)
    assert [one["name"] for one in rows(data, "notice", "list")] == [BUREAU, PORTAL, "2026-3"]
    assert shown(data, BUREAU)["state"] == "escalated"


def test_whatever_is_tried_the_trail_keeps_every_event_and_its_view_agrees(data: Path) -> None:
    chance, day = random.Random(20261122), clock.parse_day("2026-11-21")
    with Trail.open(data) as trail:
        for step in range(150):
            standing = cases(trail)
            case = standing[chance.choice(list(standing))]
            kinds = list(MOVES[case.state]) if chance.random() < 0.8 else []
            kind = chance.choice(kinds or list(EventKind))
            if kind is EventKind.CANCELLED and step < 120:
                continue
            finding = chance.choice(list(case.findings)) if kind in RESULTS else None
            due_on = day + timedelta(chance.randrange(30)) if kind in DATED else None
            seen = finding if kind in RESULTS else None
            event = NoticeEvent(case.notice, kind, day, "王芳", finding=finding, due_on=due_on, seen=seen)
            before = len(trail.notice_events())
            with suppress(InputError, ValueError):
                record_all(trail, lambda _, event=event: [event], day, clock.now())  # type: ignore[misc]
                before += 1
            day += timedelta(chance.randrange(3))
            assert len(trail.notice_events()) == before
            told = {n: (one.due_on.isoformat(), one.latest and one.latest.value) for n, one in cases(trail).items()}
            assert viewed(data) == told
        assert before > 30
    assert verify(data) == []


def viewed(data: Path) -> dict[int, tuple[str, str | None]]:
    """What the database's own view says: notice → due day and latest event."""
    connection = sqlite3.connect(data / DATABASE)
    found = connection.execute("SELECT notice, due_on, latest_event FROM notices_sent").fetchall()
    connection.close()
    return {notice: (due_on, latest) for notice, due_on, latest in found}
