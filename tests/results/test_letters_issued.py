"""Kinds of letters as they are issued: who gets which, when it is due, what their rows say, what a crash leaves."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner

from checks.catalogue import load_catalogue
from checks.pack import Deadlines, Pack, Rule
from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked, CaptureWriter
from crawler.config import Office
from crawler.errors import InputError
from crawler.lock import only_one
from crawler.model import CaptureKind, DecisionKind, Digest, IndicatorId, Role
from results.audit import Trail
from results.files import digest_of
from results.letters.fonts import faces
from results.letters.templates import NAMES
from results.notices import files as notice_files
from results.notices.deadlines import due_workdays
from results.notices.issue import Issued, Order, issue
from results.notices.rows import NoticeKind, NoticeRecord
from results.notices.supervision import Overdue, issue_supervision
from results.order_rows import RunOrder
from results.verify import inspect, verify
from spotcheck import app
from tests.results.letters_example import png
from tests.results.office import BUREAU, NOON, RECORD, RUN, finding
from tests.results.office import uphold as uphold_number

OFFICE = Office(name="临江市人民政府办公室", city="临江市")
CATALOGUE = load_catalogue()
DAY = date(2026, 11, 23)
FAULT, HINT = "home-stale-14d", "columns-overdue-10"


def office(data: Path, *found: Any, pack: Pack | None = None) -> Path:
    """One bureau with these findings, all upheld."""
    with Trail.open(data) as trail:
        trail.begin_run(RECORD, [BUREAU])
        if pack:
            trail.record_order(RunOrder(RUN, pack.id, "sha256:p", pack.model_dump(mode="json")), [], NOON)
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        trail.record_findings(RUN, number, BUREAU.id, list(found), NOON)
        for one in trail.findings(RUN):
            uphold_number(trail, one.id)
    return data


def order(data: Path, on: date = DAY, **other: Any) -> Order:
    return replace(Order(data, data / "notices", RECORD, on, NOON), **other)


def issued(trail: Trail, data: Path, **other: Any) -> Issued:
    return issue(trail, order(data, **other), OFFICE, CATALOGUE)


def text_of(data: Path, record: NoticeRecord) -> str:
    document = Document(io.BytesIO((data / "notices" / record.file).read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_faults_and_hints_go_into_letters_of_their_own_with_one_series_of_numbers(tmp_path: Path) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT), finding(BUREAU, HINT))
    with Trail.open(data) as trail:
        (fault, _), (hint, _) = issued(trail, data).written
        forms = trail.notice_forms()
    assert [forms[one.id].kind for one in (fault, hint)] == [NoticeKind.RECTIFICATION, NoticeKind.PROMPT]
    assert (fault.number, hint.number) == (1, 2)
    assert "不计入检查结果" in text_of(data, hint)
    assert "不计入检查结果" not in text_of(data, fault)
    assert [part for part in ("（单项否决）", "单项否决/") if part in text_of(data, hint)] == []


def test_one_kind_alone_leaves_the_other_for_later(tmp_path: Path) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT), finding(BUREAU, HINT))
    with Trail.open(data) as trail:
        assert [count for _, count in issued(trail, data, kinds=(NoticeKind.PROMPT,)).written] == [1]
        assert [count for _, count in issued(trail, data).written] == [1]
        assert issued(trail, data).written == ()


def test_the_row_of_a_letter_says_what_it_is_and_what_was_printed(tmp_path: Path) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT))
    with Trail.open(data) as trail:
        head = trail.head()
        ((record, _),) = issued(trail, data).written
        form = trail.notice_forms()[record.id]
    assert form.head == head
    assert form.template == "rectification 1, annex 1"
    assert form.letter_mark == "网改"
    assert set(form.due_days.values()) == {record.due_on}
    assert head[1] in text_of(data, record)
    if faces().can_print:
        assert form.printed_digest == digest_of((data / "notices" / form.printed).read_bytes())
    assert verify(data) == []


def test_a_changed_or_lost_print_is_noted(tmp_path: Path) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT))
    with Trail.open(data) as trail:
        ((record, _),) = issued(trail, data).written
        printed = data / "notices" / trail.notice_forms()[record.id].printed
    if not faces().can_print:
        pytest.skip("no Chinese font on this machine")
    printed.write_bytes(b"x")
    assert [str(printed) in line for line in inspect(data).notes] == [True]


PACK = Pack(
    id="city",
    title="某市",
    deadlines=Deadlines(veto=3, deduct=7, advisory=15),
    indicators={IndicatorId("zl-name"): Rule(due_workdays=2)},
)


@pytest.mark.parametrize(
    ("indicator", "pack", "days"),
    [
        (FAULT, PACK, 3),
        ("zl-name", PACK, 2),
        (HINT, PACK, 15),
        (FAULT, Pack(id="usual", title="通常"), 12),
        ("zl-name", PACK.model_copy(update={"deadlines": Deadlines()}), 2),
    ],
)
def test_days_are_the_rules_own_else_the_packs_else_the_offices(indicator: str, pack: Pack, days: int) -> None:
    assert due_workdays(CATALOGUE.get(IndicatorId(indicator)), pack, Office(due_workdays=12)) == days


def test_each_fault_has_its_own_day_and_the_notice_the_first(tmp_path: Path) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT), finding(BUREAU, "zl-name"), pack=PACK)
    with Trail.open(data) as trail:
        ((record, count),) = issued(trail, data).written
        days = trail.notice_forms()[record.id].due_days
    assert count == 2
    assert sorted(days.values()) == [date(2026, 11, 25), date(2026, 11, 26)]
    assert record.due_on == date(2026, 11, 25)
    text = text_of(data, record)
    assert "其中最早的为2026年11月25日（含当日）" in text
    assert "2026年11月26日" in text


def test_a_crash_between_files_and_row_is_written_again_under_the_same_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with Trail.open(data) as trail:
        with monkeypatch.context() as patch:
            patch.setattr(Trail, "record_notice", crash)
            with pytest.raises(KeyboardInterrupt):
                issued(trail, data)
        assert trail.notices() == {}
        left = {path.name: path.read_bytes() for path in (data / "notices").iterdir()}
        ((record, _),) = issued(trail, data).written
    assert record.number == 1
    assert {path.name: path.read_bytes() for path in (data / "notices").iterdir()} == left
    assert verify(data) == []


def test_two_commands_do_not_give_out_numbers_at_once(tmp_path: Path) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT))
    with Trail.open(data) as trail, only_one(data / "notices.lock", "busy", "wait"):
        with pytest.raises(InputError):
            issued(trail, data)
        assert trail.notices() == {}


def test_a_wrong_template_stops_before_anything_is_written(tmp_path: Path) -> None:
    data = office(tmp_path / "data", finding(BUREAU, FAULT))
    own = tmp_path / "own"
    own.mkdir()
    (own / "rectification.toml").write_text("version = 1", encoding="utf-8")
    with Trail.open(data) as trail:
        with pytest.raises(InputError, match=r"rectification\.toml"):
            issue(trail, order(data), OFFICE.model_copy(update={"templates": str(own)}), CATALOGUE)
        assert trail.notices() == {}
    assert not (data / "notices").exists()


def test_screenshots_of_a_finding_and_else_of_its_addresses_stand_in_the_annex(tmp_path: Path) -> None:
    with CaptureStore(tmp_path / "captures") as store, store.writer(RUN, "w1") as writer:
        page = capture(writer, BUREAU.address, b"<html>", "text/html")
        capture(writer, BUREAU.address, png(800, 600), "image/png", screenshot=True)
        own = capture(writer, "http://slj.linjiang.gov.test/yw/", png(640, 480), "image/png", screenshot=True)
    data = office(tmp_path, finding(BUREAU, FAULT, captures=(page,)), finding(BUREAU, "zl-name", captures=(own,)))
    with Trail.open(data) as trail:
        ((record, _),) = issued(trail, data).written
    text = text_of(data, record)
    assert "图1　临江市水利局" in text
    assert "图2　临江市水利局，http://slj.linjiang.gov.test/yw/" in text
    assert len(Document(str(data / "notices" / record.file)).inline_shapes) == 2


def capture(writer: CaptureWriter, url: str, body: bytes, content_type: str, screenshot: bool = False) -> Digest:
    kind = CaptureKind.SCREENSHOT if screenshot else CaptureKind.RENDERED
    return writer.write_resource(Asked(BUREAU.id, url, Role.HOME), kind, body, content_type).digest


# supervision


@pytest.fixture
def late(tmp_path: Path) -> Path:
    return office(tmp_path, finding(BUREAU, FAULT), finding(BUREAU, "zl-name"), pack=PACK)


def supervised(trail: Trail, data: Path, overdue: Overdue, on: date) -> tuple[NoticeRecord, object]:
    return issue_supervision(trail, order(data, on), overdue, OFFICE, CATALOGUE)


def test_a_supervision_letter_names_what_is_overdue_since_when_and_a_new_day(late: Path) -> None:
    with Trail.open(late) as trail:
        ((notice, _),) = issued(trail, late).written
        record, made = supervised(trail, late, Overdue(notice), date(2026, 11, 26))
        form = trail.notice_forms()[record.id]
    assert made is not None
    assert (form.kind, form.follows, record.number) == (NoticeKind.SUPERVISION, notice.id, 2)
    assert len(form.due_days) == 1, "the other one is due today"
    text = text_of(late, record)
    for part in (
        "网改〔2026〕1号",
        "原定2026年11月25日前（含当日）完成整改，截至制发之日已逾期1天",
        "其中1项已超过整改期限",
    ):
        assert part in text
    assert record.due_on > record.issued_on
    assert verify(late) == []


def test_a_second_call_finds_the_letter_until_its_own_day_has_passed(late: Path) -> None:
    with Trail.open(late) as trail:
        ((notice, _),) = issued(trail, late).written
        record, _ = supervised(trail, late, Overdue(notice), date(2026, 12, 1))
        assert supervised(trail, late, Overdue(notice), date(2026, 12, 2)) == (record, None)
        again, made = supervised(trail, late, Overdue(notice), date(2026, 12, 28))
    assert made is not None
    assert (again.number, record.number) == (3, 2)


def test_nothing_is_supervised_that_is_not_overdue_settled_extended_or_no_longer_upheld(late: Path) -> None:
    on = date(2026, 12, 1)
    with Trail.open(late) as trail:
        ((notice, _),) = issued(trail, late).written
        for overdue, day in (
            (Overdue(notice), date(2026, 11, 25)),
            (Overdue(notice, unsettled=frozenset()), on),
            (Overdue(notice, was_due_on=date(2026, 12, 31)), on),
        ):
            with pytest.raises(InputError):
                supervised(trail, late, overdue, day)
        for one in list(trail.findings(RUN)):
            trail.record_decision(one.id, DecisionKind.DISMISSED, "李强", "有误", NOON)
        with pytest.raises(InputError):
            supervised(trail, late, Overdue(notice), on)
        assert len(trail.notices()) == 1


# the command


def test_the_command_tells_what_it_wrote_and_what_is_not_as_it_should_be(tmp_path: Path) -> None:
    data = office(tmp_path / "data", finding(BUREAU, FAULT, message="单位名称含〔\U0003134a〕字。"))
    arguments = ["notices", "--data", str(data), "--on", "2026-11-23"]
    result = CliRunner().invoke(app, [*arguments, "--kind", "circular"])
    assert isinstance(result.exception, InputError)
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert "网改〔2026〕1号" in result.stdout
    assert "[office] name" in result.stderr
    if faces().can_print:
        assert ".pdf" in result.stdout
        assert "U+3134A" in result.stderr


def test_the_command_gives_one_object_a_letter(tmp_path: Path) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT), finding(BUREAU, HINT))
    arguments = ["notices", "--data", str(data), "--on", "2026-11-23", "--json"]
    lines = CliRunner().invoke(app, arguments, catch_exceptions=False).stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["rectification", "prompt"]


def test_the_command_exports_templates(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["templates", "export", str(tmp_path / "own")], catch_exceptions=False)
    assert result.exit_code == 0
    assert {path.stem for path in (tmp_path / "own").glob("*.toml")} == set(NAMES)


def test_without_a_chinese_font_the_file_to_edit_is_still_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = office(tmp_path, finding(BUREAU, FAULT))
    monkeypatch.setattr(notice_files, "faces", lambda: faces({"Libertinus Serif"}))
    with Trail.open(data) as trail:
        ((record, _),) = issued(trail, data).written
        form = trail.notice_forms()[record.id]
    assert (form.printed, form.printed_digest) == ("", "")
    assert [path.suffix for path in (data / "notices").iterdir()] == [".docx"]
    assert verify(data) == []
