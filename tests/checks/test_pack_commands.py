"""``spotcheck pack``: what it prints for people and for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from checks.pack_commands import app
from checks.pack_view import differences, settings
from checks.packs import DEFAULT, load_lineage, load_pack, shipped_packs
from crawler.errors import InputError

CHILD = """id = "ours"
title = "本市规则"
inherits = "example-city-points"
[scoring]
pass_line = 70
[indicators.m-stale-14d]
limits = { days = 10 }
[indicators.foot-icp]
points = { value = 1 }
"""


@pytest.fixture
def child(tmp_path: Path) -> Path:
    path = tmp_path / "ours.toml"
    path.write_text(CHILD, encoding="utf-8")
    return path


def called(*words: str) -> str:
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_list_names_what_ships() -> None:
    rows: list[dict[str, Any]] = [json.loads(line) for line in called("list", "--json").splitlines()]
    assert [row["id"] for row in rows] == list(shipped_packs())
    assert all(row["digest"] == load_pack(row["id"]).digest for row in rows)
    assert "示例：某市按分数评定的规则包" in called("list")


def test_show_tells_every_value_and_whose_it_is(child: Path) -> None:
    by = {one.key: (one.value, one.by) for one in settings(load_lineage(str(child)))}
    assert by["scoring.pass_line"] == ("70", "ours")
    assert by["scoring.bonus_gate"] == ("80", DEFAULT)
    assert by["deadlines.veto"] == (5, "example-city-points")
    assert by["review.reconsideration"] == (False, "")
    text = called("show", str(child))
    assert "合格线" in text and "程序默认" in text and "national-2019 ← example-city-points ← ours" in text
    found = json.loads(called("show", str(child), "--json"))
    assert (found["lineage"], found["content"]) == (
        [DEFAULT, "example-city-points", "ours"],
        load_pack(str(child)).content,
    )


def test_check_tells_what_differs_from_the_parent_and_nothing_else(child: Path) -> None:
    changed = {one.key: (one.before, one.value) for one in differences(load_lineage(str(child)))}
    assert changed == {
        "scoring.pass_line": ("80", "70"),
        "indicators.m-stale-14d.limits.days": (14, 10),  # before: the catalogue's, where no pack said anything
        "indicators.foot-icp.points.value": ("2", "1"),
    }
    text = called("check", str(child))
    assert "规则包正确" in text and "3 项" in text and str(child) in text
    found = json.loads(called("check", str(child), "--json"))
    assert {one["key"] for one in found["changes"]} == set(changed)


def test_a_child_that_says_nothing_new_differs_in_nothing(child: Path) -> None:
    child.write_text('id = "ours"\ntitle = "本市规则"\ninherits = "national-2019"\n[scoring]\npass_line = 60.0\n')
    assert differences(load_lineage(str(child))) == ()
    assert "没有不同" in called("check", str(child))


def test_check_of_a_wrong_file_is_an_error_with_its_place(child: Path) -> None:
    child.write_text(CHILD.replace("days = 10", "day = 10"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        called("check", str(child))
    assert (caught.value.file, caught.value.line, caught.value.value) == (str(child), 7, "day")


def test_signs_in_a_title_do_not_drive_the_terminal(child: Path) -> None:
    child.write_text(CHILD.replace("本市规则", "本市\\u001b[31m规则[red]"), encoding="utf-8")
    assert "\x1b[31m" not in called("check", str(child)) + called("show", str(child))
