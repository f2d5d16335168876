"""What a careless hand or a hostile name must not bring into a published quarter, nor keep out of it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from checks.indicator import Consequence
from crawler.errors import InputError
from crawler.model import DecisionKind, Outcome
from results.audit import Trail
from results.circular.compose import html_of
from results.publishing.freeze import Order
from results.publishing.masking import masked
from results.publishing.quarter import problem_of, published
from results.publishing.release import Released, release
from results.rows import Row, RunRecord
from tests.results.published import (
    ACCOUNT_VETO,
    CONFIG,
    GOOD,
    SITE_VETO,
    Fate,
    account,
    inspected,
    noon,
    released,
    settings,
    site,
    usual,
)

MOBILE = "13812345678"


def order(record: RunRecord, on: date | None = None, correction: str = "") -> Order:
    return Order(record, "王芳", on or record.on, noon(record.on), correction)


def put(data: Path, given: Order, out: Path) -> Released:
    with Trail.open(data) as trail:
        return release(trail, given, CONFIG, out)


def row(message: str, **data: str) -> Row:
    return {
        "data": json.dumps(data),
        "subjects": "[]",
        "finding": 1,
        "target": "s1",
        "indicator": SITE_VETO,
        "title": "首页不更新",
        "consequence": str(Consequence.VETO),
        "document": "文件",
        "clause": "条款",
        "outcome": str(Outcome.FAILED),
        "message": message,
        "monitored_on": "2026-11-16",
        "observed_at": "2026-11-16T11:00:00+08:00",
    }


def test_a_circular_names_no_mobile_number_either(tmp_path: Path) -> None:
    fates = {
        site(1, f"区{MOBILE}", name=f"局{MOBILE}", owner=f"张三{MOBILE}"): Fate(upheld=(SITE_VETO,)),
        site(2): GOOD,
        account(1, name=MOBILE, platform=MOBILE): Fate(upheld=(ACCOUNT_VETO,)),
    }
    edition = released(tmp_path, inspected(tmp_path, fates), settings(ranking=True, named_below=90))
    with Trail.read(tmp_path) as trail:
        text = html_of(published(trail, edition))
    assert MOBILE not in text
    assert "局138****5678" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话+8613812345678", "电话+86138****5678"),
        ("电话 86 138 1234 5678。", "电话 86 138****5678。"),
        ("电话１３８１２３４５６７８", "电话１３８****５６７８"),
        ("编号8613812345678901", "编号8613812345678901"),
        ("电话0999-8200001", "电话0999-8200001"),
    ],
)
def test_a_mobile_number_is_starred_out_however_it_is_written(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_correction_of_blanks_is_no_reason(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    released(tmp_path, record)
    with Trail.open(tmp_path) as trail:
        (veto,) = trail.findings(record.id, outcome=Outcome.FAILED, target=site(2).id)
        trail.record_decision(veto.id, DecisionKind.DISMISSED, "王芳", "复核后撤销", noon(record.on))
    for blank in ("  ", "\u3000", "\u202e"):
        with pytest.raises(InputError, match="已经公布"):
            released(tmp_path, record, correction=blank)


def test_another_run_of_a_published_quarter_is_called_so(tmp_path: Path) -> None:
    released(tmp_path, inspected(tmp_path, usual()))
    with pytest.raises(InputError, match="已经按检查 2026Q4-1 公布（2026Q4-1），现在要公布的是另一次检查"):
        released(tmp_path, inspected(tmp_path, usual(), serial=2))


def test_a_day_far_ahead_is_taken_for_mistyped(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    with pytest.raises(InputError, match="公布日过于靠后"):
        put(tmp_path, order(record, date(2062, 11, 20)), tmp_path / "list")
    assert put(tmp_path, order(record, record.on + timedelta(days=60)), tmp_path / "list").page.is_file()


@pytest.mark.parametrize("name", ["index.html", "SHA256SUMS"])
def test_nothing_is_frozen_for_a_folder_of_others(tmp_path: Path, name: str) -> None:
    record, out = inspected(tmp_path, usual()), tmp_path / "others"
    out.mkdir()
    (out / name).write_text("mine")
    with pytest.raises(InputError, match="不予覆盖"):
        put(tmp_path, order(record), out)
    with Trail.read(tmp_path) as trail:
        assert trail.editions() == ()
    assert (out / name).read_text() == "mine"
    assert {one.name for one in out.iterdir()} == {name, ".lock"}
    assert put(tmp_path, order(record), tmp_path / "list").page.is_file()


def test_a_sentence_for_the_office_alone_is_not_published() -> None:
    seen = "逾期未更新的栏目共5个。各栏目最新信息见附表。"
    assert problem_of(row(seen), "").message == "逾期未更新的栏目共5个。"
    asked = "间隔最长43个工作日。法律、法规对公开期限另有规定的，由认定人核实。"
    assert problem_of(row(asked), "").message == "间隔最长43个工作日。"
    assert problem_of(row("各栏目最新信息见附表。"), "").message == "各栏目最新信息见附表。"


def test_an_address_that_is_none_gives_way_to_the_targets_own() -> None:
    home = "http://s1.linjiang.gov.test/"
    assert problem_of(row("属实", url="临江发布"), home).address == home
    assert problem_of(row("属实", url="临江发布"), "").address == ""
    assert problem_of(row("属实", url="HTTPS://a.test/1"), home).address == "HTTPS://a.test/1"


def test_one_region_alone_is_ranked_nowhere(tmp_path: Path) -> None:
    record = inspected(tmp_path, {site(1): GOOD, site(2): Fate(upheld=(SITE_VETO,))})
    with Trail.open(tmp_path) as trail:
        done = release(trail, order(record), settings(ranking=True), tmp_path / "list")
    assert "排名" not in (done.quarter / "index.html").read_text(encoding="utf-8")


def test_the_data_of_a_quarter_holds_results_and_no_templates(tmp_path: Path) -> None:
    done = put(tmp_path, order(inspected(tmp_path, usual())), tmp_path / "list")
    data = json.loads((done.quarter / "quarter.json").read_text(encoding="utf-8"))
    assert data["method"].keys() == {"pack", "documents", "manual", "trial", "pass_line"}
