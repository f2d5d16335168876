"""Both files of a letter: the same bytes each time, words that stay words, no character lost in silence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from results.letters import printed, word
from results.letters.blocks import Form, Letter, Paragraph, Picture, Small, Table
from results.letters.fonts import faces
from results.letters.pictures import picture_of
from tests.results.letters_example import BODY, OFFICE, annexes, letter, png
from tests.results.paper import MM, sheets

NASTY = [
    '#eval("1+1") #import "x.typ" #{ 1 }',
    "$ x^2 $ $",
    "@label <label> *粗* _斜_ `code` ```raw```",
    "= 标题 - 项 + 项 / 项: 值 // 注 /* 注 */",
    "\\u{41} \\ \\\\ \\# \\n",
    "\"引号\" '引号' ~ -- --- ...",
    "<b>&amp;</b> ]]> <!-- -->",
    "{city} {0} %s",
]
MARKS = "甲\u202e乙\u200b丙\u2066丁\ufeff戊\x00己\x08庚\ud800辛"
prints = pytest.mark.skipif(not faces().can_print, reason="no Chinese font on this machine")


def read(content: bytes) -> str:
    return "\n".join(sheet.text() for sheet in sheets(content))


def squeezed(text: str) -> str:
    return "".join(text.split())


def with_text(text: str) -> Letter:
    """The text wherever a page's or a person's words may come."""
    blocks = (*BODY[:2], Paragraph(text), Small(text), Table(("栏", "目"), ((text, text),), (1, 1)))
    return replace(letter(blocks=blocks), title=text, author=text)


@prints
@pytest.mark.parametrize("form", list(Form))
def test_the_same_letter_gives_the_same_bytes(form: Form) -> None:
    one, other = (letter(form, BODY + annexes()) for _ in range(2))
    assert printed.render(one).content == printed.render(other).content
    assert word.render(one) == word.render(other)


@prints
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_markup_stays_words(text: str) -> None:
    assert squeezed(read(printed.render(with_text(text)).content)).count(squeezed(text)) >= 1
    document = Document(io.BytesIO(word.render(with_text(text))))
    assert text in [paragraph.text for paragraph in document.paragraphs]


@prints
def test_control_and_direction_marks_are_left_out_and_nothing_else() -> None:
    assert "甲乙丙丁戊己庚辛" in read(printed.render(with_text(MARKS)).content)
    assert "甲乙丙丁戊己庚辛" in [p.text for p in Document(io.BytesIO(word.render(with_text(MARKS)))).paragraphs]


@prints
def test_a_very_long_address_stays_whole_and_on_the_page() -> None:
    address = "http://www.linjiang.gov.test/" + "a1%E4" * 80 + "/end"
    content = printed.render(letter(blocks=(*BODY[:2], Paragraph(address)))).content
    assert address in squeezed(read(content))
    assert all(glyph.x1 < 185 * MM for sheet in sheets(content) for glyph in sheet.glyphs if glyph.size == 16)


@prints
def test_rare_characters_of_names_come_from_another_font() -> None:
    names = "龘靐齉㐀䶮𬭎𫖮𪩘𬸚"  # extensions A, B, C, D, E
    found = printed.render(with_text(names))
    assert names in read(found.content)
    assert found.missing == ()


@prints
def test_a_character_that_no_font_has_is_shown_as_missing_and_named() -> None:
    found = printed.render(with_text("张\U0003134a三\U0002fa1c"))
    text = read(found.content)
    for char in found.missing:
        assert char not in text
    assert len(found.missing) == text.count("〓") / 4
    assert "张" in text


@prints
def test_the_print_is_pdf_a_and_says_nothing_of_this_machine() -> None:
    content = printed.render(letter(blocks=BODY + annexes())).content
    assert b"pdfaid:part" in content
    assert b"<pdfaid:conformance>B" in content
    assert b"2026-11-23T01:30:00" in content  # of the letter, not of the printing
    for word_ in (str(Path.home()), str(Path.cwd()), "/tmp", "root@"):
        assert word_.encode() not in content
    assert OFFICE.encode() in content


def test_the_file_to_edit_has_official_fonts_the_page_and_its_grid() -> None:
    content = word.render(letter(blocks=BODY + annexes()))
    parts = zipfile.ZipFile(io.BytesIO(content))
    tree = etree.fromstring(parts.read("word/document.xml"))
    fonts = {one.get(qn("w:eastAsia")) for one in tree.iter(qn("w:rFonts"))}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
    grid = next(tree.iter(qn("w:docGrid")))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert 22 * int(grid.get(qn("w:linePitch"))) <= 225 / 25.4 * 1440 < 23 * int(grid.get(qn("w:linePitch")))
    first, *others = Document(io.BytesIO(content)).sections
    edges = (first.page_width, first.top_margin, first.left_margin, first.bottom_margin, first.right_margin)
    assert [round(edge.mm) for edge in edges if edge] == [210, 37, 28, 35, 26]
    assert first.different_first_page_header_footer
    assert not any(one.different_first_page_header_footer for one in others)
    wide = others[0]
    turned = (wide.page_width, wide.top_margin, wide.left_margin, wide.bottom_margin, wide.right_margin)
    assert [round(edge.mm) for edge in turned if edge] == [297, 28, 35, 26, 37]


def test_properties_of_paragraphs_stand_in_the_order_word_demands() -> None:
    order = (
        "keepNext",
        "keepLines",
        "widowControl",
        "pBdr",
        "wordWrap",
        "autoSpaceDE",
        "snapToGrid",
        "spacing",
        "ind",
        "jc",
    )
    parts = zipfile.ZipFile(io.BytesIO(word.render(letter(Form.DOCUMENT, BODY + annexes()))))
    for name in parts.namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            for properties in etree.fromstring(parts.read(name)).iter(qn("w:pPr")):
                named = [etree.QName(one).localname for one in properties]
                places = [order.index(one) for one in named if one in order]
                assert places == sorted(places), (name, named)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", png(4, 4)[:40], b"\xff\xd8\xff\xe0", b"<svg/>", b"\x00" * 64],
    ids=range(7),
)
def test_a_broken_picture_is_left_out(content: bytes) -> None:
    assert picture_of(content, "图1", "（部分）") is None


def test_a_long_picture_is_told_to_be_cut_and_a_small_one_is_not() -> None:
    long, small = (picture_of(png(100, height), "图1", "（部分）") for height in (4000, 60))
    assert isinstance(long, Picture)
    assert isinstance(small, Picture)
    assert (long.shown < 0.1, long.caption) == (True, "图1（部分）")
    assert (small.shown, small.caption) == (1.0, "图1")


def test_a_long_table_has_every_row_with_its_own_words() -> None:
    rows = tuple((str(number), " 甲 " if number % 2 else "") for number in range(1, 1201))
    made = letter(blocks=(*BODY[:2], Table(("序号", "名称"), rows, (1, 3), large=True)))
    (table,) = Document(io.BytesIO(word.render(made))).tables
    found = [tuple(one.text or "" for one in row.iter(qn("w:t"))) for row in table._tbl.tr_lst]
    assert found == [("序号", "名称"), *rows]


@prints
@pytest.mark.parametrize(("count", "tagged"), [(10, True), (11_000, False)], ids=["short", "long"])
def test_screen_readers_are_told_of_the_cells_of_every_table_that_is_not_huge(count: int, tagged: bool) -> None:
    table = Table(tuple("甲乙丙丁戊己庚辛壬癸"), (("一",) * 10,) * (count // 10), (1,) * 10)
    content = printed.render(letter(blocks=(*BODY[:2], table))).content
    assert (b"/StructTreeRoot" in content) is tagged
