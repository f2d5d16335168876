"""A run goes by the pack it recorded for good; what another pack would change is told, and written nowhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from checks.pack import Pack
from checks.packs import load_pack
from crawler.clock import Quarter
from crawler.config import Config, Rules, load_config
from crawler.errors import InputError
from crawler.inventory import Inventory
from crawler.model import DecisionKind, Finding, IndicatorId, Outcome, RunId, Target, TargetId
from results import judging
from results.audit import Trail
from results.judging import Result, Sitting
from results.order_rows import RunOrder
from results.progress import Report
from results.rating import under_pack
from results.rating.under_pack import Trial, try_pack
from results.rules import catalogue_of, pack_of
from results.runs import Order, judge_again
from spotcheck import app
from tests.results.office import NOON, uphold
from tests.results.test_streamed import hold_none
from tests.results.watched import ACCOUNT, PORTAL, RECORD, account, column, site, watched

RUN = RECORD.id
STALE, HOME = IndicatorId("m-stale-14d"), IndicatorId("home-stale-14d")
HEAD = 'id = "ours"\ntitle = "本市规则"\ninherits = "national-2019"\n'
STRICTER = HEAD + "[indicators.m-stale-14d.limits]\ndays = 10\n"
MILDER = HEAD + '[indicators.home-stale-14d]\nconsequence = "deduct"\n'
POINTS = HEAD + '[scoring]\nportal = "points"\npass_line = 99\n[indicators.foot-sponsor]\npoints = { value = 2 }\n'


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging needs no processes of its own here: they are the business of test_judging."""

    def results(sitting: Sitting, targets: Sequence[Target]) -> Iterator[Result]:
        judging._sit(sitting)
        yield from map(judging.judge_target, targets)

    monkeypatch.setattr(judging, "results", results)
    monkeypatch.setattr(under_pack, "results", results)


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def judged(data: Path, pack: Pack | None = None) -> Path:
    """An account silent for 12 days and a portal silent for 40, judged by today's program under a pack."""
    watched(data, {**account(12), **site(PORTAL, column("要闻", 3), days=40)})
    if pack is not None:
        with Trail.open(data) as trail:
            trail.record_order(RunOrder(RUN, pack.id, pack.digest, pack.content), (), NOON)
    judge_again(data, RUN, Report())
    return data


def findings(data: Path) -> dict[tuple[TargetId, IndicatorId], Finding]:
    with Trail.read(data) as trail:
        return {(one.target, one.indicator): one for one in trail.findings(RUN)}


def bytes_of(data: Path) -> dict[str, str]:
    """Every file but those that SQLite itself keeps beside an open database."""
    files = (path for path in data.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
    return {str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def tried(data: Path, pack: Pack) -> Trial:
    return try_pack(data, RUN, pack, Report())


# a run and its pack


def test_a_run_is_judged_by_the_pack_it_recorded_though_the_file_is_changed_or_gone(tmp_path: Path) -> None:
    path = written(tmp_path, STRICTER)
    data = judged(tmp_path / "var", load_pack(str(path)))
    before = findings(data)
    assert before[ACCOUNT.id, STALE].outcome is Outcome.FAILED  # 12 days under a limit of 10
    path.write_text(STRICTER.replace("10", "300"), encoding="utf-8")
    assert not judge_again(data, RUN, Report()).changes
    path.unlink()
    assert not judge_again(data, RUN, Report()).changes
    assert findings(data) == before


def test_a_run_without_an_order_goes_by_the_national_pack(tmp_path: Path) -> None:
    data = judged(tmp_path / "var")
    with Trail.read(data) as trail:
        assert pack_of(trail, RUN) == load_pack()
        assert catalogue_of(trail, RUN).get(STALE).limits["days"] == 14
    assert findings(data)[ACCOUNT.id, STALE].outcome is Outcome.PASSED


def test_the_rules_of_a_judgement_are_rows_with_the_points_of_the_pack(tmp_path: Path) -> None:
    data = judged(tmp_path / "var", load_pack(str(written(tmp_path, POINTS))))
    with Trail.read(data) as trail:
        digest = catalogue_of(trail, RUN).digest
        rules = {row["indicator"]: row for row in trail.table_rows("rules") if row["catalogue_digest"] == digest}
    assert (rules["foot-sponsor"]["points"], rules["foot-icp"]["points"]) == ("2", "")


def order(config: Config, **other: Any) -> Order:
    inventory = Inventory((PORTAL,), ())
    return replace(Order(Path("var"), inventory, config, Quarter(2026, 4), date(2026, 11, 21)), **other)


def test_a_changed_pack_is_another_command(tmp_path: Path) -> None:
    path = written(tmp_path, STRICTER)
    config = Config(rules=Rules(pack=str(path)))
    key = order(config).key
    assert order(config).key == key
    path.write_text(f"# only a remark\n{STRICTER}", encoding="utf-8")
    assert order(config).key == key
    path.write_text(STRICTER.replace("10", "9"), encoding="utf-8")
    assert order(config).key != key
    assert order(Config()).key not in {key, order(config).key}


def test_the_settings_name_a_pack_beside_them_and_a_wrong_one_stops_a_run_before_it_begins(tmp_path: Path) -> None:
    written(tmp_path, STRICTER)
    settings = tmp_path / "spotcheck.toml"
    settings.write_text('[rules]\npack = "ours.toml"\n', encoding="utf-8")
    assert order(load_config(settings)).pack.id == "ours"
    written(tmp_path, STRICTER.replace("10", "0"))
    inventory = tmp_path / "inventory.csv"
    inventory.write_text("名称,网址,主办单位,类型\n市政府,http://www.shi.gov.test/,市政府办,门户\n", encoding="utf-8")
    words = ["run", "--inventory", str(inventory), "--config", str(settings), "--data", str(tmp_path / "var")]
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, InputError)
    assert (Path(done.exception.file).name, done.exception.line) == ("ours.toml", 5)
    assert not (tmp_path / "var" / "spotcheck.sqlite").exists()


# a dry run


def test_a_dry_run_tells_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    data = judged(tmp_path / "var")
    before = bytes_of(data)
    trial = tried(data, load_pack(str(written(tmp_path, STRICTER))))
    (shift,) = trial.shifts
    assert (shift.target.id, shift.indicator) == (ACCOUNT.id, STALE)
    assert shift.before is not None and shift.after is not None
    assert (shift.before.outcome, shift.after.outcome) == (Outcome.PASSED, Outcome.FAILED)
    assert (trial.old.id, trial.new.id, trial.is_mixed) == ("national-2019", "ours", False)
    assert bytes_of(data) == before


def test_a_dry_run_holds_one_target_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = judged(tmp_path / "var")
    hold_none(monkeypatch)
    assert len(tried(data, load_pack(str(written(tmp_path, STRICTER)))).shifts) == 1


def test_the_same_pack_changes_nothing(tmp_path: Path) -> None:
    pack = load_pack(str(written(tmp_path, STRICTER)))
    assert tried(judged(tmp_path / "var", pack), pack).shifts == ()


def test_a_dry_run_says_what_judging_again_would_find(tmp_path: Path) -> None:
    stricter = load_pack(str(written(tmp_path, STRICTER)))
    national, local = judged(tmp_path / "a"), judged(tmp_path / "b", stricter)
    found = {place: one.outcome for place, one in findings(national).items()}
    for shift in tried(national, stricter).shifts:
        assert shift.indicator is not None and shift.after is not None
        found[shift.target.id, shift.indicator] = shift.after.outcome
    assert found == {place: one.outcome for place, one in findings(local).items()}


def test_a_veto_that_another_pack_only_deducts_for_no_longer_makes_the_rating(tmp_path: Path) -> None:
    data = judged(tmp_path / "var")
    with Trail.open(data) as trail:
        for one in list(trail.findings(RUN)):
            if one.outcome is not Outcome.PASSED and (one.target, one.indicator) != (PORTAL.id, HOME):
                trail.record_decision(one.id, DecisionKind.DISMISSED, "王芳", "有说明", NOON)
        uphold(trail, findings(data)[PORTAL.id, HOME].id)
    shifts = tried(data, load_pack(str(written(tmp_path, MILDER)))).shifts
    (rating,) = [shift for shift in shifts if shift.target == PORTAL]
    assert (rating.indicator, rating.before, rating.after) == (None, None, None)  # no finding changes
    assert rating.rated_before is not None and rating.rated_after is not None
    assert (rating.rated_before.kind, rating.rated_after.kind) == ("unqualified", "qualified")


def test_points_of_another_pack_are_shown_with_the_rating(tmp_path: Path) -> None:
    data = judged(tmp_path / "var")
    with Trail.open(data) as trail:
        for one in list(trail.findings(RUN)):
            kind = DecisionKind.UPHELD if one.indicator == "foot-sponsor" else DecisionKind.DISMISSED
            if one.outcome is not Outcome.PASSED:
                trail.record_decision(one.id, kind, "王芳", "核实", NOON)
    words = ["judge", RUN, "--data", str(data), "--pack", str(written(tmp_path, POINTS))]
    lines = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False).stdout.splitlines()
    (found,) = [one for one in map(json.loads, lines) if one["target"] == PORTAL.id]
    assert (found["rating_before"], found["rating_after"]) == (
        {"rating": "qualified", "total": None},
        {"rating": "unqualified", "total": 98.0},
    )
    assert "不合格（98分）" in CliRunner().invoke(app, words, catch_exceptions=False).stdout


def test_points_of_pending_ratings_are_no_change(tmp_path: Path) -> None:
    assert tried(judged(tmp_path / "var"), load_pack(str(written(tmp_path, POINTS)))).shifts == ()


def test_a_table_for_people_and_an_object_a_line_for_machines(tmp_path: Path) -> None:
    data, pack = judged(tmp_path / "var"), str(written(tmp_path, STRICTER))
    words = ["judge", RUN, "--data", str(data), "--pack", pack]
    table = CliRunner().invoke(app, words, catch_exceptions=False)
    assert table.exit_code == 0
    assert "未作任何记录" in table.stdout and ACCOUNT.name in table.stdout and "不符合" in table.stdout
    (found,) = [json.loads(line) for line in CliRunner().invoke(app, [*words, "--json"]).stdout.splitlines()]
    assert (found["target"], found["indicator"]) == (ACCOUNT.id, STALE)
    assert (found["before"]["outcome"], found["after"]["outcome"]) == ("passed", "failed")
    assert "10" in found["after"]["message"]


def test_a_run_of_other_rules_is_said_to_be_one(tmp_path: Path) -> None:
    watched(tmp_path / "var", account(12))  # findings of a catalogue with another digest
    assert tried(tmp_path / "var", load_pack()).is_mixed


@pytest.mark.parametrize(("run", "pack"), [("2026Q4-9", "national-2019"), (RUN, "nowhere.toml")])
def test_an_unknown_run_or_pack_is_an_error_and_nothing_is_written(run: str, pack: str, tmp_path: Path) -> None:
    data = judged(tmp_path / "var")
    before = bytes_of(data)
    done = CliRunner().invoke(app, ["judge", RunId(run), "--data", str(data), "--pack", pack])
    assert isinstance(done.exception, InputError)
    assert bytes_of(data) == before
