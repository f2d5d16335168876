"""The office's commands, as typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crawler.errors import InputError, VerificationError
from crawler.model import DecisionKind
from results.audit import DATABASE, Trail
from spotcheck import app
from tests.results.office import BUREAU, NOON, RUN, filled, finding


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return filled(tmp_path / "office")


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def printed(data: Path, *arguments: str) -> str:
    result = call(data, *arguments)
    assert result.exit_code == 0, result.exception
    return result.stdout


def refused(data: Path, *arguments: str) -> InputError:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return error


def objects(data: Path, *filters: str) -> list[dict]:
    return [json.loads(line) for line in printed(data, "findings", "--format", "jsonl", *filters).splitlines()]


DECIDE = ("--as", "upheld", "--by", "王芳", "--reason", "复核属实")
SECOND = ("--as", "upheld", "--by", "李强", "--reason", "再次核实，属实")


def test_findings_come_as_one_object_a_line(data: Path) -> None:
    found = objects(data, "--outcome", "failed")
    assert [one["target"] for one in found] == ["p1", "d1", "m1"]
    assert set(found[0]) >= {
        "id", "run", "target", "indicator", "outcome", "reason", "data", "subjects", "message", "captures",
        "observed_at", "decision",
    }  # fmt: skip
    assert found[0]["observed_at"] == "2026-11-21T11:00:00.000000+08:00"
    assert found[0]["decision"] is None


def test_findings_can_be_chosen_by_target_and_indicator(data: Path) -> None:
    assert [one["indicator"] for one in objects(data, "--target", "d1")] == ["home-stale-14d", "zl-name", "v6-aaaa"]
    assert [one["target"] for one in objects(data, "--indicator", "zl-name")] == ["p1", "d1", "m1"]
    assert [one["outcome"] for one in objects(data, "--outcome", "CANTTELL", "--target", "d1")] == ["cantTell"]


def test_findings_as_csv_open_in_a_spreadsheet(data: Path) -> None:
    text = printed(data, "findings", "--format", "csv")
    assert text.startswith("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(text[1:])))) == 9


def test_findings_as_a_table_show_the_sentence(data: Path) -> None:
    assert "已有40天未更新" in printed(data, "findings", "--target", "p1")


def test_signs_of_a_page_do_not_drive_the_table(data: Path) -> None:
    with Trail.open(data) as trail:
        number = trail.begin_judgement(RUN, "k", "1", NOON)
        trail.record_findings(
            RUN, number, BUREAU.id, [finding(BUREAU, "foot-icp", message="[/x] [red]红\x1b[31m")], NOON
        )
    assert "[/x] [red]红[31m" in printed(data, "findings", "--indicator", "foot-icp")


@pytest.mark.parametrize(
    ("option", "value"), [("--outcome", "bad"), ("--target", "zz"), ("--run", "2031Q1"), ("--format", "xml")]
)
def test_a_wrong_choice_is_named(data: Path, option: str, value: str) -> None:
    assert value in str(refused(data, "findings", option, value))


def test_a_decision_is_shown_with_its_finding(data: Path) -> None:
    number = objects(data, "--outcome", "failed")[0]["id"]
    assert "1 条" in printed(data, "decide", str(number), *DECIDE)
    decision = objects(data, "--outcome", "failed")[0]["decision"]
    assert (decision["kind"], decision["by"], decision["reason"]) == ("upheld", "王芳", "复核属实")


def test_a_later_decision_replaces_and_keeps_the_earlier_one(data: Path) -> None:
    number = objects(data, "--outcome", "failed")[0]["id"]
    printed(data, "decide", str(number), *DECIDE)
    printed(data, "decide", str(number), "--as", "dismissed", "--by", "李强", "--reason", "已更新")
    with Trail.read(data) as trail:
        assert trail.decisions(RUN)[number].kind is DecisionKind.DISMISSED
        assert len(list(trail.table_rows("decisions"))) == 2


def test_a_batch_decides_what_is_open_and_overrides_no_word(data: Path) -> None:
    first = objects(data, "--outcome", "failed")[0]["id"]
    printed(data, "decide", str(first), "--as", "dismissed", "--by", "李强", "--reason", "已更新")
    assert "2 条" in printed(data, "decide", "--indicator", "home-stale-14d", *DECIDE)
    assert [one["decision"]["kind"] for one in objects(data, "--outcome", "failed")] == [
        "dismissed",
        "upheld",
        "upheld",
    ]
    refused(data, "decide", "--indicator", "home-stale-14d", *DECIDE)


def test_a_batch_of_everything_must_be_asked_for_by_a_filter(data: Path) -> None:
    refused(data, "decide", *DECIDE)
    refused(data, "decide", "--run", RUN, *DECIDE)


def test_a_veto_takes_a_second_person_and_says_so(data: Path) -> None:
    numbers = [str(one["id"]) for one in objects(data, "--outcome", "failed")]
    text = printed(data, "decide", "--indicator", "home-stale-14d", *DECIDE)
    assert f"其中 3 条须由另一名审核人也认定属实后才能生效，编号：{' '.join(numbers)}" in text
    assert {one["conclusion"] for one in objects(data, "--outcome", "failed")} == {"awaiting-second"}
    for same in ("王芳", " 王 芳 ", "王　芳", "王\u200b芳"):
        words = ("--as", "upheld", "--by", same, "--reason", "再看一次")
        assert "同一人不得认定两次" in str(refused(data, "decide", numbers[0], *words))
        refused(data, "decide", "--indicator", "home-stale-14d", *words)
    assert "才能生效" not in printed(data, "decide", "--indicator", "home-stale-14d", *SECOND)
    found = objects(data, "--outcome", "failed")
    assert {one["conclusion"] for one in found} == {"upheld"}
    assert [word["by"] for word in found[0]["words"]] == ["王芳", "李强"]


def test_a_batch_of_the_second_person_dismisses_no_word_of_the_first(data: Path) -> None:
    printed(data, "decide", "--indicator", "home-stale-14d", *DECIDE)
    words = ("--as", "dismissed", "--by", "李强", "--reason", "已更新")
    refused(data, "decide", "--indicator", "home-stale-14d", *words)
    number = objects(data, "--outcome", "failed")[0]["id"]
    printed(data, "decide", str(number), *words)
    assert objects(data, "--outcome", "failed")[0]["conclusion"] == "dismissed"


def test_what_was_upheld_and_withdrawn_stays_visible(data: Path) -> None:
    number = str(objects(data, "--outcome", "failed")[0]["id"])
    for words in (DECIDE, SECOND, ("--as", "dismissed", "--by", "王芳", "--reason", "原认定有误")):
        printed(data, "decide", number, *words)
    found = objects(data, "--outcome", "failed")[0]
    assert (found["conclusion"], found["withdrawn"], len(found["words"])) == ("dismissed", True, 3)
    assert "曾认定属实" in printed(data, "findings", "--target", "p1", "--outcome", "failed")


def test_numbers_and_filters_do_not_mix(data: Path) -> None:
    refused(data, "decide", "11", "--target", "p1", *DECIDE)


@pytest.mark.parametrize("number", ["1", "99999"])
def test_an_unknown_finding_is_refused_and_nothing_is_written(data: Path, number: str) -> None:
    known = str(objects(data, "--outcome", "failed")[0]["id"])
    assert number in str(refused(data, "decide", known, number, *DECIDE))
    assert objects(data, "--outcome", "failed")[0]["decision"] is None


def test_a_passed_finding_needs_no_decision(data: Path) -> None:
    number = objects(data, "--outcome", "passed")[0]["id"]
    refused(data, "decide", str(number), *DECIDE)


@pytest.mark.parametrize(("option", "value"), [("--by", "  "), ("--by", "。"), ("--reason", ""), ("--as", "guilty")])
def test_an_empty_name_or_reason_or_a_strange_word_is_refused(data: Path, option: str, value: str) -> None:
    words = dict(zip(DECIDE[::2], DECIDE[1::2], strict=True)) | {option: value}
    refused(data, "decide", "11", *(part for pair in words.items() for part in pair))


def test_a_missing_folder_is_bad_input_for_every_command(tmp_path: Path) -> None:
    for arguments in (["findings"], ["decide", "1", *DECIDE], ["notices"], ["publish"], ["verify"]):
        refused(tmp_path / "none", *arguments)
    assert not (tmp_path / "none").exists()


def test_verify_prints_one_line_when_clean(data: Path) -> None:
    (line,) = printed(data, "verify").splitlines()
    with Trail.read(data) as trail:
        assert trail.head()[1] in line


def test_verify_names_what_is_wrong_and_fails(data: Path) -> None:
    database = data / DATABASE
    content = bytearray(database.read_bytes())
    place = content.find("“要闻动态”".encode())
    content[place + 4] ^= 1
    database.write_bytes(content)
    result = call(data, "verify")
    assert isinstance(result.exception, VerificationError)
    assert "findings" in result.stdout


def test_notices_and_list_come_out_by_command(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "spotcheck.toml"
    config.write_text('[office]\nname = "临江市人民政府办公室"\ncity = "临江市"\n', encoding="utf-8")
    printed(data, "decide", "--indicator", "home-stale-14d", *DECIDE)
    printed(data, "decide", "--indicator", "home-stale-14d", *SECOND)
    text = printed(data, "notices", "--config", str(config), "--out", str(tmp_path / "n"), "--on", "2026-11-23")
    assert "网改〔2026〕1号" in text
    assert len(list((tmp_path / "n").glob("*.docx"))) == 2
    assert "已由" in printed(data, "notices", "--config", str(config), "--on", "2026-11-24")
    assert "草稿" in printed(data, "publish", "--draft", "--config", str(config), "--out", str(tmp_path / "p"))
    assert (tmp_path / "p" / "index.html").exists()
