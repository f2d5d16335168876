"""Notices go out for upheld findings alone, once, numbered without gaps."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from checks.catalogue import load_catalogue
from crawler.config import Office
from crawler.errors import InputError
from crawler.model import DecisionKind, TargetId
from results.audit import Trail
from results.notices.issue import Issued, Order, issue, safe_name
from results.verify import verify
from tests.results.office import BUREAU, NOON, PORTAL, RECORD, RUN, filled, finding
from tests.results.office import uphold as both_uphold

OFFICE = Office(name="临江市人民政府办公室", city="临江市", telephone="0377-12345678")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return filled(tmp_path / "office")


def uphold(trail: Trail, target: str, indicator: str = "home-stale-14d", reason: str = "复核属实") -> int:
    number = next(f.id for f in trail.findings(RUN, target=TargetId(target)) if f.indicator == indicator)
    return both_uphold(trail, number, reason)


def issued(trail: Trail, data: Path, on: date = date(2026, 11, 23), **other: object) -> Issued:
    order = Order(data, data / "notices", RECORD, on, NOON)
    return issue(trail, replace(order, **other), OFFICE, load_catalogue())


def words_of(path: Path) -> str:
    document = Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_nothing_goes_out_before_a_person_concluded(data: Path) -> None:
    with Trail.open(data) as trail:
        found = issued(trail, data)
    assert found.written == ()
    assert found.open == 6
    assert not (data / "notices").exists()


def test_one_persons_word_on_a_veto_sends_nothing_out(data: Path) -> None:
    with Trail.open(data) as trail:
        number = next(f.id for f in trail.findings(RUN, target=BUREAU.id) if f.indicator == "home-stale-14d")
        trail.record_decision(number, DecisionKind.UPHELD, "王芳", "属实", NOON)
        found = issued(trail, data)
        assert (found.written, found.open) == ((), 6)
        trail.record_decision(number, DecisionKind.UPHELD, "李强", "属实", NOON)
        assert len(issued(trail, data).written) == 1


@pytest.mark.parametrize("kind", [DecisionKind.DISMISSED, DecisionKind.UNDECIDABLE])
def test_what_was_not_upheld_never_goes_out(data: Path, kind: DecisionKind) -> None:
    with Trail.open(data) as trail:
        number = uphold(trail, "d1")
        trail.record_decision(number, kind, "李强", "再核实", NOON)
        assert issued(trail, data).written == ()


def test_a_notice_says_what_on_what_basis_with_which_proof_and_by_when(data: Path) -> None:
    with Trail.open(data) as trail:
        number = uphold(trail, "d1")
        head = trail.head()
        ((record, count),) = issued(trail, data).written
    text = words_of(data / "notices" / record.file)
    source = load_catalogue().get("home-stale-14d").source
    for part in (
        "网改〔2026〕1号",
        "临江市水利局：",
        "已有40天未更新",
        source.document,
        source.clause,
        f"检查发现第{number}号",
        "监测日2026年11月21日",
        "2026年11月21日11时00分",
        "ab" * 32,
        "http://www.linjiang.gov.test/yw/",
        "2026年12月7日",
        "0377-12345678",
        head[1],
    ):
        assert part in text, part
    assert (count, record.due_on) == (1, date(2026, 12, 7))


def test_one_owner_gets_one_notice_for_all_its_targets(data: Path) -> None:
    with Trail.open(data) as trail:
        for target in ("p1", "m1", "d1"):
            uphold(trail, target)
        written = issued(trail, data).written
    assert [(record.owner, count, record.number) for record, count in written] == [
        (PORTAL.owner, 2, 1),
        (BUREAU.owner, 1, 2),
    ]
    assert verify(data) == []


def test_a_second_call_makes_no_second_notice(data: Path) -> None:
    with Trail.open(data) as trail:
        uphold(trail, "d1")
        ((record, _),) = issued(trail, data).written
        again = issued(trail, data)
        assert (again.written, again.standing) == ((), ((record, 1),))
        uphold(trail, "p1")
        ((second, _),) = issued(trail, data).written
    assert (record.number, second.number) == (1, 2)


def test_a_notice_whose_finding_was_dismissed_later_is_named_for_correction(data: Path) -> None:
    with Trail.open(data) as trail:
        number = uphold(trail, "d1")
        ((record, _),) = issued(trail, data).written
        assert issued(trail, data).revoked == ()
        trail.record_decision(number, DecisionKind.DISMISSED, "李强", "页面有更新，原认定有误", NOON)
        found = issued(trail, data)
    assert (found.written, found.revoked) == ((), ((record, number),))


def test_numbers_begin_anew_each_year(data: Path) -> None:
    with Trail.open(data) as trail:
        uphold(trail, "d1")
        issued(trail, data)
        uphold(trail, "p1")
        ((record, _),) = issued(trail, data, date(2027, 1, 4), due_on=date(2027, 1, 18)).written
    assert (record.year, record.number) == (2027, 1)


def test_a_lost_copy_is_put_back_from_the_offices_own(data: Path, tmp_path: Path) -> None:
    with Trail.open(data) as trail:
        uphold(trail, "d1")
        ((record, _),) = issued(trail, data, out=tmp_path / "desk").written
        first = (tmp_path / "desk" / record.file).read_bytes()
        (tmp_path / "desk" / record.file).unlink()
        issued(trail, data, out=tmp_path / "desk")
    assert (tmp_path / "desk" / record.file).read_bytes() == first


def test_a_person_who_looked_where_the_machine_could_not_is_quoted(data: Path) -> None:
    with Trail.open(data) as trail:
        uphold(trail, "d1", "v6-aaaa" if _knows("v6-aaaa") else "home-stale-14d", "人工解析确认无AAAA记录")
        ((record, _),) = issued(trail, data).written
    text = words_of(data / "notices" / record.file)
    if _knows("v6-aaaa"):
        assert "经人工检查认定：人工解析确认无AAAA记录。" in text
        assert "解析超时" not in text


def _knows(indicator: str) -> bool:
    return any(one.id == indicator for one in load_catalogue().indicators)


def test_a_year_without_holiday_arrangements_is_named(data: Path) -> None:
    with Trail.open(data) as trail:
        uphold(trail, "d1")
        with pytest.raises(InputError, match="2098"):
            issued(trail, data, date(2098, 3, 1))
        assert trail.notices() == {}


def test_a_due_date_before_the_issue_is_refused(data: Path) -> None:
    with Trail.open(data) as trail, pytest.raises(InputError, match="2026-11-23"):
        issued(trail, data, due_on=date(2026, 11, 1))


@pytest.mark.parametrize("owner", ["../../etc/passwd", "a/b\\c", "\x00", "..", "CON\n", "局" * 300])
def test_an_owners_name_leads_into_no_other_folder(owner: str) -> None:
    name = safe_name(owner)
    assert name
    assert not set(name) & set("/\\\x00\n.")
    assert len(f"2026-001-{name}.docx".encode()) < 255


def test_hostile_words_of_a_page_stay_words(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        nasty = replace(BUREAU, owner="某局", name="<b>局</b>\x07&amp;")
        trail.begin_run(RECORD, [nasty])
        judgement = trail.begin_judgement(RUN, "k", "1", NOON)
        found = finding(nasty, "home-stale-14d", message="标题《<script>\x08{x}》", data={"url": "http://x/\x00"})
        trail.record_findings(RUN, judgement, nasty.id, [found], NOON)
        uphold(trail, "d1")
        ((record, _),) = issued(trail, tmp_path).written
    assert "<script>" in words_of(tmp_path / "notices" / record.file)


def test_the_same_notice_has_the_same_bytes_and_the_page_of_the_standard(data: Path, tmp_path: Path) -> None:
    contents = []
    for folder in (data, filled(tmp_path / "twin")):
        with Trail.open(folder) as trail:
            uphold(trail, "d1")
            ((record, _),) = issued(trail, folder).written
        contents.append((folder / "notices" / record.file).read_bytes())
    assert contents[0] == contents[1]
    section = Document(io.BytesIO(contents[0])).sections[0]
    edges = (section.page_width, section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges if edge] == [210, 37, 28, 35, 26]
