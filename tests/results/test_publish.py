"""Publishing says what was concluded, names what is pending only in drafts, runs nothing, and can be done again."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crawler.errors import InputError
from crawler.model import DecisionKind, Outcome, RunId, TargetId
from results.audit import Trail
from results.publishing.freeze import Order
from results.publishing.release import Released, release, release_draft
from results.rows import RunRecord
from results.verify import verify
from spotcheck import app
from tests.results.office import NOON, PORTAL, RECORD
from tests.results.published import CONFIG, GOOD, SITE_VETO, Fate, account, inspected, noon, site, usual

OPEN = {site(1): GOOD, site(2): Fate(open=(SITE_VETO,)), account(1): GOOD}


def final(data: Path, record: RunRecord, correction: str = "") -> Released:
    with Trail.open(data) as trail:
        return release(trail, Order(record, "王芳", record.on, noon(record.on), correction), CONFIG, data / "list")


def drafted(data: Path, record: RunRecord) -> Released:
    with Trail.open(data) as trail:
        return release_draft(trail, record, CONFIG, data / "draft", noon(record.on))


def rows_of(done: Released, name: str = "list.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((done.quarter / name).read_text(encoding="utf-8-sig"))))


def page_of(done: Released, name: str = "index.html") -> str:
    return (done.quarter / name).read_text(encoding="utf-8")


def test_a_draft_is_marked_on_every_page_and_names_what_is_open(tmp_path: Path) -> None:
    done = drafted(tmp_path, inspected(tmp_path, OPEN))
    pages = sorted(done.quarter.glob("*.html"))
    assert pages
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert "草稿（内部，不得对外发布）" in html
        assert "noindex" in html
    assert "尚有1个对象待定" in page_of(done)
    assert [row["结果"] for row in rows_of(done)] == ["合格", "待定", "合格"]
    assert rows_of(done)[1]["待核实事项"] == "首页不更新"
    assert "首页不更新" in page_of(done, "sites-1.html")
    assert not (done.quarter / "latest").exists()
    assert not (done.quarter / "trend.csv").exists()


def test_a_list_with_something_pending_is_never_published(tmp_path: Path) -> None:
    record = inspected(tmp_path, OPEN)
    with pytest.raises(InputError, match="待定"):
        final(tmp_path, record)
    assert not (tmp_path / "list").exists()


def test_a_concluded_list_is_final_and_prints_numerator_and_denominator(tmp_path: Path) -> None:
    done = final(tmp_path, inspected(tmp_path, usual()))
    html = page_of(done)
    assert "草稿" not in html
    assert "noindex" not in html
    assert "80.00%" in html
    assert "合格4个，参加评定5个" in html
    assert "抽查比例 85.71%（检查6个，在运行7个）" in html
    assert "不予评定1个，占检查数的16.67%，不计入合格率" in html
    rows = {row["对象编号"]: row for row in rows_of(done)}
    assert rows["s2"]["经认定的问题"] == "首页不更新"
    assert rows["s6"]["不予评定理由"] == "网站整体改版，暂停服务"
    assert site(8).id not in rows
    assert "待核实事项" not in rows["s2"]


def published_by_hand(tmp_path: Path, *words: str) -> Result:
    called = ["publish", *words, "--data", str(tmp_path), "--out", str(tmp_path / "list")]
    result = CliRunner().invoke(app, called)
    assert result.exit_code == 0, result.output
    return result


def test_what_was_typed_in_vain_is_said(tmp_path: Path) -> None:
    inspected(tmp_path, usual())
    first = published_by_hand(tmp_path, "--by", "王芳", "--on", "2026-11-20")
    assert "没有新的一版" not in first.stderr
    again = published_by_hand(tmp_path, "--by", "李军", "--on", "2026-11-25")
    assert "没有新的一版，--on、--by 未采用；仍为 2026Q4-1，公布日 2026-11-20，经办人王芳。" in again.stderr
    assert "没有新的一版；仍为 2026Q4-1" in published_by_hand(tmp_path).stderr
    assert "草稿不定稿，--by 未采用。" in published_by_hand(tmp_path, "--draft", "--by", "王芳").stderr
    assert "未采用" not in published_by_hand(tmp_path, "--draft").stderr


def test_a_dismissed_finding_is_not_named(tmp_path: Path) -> None:
    done = final(tmp_path, inspected(tmp_path, {site(1): Fate(dismissed=(SITE_VETO,))}))
    assert [(row["结果"], row["经认定的问题"]) for row in rows_of(done)] == [("合格", "")]
    assert "首页不更新" not in page_of(done)
    assert rows_of(done, "problems.csv") == []


def test_an_unhealthy_run_is_shown_as_a_draft_alone(tmp_path: Path) -> None:
    record = inspected(tmp_path, {site(1): GOOD}, healthy=False)
    done = drafted(tmp_path, record)
    assert not done.result.is_healthy
    assert "采集不正常" in page_of(done)
    with pytest.raises(InputError, match="采集不正常"):
        final(tmp_path, record)


def test_the_same_database_gives_the_same_bytes_and_one_row(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    first = final(tmp_path, record)
    with Trail.open(tmp_path) as trail:
        head = trail.head()
    assert final(tmp_path, record).sums == first.sums
    with Trail.open(tmp_path) as trail:
        assert trail.head() == head
    assert verify(tmp_path) == []


def test_a_draft_made_twice_gives_the_same_bytes_and_one_row(tmp_path: Path) -> None:
    record = inspected(tmp_path, OPEN)
    first = drafted(tmp_path, record)
    with Trail.open(tmp_path) as trail:
        head = trail.head()
    assert drafted(tmp_path, record).sums == first.sums
    with Trail.open(tmp_path) as trail:
        assert trail.head() == head
        publication = trail.latest_publication(record.id)
    assert publication is not None
    assert (publication.form, publication.qualified, publication.pending) == ("draft", 2, 1)


def test_every_page_names_the_head_it_rests_on(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    with Trail.open(tmp_path) as trail:
        _, head = trail.head()
    done = final(tmp_path, record)
    for page in done.quarter.glob("*.html"):
        assert head in page.read_text(encoding="utf-8")


def test_pages_run_no_script_and_load_nothing_but_their_own_style(tmp_path: Path) -> None:
    final(tmp_path, inspected(tmp_path, usual()))
    for page in (tmp_path / "list").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert '<html lang="zh-CN">' in html
        up = "../" * (len(page.relative_to(tmp_path / "list").parts) - 1)
        assert re.findall(r'<link [^>]*href="([^"]*)"', html) == [f"{up}style.css"]
        assert not re.search(r"<script|<img|<iframe|@import|url\(|\son\w+=", html, re.IGNORECASE)


def test_hostile_names_stay_words(tmp_path: Path) -> None:
    nasty = replace(site(1), name="<img src=x onerror=alert(1)>", owner="=HYPERLINK(1)")
    other = replace(site(2), name="\t@SUM(1)", owner="+1\u202e", site_code="-1")
    done = final(tmp_path, inspected(tmp_path, {nasty: Fate(upheld=(SITE_VETO,)), other: GOOD}))
    for page in (tmp_path / "list").rglob("*.html"):
        assert "<img" not in page.read_text(encoding="utf-8")
    rows = rows_of(done)
    assert rows[0]["主办单位"] == "'=HYPERLINK(1)"
    assert (rows[1]["名称"], rows[1]["主办单位"], rows[1]["网站标识码"]) == ("'@SUM(1)", "'+1", "'-1")


def test_the_table_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    done = final(tmp_path, inspected(tmp_path, {site(1): GOOD, site(2): GOOD}))
    content = (done.quarter / "list.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 3


def test_a_run_that_never_ended_is_a_draft(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        trail.begin_run(RECORD, [PORTAL])
        done = release_draft(trail, RECORD, CONFIG, tmp_path / "draft", NOON)
    assert (rows_of(done)[0]["结果"], rows_of(done)[0]["待核实事项"]) == ("待定", "尚未判定")


def test_a_correction_keeps_the_first_edition_and_says_so_on_both(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    final(tmp_path, record)
    with Trail.open(tmp_path) as trail:
        (veto,) = trail.findings(record.id, outcome=Outcome.FAILED, target=site(2).id)
        trail.record_decision(veto.id, DecisionKind.DISMISSED, "王芳", "复核后撤销", noon(record.on))
    done = final(tmp_path, record, "复核后撤销一项问题")
    old = page_of(done, "edition-1/index.html")
    assert "已经更正，不再有效" in old
    assert "noindex" in old
    assert "复核后撤销一项问题" in page_of(done, "corrections.html")
    assert rows_of(done, "corrections.csv")[0]["更正前结果"] == "不合格"
    then, now = (
        {row["对象编号"]: row["结果"] for row in rows_of(done, name)} for name in ("edition-1/list.csv", "list.csv")
    )
    assert (then["s2"], now["s2"]) == ("不合格", "合格")
    assert "edition-1" not in page_of(done)


def test_what_is_unknown_or_concluded_is_not_set_aside(tmp_path: Path) -> None:
    inspected(tmp_path, {site(1): GOOD, site(2): Fate(open=(SITE_VETO,))})

    def call(target: str, *more: str) -> str:
        words = ["set-aside", target, "--by", "王芳", "--reason", "网站改版", "--data", str(tmp_path), *more]
        result = CliRunner().invoke(app, words)
        assert result.exception is None or isinstance(result.exception, InputError)
        return result.stdout + str(result.exception or "")

    assert "没有评定这个对象" in call("zz")
    assert "已经评定为合格" in call("s1")
    assert "没有列为不予评定" in call("s2", "--undo")
    assert "已列为不予评定" in call("s2")
    with Trail.read(tmp_path) as trail:
        assert list(trail.set_asides(RunId("2026Q4-1"))) == [TargetId("s2")]
    assert "已撤销" in call("s2", "--undo")
    with Trail.read(tmp_path) as trail:
        assert trail.set_asides(RunId("2026Q4-1")) == {}
