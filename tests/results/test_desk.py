"""Deciding in a spreadsheet: what was changed is taken, what does not fit is named, nothing is half done."""

from __future__ import annotations

import io
import json
import multiprocessing
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner, Result

from crawler.errors import InputError
from crawler.model import DecisionKind, Outcome
from results.audit import Trail
from results.review.conclusions import Conclusion, conclusions
from results.review.decide import decide
from results.review.desk_commands import app
from results.review.desk_sheet import headings
from results.verify import verify
from tests.results.at_once import say_word
from tests.results.office import BUREAU, NOON, RUN, finding
from tests.results.test_review import judged

PLACES = {name: place for place, name in enumerate(headings(), 1)}
Change = Callable[[Worksheet], None]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return judged(tmp_path / "office")


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def printed(data: Path, *arguments: str) -> str:
    result = call(data, *arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def exported(data: Path, *more: str) -> Path:
    path = data.parent / "认定.xlsx"
    path.unlink(missing_ok=True)
    printed(data, "export", str(path), *more)
    return path


def changed(path: Path, change: Change) -> Path:
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def fill(*rows: tuple[int, object, object]) -> Change:
    def change(sheet: Worksheet) -> None:
        for line, word, reason in rows:
            sheet.cell(line, PLACES["word"]).value = word
            sheet.cell(line, PLACES["reason"]).value = reason

    return change


def set_(line: int, name: str, value: object) -> Change:
    return lambda sheet: setattr(sheet.cell(line, PLACES[name]), "value", value)


def import_(data: Path, path: Path, *more: str, by: str = "王芳") -> Result:
    return call(data, "import", str(path), "--by", by, *more)


def refused(data: Path, path: Path, *more: str, by: str = "王芳") -> str:
    """What was said; nothing was written."""
    before = decisions(data)
    result = import_(data, path, *more, by=by)
    assert isinstance(result.exception, InputError), (result.output, result.exception)
    assert decisions(data) == before
    return f"{result.output}{result.exception}"


def decisions(data: Path) -> list[tuple[int, str, str, str]]:
    with Trail.read(data) as trail:
        rows = trail.table_rows("decisions")
        return [(row["finding"], row["kind"], row["decided_by"], row["reason"]) for row in rows]


def number_at(path: Path, line: int) -> int:
    value = openpyxl.load_workbook(path).worksheets[0].cell(line, PLACES["id"]).value
    assert isinstance(value, int)
    return value


def test_the_sheet_opens_two_columns_and_offers_three_words(data: Path) -> None:
    sheet = openpyxl.load_workbook(exported(data)).worksheets[0]
    assert sheet.protection.sheet
    open_ = {cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert open_ == {PLACES["word"], PLACES["reason"]}
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"属实,不属实,无法认定"'
    assert {letter for letter, column in sheet.column_dimensions.items() if column.hidden} == {"M", "N"}
    assert sheet.max_row == 9


def test_what_was_filled_in_is_recorded_and_the_rest_left_alone(data: Path) -> None:
    path = exported(data)
    changed(path, fill((2, "属实", "逐栏核对"), (5, " 不属实 ", "账号\n有更新"), (6, "无法认定", "待查")))
    text = printed(data, "import", str(path), "--by", "王芳")
    assert "已记录 3 条认定（属实 1、不属实 1、无法认定 1）；未填写 5 行" in text
    assert "其中 1 条须由另一名审核人" in text
    assert decisions(data) == [
        (number_at(path, 2), "upheld", "王芳", "逐栏核对"),
        (number_at(path, 5), "dismissed", "王芳", "账号 有更新"),
        (number_at(path, 6), "undecidable", "王芳", "待查"),
    ]
    assert verify(data) == []


def test_a_second_person_upholds_from_a_sheet_of_his_own(data: Path) -> None:
    printed(data, "import", str(changed(exported(data), fill((2, "属实", "逐栏核对")))), "--by", "王芳")
    path = exported(data)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    number, state = number_at(path, 2), sheet.cell(2, PLACES["state"]).value
    assert "待第二人认定（王芳：逐栏核对）" in str(state)
    changed(path, fill((2, "属实", "复看属实")))
    assert "同一人不得认定两次" in refused(data, path, by="王　芳")
    printed(data, "import", str(path), "--by", "李强")
    with Trail.read(data) as trail:
        assert conclusions(trail, RUN)[number] is Conclusion.UPHELD


def test_a_dry_run_says_what_it_would_do_and_does_nothing(data: Path) -> None:
    path = changed(exported(data), fill((2, "属实", "核对")))
    assert "将记录 1 条认定" in printed(data, "import", str(path), "--by", "王芳", "--dry-run")
    found = json.loads(printed(data, "import", str(path), "--by", "王芳", "--dry-run", "--json"))
    assert (found["recorded"], len(found["words"])) == (0, 1)
    assert decisions(data) == []


def test_the_same_sheet_twice_records_once(data: Path) -> None:
    path = changed(exported(data), fill((2, "属实", "核对"), (3, "不属实", "有更新")))
    printed(data, "import", str(path), "--by", "王芳")
    before = decisions(data)
    assert "另有 2 行此前已经导入过" in printed(data, "import", str(path), "--by", "王芳")
    assert decisions(data) == before


def test_a_word_said_since_is_a_conflict_that_names_both(data: Path) -> None:
    path = changed(exported(data), fill((2, "属实", "核对"), (3, "不属实", "有更新")))
    with Trail.open(data) as trail:
        decide(trail, [number_at(path, 2)], DecisionKind.DISMISSED, "李强", "已补发", NOON)
    text = refused(data, path)
    for part in ("认定.xlsx:2", "李强", "不属实", "已补发", "属实", "核对", "--skip-conflicts"):
        assert part in text, part
    printed(data, "import", str(path), "--by", "王芳", "--skip-conflicts")
    assert [row[:3] for row in decisions(data)][1:] == [(number_at(path, 3), "dismissed", "王芳")]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (fill((3, "通过", "核对")), ("认定.xlsx:3", "通过", "下拉列表")),
        (fill((3, datetime(2026, 11, 20), "核对")), ("认定.xlsx:3", "“认定”", "2026-11-20", "日期")),
        (fill((3, "属实", datetime(2026, 11, 20))), ("认定.xlsx:3", "“理由”", "2026-11-20")),
        (fill((3, "属实", 45000)), ("认定.xlsx:3", "45000")),
        (fill((3, "属实", None)), ("认定.xlsx:3", "没有理由")),
        (fill((3, "属实", "。")), ("认定.xlsx:3",)),
        (fill((3, None, "核对")), ("认定.xlsx:3", "没有认定")),
        (fill((3, "属实", '=HYPERLINK("http://x")')), ("认定.xlsx:3", "公式", "HYPERLINK")),
        (set_(3, "id", 99999), ("认定.xlsx:3", "99999", "重新导出")),
        (set_(3, "id", "三"), ("认定.xlsx:3", "三")),
        (set_(3, "id", "=1+1"), ("认定.xlsx:3", "公式")),
        (set_(3, "check", None), ("认定.xlsx:3", "校验")),
        (set_(3, "check", "0-00"), ("认定.xlsx:3", "校验")),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_recorded(data: Path, change: Change, named: tuple[str, ...]) -> None:
    path = changed(exported(data), fill((2, "属实", "核对"), (3, "属实", "核对")))
    text = refused(data, changed(path, change))
    for part in named:
        assert part in text, (part, text)
    assert "未记录任何认定：1 行有误" in text
    assert refused(data, path, "--skip-conflicts")


def test_numbers_moved_to_another_row_are_noticed(data: Path) -> None:
    path = changed(exported(data), fill((2, "属实", "核对")))
    assert "认定.xlsx:2" in refused(data, changed(path, set_(2, "id", number_at(path, 3))))


def test_a_row_that_stands_twice_is_named(data: Path) -> None:
    path = changed(exported(data), fill((2, "属实", "核对")))

    def twice(sheet: Worksheet) -> None:
        for place in PLACES.values():
            sheet.cell(10, place).value = sheet.cell(2, place).value

    text = refused(data, changed(path, twice))
    assert "认定.xlsx:10" in text
    assert "第 2 行" in text


def test_rows_may_be_deleted_sorted_and_columns_moved_and_the_lack_is_told(data: Path) -> None:
    path = changed(exported(data), fill((2, "不属实", "有更新"), (9, "不属实", "试行")))
    wanted = {number_at(path, 2), number_at(path, 9)}

    def rearranged(sheet: Worksheet) -> None:
        sheet.move_range("A9:N9", rows=3)
        sheet.delete_rows(4, 2)
        sheet.insert_cols(1)

    assert "少 2 行" in printed(data, "import", str(changed(path, rearranged)), "--by", "王芳")
    assert {row[0] for row in decisions(data)} == wanted


def test_a_sheet_of_another_office_is_refused(data: Path, tmp_path: Path) -> None:
    with Trail.open(judged(tmp_path / "other")) as trail:
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        trail.record_findings(RUN, number, BUREAU.id, [finding(BUREAU, "columns-stale-5", message="另一处")], NOON)
    path = changed(exported(data), fill((2, "属实", "核对")))
    assert "认定.xlsx:2" in refused(tmp_path / "other", path)


def test_a_finding_judged_again_since_is_named(data: Path) -> None:
    path = changed(exported(data), fill((2, "属实", "核对")))
    with Trail.open(data) as trail:
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        trail.record_findings(RUN, number, BUREAU.id, [finding(BUREAU, "columns-stale-5", message="新")], NOON)
    assert "重新判定" in refused(data, path)


@pytest.mark.parametrize("name", ["认定.csv", "认定.xls", "认定.et", "认定"])
def test_another_kind_of_file_is_refused_with_the_next_step(data: Path, name: str) -> None:
    path = data.parent / name
    shutil.copy(exported(data), path)
    assert "XLSX" in refused(data, path)
    assert isinstance(call(data, "export", str(path)).exception, InputError)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"id,word\n1,2\n"])
def test_a_broken_file_is_refused(data: Path, content: bytes) -> None:
    path = data.parent / "坏.xlsx"
    path.write_bytes(content)
    assert "坏.xlsx" in refused(data, path)


def test_a_missing_file_and_a_strange_workbook_are_refused(data: Path) -> None:
    assert "none.xlsx" in refused(data, data.parent / "none.xlsx")
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.save(file)
    (data.parent / "x.xlsx").write_bytes(file.getvalue())
    assert "编号、认定、理由、校验" in refused(data, data.parent / "x.xlsx")


def test_an_earlier_sheet_is_not_written_over(data: Path) -> None:
    path = exported(data)
    assert isinstance(call(data, "export", str(path)).exception, InputError)


def test_words_of_a_page_are_no_formula(tmp_path: Path) -> None:
    data = judged(tmp_path / "office")
    with Trail.open(data) as trail:
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        messages = {"columns-stale-5": "=cmd|' /C calc'!A0", "zl-guide": "+1", "home-stale-14d": "@SUM(1)\x00\x1b"}
        made = [finding(BUREAU, name, Outcome.FAILED, message=text) for name, text in messages.items()]
        trail.record_findings(RUN, number, BUREAU.id, made, NOON)
    sheet = openpyxl.load_workbook(exported(data, "--target", "d1")).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    shown = {str(row[PLACES["message"] - 1].value) for row in sheet.iter_rows(min_row=2)}
    assert shown == {"'=cmd|' /C calc'!A0", "'+1", "'@SUM(1)"}


def test_two_reviewers_at_once_lose_nothing(data: Path) -> None:
    with Trail.read(data) as trail:
        number = next(f.id for f in trail.findings(RUN) if f.indicator == "columns-stale-5")
    context = multiprocessing.get_context("spawn")
    names = ("甲", "乙", "丙", "丁")
    at_once = context.Barrier(len(names))
    workers = [context.Process(target=say_word, args=(data, number, name, NOON, at_once)) for name in names]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * len(names)
    assert {row[2] for row in decisions(data)} == set(names)
    assert verify(data) == []
    with Trail.read(data) as trail:
        assert conclusions(trail, RUN)[number] is Conclusion.UPHELD
