"""Annual reports on pages and in plain text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.reading.annual_report.report import AnnualReport, read_annual_report_file
from tests.reading.annual_report.reports import TITLES, Report, as_html, as_text, broken, flipped, invented, spoiled

ON = date(2026, 11, 21)
URL = "http://swj.linyuan.gov.test/nb/2023/1.html"
SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("003_*.txt"))
FORMS = {
    "html": as_html,
    "text": as_text,
    "text-cell-a-line": lambda report: as_text(report, "\n"),
}


def read(source: str | bytes) -> AnnualReport:
    body = source.encode() if isinstance(source, str) else source
    report = read_annual_report_file(body, URL, on=ON)
    assert isinstance(report, AnnualReport)
    return report


@pytest.mark.parametrize("revised", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_a_consistent_report_holds_in_every_identity(form: str, revised: bool) -> None:
    own = invented(revised)
    report = read(FORMS[form](own))
    assert (report.year, report.organ, report.format) == (2022, own.organ, "2021" if revised else "2019")
    assert [section.found for section in report.sections] == [True] * 6
    assert [topic.found for topic in report.topics] == [True] * 5
    assert [table.name for table in report.tables] == ["table2", "table3", "table4"]
    assert {identity.holds for identity in report.identities} == {True}
    assert len(report.identities) == 7 + 7 + len(own.table3) + 3
    assert (report.carried_over, report.carried_forward) == (5, 3)


@pytest.mark.parametrize("revised", [True, False])
def test_another_figure_in_any_one_cell_breaks_an_identity(revised: bool) -> None:
    own = invented(revised)
    missed = [
        (row, column)
        for row, column in own.cells()
        if not broken(read(as_text(own.changed(row, column, flipped(own.value(row, column))))).identities)
    ]
    assert missed == []


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
    own = invented()
    report = read(FORMS[form](own.changed(2, 3, "")))
    names = {"t3-sum:social_organisation", "t3-cols:granted"}
    holds = {identity.name: identity.holds for identity in report.identities}
    assert {holds[name] for name in names} == {None}
    assert broken(report.identities) == []


@pytest.mark.parametrize("mark", ["/", "—", "无", "-"])
def test_a_mark_for_nothing_is_zero(mark: str) -> None:
    own = invented().changed(2, 3, mark)
    assert {identity.holds for identity in read(as_html(own)).identities} == {True}


@pytest.mark.parametrize("form", ["html", "text"])
def test_table_two_is_read_in_both_layouts(form: str) -> None:
    revised, trial = read(FORMS[form](invented())), read(FORMS[form](invented(False)))
    assert revised.number("table2", "normative_documents", "in_force") == 34
    assert revised.number("table2", "administrative_fees", "fee_amount") == 12.75
    assert trial.number("table2", "administrative_licence", "change") == -2
    assert trial.number("table2", "procurement", "purchase_amount") == 220.5


def test_a_missing_section_is_named() -> None:
    own = invented()
    source = as_text(own).replace("六、其他需要报告的事项", "")
    assert [section.found for section in read(source).sections] == [True] * 5 + [False]


def test_a_report_that_was_cut_proves_no_section_missing() -> None:
    body = as_html(invented()).split("五、存在")[0].encode()
    report = read_annual_report_file(body, URL, on=ON, truncated=True)
    assert isinstance(report, AnnualReport)
    assert [section.found for section in report.sections] == [True] * 4 + [None] * 2
    assert not report.complete


def test_the_prose_is_set_beside_the_table() -> None:
    own = invented()
    agreeing = read(as_html(own)).figures
    assert [(figure.what, figure.number, figure.agrees) for figure in agreeing] == [("requests_received", 41, True)]
    differing = read(as_html(own).replace("申请41件", "申请17件")).figures[0]
    assert (differing.number, differing.in_table, differing.agrees, differing.cell) == (
        17,
        41,
        False,
        "table3:new:total",
    )
    assert "17件" in differing.sentence


def test_titles_may_differ_in_wording_and_numbering() -> None:
    titles = [
        "1.总体情况",
        "（二）主动公开政府信息情况",
        "三．收到和处理政府信息公开申请情况",
        "四 政府信息公开行政复议、行政诉讼情况：",
        "五、存在问题及改进情况",
        "六、其他需要报告的事项：",
    ]
    report = read(as_html(Report(**{**vars(invented()), "titles": titles})))
    assert [section.found for section in report.sections] == [True] * 6
    assert {identity.holds for identity in report.identities} == {True}


@pytest.mark.skipif(not SEEDS, reason="the real report is not beside the repository")
def test_the_real_report_is_consistent() -> None:
    report = read(SEEDS[0].read_bytes())
    assert (report.year, report.format, report.organ) == (2020, "2019", "南阳市政府办公室")
    assert {identity.holds for identity in report.identities} == {True}
    balance = next(one for one in report.identities if one.name == "t3-identity:total")
    assert (balance.left_terms, balance.right_terms) == ((57, 3), (60, 0))
    assert [figure.agrees for figure in report.figures] == [True]
    assert [section.found for section in report.sections] == [True] * 6


@pytest.mark.skipif(not SEEDS, reason="the real report is not beside the repository")
def test_another_figure_in_any_cell_of_the_real_report_breaks_an_identity() -> None:
    lines = SEEDS[0].read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if "本年新收" in line)
    missed = []
    for place in range(start, len(lines)):
        words = lines[place].split(" ")
        width = 15 if len(words) == 15 else 7
        cells = words[-width:]
        if len(words) < width or not all(word.isdigit() for word in cells):
            continue
        for column in range(width):
            changed = [*words[:-width], *cells[:column], flipped(cells[column]), *cells[column + 1 :]]
            source = "\n".join([*lines[:place], " ".join(changed), *lines[place + 1 :]])
            if not broken(read(source).identities):
                missed.append((place, column))
    assert missed == []


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<ul><li><a href=/1>2022年政府信息公开工作年度报告</a><li><a href=/2>2021年政府信息公开工作年度报告</a></ul>",
        "<h1>2022年政府信息公开工作年度报告</h1><p>详见附件</p><a href=/1.pdf>附件</a>",
        "<h1>政府网站工作年度报表</h1><table><tr><td>总访问量</td><td>1200</td></tr></table>",
    ],
)
def test_what_is_no_report_is_none(source: str) -> None:
    assert read_annual_report_file(source.encode(), URL, on=ON) is None


def test_titles_of_six_sections_are_those_of_the_office_letter() -> None:
    assert [section.title for section in read(as_html(invented())).sections] == TITLES


WRAPPED = {
    "pre": lambda text: f"<html><body><pre>{text}</pre></body></html>",
    "br": lambda text: f"<div>{text.replace(chr(10), '<br>')}</div>",
    "p": lambda text: "".join(f"<p>{line}</p>" for line in text.splitlines()),
    "one-line": lambda text: text.replace("\n", " "),
}


@pytest.mark.skipif(not SEEDS, reason="the real report is not beside the repository")
@pytest.mark.parametrize("form", WRAPPED)
def test_the_real_report_is_consistent_in_any_markup(form: str) -> None:
    report = read(WRAPPED[form](SEEDS[0].read_text(encoding="utf-8")))
    assert (report.year, report.format) == (2020, "2019")
    assert {identity.holds for identity in report.identities} == {True}
    assert len(report.identities) == 40
    assert [section.found for section in report.sections] == [True] * 6
