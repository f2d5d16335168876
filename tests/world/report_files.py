"""Annual reports as files: a Word document, a PDF with a text layer and ruled tables, and a scan without words."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

from docx import Document

from tests.world.reports import DISPUTES, KINDS, OUTCOMES, Report, problems

WIDTH, HEIGHT, MARGIN, SIZE = 842.0, 595.0, 36.0, 8.0  # points; a page lying on its side
LINE = SIZE * 1.5
Table = list[tuple[list[str], list[float]]]  # rows of cells with their shares of the width


def word(report: Report) -> bytes:
    """A .docx with real tables."""
    document = Document()
    document.add_heading(report.title, 1)
    for part in _flow(report):
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            _word_table(document, part)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _word_table(document: Any, rows: Table) -> None:
    width = max(len(cells) for cells, _ in rows)
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    for line, (cells, _) in zip(table.rows, rows, strict=True):
        row = line.cells
        for place, text in enumerate(cells):
            row[place].text = text
        if len(cells) < width:
            row[len(cells) - 1].merge(row[width - 1])


def _flow(report: Report) -> list[str | Table]:
    """Paragraphs and tables in order."""
    tables: dict[str, str | Table] = {
        "二": [(row, _shares(row)) for row in report.table2],
        "三": _table3(report),
        "四": _table4(report),
        "五": problems(report),
        "六": "无其他需要报告的事项。",
    }
    parts: list[str | Table] = [report.sections[0], *report.prose]
    for section in report.sections[1:]:
        parts += [section, tables[section[0]]]
    return parts


def _shares(cells: list[str]) -> list[float]:
    return [1 / len(cells)] * len(cells)


def _table3(report: Report) -> Table:
    wide = [0.44, *([0.08] * 7)]
    rows: Table = [(["申请人情况", *KINDS], wide)]
    above = ""
    for key, label, heading in report.rows:
        if key == "granted":
            rows.append((["三、本年度办理结果"], [1.0]))
        if heading and heading != above:
            rows.append(([heading], [1.0]))
        above = heading
        rows.append(([label, *map(str, report.cells[key])], wide))
    return rows


def _table4(report: Report) -> Table:
    return [
        (list(DISPUTES), [1 / 3] * 3),
        (list(OUTCOMES) * 3, [1 / 15] * 15),
        ([str(number) for row in report.disputes for number in row], [1 / 15] * 15),
    ]


def pdf(report: Report) -> bytes:
    """A PDF whose letters carry their meaning in a ToUnicode map, with ruled tables."""
    pages: list[list[str]] = [[]]
    y = HEIGHT - MARGIN
    for part in (report.title, *_flow(report)):
        rows: Table = [([line], [1.0]) for line in _broken(part)] if isinstance(part, str) else part
        for cells, shares in rows:
            if y < MARGIN + LINE:
                pages.append([])
                y = HEIGHT - MARGIN
            pages[-1].append(_row(cells, shares, y, ruled=not isinstance(part, str)))
            y -= LINE
    return _file(pages)


def _broken(text: str) -> list[str]:
    """A paragraph in lines of the page's width."""
    letters = int((WIDTH - 2 * MARGIN) / SIZE) - 1
    return [text[at : at + letters] for at in range(0, len(text), letters)]


def _row(cells: list[str], shares: list[float], y: float, *, ruled: bool) -> str:
    drawn, x = [], MARGIN
    for text, share in zip(cells, shares, strict=True):
        wide = share * (WIDTH - 2 * MARGIN)
        size = min(SIZE, wide / max(1, len(text)) * 0.95)
        codes = text.encode("utf-16-be").hex()
        drawn.append(f"BT /F1 {size:.2f} Tf {x + 2:.1f} {y:.1f} Td <{codes}> Tj ET")
        if ruled:
            drawn.append(f"{x:.1f} {y - 3:.1f} {wide:.1f} {LINE:.1f} re S")
        x += wide
    return "\n".join(drawn)


def _meanings() -> bytes:
    """The map from codes to letters: every code is the letter's own number. A map takes a hundred ranges at once."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = [ranges[at : at + 100] for at in range(0, 256, 100)]
    told = " ".join(f"{len(block)} beginbfrange {' '.join(block)} endbfrange" for block in blocks)
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def"
    space = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    return f"{head} {space} {told} endcmap CMapName currentdict /CMap defineresource pop end end".encode()


def _file(pages: list[list[str]]) -> bytes:
    """The objects of a PDF, numbered: catalogue, pages, fonts, map, then each page with its content."""
    first = 7
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/SongTi/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SongTi/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 5 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/SongTi/Flags 4/FontBBox[0 -200 1000 900]/Ascent 860/Descent -140"
        b"/ItalicAngle 0/CapHeight 700/StemV 80>>",
        _stream(_meanings()),
    ]
    for place, drawn in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH:.0f} {HEIGHT:.0f}]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {first + 2 * place + 1} 0 R>>".encode()
        )
        objects.append(_stream("\n".join(drawn).encode()))
    return _numbered(objects)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)


def _numbered(objects: list[bytes]) -> bytes:
    file, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    file += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(file)


def scan() -> bytes:
    """A PDF of one picture, as a scanner makes it."""
    pixels = zlib.compress(b"\xff" * (60 * 80))
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 60/Height 80/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</P 4 0 R>>>>/Contents 5 0 R>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, picture]
    return _numbered([*objects, _stream(b"q 595 0 0 842 0 0 cm /P Do Q")])
