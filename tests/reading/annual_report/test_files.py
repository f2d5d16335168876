"""Annual reports published as PDF and DOCX, and files that cannot be read."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.model import Fault
from crawler.reading.annual_report.report import AnnualReport, read_annual_report_file
from tests.reading.annual_report.papers import as_docx, as_pdf, joined, pdf
from tests.reading.annual_report.reports import as_html, as_text, broken, invented, spoiled

ON = date(2026, 11, 21)
URL = "http://swj.linyuan.gov.test/nb/2023/1.pdf"
FORMS = {
    "pdf": as_pdf,
    "pdf-without-rules": lambda report: as_pdf(report, ruled=False),
    "docx": as_docx,
}


def read(body: bytes) -> AnnualReport:
    report = read_annual_report_file(body, URL, on=ON)
    assert isinstance(report, AnnualReport), report
    return report


@pytest.mark.parametrize("revised", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_a_consistent_report_holds_in_every_identity(form: str, revised: bool) -> None:
    own = invented(revised)
    report = read(FORMS[form](own))
    assert (report.year, report.organ, report.format) == (2022, own.organ, "2021" if revised else "2019")
    assert (report.title, report.source) == (own.title, form[:3] if form != "docx" else form)
    assert [section.found for section in report.sections] == [True] * 6
    assert {identity.holds for identity in report.identities} == {True}
    assert len(report.identities) == 7 + 7 + len(own.table3) + 3
    assert report.number("table2", "normative_documents", "in_force" if revised else "published_total") == 34
    assert [(figure.number, figure.agrees) for figure in report.figures] == [(41, True)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("column", range(7))
def test_another_figure_in_any_cell_breaks_the_identity_of_its_row(form: str, column: int) -> None:
    own = spoiled(invented(), column)
    identities = read(FORMS[form](own)).identities
    rows = [one.name for one in identities if one.name.startswith(("t3-cols:", "t4-sum:"))]
    assert set(rows) <= set(broken(identities))
    assert len(rows) == len(own.table3) + 3


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_cell_is_no_zero(form: str) -> None:
    report = read(FORMS[form](invented().changed(2, 3, "")))
    holds = {identity.name: identity.holds for identity in report.identities}
    assert holds["t3-cols:granted"] is None
    assert broken(report.identities) == []


def test_figures_broken_over_the_lines_of_a_narrow_cell_are_one_figure() -> None:
    own = invented()
    for column in (0, 6):
        own = own.changed(0, column, str(int(own.value(0, column)) + 123_400))
        own = own.changed(24, column, str(int(own.value(24, column)) + 123_400))
    report = read(as_pdf(own))
    assert report.number("table3", "new", "total") == 123_441
    assert {identity.holds for identity in report.identities} == {True}


def test_a_table_over_two_sheets_is_one() -> None:
    body = as_pdf(invented())
    assert body.count(b"/Type/Page/") >= 2
    assert len(read(body).table("table3").rows) == 25  # type: ignore[union-attr]


def fault(body: bytes) -> str:
    seen = read_annual_report_file(body, URL, on=ON)
    assert isinstance(seen, Fault), seen
    assert seen.url == URL
    return seen.detail


def test_a_scan_without_text_is_not_told() -> None:
    assert fault(pdf([b"0 0 595 842 re f"])) == "no-text-layer"


def test_text_that_a_machine_laid_under_a_scan_is_not_believed() -> None:
    assert fault(as_pdf(invented(), hidden=True)) == "no-text-layer"


def test_an_old_word_file_is_not_told() -> None:
    assert fault(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)) == "old-word-format"


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n" + bytes(99), b"Rar!\x1a\x07\x00", b"{\\rtf1 }"])
def test_a_file_of_another_kind_is_not_told(body: bytes) -> None:
    assert fault(body) == "unknown-format"


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.7\n" + b"1 0 obj\n<<" * 2_000,
        as_pdf(invented())[:900],
        b"PK\x03\x04" + bytes(200),
        as_docx(invented())[:2_000],
    ],
    ids=["pdf-head", "pdf-unclosed", "pdf-cut", "zip-head", "docx-cut"],
)
def test_a_broken_file_is_not_told(body: bytes) -> None:
    assert fault(body) in {"broken-file", "no-text-layer"}


def test_an_archive_that_is_no_document_is_not_told() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", as_text(invented()))
    assert fault(stream.getvalue()) == "broken-file"


def test_an_archive_that_unpacks_to_gigabytes_is_left_alone() -> None:
    stream = io.BytesIO(as_docx(invented()))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", bytes(61_000_000))
    assert len(stream.getvalue()) < 200_000
    assert fault(stream.getvalue()) == "too-large"


def test_a_stream_that_unpacks_to_gigabytes_is_left_alone() -> None:
    assert fault(pdf([b" " * 61_000_000])) == "too-large"


def test_a_stream_packed_twice_is_left_alone() -> None:
    twice = zlib.compress(zlib.compress(bytes(1_000_000)))
    body = pdf([b"q"]) + b"\n9 0 obj\n<</Filter[/FlateDecode/FlateDecode]>>\nstream\n" + twice + b"\nendstream"
    assert fault(body) == "too-large"


def test_a_book_is_no_report() -> None:
    assert fault(pdf([b"q"] * 90)) == "too-many-pages"


def test_drawings_that_draw_each_other_end() -> None:
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</A %d 0 R>>>>/Length %d>>"
    form = head + b"\nstream\n%s\nendstream"
    ten = b"/A Do " * 10
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(ten), ten),
        *(form % (number + 1, len(ten), ten) for number in range(5, 15)),
    ]
    assert fault(joined(objects)) == "too-large"


@pytest.mark.parametrize("body", [as_docx(invented()), as_pdf(invented()), as_html(invented()).encode()])
def test_what_was_told_does_not_change_from_one_reading_to_the_next(body: bytes) -> None:
    assert read(body) == read(body)


patient = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SOURCES = [as_pdf(invented()), as_docx(invented()), as_html(invented()).encode(), as_text(invented()).encode("gb18030")]


@patient
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"%PDF-1.5\n" + tail)))
def test_any_bytes_never_raise(body: bytes) -> None:
    read_annual_report_file(body, URL, on=ON)


@patient
@given(st.sampled_from(SOURCES), st.data())
def test_any_damage_never_raises(source: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    length = data.draw(st.integers(0, 400))
    body = source[:start] + data.draw(st.binary(max_size=20)) + source[start + length :]
    seen = read_annual_report_file(body, URL, on=ON)
    assert seen is None or isinstance(seen, AnnualReport | Fault)
