"""The sheet of a rating: every number with the findings it is made of, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from checks.catalogue import load_catalogue
from checks.pack import Pack
from checks.packs import load_pack
from crawler.config import Config, Office
from crawler.errors import InputError
from crawler.model import DecisionKind, IndicatorId, Outcome, RatingKind, RunId, Target, TargetId
from results.audit import NoticeRecord, Trail
from results.casework.machine import NoticeEvent
from results.casework.moves import EventKind
from results.notices.issue import Order as NoticeOrder
from results.notices.issue import issue
from results.order_rows import Purpose, RunOrder
from results.publishing.release import release_draft
from results.rating.rated import rated
from results.rating.scoring import ScoredRating
from results.rating.view import amount
from results.review.exemption_rows import Exemption
from results.rules import catalogue_of
from spotcheck import app
from tests.results.office import ACCOUNT, BUREAU, CLOSED, NOON, PORTAL, RECORD, RUN, finding

PACK = load_pack("example-city-points")
CATALOGUE = load_catalogue(pack=PACK)
PEOPLE = ("王芳", "李强")


def inspected(
    data: Path, failing: Mapping[str, Sequence[Mapping[str, Any]]], pack: Pack = PACK, *targets: Target
) -> dict[str, int]:
    """A run by a pack: everything passed but, for the portal, what is named, which two people uphold."""
    catalogue = load_catalogue(pack=pack)
    with Trail.open(data) as trail:
        targets = targets or (PORTAL, BUREAU, ACCOUNT, CLOSED)
        trail.begin_run(RECORD, targets)
        trail.record_order(RunOrder(RUN, pack.id, pack.digest, pack.content), [], NOON)
        number = trail.begin_judgement(RUN, catalogue.digest, "0.1.0", NOON)
        trail.record_rules(catalogue.digest, catalogue.indicators, NOON)
        for target in targets:
            found = []
            for one in (i for i in catalogue.indicators if i.concerns(target)):
                fails = target is targets[0] and one.id in failing
                words = {"subjects": tuple(failing.get(one.id, ())) if fails else (), "message": f"{one.title}有问题。"}
                outcome = Outcome.FAILED if fails else Outcome.PASSED
                found.append(finding(target, one.id, outcome, catalogue_digest=catalogue.digest, **words))
            trail.record_findings(RUN, number, target.id, found, NOON)
        trail.finish_run(RUN, True, {}, NOON)
        numbers = {str(one.indicator): one.id for one in trail.findings(RUN, outcome=Outcome.FAILED)}
        for person in PEOPLE:
            trail.record_decisions(list(numbers.values()), DecisionKind.UPHELD, person, "属实", NOON)
    return numbers


def printed(data: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["rating", *arguments, "--data", str(data)])
    assert result.exit_code == 0, result.exception
    return result.stdout


def told(data: Path, target: str = "p1") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(data, target, "--json"))
    return found


def told_of(trail: Trail) -> ScoredRating:
    return rated(trail, RECORD, catalogue_of(trail, RUN)).ratings[TargetId("p1")]


def test_a_sheet_tells_how_every_point_was_lost(tmp_path: Path) -> None:
    numbers = inspected(tmp_path, {"zl-exists": (), "zl-name": (), "foot-icp": (), "columns-blank-5": ()}, PACK)
    with Trail.open(tmp_path) as trail:
        trail.record_decision(numbers["columns-blank-5"], DecisionKind.DISMISSED, "王芳", "不属实", NOON)
    lines = [" ".join(line.split()) for line in printed(tmp_path, "p1").splitlines() if line.strip()]
    exists, name, footer = (numbers[one] for one in ("zl-exists", "zl-name", "foot-icp"))
    titles = {one: CATALOGUE.get(one).title for one in ("zl-exists", "zl-name", "foot-icp")}
    assert lines == [
        "临江市人民政府（p1）：合格",
        f"检查 2026Q4-1，规则包 {PACK.id}（{PACK.title}）。",
        "发现 指标 名称 计法 分值 说明",
        lines[3],
        f"{footer} foot-icp {titles['foot-icp']} 扣分 -2 一次计 2 分",
        f"{exists} zl-exists {titles['zl-exists']} 扣分 -10 一次计 10 分",
        f"{name} zl-name {titles['zl-name']} 扣分 0 同一问题已在其他指标扣分，不重复扣",
        "扣分部分：满分 100 分，扣 12 分，得 88 分。",
        "加分部分：得分高于 80 分方可加分，最多 30 分，加 0 分。",
        "总分：88 分；合格线 80 分。",
    ]


def test_below_the_line_is_unqualified(tmp_path: Path) -> None:
    inspected(tmp_path, {"zl-exists": (), "ar-gov-0331": (), "foot-icp": (), "foot-idcode": ()})
    found = told(tmp_path)
    assert (found["rating"], found["total"], found["score"]["deducted"]) == ("unqualified", 77, 23)
    assert "加分部分：得分未高于 80 分，不加分。" in printed(tmp_path, "p1")


def test_a_veto_ends_the_scoring(tmp_path: Path) -> None:
    numbers = inspected(tmp_path, {"home-stale-14d": (), "zl-exists": ()})
    found = told(tmp_path)
    assert (found["rating"], found["total"], found["unscored"]) == ("unqualified", None, "vetoed")
    assert found["vetoes"] == [numbers["home-stale-14d"]]
    assert "有单项否决经认定属实，不再计分" in printed(tmp_path, "p1")


def test_by_the_national_pack_nothing_is_scored(tmp_path: Path) -> None:
    inspected(tmp_path, {"zl-exists": ()}, load_pack())
    found = told(tmp_path)
    assert (found["rating"], found["total"], found["unscored"], found["score"]) == (
        "qualified",
        None,
        "by-vetoes",
        None,
    )


def test_every_target_is_listed_but_closed_ones(tmp_path: Path) -> None:
    inspected(tmp_path, {"zl-exists": ()})
    rows = [json.loads(line) for line in printed(tmp_path, "--json").splitlines()]
    assert [(row["target"], row["total"]) for row in rows] == [("p1", 90), ("d1", 100), ("m1", 100)]
    assert "临江市水利局" in printed(tmp_path)


def test_an_explained_fault_does_not_count_and_is_shown(tmp_path: Path) -> None:
    numbers = inspected(tmp_path, {"zl-exists": (), "foot-icp": ()})
    with Trail.open(tmp_path) as trail:
        explained = Exemption(
            TargetId("p1"), CATALOGUE.get("zl-exists").id, "机构改革", date(2026, 1, 1), date(2026, 12, 31), "王芳"
        )
        trail.record_exemption(explained, NOON)
    found = told(tmp_path)
    assert (found["total"], found["excused"]) == (98, [{"finding": numbers["zl-exists"], "why": "explained"}])
    assert "情况说明，不计" in printed(tmp_path, "p1")


@pytest.mark.parametrize(("counts", "total"), [(True, 90), (False, 100)])
def test_a_fault_put_right_before_the_re_check_counts_as_the_pack_says(
    tmp_path: Path, counts: bool, total: int
) -> None:
    rules = PACK.model_copy(update={"review": PACK.review.model_copy(update={"rectified_counts": counts})})
    numbers = inspected(tmp_path, {"zl-exists": ()}, rules)
    number = numbers["zl-exists"]
    with Trail.open(tmp_path) as trail:
        days = date(2026, 11, 23), date(2026, 12, 7)
        record = NoticeRecord(RUN, 2026, 1, PORTAL.owner, *days, "1.docx", "sha256:d")
        notice = trail.record_notice(record, [trail.decisions(RUN)[number]], NOON)
        seen = NoticeEvent(notice.id, EventKind.RECTIFIED, days[1], "王芳", finding=number, seen=number)
        trail.record_events(lambda: [NoticeEvent(notice.id, EventKind.SERVED, days[0], "王芳"), seen], NOON)
    found = told(tmp_path)
    assert found["total"] == total
    assert found["excused"] == ([] if counts else [{"finding": number, "why": "rectified"}])
    assert counts or "复查前已整改，不计" in printed(tmp_path, "p1")


def test_an_unknown_target_is_named(tmp_path: Path) -> None:
    inspected(tmp_path, {})
    for unknown in ("x9", "d2"):
        error = CliRunner().invoke(app, ["rating", unknown, "--data", str(tmp_path)]).exception
        assert isinstance(error, InputError)
        assert unknown in str(error)


def test_an_open_fault_is_told_to_change_the_points_yet(tmp_path: Path) -> None:
    numbers = inspected(tmp_path, {"zl-exists": (), "foot-icp": ()})
    with Trail.open(tmp_path) as trail:
        trail.record_decision(numbers["zl-exists"], DecisionKind.UNDECIDABLE, "王芳", "待查", NOON)
    assert "尚有 1 项未核实完毕" in printed(tmp_path, "p1")
    assert (told(tmp_path)["rating"], told(tmp_path)["open"]) == ("pending", [numbers["zl-exists"]])


def test_a_published_list_says_how_points_decide_and_what_does_not_count(tmp_path: Path) -> None:
    inspected(tmp_path, {"zl-exists": ()})
    with Trail.open(tmp_path) as trail:
        explained = Exemption(
            TargetId("p1"), CATALOGUE.get("zl-exists").id, "机构改革", date(2026, 1, 1), date(2026, 12, 31), "王芳"
        )
        trail.record_exemption(explained, NOON)
        done = release_draft(trail, RECORD, Config(office=Office(city="临江市")), tmp_path / "list", NOON)
    method = (done.quarter / "method.html").read_text("utf-8")
    assert "得分低于80分的为不合格" in method
    assert "不影响是否合格。其他" not in method
    assert "另有1项问题或者疑似问题不计入结果：主办单位的情况说明获同意的1项" in done.page.read_text("utf-8")


def test_places_counted_elsewhere_are_named(tmp_path: Path) -> None:
    one, two = ({"path": f"首页 > {name}", "url": f"http://x.gov.test/{name}/"} for name in "ab")
    rules = Pack.model_validate(
        PACK.content
        | {"scoring": PACK.content["scoring"] | {"once": [["zl-system", "zl-statutory", "zl-annual"]]}}
        | {
            "indicators": {
                name: {"points": {"value": 4, "each": 1}} for name in ("zl-system", "zl-statutory", "zl-annual")
            }
        }
    )
    inspected(tmp_path, {"zl-system": (one,), "zl-statutory": (one, two), "zl-annual": (two,)}, rules)
    sheet = printed(tmp_path, "p1")
    assert "每处 1 分，1 处，最多 4 分；已在其他指标扣分的不重复扣：首页 > a" in sheet
    assert "已在其他指标扣分，不重复扣：首页 > b" in sheet
    assert told(tmp_path)["total"] == 98


def earning() -> Pack:
    """A pack by which what is a part of the disclosure column elsewhere earns a bonus."""
    rules = {"zl-guide": {"consequence": "bonus", "points": {"value": 5}}, "foot-icp": {"points": {"value": 2}}}
    return Pack.model_validate(PACK.content | {"indicators": rules})


def test_an_upheld_bonus_earns_points_and_stands_in_no_notice(tmp_path: Path) -> None:
    rules = earning()
    inspected(tmp_path, {"foot-icp": ()}, rules)
    with Trail.open(tmp_path) as trail:
        (passed,) = trail.findings(RUN, target=TargetId("p1"), indicator=IndicatorId("zl-guide"))
        judgement = trail.begin_judgement(RUN, passed.catalogue_digest, "0.1.0", NOON)
        asked = [
            replace(one, outcome=Outcome.UNTESTED, id=0) if one.id == passed.id else one for one in trail.findings(RUN)
        ]
        trail.record_findings(RUN, judgement, TargetId("p1"), [one for one in asked if one.target == "p1"], NOON)
        (bonus,) = trail.findings(RUN, target=TargetId("p1"), indicator=IndicatorId("zl-guide"))
        trail.record_decision(bonus.id, DecisionKind.UPHELD, "王芳", "有", NOON)
        found = told_of(trail)
        order = NoticeOrder(tmp_path, tmp_path / "letters", RECORD, RECORD.on, NOON, date(2026, 12, 10))
        issue(trail, order, Office(name="办公室", city="临江市"), catalogue_of(trail, RUN))
        noticed = set(trail.noticed(RUN))
    assert found.kind is RatingKind.QUALIFIED
    assert found.score.total == 103
    assert found.score.bonuses[0].finding == bonus.id
    assert bonus.id not in noticed
    assert noticed


def test_a_run_that_looks_again_is_not_rated(tmp_path: Path) -> None:
    inspected(tmp_path, {"zl-exists": ()})
    with Trail.open(tmp_path) as trail:
        again = replace(RECORD, id=RunId("2026Q4-2"), key="key-2")
        trail.begin_run(again, [PORTAL])
        trail.record_order(RunOrder(again.id, PACK.id, PACK.digest, PACK.content, Purpose.RECHECK), [], NOON)
    assert told(tmp_path)["run"] == RUN
    assert isinstance(
        CliRunner().invoke(app, ["rating", "--run", "2026Q4-2", "--data", str(tmp_path)]).exception, InputError
    )


@pytest.mark.parametrize(
    ("exact", "below", "shown"),
    [
        (Fraction(100), None, "100"),
        (Fraction(0), None, "0"),
        (Fraction(260, 3), None, "86.67"),
        (Fraction("59.995"), Fraction(60), "59.99"),
        (Fraction("59.995"), None, "60"),
        (Fraction("60.001"), Fraction(60), "60"),
        (Fraction("87.50"), None, "87.5"),
    ],
)
def test_points_are_rounded_in_words_only_and_never_up_to_the_line(
    exact: Fraction, below: Fraction | None, shown: str
) -> None:
    assert amount(exact, below) == shown
