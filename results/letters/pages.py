"""Pages of the file to edit: size, margins, character grid, page numbers, and the first page of a letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from results.letters.blocks import Form, Role
from results.letters.shapes import add_field, set_grid

LINE_TWIPS = 579  # 22 lines on 225 mm
CHARACTER_4096 = -848  # 28 characters of 16 pt on 156 mm: 0.207 pt less room for each
# Top, bottom, left, right. On its side a page is bound at what is its top then (7.5): the same margins, turned.
UPRIGHT = (37, 35, 28, 26)
TURNED = (28, 26, 35, 37)
FOOT_MM = 18  # the last line of a footer: a letter's second rule is 20 mm above the page's edge
NUMBER_MM = 28  # the middle of page numbers, 7 mm below the body


class Pages:
    """The sections of one file. ``run`` adds words to a paragraph."""

    def __init__(self, document: Any, form: Form, run: Callable[..., Any]) -> None:
        self._document, self._form, self._run = document, form, run
        document.settings.odd_and_even_pages_header_footer = True

    def begin(self, section: Any) -> None:
        self._set(section, sideways=False)
        self._number(section)

    def section(self, *, sideways: bool) -> None:
        """A new page of the wanted orientation."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        self._set(section, sideways=sideways)

    def first_page(self) -> tuple[Any, Any]:
        """The header's and the footer's paragraph of a letter's first page, which bears no number."""
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        section.header_distance = Mm(30)
        return section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]

    def _set(self, section: Any, *, sideways: bool) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if sideways else (Mm(210), Mm(297))
        margins = [Mm(value) for value in (TURNED if sideways else UPRIGHT)]
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = margins
        section.footer_distance = Mm(FOOT_MM)
        set_grid(section, lines=LINE_TWIPS, characters=CHARACTER_4096)

    def _number(self, section: Any) -> None:
        """Odd pages right, even pages left, one character in, a dash on either side."""
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, side.upper())
            paragraph.paragraph_format.line_spacing = Pt(14)
            setattr(paragraph.paragraph_format, f"{side}_indent", Pt(14))
            for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
                run = self._run(paragraph, text, Role.TABLE, Pt(14))
                if field:
                    add_field(run, field)
            fill = footer.add_paragraph()  # so that the number stands where it should, not on the edge
            fill.paragraph_format.line_spacing = Mm(NUMBER_MM - FOOT_MM - 2.5)  # half a line
