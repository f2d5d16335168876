"""A letter after GB/T 9704-2012, as far as a .docx file carries it: page, fonts, line pitch, levels, page numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from results.text import legible, words

LINE = Pt(28.95)  # 22 lines on 225 mm
CHARACTER = Pt(16)  # the body's size, and so the unit of its indents
RED = RGBColor(0xC0, 0x00, 0x00)
MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Letter:
    """A letter under construction, from top to bottom."""

    pitch = LINE
    character = CHARACTER

    def __init__(self, title: str, author: str, at: datetime) -> None:
        self.fonts: dict[str, str] = words("notice")["fonts"]
        self._document = Document()
        self._document.settings.odd_and_even_pages_header_footer = True
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = title, author, "zh-CN"
        properties.created = properties.modified = at.replace(tzinfo=None)
        self._set_defaults()
        self._set_page(self._document.sections[0])
        self._number_pages(self._document.sections[0])

    def _set_defaults(self) -> None:
        style = self._document.styles["Normal"]
        style.font.size = CHARACTER
        properties = style.element.get_or_add_rPr()
        self._set_fonts(properties.get_or_add_rFonts(), "body")
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        properties.append(language)
        form = style.paragraph_format
        form.line_spacing, form.space_before, form.space_after = LINE, Pt(0), Pt(0)

    def _set_fonts(self, fonts: Any, role: str) -> None:
        for slot in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(slot), self.fonts["digits"])
        fonts.set(qn("w:eastAsia"), self.fonts[role])

    def _set_page(self, section: Any) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        for name, value in MARGINS.items():
            setattr(section, name, value)
        section.footer_distance = Mm(23)

    def _number_pages(self, section: Any) -> None:
        """Odd pages right, even pages left, one character in, between two dashes."""
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, side.upper())
            setattr(paragraph.paragraph_format, f"{side}_indent", Pt(14))
            for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
                run = self._run(paragraph, text, "table", Pt(14))
                if field:
                    _add_field(run, field)

    def _run(self, paragraph: Any, text: str, role: str, size: Any = CHARACTER) -> Any:
        run = paragraph.add_run(legible(text))
        run.font.size = size
        self._set_fonts(run._element.get_or_add_rPr().get_or_add_rFonts(), role)
        return run

    def mark(self, text: str) -> None:
        """The issuing office in red, as large as one line holds, with room above and below."""
        paragraph = self.line(text, "title", size=Pt(min(44, 430 // max(len(text), 8))), center=True)
        paragraph.runs[0].font.color.rgb = RED
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.space_after = LINE * 2

    def number(self, text: str) -> None:
        """The letter's number, and the red line under it."""
        paragraph = self.line(text, "body", center=True)
        border = OxmlElement("w:pBdr")
        edge = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", str(RED))):
            edge.set(qn(f"w:{name}"), value)
        border.append(edge)
        paragraph._p.get_or_add_pPr().append(border)
        paragraph.paragraph_format.space_after = LINE

    def title(self, lines: Sequence[str], size: float = 22) -> None:
        for text in lines:
            paragraph = self.line(text, "title", size=Pt(size), center=True)
            paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = LINE

    def line(self, text: str, role: str = "body", *, size: Any = CHARACTER, center: bool = False) -> Any:
        """A line without indent: the addressee, an annex's mark."""
        paragraph = self._document.add_paragraph()
        if center:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, text, role, size)
        return paragraph

    def text(self, text: str, role: str = "body") -> Any:
        """A paragraph of the body, its first line two characters in."""
        paragraph = self.line(text, role)
        # A long address leaves a short line before it; filled out, that line would be torn apart.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if "://" in text else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = CHARACTER * 2
        paragraph.paragraph_format.keep_with_next = role != "body"
        return paragraph

    def code(self, text: str) -> None:
        """A digest: letters and digits that may break anywhere."""
        paragraph = self.line(text, "table", size=Pt(9.5))
        paragraph.paragraph_format.left_indent = CHARACTER * 2
        paragraph.paragraph_format.line_spacing = Pt(16)
        _break_anywhere(paragraph)

    def signature(self, office: str, day: str) -> None:
        """Name over date, and the place for the seal, which a person sets: software never draws one."""
        widths = [_width(office), _width(day)]
        middle = max(2 + widths[0] / 2, 4 + widths[1] / 2)  # from the right edge, in characters
        for number, (text, width) in enumerate(zip((office, day), widths, strict=True)):
            paragraph = self.line(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            form = paragraph.paragraph_format
            form.right_indent, form.keep_together = int(CHARACTER * (middle - width / 2)), True
            form.space_before = LINE * 3 if number == 0 else Pt(0)
            form.keep_with_next = number == 0

    def landscape(self) -> None:
        """A new section on its side, for wide tables."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin = section.right_margin = Mm(28)
        section.footer_distance = Mm(14)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A ruled table in small type; the headings stand on every page. Widths in millimetres."""
        table = self._document.add_table(rows=1, cols=len(headings), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        _repeat_header(table.rows[0])
        cells = [table.rows[0].cells, *(table.add_row().cells for _ in rows)]
        for number, (row, texts) in enumerate(zip(cells, [headings, *rows], strict=True)):
            for cell, text, width in zip(row, texts, widths, strict=True):
                cell.width = Mm(width)
                self._fill(cell.paragraphs[0], text, "first_level" if number == 0 else "table")

    def _fill(self, paragraph: Any, text: str, role: str) -> None:
        self._run(paragraph, text, role, Pt(9))
        paragraph.paragraph_format.line_spacing = Pt(13)
        _break_anywhere(paragraph)

    def content(self) -> bytes:
        """The file. The same letter gives the same bytes."""
        raw, fixed = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as copy:
            for item in source.infolist():
                copy.writestr(zipfile.ZipInfo(item.filename, ZIP_DATE), source.read(item), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()


def _width(text: str) -> float:
    """In characters of the body: digits and Latin letters are half as wide."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _add_field(run: Any, code: str) -> None:
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._element.append(element)


def _break_anywhere(paragraph: Any) -> None:
    """Long addresses and digests break inside a word rather than leave the cell."""
    wrap = OxmlElement("w:wordWrap")
    wrap.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().append(wrap)


def _repeat_header(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
