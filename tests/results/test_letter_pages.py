"""Printed letters, measured: page, grid, fonts, page numbers, rules and the room for the seal of GB/T 9704-2012."""

from __future__ import annotations

from functools import cache

import pytest

from results.letters import printed
from results.letters.blocks import Annex, Form, Paragraph, Role, Table
from results.letters.fonts import faces
from tests.results.letters_example import BODY, FULL, OFFICE, annexes, letter
from tests.results.paper import BOTTOM, LEFT, MM, RIGHT, TOP, Sheet, body, sheets, spoken

PITCH = 225 * MM / 22
UNIT = 156 * MM / 28
ROUGH = 0.3  # points: a tenth of a millimetre
CLOSING = "，。；：、）》”」〕"

pytestmark = pytest.mark.skipif(not faces().can_print, reason="no Chinese font on this machine")


@cache
def pages(form: Form = Form.LETTER, with_annexes: bool = False) -> tuple[Sheet, ...]:
    blocks = BODY + annexes() if with_annexes else BODY
    mark = OFFICE if form is Form.LETTER else f"{OFFICE}文件"
    return tuple(sheets(printed.render(letter(form, blocks, mark)).content))


@pytest.mark.parametrize("form", list(Form))
def test_the_page_is_a4(form: Form) -> None:
    for sheet in pages(form):
        assert (round(sheet.width / MM), round(sheet.height / MM)) == (210, 297)


@pytest.mark.parametrize("form", list(Form))
def test_a_full_page_has_22_lines_of_28_characters(form: Form) -> None:
    full = pages(form)[1]
    rows = body(full)
    assert len(rows) == 22
    long = [row for row in rows if len(row) == 28]
    assert len(long) >= 20
    assert {spoken(row)[:1] in FULL for row in long} == {True}
    assert max(len(row) for row in rows) == 28


def test_lines_stand_on_the_grid_of_the_body() -> None:
    for sheet in pages():
        bases = [row[0].base for row in body(sheet)]
        first = TOP + (PITCH - 16) / 2 + 0.88 * 16
        for base in bases[1 if sheet is pages()[0] else 0 :]:
            steps = (base - first) / PITCH
            assert abs(steps - round(steps)) < 0.02, base


@pytest.mark.parametrize("form", list(Form))
def test_lines_fill_the_body_from_edge_to_edge(form: Form) -> None:
    for row in body(pages(form)[1]):
        if len(row) == 28:
            assert abs(row[0].x0 - LEFT) < ROUGH
            assert abs(row[-1].x1 - RIGHT) < ROUGH


def test_a_paragraph_begins_two_characters_in() -> None:
    row = pages()[0].row("关于进一步")
    assert abs(row[0].x0 - (LEFT + 2 * UNIT)) < ROUGH
    assert len(row) == 26


@pytest.mark.parametrize("form", list(Form))
def test_nothing_but_heads_and_page_numbers_stands_outside_the_body(form: Form) -> None:
    for number, sheet in enumerate(pages(form), 1):
        for row in sheet.lines.values():
            words = spoken(row)
            if words == f"—{number}—" or (form is Form.LETTER and number == 1 and words == OFFICE):
                continue
            last = row[-1]
            room = last.size / 2 if last.text in CLOSING else 0  # its ink is in the left half
            assert row[0].x0 >= LEFT - ROUGH - (row[0].size / 2 if row[0].text == "（" else 0), words
            assert last.x1 <= RIGHT + ROUGH + room, words
            assert TOP < last.base < BOTTOM, words


def test_page_numbers_stand_7_mm_below_the_body_odd_right_even_left_and_not_on_a_letters_first() -> None:
    for form in Form:
        found = [sheet.lines.get(_number_base(sheet)) for sheet in pages(form)]
        assert (found[0] is None) is (form is Form.LETTER)
        for number, row in enumerate(found, 1):
            if row is None:
                continue
            assert spoken(row) == f"—{number}—"
            assert {round(glyph.size) for glyph in row} == {14}
            middle = row[0].base - 14 * 0.38
            assert abs(middle - (BOTTOM + 7 * MM)) < 1
            side = RIGHT - row[-1].x1 if number % 2 else row[0].x0 - LEFT
            assert abs(side - 14) < 1


def _number_base(sheet: Sheet) -> float:
    return next((base for base in sheet.lines if base > BOTTOM), 0.0)


def test_the_page_number_of_a_page_on_its_side_stands_where_it_stands_on_the_others() -> None:
    turned = [sheet for sheet in pages(with_annexes=True) if sheet.width > sheet.height]
    assert turned
    for sheet in turned:
        dashed = [glyph for glyph in sheet.glyphs if not glyph.upright]
        assert [glyph.text for glyph in dashed][:1] == ["—"]
        assert all(abs((glyph.x0 + glyph.x1) / 2 - (35 - 7) * MM) < 3 for glyph in dashed)
        number = pages(with_annexes=True).index(sheet) + 1
        along = [glyph.base for glyph in dashed]
        assert (max(along) > sheet.height / 2) is bool(number % 2)


def test_each_role_has_its_face() -> None:
    chosen = faces().families
    first = pages()[0]
    seen = {
        "title": first.row("临江市政府网站")[0].font,
        "body": first.row("临江市水利局")[0].font,
        "first_level": _find("一、").row("一、")[0].font,
        "second_level": _find("（一）").row("（一）")[0].font,
    }
    for role, font in seen.items():
        assert _same(font, chosen[role][0]), (role, font, chosen[role][0])
    assert len(set(seen.values())) == 4


def _find(words: str) -> Sheet:
    return next(sheet for sheet in pages() if words in sheet.text())


NAMES = {"FandolFang R": "FandolFang", "AR PL KaitiM GB": "GBZenKai", "Noto Serif CJK SC": "NotoSerifCJKsc"}


def _same(font: str, family: str) -> bool:
    return (NAMES.get(family) or family.replace(" ", "").replace("CJKSC", "CJKsc")) in font


def test_the_title_is_2hao_and_centred() -> None:
    for words in ("临江市政府网站", "问题整改通知书"):
        row = pages()[0].row(words)
        assert {round(glyph.size) for glyph in row} == {22}
        assert abs((row[0].x0 + row[-1].x1) / 2 - (LEFT + RIGHT) / 2) < 1


def test_a_letters_name_and_rules_stand_where_the_standard_has_them() -> None:
    first = pages()[0]
    rules = sorted(first.rules, key=lambda rule: rule[2])
    assert len(rules) == 4
    for x0, x1, _, _ in rules:
        assert abs((x1 - x0) - 170 * MM) < 1
        assert abs((x0 + x1) / 2 - 105 * MM) < 1
    assert [round(thick, 1) for *_, thick in rules] == [2.2, 0.8, 0.8, 2.2]
    assert abs(rules[2][2] - (297 - 20) * MM) < 1.5
    name = first.row(OFFICE)
    assert name[0].font == first.row("临江市政府网站")[0].font
    assert abs(name[0].base + 0.12 * name[0].size - (rules[0][2] - 4 * MM)) < 4
    assert abs(name[0].base - 0.88 * name[0].size - 30 * MM) < 5
    number = first.row("网改")
    assert abs(number[-1].x1 - RIGHT) < 1
    assert abs((number[0].base - 0.88 * 16) - (rules[1][2] + 14)) < 2
    assert all(not sheet.rules for sheet in pages()[1:])


def test_a_documents_mark_number_and_rule_stand_where_the_standard_has_them() -> None:
    first = pages(Form.DOCUMENT)[0]
    mark, number = first.row(f"{OFFICE}文件"), first.row("网改")
    assert abs(mark[0].base - 0.88 * mark[0].size - (37 + 35) * MM) < 5
    assert abs((mark[0].x0 + mark[-1].x1) / 2 - (LEFT + RIGHT) / 2) < 1
    assert abs((number[0].x0 + number[-1].x1) / 2 - (LEFT + RIGHT) / 2) < 1
    ((x0, x1, y, _),) = first.rules
    assert (abs(x0 - LEFT), abs(x1 - RIGHT)) < (1, 1)
    assert abs(y - (number[0].base + 0.12 * 16) - 4 * MM) < 2


@pytest.mark.parametrize("office", [OFFICE, "办", "临江市推进政府职能转变和放管服改革协调小组办公室"])
def test_name_and_date_leave_room_for_the_seal(office: str) -> None:
    blocks = [*BODY[:-2], type(BODY[-2])(office, "2026年11月23日"), BODY[-1]]  # type: ignore[call-arg, arg-type]
    sheet = next(s for s in sheets(printed.render(letter(blocks=blocks)).content) if "附件：1" in s.text())
    day, note = sheet.row("2026年11月23日"), sheet.row("2.证据")
    name = next(row for base, row in sheet.lines.items() if abs(base - (day[0].base - PITCH)) < 1)
    middle = (day[0].x0 + day[-1].x1) / 2
    assert spoken(name) == office
    assert abs((name[0].x0 + name[-1].x1) / 2 - middle) < 1
    if len(office) < 14:
        assert abs(RIGHT - day[-1].x1 - 4 * UNIT) < 1
    # A seal of 42 mm, its top within a line below the last words, presses down over name and date.
    top, radius = note[0].base + 2, 21 * MM
    assert top + 2 * radius > day[0].base, "the seal reaches the date"
    assert middle + radius < 210 * MM - 5 * MM
    inside = [
        glyph
        for glyph in sheet.glyphs
        if abs((glyph.x0 + glyph.x1) / 2 - middle) < radius and top + 2 < glyph.base < day[0].base + PITCH
    ]
    assert {glyph.base for glyph in inside} <= {name[0].base, day[0].base}


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(1, 26):
        blocks = [BODY[0], Paragraph("关" * 28 * lines), *BODY[6:]]
        for sheet in sheets(printed.render(letter(blocks=blocks)).content):
            if "2026年11月23日" in sheet.text():
                assert "末行校验值为：" in sheet.text(), lines


def test_the_imprint_stands_at_the_foot_of_the_last_page() -> None:
    last = pages(Form.DOCUMENT, True)[-1]
    assert last.row("抄送")[0].base < last.row(OFFICE)[0].base < BOTTOM
    rules = sorted(rule for rule in last.rules if abs(rule[1] - rule[0] - 156 * MM) < 1)
    assert sorted(round(thick / MM, 2) for *_, thick in rules) == [0.25, 0.35, 0.35]
    assert BOTTOM - max(rule[2] for rule in rules) < 2
    letters_last = pages(Form.LETTER, True)[-1]
    assert "抄送" in letters_last.text()
    assert "印发" not in letters_last.text()


def test_a_long_table_repeats_its_headings_and_stays_in_the_turned_body() -> None:
    turned = [sheet for sheet in pages(with_annexes=True) if sheet.width > sheet.height]
    assert len(turned) > 1
    for sheet in turned:
        assert "主办单位" in sheet.text()
        upright = [glyph for glyph in sheet.glyphs if glyph.upright]
        assert min(glyph.x0 for glyph in upright) >= 35 * MM - ROUGH
        assert max(glyph.x1 for glyph in upright) <= (297 - 37) * MM + 4
        assert max(glyph.base for glyph in upright) < (210 - 26) * MM


def test_a_word_longer_than_its_cell_breaks_in_it() -> None:
    rows = (("ab" * 400, "甲"),)
    blocks = [*BODY, Annex("附件1", "清单", sideways=True), Table(("地址", "单位"), rows, (1, 9))]
    for sheet in sheets(printed.render(letter(blocks=blocks)).content):
        assert all(glyph.x1 <= sheet.width - 26 * MM + 3 for glyph in sheet.glyphs)


def test_a_long_picture_is_cut_and_fits() -> None:
    last = pages(with_annexes=True)[-1]
    assert "图1" in last.text()
    assert len(last.pictures) == 1
    x0, top, x1, bottom = last.pictures[0]
    assert LEFT <= x0 < x1 <= RIGHT + 1
    assert top > TOP, "its upper part is shown"
    assert abs((bottom - top) / (x1 - x0) - 4000 / 640) < 0.01
    caption = last.row("图1")[0].base
    assert abs((caption - top) - 0.2 * (bottom - top)) < 20


@pytest.mark.parametrize("role", [Role.BODY, Role.FIRST_LEVEL, Role.SECOND_LEVEL, Role.TABLE, Role.TITLE])
def test_faces_fall_back_and_say_so(role: Role) -> None:
    found = faces({"Noto Serif CJK SC", "Noto Sans CJK SC", "Libertinus Serif"})
    assert found.families[role][0].startswith("Noto")
    assert found.can_print
    assert ("仿宋_GB2312", "Noto Serif CJK SC") in found.replaced
    assert not faces({"Libertinus Serif"}).can_print
    assert faces({"仿宋_GB2312", "Noto Serif CJK SC"}).families["body"] == ("仿宋_GB2312", "Noto Serif CJK SC")
    assert ("仿宋_GB2312", "FangSong") not in faces({"FangSong"}).replaced
