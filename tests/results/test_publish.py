"""The list says what was concluded, marks itself a draft until all is, and runs nothing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from checks.catalogue import load_catalogue
from crawler.config import Office
from crawler.model import DecisionKind, Outcome, RunId, Target, TargetId
from results.audit import Trail
from results.publish import Published, publish
from results.verify import verify
from tests.results.office import ACCOUNT, BUREAU, CLOSED, NOON, PORTAL, RECORD, RUN, finding

OFFICE = Office(name="临江市人民政府办公室", city="临江市")
CATALOGUE = load_catalogue()


def judged(data: Path, *targets: Target, healthy: bool = True, failing: str = "d1") -> None:
    """Every indicator passed but the home page of one site."""
    with Trail.open(data) as trail:
        trail.begin_run(RECORD, targets)
        number = trail.begin_judgement(RUN, CATALOGUE.digest, "0.1.0", NOON)
        for target in targets:
            own = [i for i in CATALOGUE.indicators if i.concerns(target)]
            fails = {i.id for i in own if i.id == "home-stale-14d" and target.id == failing}
            outcomes = {i.id: Outcome.FAILED if i.id in fails else Outcome.PASSED for i in own}
            trail.record_findings(RUN, number, target.id, [finding(target, i, o) for i, o in outcomes.items()], NOON)
        trail.finish_run(RUN, healthy, {}, NOON)


def published(data: Path, office: Office = OFFICE) -> Published:
    with Trail.open(data) as trail:
        return publish(trail, RECORD, data / "list", office, CATALOGUE, NOON)


def conclude(data: Path, kind: DecisionKind = DecisionKind.UPHELD) -> None:
    with Trail.open(data) as trail:
        (failed,) = trail.findings(RUN, outcome=Outcome.FAILED)
        trail.record_decision(failed.id, kind, "王芳", "复核属实", NOON)


def rows_of(done: Published) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.table.read_text(encoding="utf-8-sig"))))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    judged(tmp_path, PORTAL, BUREAU, ACCOUNT, CLOSED)
    return tmp_path


def test_a_list_with_something_pending_is_a_draft(data: Path) -> None:
    done = published(data)
    html = done.page.read_text()
    assert done.is_draft
    assert "草稿（内部，不得对外发布）" in html
    assert "noindex" in html
    assert [row["结果"] for row in rows_of(done)] == ["合格", "待定", "合格"]
    assert rows_of(done)[1]["待核实事项"] == "首页不更新"


def test_a_concluded_list_is_final_and_prints_numerator_and_denominator(data: Path) -> None:
    conclude(data)
    done = published(data)
    html = done.page.read_text()
    assert not done.is_draft
    assert "草稿" not in html
    assert "50.00%" in html
    assert "合格1个，参加评定2个" in html
    assert [(row.rate.qualified, row.rate.rated) for row in done.groups] == [(1, 2), (1, 1)]
    assert rows_of(done)[1]["经核实的问题"] == "首页不更新"
    assert CLOSED.name not in html


def test_a_dismissed_finding_is_not_named(data: Path) -> None:
    conclude(data, DecisionKind.DISMISSED)
    done = published(data)
    assert {row["结果"] for row in rows_of(done)} == {"合格"}
    assert {row["经核实的问题"] for row in rows_of(done)} == {""}


def test_an_unhealthy_run_feeds_no_final_list(tmp_path: Path) -> None:
    judged(tmp_path, PORTAL, healthy=False)
    done = published(tmp_path)
    assert done.is_draft
    assert not done.is_healthy
    assert "采集不正常" in done.page.read_text()


def test_the_same_database_gives_the_same_bytes_and_one_row(data: Path) -> None:
    first = published(data)
    before = (first.page.read_bytes(), first.table.read_bytes())
    with Trail.open(data) as trail:
        head = trail.head()
    second = published(data)
    assert (second.page.read_bytes(), second.table.read_bytes()) == before
    with Trail.open(data) as trail:
        assert trail.head() == head
    assert verify(data) == []


def test_the_page_names_the_head_it_rests_on(data: Path) -> None:
    with Trail.open(data) as trail:
        _, head = trail.head()
    assert head in published(data).page.read_text()


def test_the_page_runs_no_script_and_loads_nothing(data: Path) -> None:
    html = published(data).page.read_text()
    assert '<html lang="zh-CN">' in html
    assert not re.search(r"<script|<link|<img|@import|url\(|\son\w+=", html, re.IGNORECASE)


def test_hostile_names_stay_words(tmp_path: Path) -> None:
    nasty = replace(PORTAL, id=TargetId("x"), name="<img src=x onerror=alert(1)>", owner="=HYPERLINK(1)")
    other = replace(PORTAL, id=TargetId("y"), name="\t@SUM(1)", owner="+1\u202e", site_code="-1")
    judged(tmp_path, nasty, other)
    done = published(tmp_path)
    assert "<img" not in done.page.read_text()
    rows = rows_of(done)
    assert rows[0]["主办单位"] == "'=HYPERLINK(1)"
    assert (rows[1]["名称"], rows[1]["主办单位"], rows[1]["网站标识码"]) == ("'@SUM(1)", "'+1", "'-1")


def test_the_table_opens_in_a_spreadsheet(data: Path) -> None:
    content = published(data).table.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4


def test_a_run_that_never_ended_is_a_draft(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        trail.begin_run(RECORD, [PORTAL])
        done = publish(trail, RECORD, tmp_path / "list", OFFICE, CATALOGUE, NOON)
    assert done.is_draft
    assert (rows_of(done)[0]["结果"], rows_of(done)[0]["待核实事项"]) == ("待定", "尚未判定")
    assert RunId(RUN) in done.page.read_text()
