"""``spotcheck findings`` as files: whole or not at all, never in the place of what the office keeps."""

from __future__ import annotations

import csv
import io
import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from crawler.errors import InputError
from crawler.model import DecisionKind, Outcome
from results.audit import DATABASE, Trail
from results.exchange import earl, lines, sheet
from results.exchange.records import records
from results.exchange.spreadsheet import write
from results.review.decide import Selection
from results.text import words
from spotcheck import app
from tests.results.office import BUREAU, NOON, RECORD, RUN, filled, finding, uphold


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Trail.open(filled(tmp_path / "office")) as trail:
        first, *_ = trail.findings(RUN, outcome=Outcome.FAILED)
        trail.record_decision(first.id, DecisionKind.DISMISSED, "王芳", "=HYPERLINK(已更新)", NOON)
    return tmp_path / "office"


def call(data: Path, form: str, *more: str) -> Result:
    return CliRunner().invoke(app, ["findings", "--format", form, *more, "--data", str(data)])


def refused(data: Path, form: str, *more: str) -> str:
    error = call(data, form, *more).exception
    assert isinstance(error, InputError), error
    assert error.next_step
    return str(error)


def sheet_rows(path: Path) -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", ["csv", "jsonl", "earl"])
def test_a_file_holds_what_is_printed_otherwise(data: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"findings.{form}"
    out.write_text("before")
    assert call(data, form, "--out", str(out)).exit_code == 0
    assert out.read_bytes() == call(data, form).stdout_bytes
    assert list(tmp_path.glob("findings*")) == [out]


def test_every_form_tells_of_the_same_findings(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.xlsx"
    assert call(data, "xlsx", "--out", str(out)).exit_code == 0
    told = [json.loads(line) for line in call(data, "jsonl").stdout.splitlines()]
    numbers = [one["id"] for one in told]
    assert [row["编号"] for row in sheet_rows(out)] == numbers
    assert [int(row["id"]) for row in csv.DictReader(io.StringIO(call(data, "csv").stdout[1:]))] == numbers
    graph = json.loads(call(data, "earl").stdout)["@graph"]
    assert [int(node["identifier"]) for node in graph if node["@type"] == "earl:Assertion"] == numbers


def test_a_selection_holds_in_every_form(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.xlsx"
    chosen = ("--outcome", "failed", "--target", "d1", "--indicator", "home-stale-14d")
    call(data, "xlsx", "--out", str(out), *chosen)
    assert [(row["对象名称"], row["机器判定"]) for row in sheet_rows(out)] == [("临江市水利局", "发现问题")]
    assert call(data, "earl", *chosen).stdout.count('"earl:Assertion"') == 1
    assert "zz" in refused(data, "earl", "--target", "zz")


def test_the_sheet_keeps_both_words_apart_and_names_nobody(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.xlsx"
    call(data, "xlsx", "--out", str(out))
    row = sheet_rows(out)[0]
    assert (row["机器判定"], row["人工认定"], row["认定理由"]) == ("发现问题", "不属实", "'=HYPERLINK(已更新)")
    assert "认定人" not in row
    call(data, "xlsx", "--out", str(out), "--with-names")
    assert sheet_rows(out)[0]["认定人"] == "王芳"


def test_the_same_trail_gives_the_same_sheet(data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for out in (first, second):
        call(data, "xlsx", "--out", str(out))
    assert first.read_bytes() == second.read_bytes()


def test_a_sheet_wants_a_file(data: Path) -> None:
    assert "--out" in refused(data, "xlsx")


def test_a_table_may_go_into_a_file_too(data: Path, tmp_path: Path) -> None:
    call(data, "table", "--out", str(tmp_path / "findings.txt"))
    assert "已有40天未更新" in (tmp_path / "findings.txt").read_text(encoding="utf-8")


def test_what_the_office_keeps_is_never_replaced(data: Path) -> None:
    before = (data / DATABASE).read_bytes()
    (data / "captures").mkdir(exist_ok=True)
    for name in (DATABASE, "spotcheck.seal", "captures/x.csv", "../office/spotcheck.sqlite"):
        assert name.rpartition("/")[2] in refused(data, "csv", "--out", str(data / name))
    assert (data / DATABASE).read_bytes() == before
    assert call(data, "csv", "--out", str(data / "findings.csv")).exit_code == 0


def test_what_another_office_keeps_is_not_replaced_either(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "captures").mkdir(parents=True)
    (other / DATABASE).write_bytes(b"theirs")
    for name in (DATABASE, "captures/x.csv"):
        assert name.rpartition("/")[2] in refused(data, "csv", "--out", str(other / name))
    assert (other / DATABASE).read_bytes() == b"theirs"
    assert call(data, "csv", "--out", str(other / "findings.csv")).exit_code == 0


def test_a_folder_or_a_place_there_is_not_is_named(data: Path, tmp_path: Path) -> None:
    assert "目录" in refused(data, "csv", "--out", str(tmp_path))
    assert "none" in refused(data, "csv", "--out", str(tmp_path / "none" / "x.csv"))


def test_a_disk_that_takes_nothing_leaves_the_old_file(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "findings.csv"
    out.write_text("before")

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.fsync", full)
    assert "findings.csv" in refused(data, "csv", "--out", str(out))
    assert out.read_text() == "before"
    assert list(tmp_path.glob("findings*")) == [out]


def test_lines_are_made_while_findings_are_read() -> None:
    asked = []

    def found() -> Iterator[dict[str, object]]:
        for number in range(3):
            asked.append(number)
            yield dict.fromkeys(lines.COLUMNS, number)

    made = lines.as_csv(found())
    assert next(made) == "\ufeff" and next(made).startswith("id,run")
    assert next(made).startswith("0,") and asked == [0]


def test_every_column_of_every_form_has_its_meaning(data: Path) -> None:
    said = words("exchange")
    keys = set(json.loads(call(data, "jsonl").stdout.splitlines()[0]))
    assert set(said["meanings"]) == keys | set(sheet.WIDTHS) | set(lines.COLUMNS)
    assert list(said["headings"]) == list(sheet.WIDTHS)


def test_words_are_told_with_the_finding_they_are_on(data: Path) -> None:
    with Trail.open(data) as trail:
        *_, last = trail.findings(RUN, outcome=Outcome.FAILED)
        uphold(trail, last.id)
        for number in (first := next(trail.findings(RUN)).id, last.id):
            trail.record_decision(number, DecisionKind.UNDECIDABLE, "赵敏", "再看", NOON)
    found = {one["id"]: one for one in map(json.loads, call(data, "jsonl").stdout.splitlines())}
    assert [word["kind"] for word in found[first]["words"]] == ["dismissed", "undecidable"]
    assert [word["by"] for word in found[last.id]["words"]] == ["王芳", "李强", "赵敏"]
    assert found[last.id]["withdrawn"] and found[last.id]["conclusion"] == "undecidable"
    assert sum(bool(one["words"]) for one in found.values()) == 2
    chosen = json.loads(call(data, "jsonl", "--outcome", "failed", "--target", "m1").stdout)
    assert chosen["words"] == found[last.id]["words"]


@pytest.fixture(scope="module")
def crowds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Folders with so many long findings, each with a long word on it."""
    folders = {number: tmp_path_factory.mktemp("crowd") for number in (50, 500)}
    for number, data in folders.items():
        with Trail.open(data) as trail:
            trail.begin_run(RECORD, [BUREAU])
            judgement = trail.begin_judgement(RUN, "k", "1", NOON)
            made = [finding(BUREAU, f"i{one}", message="长" * 1000) for one in range(number)]
            trail.record_findings(RUN, judgement, BUREAU.id, made, NOON)
            numbers = [one.id for one in trail.findings(RUN)]
            trail.record_decisions(numbers, DecisionKind.UPHELD, "王芳", "长" * 1000, NOON)
    return folders


ALL = Selection()
WRITERS: dict[str, Callable[[Trail, BinaryIO], None]] = {
    "csv": lambda trail, file: file.writelines(map(str.encode, lines.as_csv(records(trail, RUN, ALL)))),
    "jsonl": lambda trail, file: file.writelines(map(str.encode, lines.as_json_lines(records(trail, RUN, ALL)))),
    "earl": lambda trail, file: file.writelines(map(str.encode, earl.pieces(trail, RUN, ALL))),
    "xlsx": lambda trail, file: write(file, [sheet.findings_sheet(trail, RUN, ALL)]),
}


@pytest.mark.parametrize("form", WRITERS)
def test_ten_times_the_findings_take_no_more_memory(crowds: dict[int, Path], tmp_path: Path, form: str) -> None:
    def peak(number: int) -> int:
        with Trail.read(crowds[number]) as trail, (tmp_path / form).open("wb") as file:
            tracemalloc.start()
            try:
                WRITERS[form](trail, file)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    peak(50)  # words and styles are read once
    assert peak(500) < peak(50) + 400_000  # the findings alone are some three million bytes
