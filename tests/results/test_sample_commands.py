"""Draws in the trail: made, kept, repeated, inspected."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from checks.catalogue import load_catalogue
from crawler.clock import Quarter
from crawler.errors import InputError, VerificationError
from crawler.model import DecisionKind, IndicatorId, RunId, Target, TargetId, TargetKind
from results import run_commands
from results.audit import NoticeRecord, Trail
from results.casework.machine import NoticeEvent
from results.casework.moves import EventKind
from results.order_rows import Purpose, RunOrder
from results.review.exemption_rows import Exemption
from results.runs import Order, Outcomes
from results.sampling.method import Request, lot, parse_rate
from results.verify import verify
from spotcheck import app
from tests.results.office import NOON, RECORD, filled, finding

HEAD = "编号,类型,名称,网址,主办单位,平台,账号,状态\n"
DOCUMENT = Path(__file__).parents[2] / "docs" / "sampling.md"


def listed(path: Path, count: int = 10, extra: str = "") -> Path:
    """An inventory of two portals, so many department sites, four accounts and a closed site."""
    rows = [f"p{number},门户网站,县{number}政府,http://www.x{number}.gov.test/,县{number},,,正常" for number in (1, 2)]
    rows += [f"d{number},部门网站,局{number},http://j{number}.x.gov.test/,局{number},,,正常" for number in range(count)]
    rows += [f"m{number},政务新媒体,号{number},,局{number},微信,w{number},正常" for number in range(4)]
    rows += ["c1,部门网站,旧局,http://old.x.gov.test/,旧局,,,已关停"]
    path.write_text(HEAD + "\n".join(rows) + f"\n{extra}", encoding="utf-8")
    return path


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    return listed(tmp_path / "list.csv")


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def draw(data: Path, inventory: Path, *other: str, quarter: str = "2026Q1", rate: str = "30%") -> dict[str, Any]:
    asked = ("--rate", rate, "--seed", "甲", "--quarter", quarter, "--by", "王芳", "--inventory", str(inventory))
    result = call(data, "sample", *asked, "--json", *other)
    assert result.exit_code == 0, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(data: Path, *arguments: str) -> str:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return str(error)


def ids(drawn: dict[str, Any], ground: str = "") -> set[str]:
    return {one["target"] for one in drawn["targets"] if ground in {"", one["ground"]}}


def test_a_draw_is_a_row_with_everything_it_went_by(tmp_path: Path, inventory: Path) -> None:
    data = tmp_path / "office"
    drawn = draw(data, inventory)
    with Trail.read(data) as trail:
        (record,) = trail.samples()
        kept = trail.sample_targets("2026Q1-1")
    assert (record.id, str(record.rate), record.seed, record.by) == ("2026Q1-1", "0.3", "甲", "王芳")
    assert (record.population, record.drawn) == (16, len(kept)) == (16, 2 + 3 + 2)
    assert [(one.target, one.stratum, str(one.ground)) for one in kept] == [
        (one["target"], one["stratum"], one["ground"]) for one in drawn["targets"]
    ]
    assert record.inputs["targets"]["portal"] == ["p1", "p2"]
    assert not verify(data)


def test_a_trial_draw_writes_nothing_and_draws_the_same(tmp_path: Path, inventory: Path) -> None:
    data = tmp_path / "office"
    tried = draw(data, inventory, "--dry-run")
    assert not data.exists()
    drawn = draw(data, inventory)
    assert tried["targets"] == drawn["targets"]


def test_a_second_draw_of_a_quarter_takes_a_reason_and_hides_nothing(tmp_path: Path, inventory: Path) -> None:
    data = tmp_path / "office"
    draw(data, inventory)
    asked = ("--rate", "50%", "--seed", "乙", "--quarter", "2026Q1", "--by", "李强", "--inventory", str(inventory))
    assert "2026Q1-1" in refused(data, "sample", *asked)
    again = draw(data, inventory, "--again", "台账有误，已更正", rate="50%")
    assert again["sample"] == "2026Q1-2"
    assert (again["inputs"]["again"], again["inputs"]["replaces"]) == ("台账有误，已更正", "2026Q1-1")
    shown = call(data, "samples").stdout
    assert "2026Q1-1" in shown
    assert "台账有误" in shown


def test_a_reason_for_another_draw_before_the_first_is_refused(tmp_path: Path, inventory: Path) -> None:
    asked = ("--rate", "30%", "--seed", "甲", "--quarter", "2026Q1", "--by", "王芳", "--inventory", str(inventory))
    assert "--again" in refused(tmp_path / "office", "sample", *asked, "--again", "误")


def test_every_target_is_drawn_within_the_year(tmp_path: Path, inventory: Path) -> None:
    data = tmp_path / "office"
    drawn = [ids(draw(data, inventory, quarter=f"2026Q{number}", rate="25%")) for number in (1, 2, 3, 4)]
    assert len(set[str]().union(*drawn)) == 16
    assert [len(one) for one in drawn] == [2 + 3 + 1] * 4


def test_a_rate_too_small_for_the_year_is_said_with_the_one_that_does(tmp_path: Path, inventory: Path) -> None:
    asked = ("--rate", "10%", "--seed", "甲", "--quarter", "2026Q1", "--by", "王芳", "--inventory", str(inventory))
    result = call(tmp_path / "office", "sample", *asked)
    assert result.exit_code == 0
    assert "6 个对象抽不到" in result.stderr
    assert "21%" in result.stderr


def test_a_draw_that_no_run_used_and_another_replaced_counts_for_nothing(tmp_path: Path, inventory: Path) -> None:
    data = tmp_path / "office"
    first, second = draw(data, inventory), draw(data, inventory, "--again", "改", rate="60%")
    third = draw(data, inventory, quarter="2026Q2")
    assert set(third["inputs"]["covered"]) == ids(second)
    with Trail.open(data) as trail:
        run = replace(RECORD, id=RunId("2026Q1-1"), quarter="2026Q1")
        trail.begin_run(run, [])
        trail.record_order(RunOrder(run.id, "national-2019", "sha256:p", {}, Purpose.CHECK, "2026Q1-1"), [], NOON)
    fourth = draw(data, inventory, "--again", "改", quarter="2026Q2")
    assert set(fourth["inputs"]["covered"]) == ids(first)


SITE = Target(TargetId("d1"), TargetKind.DEPARTMENT_SITE, "局1", "http://j1.x.gov.test/", "局1")
OTHER = replace(SITE, id=TargetId("d2"), name="局2", address="http://j2.x.gov.test/", owner="局2")
UPHELD = DecisionKind.UPHELD


def checked(
    data: Path, *people: str, kind: DecisionKind = UPHELD, quarter: str = "2026Q3", fault: str = "home-stale-14d"
) -> int:
    """A run with a finding on d1 and what people said of it; d2 was fine. Returns the finding's number."""
    record = replace(RECORD, id=RunId(f"{quarter}-1"), quarter=quarter, on=date(2026, 8, 1), key=quarter)
    with Trail.open(data) as trail:
        trail.begin_run(record, [SITE, OTHER])
        number = trail.begin_judgement(record.id, "sha256:k", "0.1.0", NOON)
        for target in (SITE, OTHER):
            trail.record_findings(record.id, number, target.id, [finding(target, fault, run=record.id)])
        (own, _) = trail.findings(record.id)
        for person in people:
            trail.record_decision(own.id, kind, person, "属实", NOON)
    return own.id


def noticed(data: Path, number: int, *events: EventKind) -> None:
    """A notice with the finding, and what happened to it."""
    with Trail.open(data) as trail:
        run = trail.finding(number)[0].run
        days = date(2026, 8, 3), date(2026, 8, 14)
        notice = trail.record_notice(
            NoticeRecord(run, 2026, 1, "局1", *days, "1.docx", "sha256:d"), [trail.decisions(run)[number]], NOON
        )
        one = [
            NoticeEvent(notice.id, kind, days[1], "王芳", finding=number if kind is EventKind.RECTIFIED else None)
            for kind in events
        ]
        trail.record_events(lambda: one, NOON)


def why(data: Path, inventory: Path) -> str | None:
    """Why d1 has to be in the fourth quarter's draw."""
    found: dict[str, str] = draw(data, inventory, "--dry-run", quarter="2026Q4")["inputs"]["required"]
    assert found.get("d2") is None
    return found.get("d1")


def test_a_fault_upheld_last_quarter_has_to_be_put_right(tmp_path: Path, inventory: Path) -> None:
    number = checked(tmp_path, "王芳", fault="zl-guide")
    assert why(tmp_path, inventory) == "not-rectified"
    noticed(tmp_path, number, EventKind.SERVED, EventKind.RECTIFIED)
    assert why(tmp_path, inventory) is None


def test_a_closed_fault_requires_nothing_but_a_veto_of_last_quarter_does(tmp_path: Path, inventory: Path) -> None:
    for fault, expected in [("zl-guide", None), ("home-stale-14d", "failed")]:
        number = checked(tmp_path / fault, "王芳", "李强", fault=fault)
        noticed(tmp_path / fault, number, EventKind.SERVED, EventKind.CLOSED)
        assert why(tmp_path / fault, inventory) == expected


def test_an_older_fault_has_to_be_in_while_its_notice_is_open(tmp_path: Path, inventory: Path) -> None:
    number = checked(tmp_path, "王芳", "李强", quarter="2026Q1")
    assert why(tmp_path, inventory) is None
    noticed(tmp_path, number, EventKind.SERVED)
    assert why(tmp_path, inventory) == "not-rectified"


def test_a_cancelled_notice_puts_nothing_right(tmp_path: Path, inventory: Path) -> None:
    noticed(tmp_path, checked(tmp_path, "王芳", fault="zl-guide"), EventKind.CANCELLED)
    assert why(tmp_path, inventory) == "not-rectified"


def test_hints_rules_on_trial_and_what_was_explained_require_nothing(tmp_path: Path, inventory: Path) -> None:
    for fault in ("v6-badge", "columns-overdue-10"):
        checked(tmp_path / fault, "王芳", "李强", fault=fault)
        assert why(tmp_path / fault, inventory) is None
    checked(tmp_path, "王芳", "李强")
    with Trail.open(tmp_path) as trail:
        days = date(2026, 1, 1), date(2026, 12, 31)
        trail.record_exemption(Exemption(SITE.id, IndicatorId("home-stale-14d"), "机构改革", *days, "王芳"), NOON)
    assert why(tmp_path, inventory) is None


def test_a_veto_that_one_person_upheld_requires_nothing_where_it_takes_two(tmp_path: Path, inventory: Path) -> None:
    with Trail.open(tmp_path) as trail:
        veto = load_catalogue().get("home-stale-14d")
        trail.record_rules("sha256:k", [veto], NOON)
    checked(tmp_path, "王芳")
    assert why(tmp_path, inventory) is None


def test_what_failed_last_quarter_and_what_is_new_has_to_be_in(tmp_path: Path) -> None:
    data, inventory = tmp_path / "office", listed(tmp_path / "list.csv", 3)
    checked(data, "王芳", "李强")
    drawn = draw(data, inventory, quarter="2026Q4", rate="1%")
    required = drawn["inputs"]["required"]
    assert required["d1"] == "failed"
    assert "d2" not in required
    assert {one for one, why in required.items() if why == "new"} == {"p1", "p2", "d0", "m0", "m1", "m2", "m3"}
    assert ids(drawn, "required") == {"d0", "d1", "m0", "m1", "m2", "m3"}


def test_what_nobody_upheld_requires_nothing(tmp_path: Path) -> None:
    data, inventory = tmp_path / "office", listed(tmp_path / "list.csv", 3)
    checked(data, "王芳", kind=DecisionKind.DISMISSED)
    assert "d1" not in draw(data, inventory, quarter="2026Q4")["inputs"]["required"]


def test_a_draw_is_repeated_from_its_row_and_the_inventory(tmp_path: Path, inventory: Path) -> None:
    data = tmp_path / "office"
    draw(data, inventory)
    same = call(data, "samples", "2026q1-1", "--inventory", str(inventory))
    assert same.exit_code == 0
    assert "核对一致" in same.stderr
    other = call(data, "samples", "2026Q1-1", "--inventory", str(listed(tmp_path / "other.csv", 20)))
    assert isinstance(other.exception, VerificationError)
    assert "2026Q1-1" in refused(data, "samples", "2026Q1-9")
    assert "2026Q4-1" in refused(data, "samples", "--inventory", str(inventory))


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """The orders a run was given, in place of the run."""
    given: list[Order] = []

    def fake(order: Order, report: object) -> Outcomes:
        given.append(order)
        return Outcomes(replace(RECORD, id=RunId("2026Q1-20260201-1")), True, dict.fromkeys(
            ("passed", "failed", "cantTell", "inapplicable", "untested"), 0))  # fmt: skip

    monkeypatch.setattr(run_commands, "run_order", fake)
    return given


def test_a_run_inspects_a_draw_in_its_quarter(tmp_path: Path, inventory: Path, orders: list[Order]) -> None:
    data = tmp_path / "office"
    drawn = draw(data, inventory)
    assert call(data, "run", "--inventory", str(inventory), "--sample", "2026q1-1").exit_code == 0
    (order,) = orders
    assert (set(order.only), order.sample, order.quarter) == (ids(drawn), "2026Q1-1", Quarter(2026, 1))
    assert {target.id for target in order.targets} == ids(drawn)


def test_a_run_of_a_draw_refuses_what_does_not_fit_it(tmp_path: Path, inventory: Path, orders: list[Order]) -> None:
    data = tmp_path / "office"
    draw(data, inventory, rate="100%")
    run = ("run", "--inventory", str(inventory), "--sample")
    assert "2026Q1-1" in refused(data, *run, "2026Q1-7")
    assert "2026Q1-1" in refused(data, *run, "")
    assert "2026Q1" in refused(data, *run, "2026Q1-1", "--quarter", "2026Q2")
    assert "--only" in refused(data, *run, "2026Q1-1", "--only", "d1")
    fewer = listed(tmp_path / "fewer.csv", 9)
    assert "d9" in refused(data, "run", "--inventory", str(fewer), "--sample", "2026Q1-1")
    assert not orders


def test_bad_words_are_refused_before_anything_is_written(tmp_path: Path, inventory: Path) -> None:
    data = tmp_path / "office"
    good = {"--rate": "30%", "--seed": "甲", "--quarter": "2026Q1", "--by": "王芳", "--inventory": str(inventory)}
    for name, value in [("--rate", "130%"), ("--seed", " "), ("--quarter", "2026"), ("--by", " ")]:
        words = {**good, name: value}
        refused(data, "sample", *(word for pair in words.items() for word in pair))
    assert not data.exists()


def test_rows_that_were_left_out_of_the_list_are_told(tmp_path: Path) -> None:
    inventory = listed(tmp_path / "list.csv", extra="x1,部门网站,无址局,,无址局,,,正常\n")
    asked = ("--rate", "30%", "--seed", "甲", "--quarter", "2026Q1", "--by", "王芳", "--inventory", str(inventory))
    assert "有 1 行未采用" in call(tmp_path / "office", "sample", *asked).stderr


def test_a_list_without_running_targets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed.csv"
    path.write_text(f"{HEAD}c1,部门网站,旧局,http://old.x.gov.test/,旧局,,,已关停\n", encoding="utf-8")
    words = ("--rate", "30%", "--seed", "甲", "--quarter", "2026Q1", "--by", "王芳", "--inventory", str(path))
    refused(tmp_path / "office", "sample", *words)


def test_an_older_database_has_no_draws(tmp_path: Path) -> None:
    assert "还没有任何抽取" in call(filled(tmp_path / "office"), "samples").stdout


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_lots_are_repeated_by_hand_as_the_document_says(tmp_path: Path) -> None:
    names = ["d1", "县 1/公众号", "m-2", "www.x.gov.test/zwgk", "$HOME", "%s"]
    (tmp_path / "ids.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    (script,) = (part.split("```")[0] for part in DOCUMENT.read_text("utf-8").split("```sh\n")[1:] if "cut" in part)
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    asked = Request(Quarter(2026, 4), parse_rate("30%"), "2026年第四季度")
    lots = sorted((lot(asked, TargetId(name)), name) for name in names)
    assert done.stdout.splitlines() == [f"{one}  {name}" for one, name in lots]
