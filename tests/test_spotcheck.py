"""The door: exit codes, one line for a person's mistake, a stack trace only for ours."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import spotcheck
from crawler.errors import VerificationError
from results import run_commands

CSV = "name,address,owner,kind\n甲,http://www.jia.gov.test/,甲办,portal\n"


def inventory(tmp_path: Path) -> str:
    path = tmp_path / "sites.csv"
    path.write_text(CSV, encoding="utf-8")
    return str(path)


def test_a_wrong_file_ends_with_two_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert spotcheck.run(["run", "--inventory", str(tmp_path / "none.csv"), "--data", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert "none.csv" in err and "Traceback" not in err and len(err.splitlines()) == 1


def test_a_wrong_quarter_day_or_target_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", "--inventory", inventory(tmp_path), "--data", str(tmp_path)]
    for more, shown in (
        (["--quarter", "2026-4"], "2026-4"),
        (["--on", "tomorrow"], "tomorrow"),
        (["--only", "x9"], "x9"),
    ):
        assert spotcheck.run([*words, *more]) == 2
        assert shown in capsys.readouterr().err


def test_interrupted_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_commands, "run_order", interrupted)
    assert spotcheck.run(["run", "--inventory", inventory(tmp_path), "--data", str(tmp_path)]) == 130
    assert "同一命令" in capsys.readouterr().err


def test_a_failed_verification_ends_with_four(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise VerificationError("row 3")

    monkeypatch.setattr(run_commands, "run_order", broken)
    assert spotcheck.run(["run", "--inventory", inventory(tmp_path), "--data", str(tmp_path)]) == 4
    assert "row 3" in capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_nothing_more_ends_with_two_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number), "/data/captures/r1/w.warc.gz")

    monkeypatch.setattr(run_commands, "run_order", full)
    assert spotcheck.run(["run", "--inventory", inventory(tmp_path), "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("/data/captures/r1/w.warc.gz")
    assert "→" in said


def test_an_error_of_our_own_is_still_loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file")

    monkeypatch.setattr(run_commands, "run_order", missing)
    with pytest.raises(FileNotFoundError):
        spotcheck.run(["run", "--inventory", inventory(tmp_path), "--data", str(tmp_path)])


def test_an_unknown_command_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert spotcheck.run(["frobnicate"]) == 2
    assert "frobnicate" in capsys.readouterr().err


def test_the_catalogue_speaks_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert spotcheck.run(["catalogue", "--json"]) == 0
    entries = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert entries["home-stale-14d"]["source"]["document"].startswith("国办秘函〔2019〕19号")
    assert entries["severe-wording-error"]["manual"] is True
    assert len(entries) >= 28


def test_a_checked_inventory_names_its_bad_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(CSV + "乙,not an address,乙办,portal\n", encoding="utf-8")
    assert spotcheck.run(["inventory", "check", str(path)]) == 2
    out = capsys.readouterr()
    assert f"{path}:3 [address]" in out.err
    assert "网站 1 个" in out.out


def test_a_saved_page_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "home.html"
    page.write_bytes(
        "<html><head><title>甲</title></head><body><p>标识码：1234567890</p></body></html>".encode("gb18030")
    )
    assert spotcheck.run(["read", str(page), "--url", "http://www.jia.gov.test/", "--on", "2026-11-16"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["charset"] == "gb18030"
    assert facts["footer"]["site_code"] == "1234567890"
    assert {"metas", "published_on", "listings", "disclosure", "document", "blocked", "soft_404"} <= set(facts)


def test_a_manifest_gives_a_line_for_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text("<html><body>甲</body></html>", encoding="utf-8")
    manifest = tmp_path / "pages.jsonl"
    good = {"path": "a.html", "url": "http://www.jia.gov.test/", "on": "2026-11-16", "as": "home"}
    bad = {"path": "b.html", "url": "http://www.jia.gov.test/"}
    manifest.write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\nnot json\n", encoding="utf-8")
    assert spotcheck.run(["read", "--manifest", str(manifest)]) == 2
    out = capsys.readouterr()
    lines = [json.loads(line) for line in out.out.splitlines()]
    assert [("error" in line) for line in lines] == [False, True, True]
    assert "pages.jsonl:2" in out.err and "pages.jsonl:3" in out.err


def test_the_door_opens_without_the_libraries_of_those_who_gather() -> None:
    """They take a second to load, and most commands visit nobody."""
    said = "import sys, spotcheck; print({'scrapy', 'twisted', 'playwright'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout == "set()\n"
