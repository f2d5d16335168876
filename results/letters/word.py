"""The file to edit: DOCX by python-docx, with the official fonts' names and the character grid of GB/T 9704-2012."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from results.archive import repacked
from results.letters import blocks
from results.letters.blocks import Form, Letter, Role
from results.letters.pages import Pages
from results.letters.pictures import place_picture
from results.letters.shapes import (
    add_break_anywhere,
    add_repeat,
    add_rule,
    float_at_foot,
    put_rows,
    set_apart,
    set_cell_margins,
    set_fonts,
    set_rules,
    without_snapping,
)
from results.letters.widths import width
from results.text import legible

PITCH = Pt(28.95)  # 22 lines on 225 mm, to the twentieth of a point that Word knows
SIZE = Pt(16)
SMALL = Pt(9)
UNIT = Mm(156) // 28  # a character and the room beside it
CLOSER = -5  # twentieths of a point between characters: 28 of them on a line
RED = "D40000"
WIDTHS = {False: 156.0, True: 225.0}  # of the body in millimetres, upright and on its side


def render(letter: Letter) -> bytes:
    """The letter as a DOCX file. The same letter gives the same bytes."""
    file = _File(letter)
    for block in letter.blocks:
        file.add(block)
    return _same_bytes(file.document)


class _File:
    """A file under construction, from top to bottom."""

    def __init__(self, letter: Letter) -> None:
        self.letter, self.document = letter, Document()
        self.sideways = False
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = (
            legible(letter.title),
            legible(letter.author),
            "zh-CN",
        )
        properties.last_modified_by, properties.comments = legible(letter.author), ""
        properties.created = properties.modified = letter.at.replace(tzinfo=None)
        self._set_defaults()
        self.pages = Pages(self.document, letter.form, self.run)
        self.pages.begin(self.document.sections[0])
        (self._letter_head if letter.form is Form.LETTER else self._document_head)()

    def add(self, block: blocks.Block) -> None:
        adders: Mapping[type, Callable[[Any], None]] = {
            blocks.Title: lambda b: self.title(b.lines),
            blocks.Line: lambda b: self.line(b.text, b.role),
            blocks.Paragraph: self.paragraph,
            blocks.Code: self.code,
            blocks.AnnexNote: self.annex_note,
            blocks.Signature: self.signature,
            blocks.Remark: lambda b: self.paragraph(blocks.Paragraph(b.text)),
            blocks.Annex: self.annex,
            blocks.Small: lambda b: self.small(b.text, b.role),
            blocks.Table: self.table,
            blocks.Picture: self.picture,
            blocks.Imprint: self.imprint,
            blocks.Upright: self.upright,
        }
        adders[type(block)](block)

    def _set_defaults(self) -> None:
        style = self.document.styles["Normal"]
        style.font.size = SIZE
        properties = style.element.get_or_add_rPr()
        set_fonts(properties, Role.BODY)
        set_apart(properties, CLOSER)
        form = style.paragraph_format
        form.line_spacing, form.space_before, form.space_after = PITCH, Pt(0), Pt(0)
        form.widow_control = False  # 22 lines stand on a page, whatever is torn apart
        without_snapping(style.element.get_or_add_pPr())

    def run(self, paragraph: Any, text: str, role: Role, size: Any = SIZE) -> Any:
        run = paragraph.add_run(legible(text))
        run.font.size = size
        set_fonts(run._element.get_or_add_rPr(), role)
        if size != SIZE:
            set_apart(run._element.get_or_add_rPr(), 0)
        return run

    # the head

    def _letter_head(self) -> None:
        header, footer = self.pages.first_page()
        mark = self._mark(header)
        add_rule(mark, "bottom", "thickThinSmallGap", RED, size=24, space=11)
        mark.paragraph_format.left_indent, mark.paragraph_format.right_indent = Mm(-8), Mm(-6)
        add_rule(footer, "top", "thinThickSmallGap", RED, size=24, space=0)
        footer.paragraph_format.left_indent, footer.paragraph_format.right_indent = Mm(-8), Mm(-6)
        footer.paragraph_format.line_spacing = Mm(2)
        number = self.line(self.letter.number)
        number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        number.paragraph_format.space_before, number.paragraph_format.space_after = Pt(7), PITCH * 2

    def _document_head(self) -> None:
        mark = self._mark(self.document.add_paragraph())
        mark.paragraph_format.space_before, mark.paragraph_format.space_after = Mm(35), PITCH * 2
        number = self.line(self.letter.number)
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_rule(number, "bottom", "single", RED, size=12, space=8)
        number.paragraph_format.space_after = PITCH * 2

    def _mark(self, paragraph: Any) -> Any:
        """发文机关标志, as large as one line holds."""
        size = Pt(min(40, round(400 / max(width(self.letter.mark), 6))))
        run = self.run(paragraph, self.letter.mark, Role.TITLE, size)
        run.font.color.rgb = RGBColor.from_string(RED)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = 1.0
        return paragraph

    # the body

    def line(self, text: str, role: Role = Role.BODY, size: Any = SIZE) -> Any:
        paragraph = self.document.add_paragraph()
        self.run(paragraph, text, role, size)
        return paragraph

    def title(self, lines: tuple[str, ...]) -> None:
        for text in lines:
            paragraph = self.line(text, Role.TITLE, Pt(22))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = PITCH

    def paragraph(self, block: blocks.Paragraph) -> Any:
        paragraph = self.line(block.text, block.role)
        # A long address leaves a short line before it; filled out, that line would be torn apart.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if "://" in block.text else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = UNIT * 2
        paragraph.paragraph_format.keep_with_next = block.stays or block.role is not Role.BODY
        return paragraph

    def small(self, text: str, role: Role, size: Any = SMALL) -> Any:
        paragraph = self.line(text, role, size)
        form = paragraph.paragraph_format
        form.line_spacing = Pt(13)
        if role is Role.FIRST_LEVEL:
            form.space_before, form.keep_with_next = Pt(8), True
        add_break_anywhere(paragraph)
        return paragraph

    def code(self, block: blocks.Code) -> None:
        form = self.small(block.text, Role.TABLE, Pt(9.5)).paragraph_format
        form.left_indent, form.keep_with_next = UNIT * 2, True

    def annex_note(self, block: blocks.AnnexNote) -> None:
        many = len(block.items) > 1
        left = UNIT * (2 + len(block.lead) + (1 if many else 0))
        for place, text in enumerate(block.items):
            number = f"{place + 1}." if many else ""
            paragraph = self.line((block.lead if place == 0 else "") + number + text)
            form = paragraph.paragraph_format
            hang = UNIT * ((len(block.lead) if place == 0 else 0) + (1 if many else 0))
            form.left_indent, form.first_line_indent, form.keep_with_next = left, -hang, True
            form.space_before = PITCH if place == 0 else Pt(0)

    def signature(self, block: blocks.Signature) -> None:
        """Name over date, the room for the seal around them: two lines above, one below."""
        widths = [width(block.office), width(block.day)]
        middle = min(max(2 + widths[0] / 2, 4 + widths[1] / 2), 14)  # from the right edge, in characters
        for place, (text, wide) in enumerate(zip((block.office, block.day), widths, strict=True)):
            paragraph = self.line(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            form = paragraph.paragraph_format
            form.right_indent, form.keep_together = max(int(UNIT * (middle - wide / 2)), 0), True
            form.space_before = PITCH * 2 if place == 0 else Pt(0)
            form.space_after = PITCH if place else Pt(0)
            form.keep_with_next = place == 0

    # annexes

    def annex(self, block: blocks.Annex) -> None:
        self.sideways = block.sideways
        self.pages.section(sideways=block.sideways)
        self.line(block.mark, Role.FIRST_LEVEL).paragraph_format.space_after = PITCH
        self.title((block.title,))

    def upright(self, _: blocks.Upright) -> None:
        if self.sideways:
            self.sideways = False
            self.pages.section(sideways=False)

    def table(self, block: blocks.Table) -> None:
        table = self.document.add_table(rows=2, cols=len(block.headings), style="Table Grid")
        table.autofit = False
        set_cell_margins(table, 2)
        whole = WIDTHS[self.sideways] / sum(block.shares)
        widths = [Mm(share * whole) for share in block.shares]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        add_repeat(table.rows[0])
        size, pitch = (Pt(10.5), Pt(15)) if block.large else (Pt(7.5), Pt(10.5))
        model = ("x",) * len(widths)
        for row, texts, role in zip(table.rows, (block.headings, model), (Role.FIRST_LEVEL, Role.TABLE), strict=True):
            for cell, text, wide in zip(row.cells, texts, widths, strict=True):
                cell.width = wide
                self.run(cell.paragraphs[0], text, role, size)
                cell.paragraphs[0].paragraph_format.line_spacing = pitch
                add_break_anywhere(cell.paragraphs[0])
        put_rows(table.rows[1], block.rows)

    def picture(self, block: blocks.Picture) -> None:
        paragraph = self.document.add_paragraph()
        place_picture(paragraph.add_run(), block)
        form = paragraph.paragraph_format
        form.line_spacing, form.keep_with_next, form.space_before = 1.0, True, PITCH // 2
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.small(block.caption, Role.TABLE).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def imprint(self, block: blocks.Imprint) -> None:
        """At the foot of the last page's body; a letter has neither rules nor the printing office."""
        ruled = self.letter.form is Form.DOCUMENT
        rows = [(block.copies, "")] if block.copies else []
        rows += [(block.office, block.day)] if ruled else []
        if not rows:
            return
        table = self.document.add_table(rows=len(rows), cols=2)
        float_at_foot(table, Mm(156))
        set_rules(table, outer=8 if ruled else 0, inner=6 if ruled else 0)
        for cells, texts in zip((row.cells for row in table.rows), rows, strict=True):
            merged = texts[1] == ""
            self._imprint_cell(cells[0].merge(cells[1]) if merged else cells[0], texts[0])
            if not merged:
                self._imprint_cell(cells[1], texts[1]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.document.add_paragraph().paragraph_format.line_spacing = Pt(1)

    def _imprint_cell(self, cell: Any, text: str) -> Any:
        paragraph = cell.paragraphs[0]
        self.run(paragraph, text, Role.BODY, Pt(14))
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(8)
        return paragraph


def _same_bytes(document: Any) -> bytes:
    """Without the hour of packing."""
    raw = io.BytesIO()
    document.save(raw)
    return repacked(raw.getvalue())
