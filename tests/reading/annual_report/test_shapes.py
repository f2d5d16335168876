"""Shapes that real reports came in, each told anew."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from crawler.reading.annual_report.report import AnnualReport, Identity, carry_over, read_annual_report_file
from tests.reading.annual_report.reports import (
    HEAD4,
    KINDS,
    PARENTS,
    TITLES,
    Report,
    as_html,
    as_text,
    broken,
    html_table3,
    html_table4,
    invented,
    spoiled,
    td,
    tr,
)

ON = date(2026, 11, 21)
URL = "http://swj.linyuan.gov.test/nb/2023/1.html"
LETTERS = "一二人大文行方日月比生用目立网老而耳自至色见言里金长门非面页食首马骨高鱼黑民户"
RADICALS = str.maketrans(LETTERS, "⼀⼆⼈⼤⽂⾏⽅⽇⽉⽐⽣⽤⽬⽴⽹⽼⽽⽿⾃⾄⾊⻅⾔⾥⾦⻓⻔⾮⾯⻚⻝⾸⻢⻣⾼⻥⿊⺠⼾")


def read(source: str | bytes) -> AnnualReport:
    body = source.encode() if isinstance(source, str) else source
    report = read_annual_report_file(body, URL, on=ON)
    assert isinstance(report, AnnualReport), report
    return report


def holds(report: AnnualReport) -> set[bool | None]:
    return {identity.holds for identity in report.identities}


def named(report: AnnualReport) -> dict[str, Identity]:
    return {identity.name: identity for identity in report.identities}


def rows_of(report: Report) -> list[str]:
    """The rows of table three as a text layer has them."""
    return [" ".join([label, *cells]) for label, cells in zip(report.labels, report.table3, strict=True)]


def swapped(report: Report, rows: list[str]) -> str:
    """The report as text with other lines for table three."""
    source = as_text(report)
    start = source.index("申请人情况")
    return source[:start] + "\n".join(rows) + "\n" + source[source.index(TITLES[3]) :]


def test_radicals_are_read_as_letters() -> None:
    own = invented()
    source = as_text(own).translate(RADICALS)
    assert "⼀、总体情况" in source
    report = read(source)
    assert (report.title, report.organ) == (own.title, own.organ)
    assert [section.title for section in report.sections] == TITLES
    assert holds(report) == {True}


def test_full_width_digits_and_thousands_are_figures() -> None:
    own = invented()
    for column in (0, 6):
        own = own.changed(0, column, f"{int(own.value(0, column)) + 12_000:,}")
        own = own.changed(24, column, str(int(own.value(24, column)) + 12_000))
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for source in (as_text(own), as_html(own).replace("<td>", "<td>")):
        assert holds(read(source)) == {True}
    assert holds(read(re.sub(r"(?<=>)\d+(?=<)", lambda match: match[0].translate(wide), as_html(own)))) == {True}


def test_figures_in_the_middle_of_a_broken_label_belong_to_it() -> None:
    own = invented()
    rows = []
    for label, cells in zip(own.labels, own.table3, strict=True):
        rows += [PARENTS[label]] if label in PARENTS else []
        half = len(label) // 2
        rows += [label[:half], " ".join(cells), label[half:]] if len(label) > 12 else [" ".join([label, *cells])]
    assert holds(read(swapped(own, rows))) == {True}


def test_labels_broken_into_single_letters_are_read() -> None:
    own = invented()
    rows = []
    for label, cells in zip(own.labels, own.table3, strict=True):
        rows += list(PARENTS.get(label, ""))
        rows += [*label, *cells]
    assert holds(read(swapped(own, rows))) == {True}
    assert holds(read(swapped(spoiled(own, 2), rows_of(spoiled(own, 2))))) == {True, False}


def test_mutilated_words_are_told_by_likeness_and_order() -> None:
    own = invented()
    source = as_text(own)
    for right, wrong in {
        "其他法律行政法规禁止公开": "其他法律行政止公开",
        "属于三类内部事务信息": "属于三类内容事务信息",
        "无正当理由大量反复申请": "无正理由大量反复请",
        "属于行政执法案卷": "执法",
        "1.属于国家秘密": "1.",
    }.items():
        assert right in source
        source = source.replace(right, wrong)
    report = read(source)
    assert holds(report) == {True}
    assert report.number("table3", "refused_other_law", "total") == 1


def test_a_table_in_two_with_its_heads_again_is_one() -> None:
    own = invented()
    table = html_table3(own)
    rows = table.removeprefix("<table border=1>").removesuffix("</table>").split("</tr>")[:-1]
    head, body = rows[:3], rows[3:]
    parts = [head + body[:9], head + body[9:]]
    two = "".join(f"<table>{''.join(row + '</tr>' for row in part)}</table>" for part in parts)
    report = read(as_html(own).replace(table, two))
    assert holds(report) == {True}
    assert len(report.table("table3").rows) == 25  # type: ignore[union-attr]


def test_other_treatment_may_lack_its_three_rows_in_the_layout_of_2021() -> None:
    trial = invented(False)
    source = as_html(trial).replace("本年新制作数量", "本年制发件数")
    assert holds(read(source)) == {True}
    wrong = as_html(trial.changed(20, 0, "3"))
    assert {"t3-sum:natural_person", "t3-cols:other_treatment"} <= set(broken(read(wrong).identities))


def test_rows_of_subtotals_are_not_added_twice() -> None:
    own = invented()
    rows = rows_of(own)
    rows.insert(4, "（三）不予公开 1 1 0 0 0 0 2")
    rows.insert(2, "三、本年度办理结果 39 4 0 0 0 0 43")
    report = read(swapped(own, rows))
    assert holds(report) == {True}
    assert report.number("table3", "refused", "total") == 2


def test_a_row_nobody_knows_leaves_the_sums_untold() -> None:
    own = invented()
    rows = rows_of(own)
    rows.insert(9, "9.属于某种新的情形 1 0 0 0 0 0 1")
    identities = named(read(swapped(own, rows)))
    assert identities["t3-sum:total"].holds is None
    assert identities["t3-identity:total"].holds is None
    assert not any(identity.holds is False for identity in identities.values())


def test_a_row_that_is_missing_leaves_the_sum_untold() -> None:
    own = invented()
    rows = rows_of(own)
    del rows[12]
    identities = named(read(swapped(own, rows)))
    assert identities["t3-sum:total"].holds is None
    assert identities["t3-identity:total"].holds is True


@pytest.mark.parametrize("gap", [0, 1, 2, 23, 24])
def test_figures_lost_from_a_row_accuse_nobody(gap: int) -> None:
    own = invented()
    rows = rows_of(own)
    rows[gap] = rows[gap].rsplit(" ", 2)[0]
    assert broken(read(swapped(own, rows)).identities) == []


@pytest.mark.parametrize("gap", range(25))
def test_a_label_lost_with_its_neighbours_accuses_nobody(gap: int) -> None:
    own = invented()
    rows = rows_of(own)
    rows[gap] = " ".join(own.table3[gap])
    assert broken(read(swapped(own, rows)).identities) == []


def test_cells_parted_by_bars_are_cells() -> None:
    own = invented()
    rows = [f"| {row.replace(' ', ' | ')} | |" for row in rows_of(own)]
    source = swapped(own, rows).replace(" ".join(own.table4), "| " + " | ".join(own.table4) + " |")
    assert holds(read(source)) == {True}


def test_numbers_of_pages_are_no_figures() -> None:
    own = invented()
    rows = rows_of(own)
    rows.insert(7, "— 3 —")
    rows.insert(15, "第 4 页 共 7 页")
    assert holds(read(swapped(own, rows))) == {True}


def test_a_text_without_lines_is_read() -> None:
    report = read(as_text(invented()).replace("\n", " "))
    assert [section.found for section in report.sections] == [True] * 6
    assert holds(report) == {True}


def test_a_table_of_contents_is_not_the_outline() -> None:
    own = invented()
    contents = "\n".join(f"{title}……{place}" for place, title in enumerate(own.titles, 1))
    report = read(own.title + "\n" + contents + "\n" + as_text(own))
    assert holds(report) == {True}
    assert [topic.found for topic in report.topics] == [True] * 5


def test_a_report_in_one_single_table_is_read() -> None:
    own = invented()
    body = as_html(own)
    inner = body[body.index("<div class=TRS_Editor>") : body.index("</div></td>")]
    rows = re.sub(r"</?table[^>]*>", "", inner).replace("<p><strong>", "<tr><td colspan=10><p>")
    rows = rows.replace("</strong></p>", "</p></td></tr>")
    rows = re.sub(r"<p>(（.*?。|公开的.*?)</p>", r"<tr><td colspan=10><p>\1</p></td></tr>", rows)
    report = read(f"<html><body><h1>{own.title}</h1><table>{rows}</table></body></html>")
    assert [section.found for section in report.sections] == [True] * 6
    assert holds(report) == {True}


def test_a_long_heading_broken_over_two_lines_is_found() -> None:
    own = invented()
    source = as_text(own).replace(TITLES[3], "四、因政府信息公开工作被申请行政复议、提起行政\n诉讼情况")
    report = read(source)
    assert report.sections[3].title == "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
    assert holds(report) == {True}


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (0, "一、政府信息公开工作总体情况"),
        (1, "二、行政机关主动公开政府信息情况"),
        (2, "三、行政机关收到和处理政府信息公开申请情况"),
        (3, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        (4, "五、政府信息公开工作存在的主要问题及改进措施"),
        (4, "五、工作中存在的问题和下一步改进方向"),
        (5, "六、需要报告的其他事项"),
        (5, "六、其他应当报告的事项"),
        (5, "（六）其他需要报告的事项"),
    ],
)
def test_headings_in_other_words_are_found(place: int, title: str) -> None:
    titles = [*TITLES[:place], title, *TITLES[place + 1 :]]
    report = read(as_html(replace(invented(), titles=titles), heading="<h2>{}</h2>"))
    assert [section.found for section in report.sections] == [True] * 6
    assert report.sections[place].title == title
    assert holds(report) == {True}


def test_a_topic_with_the_words_of_a_section_is_not_that_section() -> None:
    own = invented()
    source = as_text(own).replace("（一）主动公开。", "（一）主动公开政府信息情况\n")
    assert holds(read(source)) == {True}
    assert read(source).sections[1].title == TITLES[1]


def table4_in_rows(report: Report) -> str:
    groups = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    rows = [tr(td("类别"), *(td(head) for head in HEAD4))]
    for number, group in enumerate(groups):
        rows.append(tr(td(group), *(td(cell) for cell in report.table4[5 * number : 5 * number + 5])))
    return f"<table>{''.join(rows)}</table>"


def table4_in_columns(report: Report) -> str:
    rows = [tr(td("结果"), td("行政复议"), td("未经复议直接起诉"), td("复议后起诉"))]
    for number, head in enumerate(HEAD4):
        rows.append(tr(td(head), *(td(report.table4[number + 5 * group]) for group in range(3))))
    return f"<table>{''.join(rows)}</table>"


def table4_in_two(report: Report) -> str:
    first = tr(*(td(head) for head in HEAD4)) + tr(*(td(cell) for cell in report.table4[:5]))
    second = tr(*(td(head) for head in HEAD4 * 2)) + tr(*(td(cell) for cell in report.table4[5:]))
    return f"<table>{first}</table><p>行政诉讼</p><table>{second}</table>"


@pytest.mark.parametrize("form", [table4_in_rows, table4_in_columns, table4_in_two])
def test_table_four_comes_in_other_forms(form: object) -> None:
    own = invented()
    for report, expected in ((own, {True}), (own.changed(-1, 14, "9"), {True, False})):
        source = as_html(report).replace(html_table4(report), form(report))  # type: ignore[operator]
        seen = read(source)
        assert holds(seen) == expected
        assert seen.number("table4", "lawsuit_after_reconsideration", "other") == 2


def test_table_four_with_a_figure_lost_is_not_told() -> None:
    own = invented()
    source = as_text(own).replace(" ".join(own.table4), " ".join(own.table4[:-1]))
    assert read(source).table("table4") is None


def without_zeros(report: Report) -> Report:
    table3 = [["" if cell == "0" else cell for cell in row] for row in report.table3]
    return replace(report, table3=table3, table4=["" if cell == "0" else cell for cell in report.table4])


def test_a_table_that_prints_no_zero_leaves_them_empty() -> None:
    own = without_zeros(invented())
    assert holds(read(as_html(own))) == {True}
    assert {"t3-cols:granted", "t3-sum:company"} <= set(broken(read(as_html(own.changed(2, 1, "7"))).identities))


def test_sums_left_empty_are_untold() -> None:
    own = without_zeros(invented())
    for row in range(2, 23):
        own = own.changed(row, 6, "")
    identities = named(read(as_html(own)))
    assert not any(identity.holds is False for identity in identities.values())
    assert identities["t3-cols:granted"].holds is None
    assert identities["t3-cols:new"].holds is True
    assert identities["t3-sum:natural_person"].holds is True


def test_one_empty_cell_among_zeros_is_untold() -> None:
    identities = named(read(as_html(invented().changed(9, 2, ""))))
    assert [name for name, identity in identities.items() if identity.holds is None] == [
        "t3-sum:research",
        "t3-cols:refused_process_information",
    ]


@pytest.mark.parametrize(
    ("title", "year", "organ"),
    [
        ("林苑市人民政府2022年政府信息公开工作年度报告", 2022, "林苑市人民政府"),
        ("2022年林苑市人民政府信息公开年度报告", 2022, "林苑市人民政府"),
        ("林苑市水务局2022年度政府信息公开年报", 2022, "林苑市水务局"),
        ("林苑市水务局政府信息公开工作年度报告（2022年）", 2022, "林苑市水务局"),
        ("林苑市水务局二〇二二年政府信息公开工作年度报告", 2022, "林苑市水务局"),
        ("关于林苑市水务局2022年政府信息公开工作情况的报告", 2022, "林苑市水务局"),
        ("林苑市水务局 2022 年政府信息公开工作年度报告", 2022, "林苑市水务局"),
        ("[政府信息公开年报] 林苑市水务局2022年政府信息公开工作年度报告", 2022, "林苑市水务局"),
        ("2022年东山县南湖街道办事处政务信息公开工作年度报告", 2022, "东山县南湖街道办事处"),
    ],
)
def test_the_title_tells_year_and_organ(title: str, year: int, organ: str) -> None:
    source = as_html(invented()).replace(invented().title, title).replace("主办：林苑市水务局", "")
    report = read(source)
    assert (report.year, report.organ) == (year, organ)


def test_the_year_is_the_year_reported_on() -> None:
    source = as_html(invented()).replace("<h1>", "<p>发布日期：2023-01-20</p><h1>")
    assert read(source).year == 2022
    untitled = source.replace(invented().title, "政府信息公开工作年度报告")
    assert read(untitled).year == 2022


def test_a_title_in_two_lines_is_one() -> None:
    own = invented()
    source = as_text(own).replace(own.title, "林苑市水务局\n2022年政府信息公开工作年度报告")
    assert (read(source).year, read(source).organ) == (2022, "林苑市水务局")


def figures(sentence: str, own: Report | None = None) -> list[tuple[str, int, bool | None]]:
    report = own or invented()
    source = as_html(report).replace("全年共收到政府信息公开申请41件，均按期答复。", sentence)
    return [(figure.what, figure.number, figure.agrees) for figure in read(source).figures]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年收到41件政府信息公开申请。", [("requests_received", 41, True)]),
        ("2022年，共受理群众依申请公开信息46件。", [("requests_received", 46, True)]),
        ("全年共办理依申请公开件43件。", [("requests_handled", 43, True)]),
        ("全年收到政府信息公开申请17件。", [("requests_received", 17, False)]),
        ("全年未收到政府信息公开申请。", [("requests_received", 0, False)]),
        ("全年发生行政复议2件，行政诉讼3件。", [("reconsiderations", 2, True), ("lawsuits", 3, True)]),
        ("全年未发生行政复议和行政诉讼。", [("reconsiderations", 0, False), ("lawsuits", 0, False)]),
        ("其中收到网上申请12件，较去年收到申请30件有所减少。", []),
        ("收到申请的渠道畅通，信息发布1200条。", []),
    ],
)
def test_counts_in_the_prose_are_set_beside_the_cells(sentence: str, expected: list[tuple[str, int, bool]]) -> None:
    assert figures(sentence) == expected


def test_next_years_report_takes_over_what_was_left() -> None:
    last, this = invented(), replace(invented(), year=2023)
    this = this.changed(1, 0, "2").changed(1, 6, "3")
    right = {identity.name: identity for identity in carry_over(read(as_text(this)), read(as_text(last)))}
    assert (right["carry:requests"].left, right["carry:requests"].right, right["carry:requests"].holds) == (3, 3, True)
    assert (right["carry:rules"].holds, right["carry:normative_documents"].holds) == (True, False)
    assert right["carry:normative_documents"].right_terms == (34, 5, -1)
    wrong = carry_over(read(as_text(replace(last, year=2023))), read(as_text(last)))
    assert wrong[0].holds is False


def test_reports_that_do_not_follow_each_other_are_not_compared() -> None:
    report = read(as_text(invented()))
    assert carry_over(report, report) == ()


def test_a_report_in_gbk_is_read() -> None:
    assert holds(read(as_html(invented()).replace("utf-8", "gb2312").encode("gb18030"))) == {True}


def test_the_columns_stand_under_their_kinds() -> None:
    report = read(as_html(invented()))
    cells = report.table("table3").rows[0].cells  # type: ignore[union-attr]
    assert [cell.number for cell in cells] == [37, 4, 0, 0, 0, 0, 41]
    assert len(cells) == len(KINDS)


def test_a_row_cut_in_two_by_the_end_of_a_sheet_is_one() -> None:
    own = invented()
    table = html_table3(own)
    whole = tr(td("2.其他法律行政法规禁止公开"), *(td(cell) for cell in own.table3[5]))
    assert whole in table
    halves = [["2.其他法"] + own.table3[5], ["律行政法规禁止公开"] + [""] * 7]
    for first, second in (halves, [["2.其他法"] + [""] * 7, ["律行政法规禁止公开"] + own.table3[5]]):
        cut = "".join(tr(*(td(cell) for cell in cells)) for cells in (first, second))
        report = read(as_html(own).replace(whole, cut))
        assert holds(report) == {True}
        assert len(report.table("table3").rows) == 25  # type: ignore[union-attr]


def test_a_page_of_figures_is_no_table_of_applications() -> None:
    rows = "<tr><td>予以公开</td>" + "<td>1</td>" * 7 + "</tr>"
    assert read_annual_report_file(f"<table>{rows * 3_000}</table>".encode(), URL, on=ON) is None


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (1, "一、2022年政府信息公开工作总体落实情况"),
        (2, "二、本年度主动公开政府信息的情况"),
        (2, "二、政府信息主动公开情况"),
        (3, "三、政府信息公开申请收到和处理情况"),
        (3, "三、收到和办理政府信息公开申请情况"),
        (4, "四、政府信息公开复议、诉讼情况"),
        (5, "五、政务公开工作存在主要问题及改进情况"),
    ],
)
def test_a_heading_in_other_words_is_the_section_s(number: int, heading: str) -> None:
    titles = [*TITLES[: number - 1], heading, *TITLES[number:]]
    sections = read(as_html(replace(invented(), titles=titles))).sections
    assert [one.found for one in sections] == [True] * 6
    assert sections[number - 1].title == heading


@pytest.mark.parametrize("heading", ["五、下一步工作思路和打算", "伍、困难与对策", "第五部分 今后努力方向"])
def test_a_heading_with_the_number_in_its_place_leaves_the_section_untold(heading: str) -> None:
    titles = [*TITLES[:4], heading, TITLES[5]]
    sections = read(as_html(replace(invented(), titles=titles))).sections
    assert [one.found for one in sections] == [True, True, True, True, None, True]


def test_sections_counted_on_over_a_missing_one_prove_it_missing() -> None:
    source = as_html(replace(invented(), titles=[*TITLES[:5], "五、其他需要报告的事项"])).replace(TITLES[4], "")
    assert [one.found for one in read(source).sections] == [True, True, True, True, False, True]
