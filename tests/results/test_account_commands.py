"""The commands for accounts, as typed."""

# ruff: noqa: E501 - tables of cases stay unbroken

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.clock import today
from results.audit import Trail
from spotcheck import BAD_INPUT, DONE, run
from tests.results.test_accounts_given import png

INVENTORY = """编号,类型,名称,网址,主办单位,平台,账号ID,订阅源
wx1,新媒体,临江发布,,临江市政府办,微信公众号,linjiangfabu,http://127.0.0.1:9/feed.xml
wx2,新媒体,临江水利,,临江市水利局,微信公众号,linjiangshuili,
wb1,新媒体,临江发布,,临江市政府办,微博,11223344,
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "inv.csv").write_text(INVENTORY, encoding="utf-8")
    (tmp_path / "shot.png").write_bytes(png())
    (tmp_path / "quick.toml").write_text("[browser]\nenabled = false\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(*lines: str) -> None:
    Path("wx.csv").write_text("\n".join(("标题,发布时间,公众号名称", *lines)), encoding="utf-8")


def day(ago: int) -> str:
    return (today() - timedelta(days=ago)).isoformat()


IMPORT = ["account", "import", "wx.csv", "--by", "张三", "--inventory", "inv.csv", "--platform", "微信"]
ATTEST = ["account", "attest", "wx2", "--screenshot", "shot.png", "--by", "李四", "--inventory", "inv.csv"]


def test_an_import_prints_one_object_an_account(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(f"惠民,{day(1)},临江发布", f"=cmd|calc,{day(2)},临江发布", f"防汛,{day(3)},临江水利")
    assert run([*IMPORT, "--json", "--until", day(0)]) == DONE
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["account"] == "wx1"
    assert (first["new"], first["posts"], first["newest_on"], first["until_on"]) == (True, 2, day(1), day(0))
    assert (second["account"], second["newest_title"], second["by"], second["file"]) == (
        "wx2",
        "防汛",
        "张三",
        "wx.csv",
    )
    assert run([*IMPORT, "--json", "--until", day(0)]) == DONE
    assert [json.loads(line)["new"] for line in capsys.readouterr().out.splitlines()] == [False, False]
    assert run(["verify"]) == DONE


def test_bad_rows_are_named_on_standard_error_and_the_exit_code_says_so(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(f"惠民,{day(1)},临江发布", "防汛,11-20,临江水利", f"其他,{day(3)},别处发布")
    assert run(IMPORT) == BAD_INPUT
    told = capsys.readouterr()
    assert "wx1 临江发布：1 条" in told.out
    lines = told.err.splitlines()
    assert [line.split("：")[0] for line in lines[:2]] == ["wx.csv:3", "wx.csv:4"]
    assert "--until" in lines[2]


def test_a_file_without_a_row_of_ours_is_an_input_error(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(f"其他,{day(3)},别处发布")
    assert run(IMPORT) == BAD_INPUT
    assert "--inventory" in capsys.readouterr().err
    assert not (office / "var").exists()


def test_a_control_character_in_a_title_drives_no_terminal(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(f"惠\x1b[2J民,{day(1)},临江发布")
    assert run(IMPORT) == DONE
    assert "\x1b" not in capsys.readouterr().out


def test_an_attestation_is_confirmed_and_not_taken_twice(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ATTEST, "--last-post", day(3), "--title", "防汛"]) == DONE
    assert "李四" in capsys.readouterr().out
    assert run([*ATTEST, "--last-post", day(3), "--title", "防汛", "--json"]) == DONE
    record = json.loads(capsys.readouterr().out)
    assert (record["new"], record["last_post_on"], record["title"]) == (False, day(3), "防汛")


@pytest.mark.parametrize(
    "words",
    [
        ["--last-post", "20/11/2026"], ["--last-post", "2999-01-01"], ["--last-post", "2026-01-01", "--seen-at", "昨天"],
        ["--last-post", "2026-01-01", "--seen-at", "2026-02-30"], ["--last-post", "2026-01-01", "--seen-at", "2026-02-03 25:00"],
        ["--last-post", "2026-01-01", "--seen-at", "2999-01-01 08:00"], ["--last-post", "2026-01-02", "--seen-at", "2026-01-01"],
        ["--last-post", "2026-01-01", "--screenshot", "inv.csv"], ["--last-post", "2026-01-01", "--screenshot", "nothing.png"],
        ["--last-post", "2026-01-01", "--inventory", "nothing.csv"], ["--last-post", "2026-01-01", "--by", " "],
    ],
)  # fmt: skip
def test_every_wrong_word_of_an_attestation_is_answered_with_the_next_step(
    office: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run([*ATTEST, *words]) == BAD_INPUT
    assert "→" in capsys.readouterr().err


def test_the_list_of_the_newest_run_is_used_where_none_is_named(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["account", "attest", "wx2", "--screenshot", "shot.png", "--by", "李四", "--last-post", day(1)]
    assert run(command) == BAD_INPUT
    assert "--inventory" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_judges_by_what_was_handed_in_and_judging_again_says_the_same(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(f"惠民,{day(1)},临江发布")
    assert run(IMPORT) == DONE
    assert run([*ATTEST, "--last-post", day(20)]) == DONE
    assert run(["run", "--inventory", "inv.csv", "--config", "quick.toml"]) == DONE
    with Trail.read(Path("var")) as trail:
        record = trail.latest_check()
        found = {one.target: one for one in trail.findings(record.id) if one.indicator == "m-stale-14d"}
        given = {trail.imports()[0].capture, trail.attestations()[0].capture}
    # the feed of wx1 did not answer, wx2 has none, and nobody gave anything for wb1
    assert {target: (one.outcome.value, one.reason) for target, one in found.items()} == {
        "wx1": ("passed", "recent"),
        "wx2": ("failed", "stale"),
        "wb1": ("cantTell", "no-source"),
    }
    assert given <= {digest for one in found.values() for digest in one.captures}
    for path in (Path("var") / "readings").rglob("*.gz"):
        path.unlink()
    capsys.readouterr()
    assert run(["judge", record.id, "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["changes"] == []
    assert run(["verify"]) == DONE
    # from now on the list of that run will do
    assert run(["account", "attest", "wx2", "--screenshot", "shot.png", "--by", "李四", "--last-post", day(1)]) == DONE
