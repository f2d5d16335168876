"""Files people hand in: DOCX with the numbers Word counts, PDF with a table, and those that cannot be read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from crawler.errors import InputError
from results.ledger.reader import read
from results.ledger.source import contents
from results.ledger.task import Task
from tests.results.ledger import documents


def tasks(path: Path) -> tuple[Task, ...]:
    return read(contents(path)[1]).tasks


def docx(path: Path, *lines: str, rows: tuple[tuple[str, ...], ...] = ()) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as told:
        contents(path)
    assert told.value.next_step
    return told.value.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_offices_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "要点.txt"
    path.write_text(documents.CITY.replace("\n", "\r\n"), encoding=encoding)
    assert len(tasks(path)) == 5


def test_a_docx_is_read_with_its_table_and_every_unit_of_a_cell(tmp_path: Path) -> None:
    heading = ("序号", "主要内容", "牵头单位", "责任单位")
    long = "公开财政信息，" * 80 + "按时完成。"
    row = ("1", long, "市政府办\n市司法局", "各县（市、区）政府\n市有关部门")
    path = docx(tmp_path / "要点.docx", "临江市2025年政务公开重点任务分解表", rows=(heading, row))
    (task,) = tasks(path)
    assert task.lead_units == ("市政府办", "市司法局")
    assert task.responsible_units == ("各县（市、区）政府", "市有关部门")
    assert task.text == long


def test_cells_merged_over_rows_of_a_docx_keep_the_columns(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("临江市2025年任务分工表")
    table = document.add_table(3, 4)
    texts = (
        ("类别", "序号", "任务", "责任单位"),
        ("公开", "1", "公开规章。", "市司法局"),
        ("", "2", "公开规划。", "市发改委"),
    )
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(tmp_path / "表.docx")
    assert [(task.number, task.title, task.responsible_units) for task in tasks(tmp_path / "表.docx")] == [
        ("1", "公开规章", ("市司法局",)),
        ("2", "公开规划", ("市发改委",)),
    ]


def test_the_numbers_word_counts_are_read_though_no_text_holds_them(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("临江市2025年政务公开工作要点")
    for title, unit in (("公开规章。集中公开。", "市司法局"), ("公开规划。", "市发改委")):
        paragraph = document.add_paragraph(title, style="List Number")
        assert paragraph.style is not None
        document.add_paragraph(f"责任单位：{unit}")
    document.save(tmp_path / "要点.docx")
    assert [(task.number, task.title, task.responsible_units) for task in tasks(tmp_path / "要点.docx")] == [
        ("1", "公开规章", ("市司法局",)),
        ("2", "公开规划", ("市发改委",)),
    ]


def test_deleted_words_of_a_docx_are_not_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("临江市2025年政务公开工作要点")
    paragraph = document.add_paragraph("1. 公开规章。（责任单位：市司法局")
    gone = OxmlElement("w:del")
    run = paragraph.add_run("、市财政局")._r
    gone.append(run)
    paragraph._p.append(gone)
    paragraph.add_run("）")
    document.save(tmp_path / "要点.docx")
    assert run.getparent().tag == qn("w:del")
    assert tasks(tmp_path / "要点.docx")[0].responsible_units == ("市司法局",)


def test_files_that_cannot_be_read_are_refused_with_the_next_step(tmp_path: Path) -> None:
    old, locked, broken, empty, binary = (tmp_path / name for name in ("a.doc", "b.docx", "c.docx", "d.txt", "e.txt"))
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    broken.write_bytes(b"PK\x03\x04 no archive")
    empty.write_text(" \n\n", encoding="utf-8")
    binary.write_bytes(bytes(range(256)) * 3)
    told = [refusal(path) for path in (old, locked, broken, empty, binary)]
    assert len(set(told)) == len(told)
    assert "加密" in told[1]


def test_a_picture_named_like_a_document_and_an_archive_of_other_things_are_refused(tmp_path: Path) -> None:
    picture, archive = tmp_path / "a.docx", tmp_path / "b.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "任务")
    assert refusal(picture) == refusal(archive)


def pdf(path: Path, source: str) -> Path:
    typst = pytest.importorskip("typst")
    written = path.with_suffix(".typ")
    written.write_text(source, encoding="utf-8")
    typst.compile(str(written), output=str(path), font_paths=[str(each) for each in FONTS])
    return path


FONTS = [each for each in (Path(__file__).resolve().parents[3] / ".fonts",) if each.exists()]


def test_a_pdf_without_text_is_told_to_be_a_scan(tmp_path: Path) -> None:
    path = pdf(tmp_path / "scan.pdf", "#rect(width: 100%, height: 50%)")
    assert "扫描" in refusal(path)


@pytest.mark.skipif(not FONTS, reason="no Chinese fonts on this machine (make fonts)")
def test_a_pdf_is_read_with_its_ruled_table(tmp_path: Path) -> None:
    body = "".join(
        f"[{number}], [加强第{number}项公开工作，完善机制，明确责任，按时完成，并定期向社会公开进展情况。], "
        f"[市政府办 \\ 市司法局], [各县（市、区）政府（管委会） \\ 市有关部门],"
        for number in range(1, 6)
    )
    table = f"#table(columns: (auto, 1fr, 4cm, 5cm), [序号], [主要内容], [牵头单位], [责任单位], {body})"
    lines = "临江市2025年政务公开重点任务分解表\n\n"
    path = pdf(tmp_path / "表.pdf", f'#set text(font: ("Noto Serif CJK SC", "Noto Sans CJK SC"))\n{lines}{table}')
    found = tasks(path)
    assert [task.number for task in found] == ["1", "2", "3", "4", "5"]
    assert {task.lead_units for task in found} == {("市政府办", "市司法局")}
    assert {task.responsible_units for task in found} == {("各县（市、区）政府（管委会）", "市有关部门")}
