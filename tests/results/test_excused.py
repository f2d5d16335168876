"""A fault that persons upheld and that does not count stands beside its target, as far as the office wants it."""

from __future__ import annotations

import csv
import io
import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Target
from results.audit import Trail
from results.publishing.draft import draft, heading
from results.publishing.freeze import Order
from results.publishing.quarter import published
from results.publishing.release import Released, release
from results.rules import catalogue_of
from tests.results.published import CONFIG, DEDUCTION, GOOD, SITE_VETO, Fate, inspected, noon, settings, site

VETO, LESS = "首页不更新（情况说明获同意）", "（情况说明获同意）"


def quarter(data: Path) -> dict[Target, Fate]:
    return {
        site(1): Fate(upheld=(SITE_VETO,), explained=(SITE_VETO,)),
        site(2): Fate(upheld=(DEDUCTION,), explained=(DEDUCTION,)),
        site(3): Fate(open=(SITE_VETO,), explained=(SITE_VETO,)),
        site(4): Fate(dismissed=(SITE_VETO,), explained=(SITE_VETO,)),
        site(5): GOOD,
        site(6): Fate(upheld=(SITE_VETO,)),
    }


def put(data: Path, **publish: object) -> Released:
    record = inspected(data, quarter(data))
    with Trail.open(data) as trail:
        return release(trail, Order(record, "王芳", record.on, noon(record.on)), settings(**publish), data / "list")


def rows(done: Released) -> dict[str, dict[str, str]]:
    text = (done.quarter / "list.csv").read_text(encoding="utf-8-sig")
    return {row["对象编号"]: row for row in csv.DictReader(io.StringIO(text))}


def targets(done: Released) -> dict[str, Any]:
    data = json.loads((done.quarter / "quarter.json").read_text(encoding="utf-8"))
    return {one["id"]: one for one in data["targets"]}


def page(done: Released, name: str) -> str:
    return unescape((done.quarter / name).read_text(encoding="utf-8"))


def test_an_upheld_veto_that_was_explained_stands_beside_its_target(tmp_path: Path) -> None:
    done = put(tmp_path)
    assert (rows(done)["s1"]["结果"], rows(done)["s1"]["不计入结果的问题"]) == ("合格", VETO)
    (excused,) = targets(done)["s1"]["excused"]
    assert (excused["indicator"], excused["consequence"], excused["why"]) == (SITE_VETO, "veto", "explained")
    assert targets(done)["s1"]["problems"] == []
    assert page(done, "sites-1.html").count(f"不计入结果：{VETO}") == 1
    assert "属于单项否决的，在该对象的结果中写明" in page(done, "method.html")
    assert "另有3项问题或者疑似问题不计入结果" in page(done, "index.html")


def test_what_nobody_upheld_is_never_named(tmp_path: Path) -> None:
    for number, named in enumerate(("none", "vetoes", "all")):
        done = put(tmp_path / str(number), named_excused=named)
        for target in ("s3", "s4", "s5", "s6"):
            assert rows(done)[target]["不计入结果的问题"] == ""
            assert targets(done)[target]["excused"] == []


@pytest.mark.parametrize(
    ("named", "shown"), [("none", (False, False)), ("vetoes", (True, False)), ("all", (True, True))]
)
def test_the_office_says_which_of_them_are_named(tmp_path: Path, named: str, shown: tuple[bool, bool]) -> None:
    done = put(tmp_path, named_excused=named)
    assert tuple(bool(rows(done)[target]["不计入结果的问题"]) for target in ("s1", "s2")) == shown
    assert (LESS in page(done, "sites-1.html")) is any(shown)


def test_a_draft_names_them_as_the_edition_will(tmp_path: Path) -> None:
    record = inspected(tmp_path, quarter(tmp_path))
    with Trail.open(tmp_path) as trail:
        found = draft(trail, record, catalogue_of(trail, record.id))
        drafted = found.result(heading(found.found, CONFIG.office, CONFIG.publish, "", record.on), trail)
        done = release(trail, Order(record, "王芳", record.on, noon(record.on)), CONFIG, tmp_path / "list")
        frozen = published(trail, done.result.edition)
    assert [one.excused for one in drafted.entries] == [one.excused for one in frozen.entries]
    assert any(one.excused for one in frozen.entries)


def test_the_words_of_an_explanation_are_not_published(tmp_path: Path) -> None:
    done = put(tmp_path, named_excused="all")
    for path in done.quarter.parent.rglob("*"):
        if path.suffix in {".html", ".csv", ".json"}:
            assert "系统迁移" not in path.read_text(encoding="utf-8"), path
