"""What circulars say, word by word: as read and agreed, and right for quarters that have little or much to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from checks.catalogue import load_catalogue
from checks.indicator import Consequence, Status
from crawler.config import Config, Office, Publish
from crawler.errors import InputError
from crawler.model import DecisionKind, Outcome, Target
from results.audit import Trail
from results.casework.machine import NoticeEvent
from results.casework.moves import EventKind
from results.circular import given
from results.circular.compose import compose, html_of
from results.circular.faults import OTHER, class_of
from results.letters.blocks import Annex, Form, Paragraph, Small, Table, Title
from results.letters.templates import CIRCULAR, export, load_template
from results.publishing import site
from results.publishing.quarter import QuarterResult, published
from results.publishing.rows import Weight
from tests.results.circular_quarters import (
    CITY,
    COUNTY,
    FOLDER,
    PROVINCE,
    SPOKEN,
    bureau,
    city,
    draft_of,
    faultless,
    notified,
    portal,
    province,
    result_of,
    unfinished,
    voice,
    words_of,
)
from tests.results.published import ACCOUNT_VETO, DEDUCTION, GOOD, SITE_VETO, Fate, inspected, noon, released

CLASSES = load_template(CIRCULAR).own["classes"]


def text_of(result: QuarterResult) -> str:
    return "\n".join(block.text for block in compose(result).letter.blocks if isinstance(block, Paragraph))


def title_of(result: QuarterResult) -> str:
    return next("".join(block.lines) for block in compose(result).letter.blocks if isinstance(block, Title))


def tables(result: QuarterResult) -> dict[str, Table]:
    """By the title of their annex."""
    found, title = {}, ""
    for block in compose(result).letter.blocks:
        title = block.title if isinstance(block, Annex) else title
        if isinstance(block, Table):
            found[title] = block
    return found


@pytest.mark.parametrize("name", list(SPOKEN))
def test_a_circular_says_what_was_read_and_agreed(tmp_path: Path, name: str) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    spoken = words_of(compose(SPOKEN[name](tmp_path)).letter)
    assert spoken == kept, "read the change aloud, then: python -m tests.results.circular_quarters"


@pytest.mark.parametrize("name", list(SPOKEN))
def test_every_sentence_is_filled_and_ends(tmp_path: Path, name: str) -> None:
    text = text_of(SPOKEN[name](tmp_path))
    assert not re.search(r"[{}]|None|。。|，，|，。|；。|：。|、。|（）|(?<!\d)0[个家份]", text)
    for line in text.splitlines():
        if len(line) > 30:
            assert line[-1] in "。：", line


# little to say

ONE = {bureau(0): GOOD}
BAD = {bureau(0): Fate(upheld=(SITE_VETO,))}


@pytest.mark.parametrize(
    ("fates", "said"),
    [
        (ONE, "正在运行的政府网站共1家，本季度已纳入检查，抽查比例为100%。参加评定的1家为合格，合格率为100%（1/1）。"),
        (BAD, "参加评定的1家为不合格，合格率为0%（0/1）。不合格的政府网站为：临江市水利局。"),
        ({**BAD, bureau(1): Fate(upheld=(SITE_VETO,))}, "参加评定的2家均不合格，合格率为0%（0/2）。"),
        ({**ONE, bureau(1): Fate(chosen=False)}, "共2家，本季度抽查1家，抽查比例为50.0%。参加评定的1家为合格，"),
        (
            {portal(1): GOOD, bureau(1): Fate(open=(SITE_VETO,), set_aside="停电。")},
            "参加评定的1家为合格，合格率为100%（1/1）。另有1家因客观原因无法认定，不予评定，不计入合格率：临江市教育局（停电）。",
        ),
        (
            {bureau(1): Fate(open=(SITE_VETO,), set_aside="停电"), voice(1, "临江发布", "微信"): GOOD},
            "抽查比例为100%。检查的1家因客观原因无法认定，不予评定：临江市教育局（停电）。",
        ),
    ],
    ids=["one-good", "one-bad", "all-bad", "one-of-two", "one-aside", "all-aside"],
)
def test_a_small_quarter_reads_right(tmp_path: Path, fates: Mapping[Target, Fate], said: str) -> None:
    assert said in text_of(result_of(tmp_path, fates, CITY))


def test_without_accounts_nothing_is_said_of_them(tmp_path: Path) -> None:
    result = result_of(tmp_path, faultless(), COUNTY)
    assert title_of(result) == "关于2026年第四季度全县政府网站检查情况的通报"
    assert "新媒体" not in text_of(result).replace("《政府网站与政务新媒体检查指标》", "")
    assert list(tables(result)) == ["政府网站检查结果"]


def test_without_websites_nothing_is_said_of_them(tmp_path: Path) -> None:
    fates = {voice(1, "临江发布", "微信"): GOOD, voice(2, "临江发布", ""): Fate(upheld=(ACCOUNT_VETO,))}
    result = result_of(tmp_path, fates, CITY)
    assert title_of(result) == "关于2026年第四季度全市政务新媒体检查情况的通报"
    text = text_of(result).replace("《政府网站与政务新媒体检查指标》", "")
    assert "政府网站" not in text
    assert "47号" not in text
    assert "分平台看" not in text, "platforms that do not add up to the whole are not told"
    assert "政务新媒体账号1个：临江发布。" in text


def test_where_nothing_was_found_nothing_is_to_be_put_right(tmp_path: Path) -> None:
    text = text_of(result_of(tmp_path, faultless(), COUNTY))
    assert "没有认定需要通报的问题" in text
    assert "整改" not in text
    assert "督办" not in text


def test_one_region_alone_is_neither_praised_nor_blamed(tmp_path: Path) -> None:
    config = CITY.model_copy(update={"publish": Publish(named_full=True, named_below=100, ranking=True)})
    result = result_of(tmp_path, {bureau(0): GOOD, bureau(1): Fate(upheld=(SITE_VETO,))}, config)
    text = text_of(result)
    assert "地区情况" not in text
    assert "合格率排名" not in tables(result)


def test_everybody_is_praised_in_few_words(tmp_path: Path) -> None:
    fates = {bureau(0): GOOD, bureau(1, "青石县"): GOOD, bureau(2, "白沙区"): GOOD}
    assert "各地区的政府网站全部合格，予以表扬。" in text_of(result_of(tmp_path, fates, CITY))


@pytest.mark.parametrize(("decimals", "named"), [(0, False), (1, True)])
def test_no_region_is_named_below_what_its_own_figure_says(tmp_path: Path, decimals: int, named: bool) -> None:
    fates = {bureau(n, "青石县"): GOOD for n in range(29)} | {bureau(29, "青石县"): Fate(upheld=(SITE_VETO,))}
    fates |= {bureau(30, "白沙区"): GOOD, bureau(31, "白沙区"): Fate(upheld=(SITE_VETO,))}
    publish = Publish(decimals=decimals, named_below=97)
    text = text_of(result_of(tmp_path, fates, CITY.model_copy(update={"publish": publish})))
    assert "白沙区（50" in text
    assert ("青石县（96.7%）" in text) is named
    assert "青石县（97%）" not in text


LATE = {
    "silent": ((), "整改期限已过、尚未反馈整改情况的单位有临江市水利局。"),
    "failed": ((EventKind.NOT_RECTIFIED,), "整改期限已过、经复查仍未整改到位的单位有临江市水利局。"),
    "answered": ((EventKind.RESPONDED,), ""),
    "unclear": ((EventKind.RESPONDED, EventKind.UNCLEAR), ""),
    "extended": ((EventKind.EXTENDED,), ""),
    "failed-not-due": ((EventKind.EXTENDED, EventKind.NOT_RECTIFIED), ""),
    "all-mended": ((EventKind.RECTIFIED,), ""),
    "cancelled": ((EventKind.CANCELLED,), ""),
}


@pytest.mark.parametrize(("later", "said"), LATE.values(), ids=LATE)
def test_who_is_late_with_the_last_problems_is_named_and_nobody_before_his_day(
    tmp_path: Path, later: tuple[EventKind, ...], said: str
) -> None:
    is_first = later[:1] in {(EventKind.RESPONDED,), (EventKind.EXTENDED,), (EventKind.CANCELLED,)}
    notified(tmp_path, mended=0 if is_first else 2, later=later)
    text = text_of(result_of(tmp_path, city(), CITY))
    assert said in text
    assert ("整改期限已过" in text) is bool(said)


def test_who_was_never_told_is_not_late(tmp_path: Path) -> None:
    notified(tmp_path, mended=0, served=False)
    assert "整改期限已过" not in text_of(result_of(tmp_path, city(), CITY))


def test_the_name_of_who_is_late_is_masked_and_in_no_data_file(tmp_path: Path) -> None:
    notified(tmp_path, mended=2, owner="张三13812345678")
    result = result_of(tmp_path, city(), CITY)
    assert "单位有张三138****5678。" in text_of(result)
    for name, content in site.pages([result.edition], lambda _: result, html_of):
        assert b"13812345678" not in content, name


def test_a_correction_names_who_was_late_as_its_first_edition_did(tmp_path: Path) -> None:
    notified(tmp_path, mended=0)
    first = result_of(tmp_path, city(), CITY)
    (veto,) = [one for one in first.problems if one.indicator == ACCOUNT_VETO]
    day = first.edition.published_on
    with Trail.open(tmp_path) as trail:
        trail.record_decision(veto.finding, DecisionKind.DISMISSED, "王芳", "复核后撤销", noon(first.run.on))
        answer = NoticeEvent(next(iter(trail.notices())), EventKind.RESPONDED, day, "王芳")
        trail.record_events(lambda: [answer], noon(day))
    edition = released(tmp_path, first.run, CITY, correction="复核后撤销一项")
    with Trail.read(tmp_path) as trail:
        assert "尚未反馈整改情况的单位有临江市水利局" in text_of(published(trail, edition))


def test_regions_are_named_only_as_the_office_set_it(tmp_path: Path) -> None:
    plain = CITY.model_copy(update={"publish": Publish()})
    assert "地区情况" not in text_of(result_of(tmp_path, city(), plain))


def test_excused_problems_are_told_and_not_counted(tmp_path: Path) -> None:
    result = replace(result_of(tmp_path, city(), CITY), excused={Weight.EXPLAINED: 2, Weight.RECTIFIED: 1})
    text = text_of(result)
    assert "另有2个问题或者疑似问题，主办单位已作情况说明并经采纳，不计入检查结果。" in text
    assert "另有1个问题已在规定期限内整改到位，按规定不计入检查结果。" in text


# much to say


def test_many_names_are_cut_and_the_annex_has_them_all(tmp_path: Path) -> None:
    fates = {bureau(n, name=f"临江市某局{chr(0x4E00 + n)}"): Fate(upheld=(SITE_VETO,)) for n in range(50)}
    result = result_of(tmp_path, fates, CITY)
    text = text_of(result)
    assert "不合格的政府网站名单见附件1。" in text
    assert "临江市某局一" in text
    assert f"临江市某局{chr(0x4E00 + 45)}" not in text
    assert text.count("等。") == 1
    assert len(tables(result)["问题清单"].rows) == 50


def test_above_the_limit_only_the_unqualified_are_listed_and_the_annex_says_so(tmp_path: Path) -> None:
    result = result_of(tmp_path, {**province(), bureau(30, "东川市"): Fate(upheld=(DEDUCTION,))}, PROVINCE)
    found = tables(result)
    assert [row[2] for row in found["政府网站检查结果"].rows] == ["南屏市水利局", "西陵市水利局", "西陵市教育局"]
    notes = [block.text for block in compose(result).letter.blocks if isinstance(block, Small)]
    assert "本附件仅列不合格和不予评定的政府网站，全部结果见公布的检查结果清单。" in notes
    few = result_of(tmp_path / "few", province(), PROVINCE.model_copy(update={"publish": Publish(annex_rows=0)}))
    notes = [block.text for block in compose(few).letter.blocks if isinstance(block, Small)]
    assert "检查的政务新媒体账号均合格，本附件不再逐一列出，全部结果见公布的检查结果清单。" in notes
    assert "本附件仅列不合格对象的问题，全部问题见公布的检查结果清单。" in notes


# drafts and corrections


def test_a_draft_is_marked_and_what_is_pending_is_named_as_no_fault(tmp_path: Path) -> None:
    result = draft_of(tmp_path, unfinished(), CITY)
    circular = compose(result)
    assert title_of(result).endswith("（草稿）")
    assert circular.name == "2026Q4-通报-草稿"
    text = text_of(result)
    assert "尚有1家待定，未计入合格率。" in text
    assert "临江市统计局" not in text
    assert "临江市统计局" not in str(tables(result)["问题清单"].rows)
    assert next(row for row in tables(result)["政府网站检查结果"].rows if "临江市统计局" in row)[-2] == "待定"
    assert not re.search("此件公开发布|日印发|前（含当日）", str(circular.letter.blocks))


def test_a_draft_of_an_ill_gathering_says_so(tmp_path: Path) -> None:
    result = replace(draft_of(tmp_path, city(), CITY), is_healthy=False)
    assert "本次检查的采集不正常，所列合格率不能作为公布依据。" in text_of(result)


def test_a_later_edition_says_what_was_corrected_and_why(tmp_path: Path) -> None:
    record = inspected(tmp_path, city())
    released(tmp_path, record, CITY)
    with Trail.open(tmp_path) as trail:
        (veto,) = (
            one
            for one in trail.findings(record.id, outcome=Outcome.FAILED)
            if one.indicator == SITE_VETO and one.target == "s10"
        )
        trail.record_decision(veto.id, DecisionKind.DISMISSED, "王芳", "复核后撤销", noon(record.on))
    edition = released(tmp_path, record, CITY, "经复核，撤销一项问题，联系人13812345678。")
    with Trail.read(tmp_path) as trail:
        result = published(trail, edition)
    assert title_of(result).endswith("（更正）")
    assert compose(result).name == "2026Q4-2-通报"
    text = text_of(result)
    assert "更正理由：经复核，撤销一项问题，联系人138****5678。结果有更正的为：临江市水利局。" in text


# what the office says


@pytest.mark.parametrize(
    ("area", "whole", "to"),
    [
        ("云山省", "全省", "各市（州）人民政府"),
        ("临江市", "全市", "各县（市、区）人民政府"),
        ("青石县", "全县", "各乡镇人民政府"),
        ("白沙区", "全区", "各街道办事处"),
        ("北疆自治区", "全区", "各市（州、盟）人民政府"),
        ("临江高新技术产业开发区", "全区", "区内各有关单位"),
        ("黔山自治州", "全州", "各县（市）人民政府"),
        ("白音盟", "全盟", "各旗（县、市）人民政府"),
        ("白音旗", "全旗", "各苏木乡镇人民政府"),
        ("临江水利系统", "临江水利系统", "各有关单位："),
        ("", "", "各有关单位："),
        ("{city}市", "全市", "各县（市、区）人民政府"),
    ],
)
def test_a_circular_is_worded_for_the_area_of_its_office(tmp_path: Path, area: str, whole: str, to: str) -> None:
    result = result_of(tmp_path, ONE, Config(office=Office(name="某办公室", city=area)))
    assert title_of(result) == f"关于2026年第四季度{whole}政府网站检查情况的通报"
    assert to in str(compose(result).letter.blocks[1])


def test_an_office_without_a_name_still_gets_whole_sentences(tmp_path: Path) -> None:
    result = result_of(tmp_path, city(), Config())
    assert compose(result).letter.mark == "（发文机关名称）文件"
    assert "联系电话" not in text_of(result)
    assert "为加强政府网站与政务新媒体监管，" in text_of(result)


def test_every_counted_indicator_is_in_exactly_one_class() -> None:
    counted = {Consequence.VETO, Consequence.DEDUCT}
    for indicator in load_catalogue().indicators:
        if indicator.status is Status.IN_FORCE and indicator.consequence in counted:
            fitting = [key for key, one in CLASSES.items() if class_of(indicator.id, {key: one})]
            assert len(fitting) == 1, indicator.id


def test_what_no_class_names_is_told_among_other_problems(tmp_path: Path) -> None:
    result = result_of(tmp_path, {bureau(0): Fate(upheld=(DEDUCTION,))}, CITY)
    (problem,) = result.problems
    entry = replace(result.entries[0], problems=(replace(problem, indicator="new-rule", title="新指标"),))  # type: ignore[arg-type]
    text = text_of(replace(result, entries=(entry,)))
    assert class_of("new-rule", CLASSES) == OTHER  # type: ignore[arg-type]
    assert "（一）其他问题\n“新指标”一项存在问题的政府网站1家：临江市水利局。" in text


# the office's own words


def own(folder: Path, change: Callable[[str], str]) -> Config:
    export(folder)
    path = folder / "circular.toml"
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    return CITY.model_copy(update={"office": CITY.office.model_copy(update={"templates": str(folder)})})


def test_an_office_may_word_order_and_group_as_it_likes(tmp_path: Path) -> None:
    def change(text: str) -> str:
        text = text.replace('form = "document"', 'form = "letter"').replace('owner = ["主办单位", 26]\n', "")
        text = text.replace(
            "[classes.availability]",
            '[classes.mine]\ntitle = "首页问题"\nindicators = ["home-*"]\n[classes.availability]',
        )
        return text.replace("现将有关情况通报如下：", "经{office}研究，现通报如下：")

    result = result_of(tmp_path / "data", city(), own(tmp_path / "own", change))
    circular, text = compose(result), text_of(result)
    assert circular.letter.form is Form.LETTER
    assert "主办单位" not in tables(result)["政府网站检查结果"].headings
    assert "（一）首页问题\n存在“首页不更新”" in text
    assert "经临江市人民政府办公室研究，现通报如下：" in text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{pass_rate}（{fraction}）", "{rate}（{fraction}）"),
        ("[demands]", "[demand]"),
        ('title = "IPv6支持不到位"', "title = 6"),
        ('indicators = ["v6-*"]', "indicators = []"),
        ('indicators = ["v6-*"]', 'indicatos = ["v6-*"]'),
        ('standing = ["检查结果", 17]', 'standing = ["检查结果", 0]'),
        ('standing = ["检查结果", 17]', 'stand = ["检查结果", 12]'),
        ('suffix = ["省"]', 'suffix = "省"'),
    ],
    ids=["placeholder", "table", "type", "empty", "key-of-class", "share", "column", "list"],
)
def test_a_wrong_template_keeps_a_quarter_from_being_published(tmp_path: Path, before: str, after: str) -> None:
    config = own(tmp_path / "own", lambda text: text.replace(before, after))
    with pytest.raises(InputError, match=r"circular\.toml"):
        result_of(tmp_path / "data", city(), config)
    with Trail.read(tmp_path / "data") as trail:
        assert trail.editions() == ()


def test_what_was_published_keeps_its_words_whatever_is_set_later(tmp_path: Path) -> None:
    config = own(tmp_path / "own", lambda text: text.replace("现将有关情况通报如下：", "现通报如下："))
    result = result_of(tmp_path / "data", city(), config)
    before = words_of(compose(result).letter), html_of(result)
    (tmp_path / "own" / "circular.toml").unlink()
    with Trail.read(tmp_path / "data") as trail:
        again = published(trail, trail.editions()[0])
    assert (words_of(compose(again).letter), html_of(again)) == before
    assert "现通报如下：" in before[0]


def test_words_that_an_older_program_kept_are_completed_with_the_shipped_ones(tmp_path: Path) -> None:
    result = result_of(tmp_path, city(), CITY)
    said = dict(result.edition.words[given.KEY])
    text, shared = said["templates"]
    said["templates"] = [
        re.sub(r"\n\[regions\].*?\n\n", "\n\n", text, flags=re.DOTALL).replace("office", "office"),
        shared,
    ]
    assert "[regions]" not in said["templates"][0]
    older = replace(result, edition=replace(result.edition, words={**result.edition.words, given.KEY: said}))
    assert text_of(older) == text_of(result)
    bare = replace(result, edition=replace(result.edition, words={}))
    assert "一、总体情况" in text_of(bare)
