"""Invented reports as DOCX and PDF files. The PDF is written here, with a Chinese font that every reader knows by name,
so that no font and no office program is needed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import Any

from docx import Document

from tests.reading.annual_report.reports import HEAD4, KINDS, PARENTS, PROBLEMS, Report

Drawn = list[bytes]
SPANS = {"（三）不予公开": 8, "（四）无法提供": 3, "（五）不予处理": 5, "（六）其他处理": 3}


def as_docx(report: Report) -> bytes:
    document = Document()
    document.add_heading(report.title, 0)
    document.add_heading(report.titles[0], 1)
    for line in report.overview:
        document.add_paragraph(line)
    document.add_heading(report.titles[1], 1)
    table2 = document.add_table(0, 4)
    for cells in report.table2:
        fill(table2.add_row().cells, cells, merge_last=True)
    document.add_paragraph(report.titles[2])
    docx_table3(document, report)
    document.add_paragraph().add_run(report.titles[3]).bold = True
    docx_table4(document, report)
    for line in (report.titles[4], PROBLEMS, report.titles[5], "无"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def fill(cells: Sequence[Any], texts: Sequence[str], merge_last: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=False):
        cell.text = text
    if merge_last and len(texts) < len(cells):
        cells[len(texts) - 1].merge(cells[-1])


def docx_table3(document: Any, report: Report) -> None:
    labels = report.labels
    table = document.add_table(3 + len(labels), 10)
    table.cell(0, 0).merge(table.cell(2, 2))
    table.cell(0, 3).merge(table.cell(0, 9)).text = "申请人情况"
    table.cell(1, 3).merge(table.cell(2, 3)).text = KINDS[0]
    table.cell(1, 4).merge(table.cell(1, 8)).text = "法人或其他组织"
    table.cell(1, 9).merge(table.cell(2, 9)).text = KINDS[6]
    fill(table.rows[2].cells[4:9], KINDS[1:6])
    table.cell(5, 0).merge(table.cell(len(labels) + 1, 0)).text = "三、本年度办理结果"
    for number, (label, values) in enumerate(zip(labels, report.table3, strict=True)):
        cells = table.rows[number + 3].cells
        first = 0 if label[:2] in {"一、", "二、", "四、"} else 1 if label.startswith("（") else 2
        if label in PARENTS and PARENTS[label] in SPANS:
            parent = table.cell(number + 3, 1).merge(table.cell(number + 2 + SPANS[PARENTS[label]], 1))
            parent.text = PARENTS[label]
        if first < 2:
            cells[first].merge(cells[2])
        cells[first].text = label
        fill(cells[3:], values)


def docx_table4(document: Any, report: Report) -> None:
    table = document.add_table(4, 15)
    table.cell(0, 0).merge(table.cell(1, 4)).text = "行政复议"
    table.cell(0, 5).merge(table.cell(0, 14)).text = "行政诉讼"
    table.cell(1, 5).merge(table.cell(1, 9)).text = "未经复议直接起诉"
    table.cell(1, 10).merge(table.cell(1, 14)).text = "复议后起诉"
    fill(table.rows[2].cells, HEAD4 * 3)
    fill(table.rows[3].cells, report.table4)


class Paper:
    """Sheets of A4, written from the top down."""

    def __init__(self, ruled: bool = True, hidden: bool = False) -> None:
        self.ruled = ruled
        self.sheets: list[Drawn] = [[]]
        self.y = 800.0
        self.mode = b"3 Tr" if hidden else b""

    def room(self, height: float) -> bool:
        """Turn the page where the height is not left; whether it was turned."""
        if self.y - height > 60:
            return False
        self.text(290, 30, f"- {len(self.sheets)} -")
        self.sheets.append([])
        self.y = 800.0
        return True

    def text(self, x: float, y: float, text: str, size: float = 9) -> None:
        code = text.encode("utf-16-be").hex().encode()
        self.sheets[-1].append(b"BT %s /F1 %.1f Tf %.1f %.1f Td <%s> Tj ET" % (self.mode, size, x, y, code))

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.ruled:
            self.sheets[-1].append(b"%.1f %.1f m %.1f %.1f l S" % (x0, y0, x1, y1))

    def line(self, text: str) -> None:
        for start in range(0, len(text), 50):
            self.room(16)
            self.y -= 16
            self.text(50, self.y, text[start : start + 50])

    def row(self, edges: Sequence[float], texts: Sequence[str], open_left: Sequence[bool] = ()) -> None:
        """Cells between the edges, broken over lines to their width; ``open_left`` have no rule above them."""
        broken = [wrapped(text, right - left) for text, left, right in zip(texts, edges, edges[1:], strict=False)]
        height = 12.0 * max(len(lines) for lines in broken) + 4
        bottom = self.y - height
        above = [*open_left, *[False] * len(texts)]
        for number, lines in enumerate(broken):
            left, right = edges[number], edges[number + 1]
            if not above[number]:
                self.rule(left, self.y, right, self.y)
            self.rule(left, bottom, left, self.y)
            first = self.y - 11 - (height - 4 - 12 * len(lines)) / 2
            for place, text in enumerate(lines):
                self.text(left + 2, first - 12 * place, text)
        self.rule(edges[-1], bottom, edges[-1], self.y)
        self.y = bottom

    def close(self, edges: Sequence[float]) -> None:
        self.rule(edges[0], self.y, edges[-1], self.y)

    def body(self) -> bytes:
        self.text(290, 30, f"- {len(self.sheets)} -")
        return pdf([b"\n".join(sheet) for sheet in self.sheets])


def wrapped(text: str, width: float) -> list[str]:
    most = max(1, int((width - 4) / 9))
    return [text[start : start + most] for start in range(0, len(text), most)] or [""]


def as_pdf(report: Report, ruled: bool = True, hidden: bool = False) -> bytes:
    paper = Paper(ruled, hidden)
    for line in (report.title, report.titles[0], *report.overview, report.titles[1]):
        paper.line(line)
    for cells in report.table2:
        edges = [50, *(150 + 100 * number for number in range(len(cells) - 1)), 545]
        paper.room(20)
        paper.row(edges, cells)
        paper.close(edges)
    paper.line(report.titles[2])
    pdf_table3(paper, report)
    paper.line(report.titles[3])
    paper.row([50, 215, 545], ["行政复议", "行政诉讼"])
    paper.row([50, 215, 380, 545], ["", "未经复议直接起诉", "复议后起诉"], [True])
    edges = [50 + 33.0 * number for number in range(16)]
    paper.row(edges, HEAD4 * 3)
    paper.row(edges, report.table4)
    paper.close(edges)
    for line in (report.titles[4], PROBLEMS, report.titles[5], "无"):
        paper.line(line)
    return paper.body()


def pdf_table3(paper: Paper, report: Report) -> None:
    values = [250 + 42.0 * number for number in range(8)]
    edges = [50.0, 66.0, 110.0, *values]
    heads = ([50.0, *values], ["", KINDS[0], *KINDS[1:6], KINDS[6]])
    paper.row(*heads)
    result, parent = "", ""
    for label, cells in zip(report.labels, report.table3, strict=True):
        turned = paper.room(16 + 12 * len(wrapped(label, 140)))
        if turned:
            paper.row(*heads)  # the heads are printed again on the next sheet
        outer = label[:2] in {"一、", "二、", "四、"}
        if outer:
            paper.row([50.0, *values], [label, *cells])
            result = ""
            continue
        below = bool(result) and not turned
        if label.startswith("（"):
            paper.row([50.0, 66.0, *values], ["" if below else "三、", label, *cells], [below])
            parent = ""
        else:
            inside = label not in PARENTS and bool(parent) and not turned
            head = "" if inside else PARENTS.get(label, "")
            paper.row(edges, ["" if below else "三、", head, label, *cells], [below, inside])
            parent = parent if inside else "below"
        result = "below"
    paper.close([50.0, *values])


FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1[500 500] 3 94 500]"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880/Descent -120"
    b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/CapHeight 880/StemV 93>>>>",
)


def pdf(contents: Sequence[bytes], packed: bool = True) -> bytes:
    """A PDF file with one sheet for each content stream."""
    count = len(contents)
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(count))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), *FONT]
    for number, content in enumerate(contents):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (6 + 2 * number)
        )
        stream = zlib.compress(content) if packed else content
        name = b"/Filter/FlateDecode" if packed else b""
        objects.append(b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(stream), name, stream))
    return joined(objects)


def joined(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return body + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
