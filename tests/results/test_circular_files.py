"""A circular's files and its page: the same bytes each time, words that stay words, pages as the standard has them."""

from __future__ import annotations

import io
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx import Document
from lxml import html
from typer.testing import CliRunner

from crawler.config import Config, Office, Publish
from results.audit import Trail
from results.circular.compose import compose, html_of
from results.circular.files import write
from results.letters import printed, web, word
from results.letters.blocks import Paragraph, Table
from results.letters.fonts import faces
from results.publishing.quarter import QuarterResult, published
from spotcheck import app
from tests.results.circular_quarters import (
    CITY,
    COUNTY,
    bureau,
    city,
    draft_of,
    faultless,
    result_of,
    unfinished,
    usual_result,
    voice,
)
from tests.results.letters_example import BODY, annexes, letter
from tests.results.paper import BOTTOM, LEFT, MM, RIGHT, TOP, Sheet, sheets, spoken
from tests.results.published import ACCOUNT_VETO, SITE_VETO, Fate, inspected

prints = pytest.mark.skipif(not faces().can_print, reason="no Chinese font on this machine")
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "{city} {0} {office.name}",
    '#eval("1+1") $ x $ *粗* _斜_ @a <b>',
    "甲\u202e乙\u2066丙",
    "长" * 119,
    "http://" + "a1%E4" * 22,
)

TAGS = frozenset(
    "article section h1 h2 h3 p br ol li a div code table caption thead tbody tr th td".split()  # noqa: SIM905
)


def hostile(data: Path) -> QuarterResult:
    """Every name and reason is somebody else's idea of a joke."""
    fates = {
        bureau(place, name=text, owner=text, region=text): Fate(upheld=(SITE_VETO,)) for place, text in enumerate(NASTY)
    }
    fates[bureau(20)] = Fate(open=(SITE_VETO,), set_aside=NASTY[0])
    fates[voice(1, NASTY[0], NASTY[2])] = Fate(upheld=(ACCOUNT_VETO,))
    office = Office(name=f"临江{NASTY[0]}", city=f"{NASTY[3]}市", telephone=NASTY[1])
    return result_of(data, fates, Config(office=office, publish=Publish(ranking=True, named_below=50)))


def squeezed(text: str) -> str:
    return "".join(text.split())


# files


def test_the_same_edition_gives_the_same_files(tmp_path: Path) -> None:
    result = result_of(tmp_path, city(), CITY)
    first = {path.name: path.read_bytes() for path in write(result, tmp_path).paths}
    other = {path.name: path.read_bytes() for path in write(result, tmp_path / "other").paths}
    assert first == other
    assert set(first) == {"2026Q4-1-通报.docx", *(["2026Q4-1-通报.pdf"] if faces().can_print else [])}
    assert {path.name for path in (tmp_path / "circulars").iterdir()} == set(first)


def test_a_draft_lies_apart_and_says_so_in_its_name(tmp_path: Path) -> None:
    result = draft_of(tmp_path, unfinished(), CITY)
    for path in write(result, tmp_path).paths:
        assert path.parent == tmp_path / "drafts" / result.run.id
        assert path.stem == "2026Q4-通报-草稿"
    assert not (tmp_path / "circulars").exists()


def test_without_a_chinese_font_the_file_to_edit_is_still_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("results.circular.files.faces", lambda: faces({"Libertinus Serif"}))
    made = write(result_of(tmp_path, city(), CITY), tmp_path)
    assert [path.suffix for path in made.paths] == [".docx"]
    assert made.printed is None


@prints
def test_hostile_names_stay_words_in_every_file(tmp_path: Path) -> None:
    result = hostile(tmp_path)
    made = compose(result).letter
    paper = squeezed("".join(sheet.text() for sheet in sheets(printed.render(made).content)))
    document = Document(io.BytesIO(word.render(made)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    page = html.fromstring(html_of(result))
    shown = {cell.text_content() for cell in page.iter("td")}
    for text in NASTY:
        name = text.replace("\u202e", "").replace("\u2066", "")
        assert squeezed(name)[:8] in paper
        assert name in cells
        assert name in shown


# the page


def test_the_page_has_headings_tables_and_no_word_as_markup(tmp_path: Path) -> None:
    text = html_of(hostile(tmp_path))
    page = html.fromstring(text)
    assert {one.tag for one in page.iter()} <= TAGS
    attributes = {name for one in page.iter() for name in one.attrib}
    assert attributes <= {"class", "id", "href", "scope", "role", "tabindex", "aria-label", "aria-labelledby"}
    assert "<script" not in text


def test_headings_of_a_page_follow_each_other_and_tables_name_their_rows_and_columns(tmp_path: Path) -> None:
    page = html.fromstring(html_of(result_of(tmp_path, city(), CITY)))
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in page.iter("table"):
        assert table.findtext("caption")
        assert all(one.get("scope") == "col" for one in table.findall("thead/tr/th"))
        assert all(row[0].get("scope") == "row" and row[0].tag == "th" for row in table.findall("tbody/tr"))
    for link in page.iter("a"):
        assert page.get_element_by_id(link.get("href")[1:]) is not None


def test_a_page_and_the_document_say_the_same(tmp_path: Path) -> None:
    result = result_of(tmp_path, city(), CITY)
    shown = html.fromstring(html_of(result)).text_content()
    for block in compose(result).letter.blocks:
        if isinstance(block, Paragraph):
            assert block.text in shown
        if isinstance(block, Table):
            assert all(cell in shown for row in block.rows for cell in row)


def test_long_tables_are_cut_on_a_page_and_the_page_says_so() -> None:
    rows = tuple((str(number), "临江市水利局" * 10) for number in range(1, 3001))
    made = letter(blocks=(*BODY[:2], Table(("序号", "名称"), rows, (1, 3)), Table(("序号", "名称"), rows[:5], (1, 3))))
    text = web.render(made, lambda shown: f"以上为前{shown}项")
    assert len(text.encode()) < 255_000
    long, short = html.fromstring(text).iter("tbody")
    shown = len(long)
    assert 400 < shown < 3000
    assert len(short) == 5
    assert f"以上为前{shown}项" in text


def test_a_page_may_have_every_kind_of_block() -> None:
    text = web.render(letter(blocks=(*BODY, *annexes())), str)
    page = html.fromstring(text)
    assert len(page.findall(".//section")) == 2
    assert page.find(".//figure/img").get("alt") == "图1　临江市水利局"
    assert "抄送：市纪委监委，市委宣传部。" in page.text_content()


def test_the_imprint_of_the_file_to_edit_stands_upright_too(tmp_path: Path) -> None:
    for fates, config, turned in (
        (city(), CITY, [False, False, False, True, False]),
        (faultless(), COUNTY, [False] * 2),
    ):
        made = compose(result_of(tmp_path / config.office.city, fates, config)).letter
        sections = Document(io.BytesIO(word.render(made))).sections
        assert [one.page_width > one.page_height for one in sections] == turned


# the printed pages


@cache
def pages() -> tuple[Sheet, ...]:
    with TemporaryDirectory() as data:
        return tuple(sheets(printed.render(compose(usual_result(Path(data))).letter).content))


@prints
def test_the_number_is_left_open_over_the_rule() -> None:
    first = pages()[0]
    number = first.row("〔2026〕")
    assert spoken(number) == "〔2026〕号"
    gaps = [after.x0 - before.x1 for before, after in pairwise(number)]
    assert max(gaps) > 20, "room to write the number in"
    ((x0, x1, y, _),) = first.rules
    assert (abs(x0 - LEFT), abs(x1 - RIGHT)) < (1, 1)
    assert y > number[0].base


@prints
def test_pages_stay_in_their_bodies_and_headings_have_their_faces() -> None:
    families = faces().families
    found = {}
    for sheet in pages():
        turned = sheet.width > sheet.height
        right, bottom = ((297 - 37) * MM, (210 - 26) * MM) if turned else (RIGHT, BOTTOM)
        for row in sheet.lines.values():
            if spoken(row).startswith("—"):
                continue
            assert row[-1].x1 <= right + 9, spoken(row)
            assert (28 * MM if turned else TOP) < row[0].base < bottom, spoken(row)
            for key, mark in (("first_level", "一、总体"), ("second_level", "（一）")):
                if spoken(row).startswith(mark):
                    found[key] = row[0].font
    assert set(found) == {"first_level", "second_level"}
    assert found["first_level"] != found["second_level"]
    assert all(families.values())


@prints
def test_the_last_page_bears_the_imprint_and_the_first_annex_begins_anew() -> None:
    assert "2026年11月21日印发" in squeezed(pages()[-1].text())
    assert pages()[-1].width < pages()[-1].height, "the last page lies on its side"
    assert pages()[-2].width > pages()[-2].height
    annex = next(sheet for sheet in pages() if sheet.text().startswith("附件1"))
    assert "政府网站检查结果" in annex.text()
    assert "临江市水利局" in annex.text()


@prints
def test_name_and_day_stand_on_a_page_with_the_last_words() -> None:
    signed = next(sheet for sheet in pages() if "2026年11月21日" in sheet.text() and "附件：" in sheet.text())
    assert "1.政府网站检查结果" in squeezed(signed.text())


# the command


def test_publishing_writes_the_circular_beside_the_site_and_as_a_page_of_it(tmp_path: Path) -> None:
    record = inspected(tmp_path, city())
    day = record.on.isoformat()
    draft = CliRunner().invoke(app, ["publish", "--draft", "--data", str(tmp_path)], catch_exceptions=False)
    assert "2026Q4-通报-草稿.docx" in draft.stdout
    assert not (tmp_path / "circulars").exists()
    command = ["publish", "--by", "王芳", "--on", day, "--data", str(tmp_path)]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert f"通报：{tmp_path}/circulars/2026Q4-1-通报.docx" in done.stdout.replace("\n", "")
    with Trail.read(tmp_path) as trail:
        result = published(trail, trail.editions()[0])
    page = (tmp_path / "published" / "2026Q4" / "circular.html").read_text(encoding="utf-8")
    assert html_of(result) in page
    before = {path: path.read_bytes() for path in (tmp_path / "circulars").iterdir()}
    CliRunner().invoke(app, command, catch_exceptions=False)
    assert {path: path.read_bytes() for path in (tmp_path / "circulars").iterdir()} == before
