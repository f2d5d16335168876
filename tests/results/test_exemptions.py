"""Explanations excuse for a time, are shown everywhere and taken back in sight of everybody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from checks.catalogue import load_catalogue
from crawler.config import Office
from crawler.errors import InputError
from crawler.model import IndicatorId, Outcome
from results.audit import Trail
from results.exchange.records import records
from results.files import place_of
from results.notices.issue import Order, issue
from results.review.decide import Selection
from results.review.exemption_commands import app
from results.review.exemption_rows import Ending, Exemption, excused
from results.verify import verify
from tests.results.office import BUREAU, NOON, PORTAL, RECORD, RUN, filled, finding, uphold

DAY = RECORD.on
GRANT = (
    "exempt",
    "d1",
    "v6-aaaa",
    "--reason",
    "机房搬迁，已报备",
    "--from",
    "2026-11-01",
    "--until",
    "2026-12-31",
    "--by",
    "王芳",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return filled(tmp_path / "office")


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def printed(data: Path, *arguments: str) -> str:
    result = call(data, *arguments)
    assert result.exit_code == 0, result.exception
    return result.output


def refused(data: Path, *arguments: str) -> str:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return str(error)


def granted(data: Path, *more: str) -> dict:
    (line,) = printed(data, *GRANT, *more, "--json").splitlines()
    return json.loads(line)


def listed(data: Path, on: str = "2026-11-22") -> list[dict]:
    return [json.loads(line) for line in printed(data, "exemptions", "--on", on, "--json").splitlines()]


def exemption(**other: object) -> Exemption:
    values = (BUREAU.id, IndicatorId("zl-guide"), "改版", DAY, DAY + timedelta(days=9), "王芳")
    return replace(Exemption(*values), **other)


@given(st.integers(-20, 40), st.none() | st.integers(-5, 15))
def test_an_exemption_holds_from_its_first_to_its_last_day_unless_taken_back(day: int, ended: int | None) -> None:
    ending = None if ended is None else Ending(DAY + timedelta(days=ended), "李强", "已完成")
    holds = exemption(ending=ending).holds(DAY + timedelta(days=day))
    assert holds == (0 <= day <= 9 and (ended is None or day < ended))


def test_it_excuses_its_own_target_and_indicator_on_the_monitoring_day() -> None:
    made = [
        replace(finding(BUREAU, "zl-guide"), id=1),
        replace(finding(PORTAL, "zl-guide"), id=2),
        replace(finding(BUREAU, "zl-name"), id=3),
        replace(finding(BUREAU, "zl-guide", Outcome.PASSED), id=4),
        replace(finding(BUREAU, "zl-guide", Outcome.CANT_TELL), id=5),
        replace(finding(BUREAU, "zl-guide", monitored_on=DAY - timedelta(days=1)), id=6),
    ]
    assert excused(made, [exemption()]) == {1, 5}
    assert excused(made, [exemption()], DAY + timedelta(days=30)) == set()
    assert excused(made, []) == set()


def test_an_exemption_with_its_proof_is_a_row_that_verifies(data: Path, tmp_path: Path) -> None:
    proof = tmp_path / "说明.pdf"
    proof.write_bytes(b"%PDF-1.4 invented")
    found = granted(data, "--file", str(proof))
    assert (found["name"], found["state"], found["by"]) == (BUREAU.name, listed(data)[0]["state"], "王芳")
    assert [file["name"] for file in found["files"]] == ["说明.pdf"]
    with Trail.read(data) as trail:
        (own,) = [f.id for f in trail.findings(RUN, target=BUREAU.id) if f.indicator == "v6-aaaa"]
    assert found["findings"] == [own]
    assert verify(data) == []
    place_of(data, found["files"][0]["digest"]).write_bytes(b"other")
    assert any("说明.pdf" in line for line in verify(data))


def test_the_list_shows_every_one_and_says_what_became_of_it(data: Path) -> None:
    number = granted(data)["id"]
    assert [listed(data, on)[0]["state"] for on in ("2026-10-31", "2026-11-22", "2027-01-01")] == [
        "to-come", "holds", "expired",
    ]  # fmt: skip
    printed(data, "exempt-end", str(number), "--reason", "已恢复", "--by", "李强", "--on", "2026-11-20")
    (found,) = listed(data)
    assert (found["state"], found["ended"]) == ("ended", {"on": "2026-11-20", "by": "李强", "reason": "已恢复"})
    assert found["findings"] == []
    text = printed(data, "exemptions", "--on", "2026-11-22")
    for part in ("机房搬迁，已报备", "李强终止", "现行有效 0 项"):
        assert part in text
    assert verify(data) == []


def test_an_end_to_come_holds_until_then(data: Path) -> None:
    number = granted(data)["id"]
    printed(data, "exempt-end", str(number), "--reason", "已恢复", "--by", "李强", "--on", "2026-12-01")
    assert [listed(data, on)[0]["state"] for on in ("2026-11-30", "2026-12-01")] == ["holds", "ended"]


def test_a_veto_is_excused_on_purpose_only_and_the_list_says_so(data: Path) -> None:
    words = ("exempt", "p1", "severe-wording-error", "--reason", "转载原文", "--until", "2099-12-31", "--by", "王芳")
    assert "--veto" in refused(data, *words)
    assert "单项否决" in printed(data, *words, "--veto")
    assert "涉及单项否决 1 项" in printed(data, "exemptions")


@pytest.mark.parametrize(
    ("option", "value", "named"),
    [
        ("--until", "2026-10-01", "2026-10-01"),
        ("--until", "明年", "明年"),
        ("--from", "2026-13-01", "2026-13-01"),
        ("--reason", "。", "。"),
        ("--by", " ", "--by"),
        ("--file", "/no/such/file.pdf", "file.pdf"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(data: Path, option: str, value: str, named: str) -> None:
    assert named in refused(data, *GRANT, option, value)
    assert listed(data) == []


@pytest.mark.parametrize(("place", "value"), [(1, "zz"), (2, "no-such")])
def test_an_unknown_target_or_indicator_is_named(data: Path, place: int, value: str) -> None:
    words = list(GRANT)
    words[place] = value
    assert value in refused(data, *words)


def test_the_same_period_is_not_explained_twice(data: Path) -> None:
    number = granted(data)["id"]
    assert str(number) in refused(data, *GRANT)
    printed(data, "exempt-end", str(number), "--reason", "更换", "--by", "李强", "--on", "2026-11-20")
    granted(data)


def test_what_does_not_hold_cannot_be_taken_back(data: Path) -> None:
    number = str(granted(data)["id"])
    words = ("--reason", "已恢复", "--by", "李强", "--on")
    assert "99999" in refused(data, "exempt-end", "99999", *words, "2026-12-01")
    assert "2027-01-01" in refused(data, "exempt-end", number, *words, "2027-01-01")
    printed(data, "exempt-end", number, *words, "2026-12-01")
    assert "李强" in refused(data, "exempt-end", number, *words, "2026-12-02")


def test_a_database_without_runs_has_none(tmp_path: Path) -> None:
    with Trail.open(tmp_path):
        pass
    assert "共 0 项" in printed(tmp_path, "exemptions")
    assert listed(tmp_path) == []


def test_what_is_explained_stays_out_of_notices_and_is_named(data: Path) -> None:
    with Trail.open(data) as trail:
        (own,) = [f.id for f in trail.findings(RUN, target=BUREAU.id) if f.indicator == "home-stale-14d"]
        uphold(trail, own)
        values = (BUREAU.id, IndicatorId("home-stale-14d"), "改版", RECORD.on, RECORD.on, "王芳")
        trail.record_exemption(Exemption(*values), NOON)
        order = Order(data, data / "notices", RECORD, date(2026, 11, 23), NOON)
        found = issue(trail, order, Office(name="办公室", city="临江市"), load_catalogue())
        assert (found.written, found.excused) == ((), (own,))
        (shown,) = [one for one in records(trail, RUN, Selection(target="d1")) if one["id"] == own]
        assert shown["exemption"] == trail.exemptions()[0].id
