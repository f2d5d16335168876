"""A mistyped filter is refused and told what it may have meant: nothing found is not the same as nothing there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.model import IndicatorId
from crawler.nearby import near
from results.audit import Trail
from spotcheck import app
from tests.results.noticed import printed, refused
from tests.results.office import NOON, RECORD, filled

BY = ("--by", "王芳", "--reason", "x")
FILTERS = [
    ("findings",),
    ("findings", "--format", "csv"),
    ("findings", "--format", "jsonl"),
    ("findings", "--format", "earl"),
    ("review",),
    ("review", "export", "words.xlsx"),
    ("decide", "--as", "upheld", *BY),
]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return filled(tmp_path / "office")


@pytest.mark.parametrize("words", FILTERS)
def test_an_indicator_there_is_not_is_refused_with_those_like_it(data: Path, words: tuple[str, ...]) -> None:
    told = refused(data, *words, "--indicator", "home-stale14d")
    assert "没有这个指标 [home-stale14d]" in told
    assert "相近的有：home-stale-14d 首页不更新" in told
    assert not Path("words.xlsx").exists()


@pytest.mark.parametrize("words", FILTERS)
def test_a_target_there_is_not_is_refused_with_those_like_it(data: Path, words: tuple[str, ...]) -> None:
    with Trail.read(data) as trail:
        name = next(one.name for one in trail.targets(RECORD.id) if one.id == "d1")
    for wanted in ("d11", name[:-1], name):
        told = refused(data, *words, "--target", wanted)
        assert "没有这个对象" in told
        assert f"d1 {name}" in told


@pytest.mark.parametrize("words", [FILTERS[0], FILTERS[2], FILTERS[-1]])
def test_an_outcome_there_is_not_is_refused(data: Path, words: tuple[str, ...]) -> None:
    assert "passed、failed、cantTell、inapplicable 或 untested" in refused(data, *words, "--outcome", "fail")


def test_blanks_around_a_name_are_nothing_of_it(data: Path) -> None:
    assert printed(data, "findings", "--indicator", " home-stale-14d ") == printed(
        data, "findings", "--indicator", "home-stale-14d"
    )
    assert printed(data, "findings", "--target", " d1") == printed(data, "findings", "--target", "d1")


def test_an_indicator_of_an_older_catalogue_is_still_found(data: Path) -> None:
    with Trail.open(data) as trail:
        one = next(iter(trail.findings(RECORD.id)))
        number = trail.begin_judgement(RECORD.id, "sha256:old", "0.0.1", NOON)
        old = list(trail.findings(RECORD.id, target=one.target))
        gone = replace(old[0], indicator=IndicatorId("older-rule"))
        trail.record_findings(RECORD.id, number, one.target, [*old, gone], NOON)
    assert "older-rule" in printed(data, "findings", "--indicator", "older-rule")


@pytest.mark.parametrize(
    "words",
    [
        ("rating", "d11"),
        ("set-aside", "d11", *BY),
        ("remind", "d11", "--by", "王芳"),
        ("exempt", "d11", "zl-name", "--until", "2999-12-31", *BY),
    ],
)
def test_a_target_named_to_a_command_is_refused_with_those_like_it(data: Path, words: tuple[str, ...]) -> None:
    assert "相近的有：d1 " in refused(data, *words)


def test_an_indicator_to_be_excused_is_refused_with_those_like_it(data: Path) -> None:
    told = refused(data, "exempt", "d1", "zl-nam", "--until", "2999-12-31", *BY)
    assert "相近的有：zl-name " in told


def test_a_folder_without_backups_says_so(data: Path) -> None:
    for folder in (data, data / "none"):
        error = call_backups(folder)
        assert "这个目录里没有备份" in error


def call_backups(folder: Path) -> str:
    return str(CliRunner().invoke(app, ["backups", "--from", str(folder)]).exception)


def test_what_is_like_a_word_comes_first_and_nothing_far_off_comes() -> None:
    known = {"home-stale-14d": "首页不更新", "columns-stale-5": "栏目不更新", "foot-icp": "备案号"}
    assert near("home-stale", known)[0] == "home-stale-14d"
    assert near("HOME-STALE-14D", known)[0] == "home-stale-14d"
    assert near("不更新", known) == ("home-stale-14d", "columns-stale-5")
    assert near("qqqq", known) == near("", known) == ()
