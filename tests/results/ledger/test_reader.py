"""Documents of tasks are read without a task lost, merged or split, and without a word that goes unmentioned."""

from __future__ import annotations

import re
from collections import Counter
from fnmatch import filter as matching
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.ledger import deadlines, units
from results.ledger.lines import clean
from results.ledger.links import known
from results.ledger.reader import read_text
from results.ledger.task import Reading, Task
from results.ledger.words import table
from tests.results.ledger import documents
from tests.results.ledger.expected import REAL, Expected

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
WORD = re.compile(r"[0-9A-Za-z\u2e80-\u9fff①-⑳]")


def real(number: str) -> Reading:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the real documents are not beside this checkout")
    return read_text(found[0].read_text(encoding="utf-8"))


def tasks(text: str) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], str | None]]:
    return [(t.number, t.title, t.lead_units, t.responsible_units, t.deadline) for t in read_text(text).tasks]


def one(text: str) -> Task:
    (task,) = read_text(f"临江市2025年政务公开工作要点\n{text}").tasks
    return task


@pytest.mark.parametrize("number", REAL)
def test_every_task_of_a_real_document_is_read_as_a_person_reads_it(number: str) -> None:
    found = real(number).tasks
    expected = REAL[number][0]
    assert [
        Expected(task.number, wanted.begins, task.lead_units, task.responsible_units, task.deadline)
        for task, wanted in zip(found, expected, strict=True)
    ] == list(expected)
    assert [task.title[: len(wanted.begins)] for task, wanted in zip(found, expected, strict=True)] == [
        wanted.begins for wanted in expected
    ]


@pytest.mark.parametrize("number", REAL)
def test_what_belongs_to_no_task_of_a_real_document_is_told(number: str) -> None:
    reading = real(number)
    outside = "".join(left.text for left in reading.leftovers)
    assert [words for words in REAL[number][1] if words not in outside] == []
    assert not any("接受社会监督" in task.text for task in reading.tasks)
    assert reading.year == 2021


def test_a_real_annual_report_is_no_document_of_tasks() -> None:
    assert real("003").tasks == ()


def test_labels_on_lines_of_their_own_and_points_below_a_task_are_read() -> None:
    assert tasks(documents.CITY) == [
        ("1", "公开五年规划", ("市发展和改革委员会",), ("市自然资源和规划局", "市直有关部门"), "2025-09-30"),
        ("2", "公开重大项目", ("市发改委",), ("市住建局", "市交通局"), "2025-12-31"),
        ("3", "规范政府信息公开专栏", ("市政府办公室",), ("市大数据局",), None),
        ("4", "开展新媒体清理", (), ("市委网信办", "市大数据局"), "每季度"),
        ("5", "规章公开", ("市司法局",), ("各县（区）人民政府", "市直各部门"), "2025-12-31"),
    ]
    reading = read_text(documents.CITY)
    assert reading.tasks[1].text == "公开重大项目。\n1．公开批准服务信息；\n2．公开实施信息。"
    assert reading.tasks[0].text == "公开五年规划。编制完成后及时公开规划文本，做好历史规划归集。"
    whys = {left.text[:6]: left.why for left in reading.leftovers}
    assert (whys["- 2 -"], whys["各地各部门要"], whys["抄送：市委办"]) == ("furniture", "closing", "ending")
    assert whys["一、请各地认"] == "heading"  # the letter's own points are no tasks


def test_blanks_in_words_and_brackets_of_every_kind_are_mended() -> None:
    assert tasks(documents.MESSY) == [
        ("1", "做好财政信息公开", (), ("市财政局", "各区政府〔管委会〕"), None),
        ("2", "做好规章公开", (), ("市司法局", "市政府办公室"), "2026-12-31"),
        ("3", "完成IPv6改造", ("市大数据局",), ("市直各部门",), None),
    ]


def test_labels_behind_the_text_and_what_is_uncertain_are_told() -> None:
    found = read_text(documents.COUNTY).tasks
    assert [(t.number, t.responsible_units, t.deadline) for t in found] == [
        ("1", ("县政府办",), "2025-01-31"),
        ("2", ("县大数据中心", "各乡镇（街道）"), "长期坚持"),
        ("3", ("县政府办",), "每季度"),
        ("4", ("县委督查室", "县政府办"), None),
        ("6", ("县政府办",), None),
    ]
    assert found[3].text == "落实考核。\n①定期通报；\n②纳入绩效。"
    assert len(found[4].notes) == 2  # a number is missing before it, and its bracket is open


def test_a_table_goes_on_over_pages_and_its_columns_are_told_by_their_headings() -> None:
    assert tasks(documents.TABLE) == [
        ("1", "规划公开", ("市发改委",), ("市直各部门",), "2025-06-30"),
        ("2", "规章公开", ("市司法局",), ("市政府办", "市大数据局"), "长期坚持"),
        ("3", "信息公开", ("市政府办",), ("各县（市、区）政府",), "全年"),
    ]
    assert read_text(documents.TABLE).tasks[2].text == "信息公开\n规范公开专栏，按要求建好。"


def test_rows_that_became_lines_are_rows_again_and_doubtful_units_stay_empty() -> None:
    assert tasks(documents.FLAT_ROWS) == [
        ("1", "公开规划文本，做好归集", ("市发改委",), ("市直各部门",), None),
        ("2", "公开规章，年底前完成", (), (), "2025-12-31"),
        ("3", "公开财政信息", ("市财政局",), ("各县（市、区）政府",), None),
    ]
    (note,) = read_text(documents.FLAT_ROWS).tasks[1].notes
    assert "市司法局 市政府办 市大数据局" in note


def test_cells_that_became_lines_are_rows_again() -> None:
    assert tasks(documents.FLAT_CELLS) == [
        ("1", "公开规划文本，做好归集", ("市发改委",), ("市直各部门",), None),
        ("2", "公开财政", ("市财政局", "市税务局"), ("各县（市、区）政府", "市有关部门"), None),
    ]


def test_the_points_that_name_units_are_the_tasks_however_deep_they_stand() -> None:
    assert [(t.number, t.title, t.responsible_units) for t in read_text(documents.NESTED).tasks] == [
        ("1.1.1", "公开规章", ("区司法局",)),
        ("1.1.2", "公开规范性文件", ("区司法局", "区政府办")),
        ("1.2.1", "同步解读", ("各部门",)),
        ("2.1.1", "建专栏", ("区政府办",)),
    ]


def test_tasks_in_one_line_are_parted_by_their_numbers() -> None:
    assert [(t.number, t.title, t.responsible_units) for t in read_text(documents.ONE_LINE).tasks] == [
        ("1", "公开规划", ("区发改委",)),
        ("2", "公开规章", ("区司法局",)),
        ("3", "公开财政", ("区财政局",)),
    ]


def test_without_units_the_points_of_the_sections_are_the_tasks() -> None:
    assert [(t.number, t.title) for t in read_text(documents.NO_UNITS).tasks] == [
        ("1.1", "公开规章"),
        ("1.2", "公开规划"),
        ("2.1", "建专栏"),
        ("3", "抓保障"),
    ]


def test_units_named_in_prose_are_read_and_stay_in_the_text() -> None:
    reading = read_text(documents.PROSE)
    assert (reading.title, reading.year) == ("2025年滨海市政务公开工作要点", 2025)
    assert [(t.number, t.lead_units, t.responsible_units, t.deadline) for t in reading.tasks] == [
        ("1", ("市发改委",), ("市自然资源局", "各镇（街道）"), "2025-10-31"),
        ("2", ("市政府办",), ("各单位",), None),
        ("3", (), ("市人社局", "各区县（开发区）"), "持续推进"),
        ("4", (), (), None),
    ]
    assert reading.tasks[1].text.endswith("补充公开有关数据。")
    assert reading.tasks[3].text == "推动政策向基层延伸（乡镇、街道）。"  # places are no units


def test_headings_between_the_rows_of_a_table_are_told_and_no_tasks() -> None:
    assert [(t.number, t.title) for t in read_text(documents.PARTED_TABLE).tasks] == [
        ("1.1", "公开规划"),
        ("1.2", "公开规章"),
        ("2.1", "清理新媒体"),
    ]


def test_a_heading_in_two_rows_is_read_as_one() -> None:
    assert tasks(documents.TWO_HEADINGS) == [("1", "规划公开", ("市发改委",), ("各部门",), "2025-06-30")]


def test_numbers_with_dots_stand_below_the_figures_before_the_dot() -> None:
    assert [task.number for task in read_text(documents.DOTTED).tasks] == ["1.1", "1.2", "2.1"]


def test_a_title_on_every_page_does_not_begin_the_numbers_anew() -> None:
    title = "临江市2025年政务公开工作要点"
    text = f"{title}\n（一）公开规章。（责任单位：市司法局）\n{title}\n（二）公开规划。（责任单位：市发改委）"
    assert [task.number for task in read_text(text).tasks] == ["1", "2"]


def test_numbered_text_that_names_no_unit_and_is_no_such_document_has_no_tasks() -> None:
    reading = read_text(documents.REPORT)
    assert reading.tasks == ()
    assert "".join(left.text for left in reading.leftovers).count("全年发布信息") == 1


@pytest.mark.parametrize(
    ("statement", "lead", "joint", "deadline"),
    [
        ("（责任单位：市司法局，2025年6月底前完成）", (), ("市司法局",), "2025-06-30"),
        ("（市发改委负责，11月30日前完成）", (), ("市发改委",), "2025-11-30"),
        ("（市农业农村局、市乡村振兴局按职责分工负责）", (), ("市农业农村局", "市乡村振兴局"), None),
        ("[市发改局、市司法局牵头,市直相关单位按职责分工负责]", ("市发改局", "市司法局"), ("市直相关单位",), None),
        ("【责任单位】市发改委、市财政局（牵头）", ("市财政局",), ("市发改委",), None),
        ("责任单位：市卫健委和各县（市、区）人民政府", (), ("市卫健委", "各县（市、区）人民政府"), None),
        ("（牵头单位：市司法局，责任单位：各区、市直各部门", ("市司法局",), ("各区", "市直各部门"), None),
        ("（责任单位：市文化广电和旅游局、市水利局）", (), ("市文化广电和旅游局", "市水利局"), None),
        ("做好公开，责任单位﹕区司法局､区政府办｡", (), ("区司法局", "区政府办"), None),
        ("由市政府办公室、市司法局牵头，市直各部门配合。", ("市政府办公室", "市司法局"), ("市直各部门",), None),
    ],
)  # fmt: skip
def test_units_are_read_from_every_form_of_statement(
    statement: str, lead: tuple[str, ...], joint: tuple[str, ...], deadline: str | None
) -> None:
    task = one(f"1. 公开信息。{statement}")
    assert (task.lead_units, task.responsible_units, task.deadline) == (lead, joint, deadline)


def test_a_bracket_that_names_no_unit_stays_in_the_text() -> None:
    task = one("1. 按照规定公开（国办发〔2021〕12号）。责任单位：市司法局")
    assert task.text == "按照规定公开（国办发〔2021〕12号）。"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025年12月底前完成", "2025-12-31"),
        ("年底前完成", "2025-12-31"),
        ("2025 年年底前，全部公开", "2025-12-31"),
        ("12月31日前完成", "2025-12-31"),
        ("今年6月30日前", "2025-06-30"),
        ("明年3月底前", "2026-03-31"),
        ("9月中旬前完成", "2025-09-20"),
        ("上半年完成", "2025-06-30"),
        ("第三季度末前完成", "2025-09-30"),
        ("2025.10.31前完成", "2025-10-31"),
        ("2月底前完成", "2025-02-28"),
        ("每年12月底前更新", "每年12月底前"),
        ("截至2025年底前的文件", None),
        ("2020年底前已经完成", None),
        ("2025年重点公开", None),
        ("6月前完成", None),
        ("13月底前完成", None),
        ("2月30日前完成", None),
    ],
)
def test_a_deadline_is_a_day_where_the_words_are_certain(words: str, day: str | None) -> None:
    assert deadlines.read([], words.replace(" ", ""), 2025).value == day


def test_a_deadline_without_any_year_is_told_and_left_empty() -> None:
    found = deadlines.read([], "6月30日前完成", None)
    assert found.value is None
    assert len(found.notes) == 1


def test_of_several_deadlines_the_last_counts_and_is_told() -> None:
    found = deadlines.read([], "6月30日前完成目录，12月底前核对", 2025)
    assert (found.value, len(found.notes)) == ("2025-12-31", 1)


@pytest.mark.parametrize(
    ("words", "indicator"),
    [
        ("集中公开现行有效规章", "rules-collected"),
        ("公开行政规范性文件并标注有效性", "normdoc-validity"),
        ("支持互联网协议第6版", "v6-aaaa"),
        ("开展政府信息公开专栏建设情况检查", "zl-exists"),
        ("做好历史规划归集", "plan-history"),
        ("清理“娱乐化”“空壳”政务新媒体", "m-entertainment"),
        ("按时发布政府信息公开工作年度报告", "ar-six-sections"),
    ],
)
def test_words_of_a_task_lead_to_the_indicators_that_look_at_it(words: str, indicator: str) -> None:
    assert indicator in one(f"1. {words}。责任单位：市政府办公室").indicators


@pytest.mark.parametrize(
    "words", ["建立规章制度", "通过信息公开专栏集中公开价格信息", "通过政务新媒体宣传政策", "开展业务培训"]
)
def test_a_place_that_is_only_named_leads_to_no_indicator(words: str) -> None:
    assert one(f"1. {words}。责任单位：市政府办公室").indicators == ()


def test_every_link_names_indicators_of_the_catalogue() -> None:
    patterns = [pattern for link in table("links") for pattern in link["indicators"]]
    assert [pattern for pattern in patterns if not matching(known(), pattern)] == []


def lost(text: str) -> Counter[str]:
    """Letters and figures of a text that stand neither in a task nor in what is told."""
    reading = read_text(text)
    kept = "".join([*(task.source for task in reading.tasks), *(left.text for left in reading.leftovers)])
    return Counter(WORD.findall(clean(text))) - Counter(WORD.findall(kept))


@pytest.mark.parametrize("text", documents.EVERY, ids=range(len(documents.EVERY)))
def test_no_letter_of_a_document_is_lost(text: str) -> None:
    assert not lost(text)


@pytest.mark.parametrize("number", [*REAL, "003"])
def test_no_letter_of_a_real_document_is_lost(number: str) -> None:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the real documents are not beside this checkout")
    assert not lost(found[0].read_text(encoding="utf-8"))


MARKS = ["一、", "（一）", "1.", "2．", "①", "1", "附件", "工作要点", "\n", "\n\n", "\t", "|", " "]
SIGNS = ["责任单位：", "（责任单位：", "）", "〕", "市司法局", "牵头", "、", "，", "。", "年底前", "12月", "长期坚持"]
HEADINGS = ["序号", "主要内容", "牵头单位", "公开规章"]
PARTS = st.sampled_from(MARKS + SIGNS + HEADINGS)


@given(st.lists(PARTS | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_is_read_and_none_of_it_is_lost(text: str) -> None:
    assert not lost(text)
    numbers = [task.number for task in read_text(text).tasks]
    assert len(set(numbers)) == len(numbers)


@given(st.text(alphabet="（）()〔〕[]【】责任单位：市司法局牵头、，。；负责 \u3000", max_size=60))
def test_any_statement_is_split_and_parsed(text: str) -> None:
    found = units.split(text)
    assert sorted(found.body + "".join(found.statements)) == sorted(text)
    for statement in found.statements:
        units.parse(statement)
