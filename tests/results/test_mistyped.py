"""What officials mistype in casework: each is refused in words that name it, and nothing is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawler.model import RunId
from results.audit import Trail
from results.casework.reconsider_rows import Reconsideration
from results.order_rows import Purpose, RunOrder
from results.verify import verify
from tests.results.noticed import BUREAU, noticed, printed, refused
from tests.results.office import BUREAU as OWN
from tests.results.office import NOON, RECORD, RUN, filled, finding, uphold

BY = ("--by", "王芳")


def rows_of(data: Path) -> int:
    with Trail.read(data) as trail:
        return trail.head()[0]


@pytest.mark.parametrize("number", ["9223372036854775808", "99999999999999999999999"])
@pytest.mark.parametrize("words", [("decide", "--as", "upheld", "--reason", "x", *BY), ("review", "show")])
def test_a_number_too_long_for_any_finding_is_unknown_and_no_damage(
    tmp_path: Path, words: tuple[str, ...], number: str
) -> None:
    data = filled(tmp_path / "office")
    assert number in refused(data, *words, number)
    assert verify(data) == []


@pytest.mark.parametrize("day", ["2026-11-20", "2029-01-05", "2062-11-23"])
def test_no_letter_is_older_than_the_check_or_years_ahead(tmp_path: Path, day: str) -> None:
    data = filled(tmp_path / "office")
    with Trail.open(data) as trail:
        (failed, *_) = [one for one in trail.findings(RUN) if one.outcome.value == "failed"]
        uphold(trail, failed.id)
    before = rows_of(data)
    told = refused(data, "notices", "--on", day)
    assert day in told
    assert "2026-11-21" in told
    assert rows_of(data) == before
    assert "1号" in printed(data, "notices", "--on", "2026-11-23")


def test_findings_of_a_cancelled_letter_are_not_said_to_be_noticed(tmp_path: Path) -> None:
    data = noticed(tmp_path / "office")
    printed(data, "notice", "cancel", BUREAU, "--reason", "文字有误", *BY)
    (line, *_) = [one for one in printed(data, "notices").splitlines() if "〔2026〕1号" in one]
    assert "已撤销" in line
    assert "已由" not in line


def test_a_request_that_was_broken_off_is_not_called_inapplicable(tmp_path: Path) -> None:
    data = noticed(tmp_path / "office")
    with Trail.open(data) as trail:
        (failed, *_) = [one for one in trail.findings(RUN) if one.outcome.value == "failed"]
        asked = Reconsideration(failed.id, "教育局", date(2026, 11, 22), "已更新", "王芳", ())
        trail.record_reconsideration(asked, NOON)
    text = printed(data, "reconsiderations")
    assert "尚未重新判定完毕" in text
    assert "不再适用" not in text
    assert "failed" not in text


def test_a_folder_handed_in_as_a_file_is_told_as_such(tmp_path: Path) -> None:
    data = noticed(tmp_path / "office")
    words = ("exempt", "d1", "zl-name", "--reason", "x", "--until", "2999-12-31", *BY, "--file", str(tmp_path))
    told = refused(data, *words)
    assert "这是目录" in told
    assert "导入" not in told


def test_a_sheet_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    data = filled(tmp_path / "office")
    told = refused(data, "review", "import", str(tmp_path / "words.xlsx"), *BY)
    assert "找不到" in told
    assert "Errno" not in told


def test_a_pack_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    pack = tmp_path / "city.toml"
    pack.write_bytes('id = "city"\ntitle = "示例市"\n'.encode("gb18030"))
    told = refused(filled(tmp_path / "office"), "judge", RUN, "--pack", str(pack))
    assert "UTF-8" in told


def test_what_a_recheck_found_is_confirmed_there_and_not_decided_on(tmp_path: Path) -> None:
    data = filled(tmp_path / "office")
    again = replace(RECORD, id=RunId("2026Q4-recheck-1"))
    with Trail.open(data) as trail:
        trail.begin_run(again, [OWN])
        trail.record_order(RunOrder(again.id, "p", "sha256:p", {}, Purpose.RECHECK), [], NOON)
        number = trail.begin_judgement(again.id, "sha256:k", "0.1.0", NOON)
        trail.record_findings(again.id, number, OWN.id, [replace(finding(OWN, "home-stale-14d"), run=again.id)], NOON)
        (seen,) = trail.findings(again.id)
    before = rows_of(data)
    told = refused(data, "decide", str(seen.id), "--as", "upheld", "--reason", "x", *BY)
    assert f"recheck confirm {again.id}" in told
    assert rows_of(data) == before
