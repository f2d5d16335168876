"""Dates in every form portals use, and the many numbers that are none."""

from __future__ import annotations

import base64
import json
from datetime import date

import pytest

from crawler.reading.dates.odd import odd_dates
from crawler.reading.dates.published import (
    DateSource,
    date_from_address,
    decode_tips,
    fill_years,
    parse_date,
    parse_month_day,
    read_published,
)
from crawler.reading.pages.page import Page, read_page

TODAY = date(2026, 11, 21)


def page(body: str, head: str = "", url: str = "http://www.linyuan.gov.test/xw/a.html") -> Page:
    html = f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_page(html.encode(), url, on=TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-15", date(2026, 9, 15)),
        ("2026/07/31", date(2026, 7, 31)),
        ("(2026-09-16)", date(2026, 9, 16)),
        ("( 2024-05-11)", date(2024, 5, 11)),
        ("[2018-03-16]", date(2018, 3, 16)),
        ("2020年08月02日", date(2020, 8, 2)),
        ("2020 年 8 月 2 日", date(2020, 8, 2)),
        ("2024-09-10 09:24", date(2024, 9, 10)),
        ("2023-06-11 16:20:01", date(2023, 6, 11)),
        ("2024.09.30 09:24:36 GMT+08:00", date(2024, 9, 30)),
        ("2023-08-19 10∶08", date(2023, 8, 19)),
        ("2007-08-20-23:59:59", date(2007, 8, 20)),
        ("ttmp:1789529710870", date(2026, 9, 16)),
        ("1789529710870", date(2026, 9, 16)),
        ("二〇二六年三月一日", date(2026, 3, 1)),
        ("二○二六年十二月二十一日", date(2026, 12, 21)),
        ("二0一九年十月三十一日", date(2019, 10, 31)),
        ("二Ｏ二六年３月１日", date(2026, 3, 1)),
        ("２０２６－０９－１５", date(2026, 9, 15)),
        ("20260915", date(2026, 9, 15)),
        ("15\n2026-09", date(2026, 9, 15)),
        ("2026.09 / 15", None),
        ("2026-09 15", date(2026, 9, 15)),
        ("Tue Sep 15 10:00:00 CST 2026", date(2026, 9, 15)),
        ("Tue, 15 Sep 2026 10:00:00 +0800", date(2026, 9, 15)),
        ("2026-09-15T18:00:00Z", date(2026, 9, 16)),
        ("发布日期：2026-09-15 来源：本站", date(2026, 9, 15)),
        ("2026-9-5", date(2026, 9, 5)),
        ("2026年09-15", date(2026, 9, 15)),
        ("2026/09-15 10:00", date(2026, 9, 15)),
        ("20260915 10:20:00", date(2026, 9, 15)),
        ("2026年9⽉15⽇", date(2026, 9, 15)),
        ("二〇二六年元月五日", date(2026, 1, 5)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二零二六年五月廿日", date(2026, 5, 20)),
        ("二◯二六年十月卅一日", date(2026, 10, 31)),
        ("2026年三月一日", date(2026, 3, 1)),
        ("一九八一年五月二十日", date(1981, 5, 20)),
        ("Sep 15, 2026", date(2026, 9, 15)),
        ("15 Sep 2026", date(2026, 9, 15)),
        ("15th September 2026", date(2026, 9, 15)),
        ("15-Sep-2026", date(2026, 9, 15)),
        ("昨天", date(2026, 11, 20)),
        ("前天 08:30", date(2026, 11, 19)),
        ("3天前", date(2026, 11, 18)),
        ("今天 09:30", TODAY),
    ],
)
def test_a_date_is_read_in_every_form_portals_use(text: str, day: date | None) -> None:
    if day is not None:
        assert parse_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-45",
        "2026年2月29日",
        "0795-8819792",
        "13800138000",
        "1304000009",
        "014717475N/2023-0032866",
        "国发〔1981〕88号",
        "京公网安备11010202000001号",
        "2023年5月",
        "2026",
        "3.5%",
        "1-10月",
        "2023-05-12345",
        "45000",
        "2099-01-01",
        "1848-01-01",
        "192.168.20.26",
        "二〇二六年正月初一",
        "二〇二六年三月",
        "market 15, 2026",
        "今天",
        "明天",
        "30天前后",
        "",
    ],
)
def test_numbers_that_are_no_dates_stay_numbers(text: str) -> None:
    assert parse_date(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-15T15:59:59Z", date(2026, 9, 15)),
        ("2026-09-15T16:00:00Z", date(2026, 9, 16)),
        ("2026-09-15T16:00:00.000+0000", date(2026, 9, 16)),
        ("2026-09-15T18:00:00+08:00", date(2026, 9, 15)),
        ("2026-09-15 20:00 GMT-05:00", date(2026, 9, 16)),
        ("2026-09-15 03:00:00 +14:00", date(2026, 9, 14)),
        ("Tue, 15 Sep 2026 18:00:00 GMT", date(2026, 9, 16)),
        ("Tue, 15 Sep 2026 18:00:00 +0800", date(2026, 9, 15)),
        ("Tue Sep 15 20:00:00 UTC 2026", date(2026, 9, 16)),
        ("Tue Sep 15 20:00:00 CST 2026", date(2026, 9, 15)),
        ("Tue Sep 15 2026 20:00:00 GMT+0800 (中国标准时间)", date(2026, 9, 15)),
        ("2026年09月15日 23:00 UTC", date(2026, 9, 16)),
    ],
)
def test_a_stamp_of_another_zone_is_the_day_it_was_in_china(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("2026-13-45", ("2026-13-45",)),
        ("2026-02-30", ("2026-02-30",)),
        ("2206年1月5日", ("2206年1月5日",)),
        ("发布日期：2027-01-05", ("2027-01-05",)),
        ("0206-09-15", ("0206-09-15",)),
        ("20266-09-15", ("20266-09-15",)),
        ("2026-11-21", ()),
        ("0795-8819792", ()),
        ("192.168.20.26", ()),
        ("林政发〔2027〕3号", ()),
        ("1.13.45.2026", ()),
        ("", ()),
    ],
)
def test_what_has_the_shape_of_a_date_and_cannot_be_right_is_told(text: str, odd: tuple[str, ...]) -> None:
    assert odd_dates(text, today=TODAY) == odd


def test_a_bare_number_is_no_spreadsheets_day_outside_its_years() -> None:
    assert parse_date("12345", today=TODAY, numbers=True) is None
    assert parse_date("60000", today=TODAY, numbers=True) is None
    assert parse_date("46303.5", today=TODAY, numbers=True) == date(2026, 10, 8)


def test_a_future_date_is_read_for_the_caller_to_weigh() -> None:
    assert parse_date("2027-01-01", today=TODAY) == date(2027, 1, 1)


def test_bare_numbers_are_dates_only_where_the_caller_says_so() -> None:
    assert parse_date("1789529710", today=TODAY, numbers=True) == date(2026, 9, 16)
    assert parse_date("45000", today=TODAY, numbers=True) == date(2023, 3, 15)


@pytest.mark.parametrize(
    ("text", "month_day"),
    [
        ("[03-06]", (3, 6)),
        ("10-11", (10, 11)),
        ("(3-6)", (3, 6)),
        ("9月15日", (9, 15)),
        ("09-15 10:30", (9, 15)),
        ("02-29", (2, 29)),
        ("3.5%", None),
        ("3.5", None),
        ("1/10", None),
        ("1-10", None),
        ("13-02", None),
        ("2026-09-15", None),
        ("03-06 开会", None),
        ("Sep 15", (9, 15)),
        ("15 SEP", (9, 15)),
        ("Sept. 5th", (9, 5)),
        ("May 2026", None),
    ],
)
def test_month_and_day_alone_are_told_from_other_numbers(text: str, month_day: tuple[int, int] | None) -> None:
    assert parse_month_day(text) == month_day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.gov.test/xw/202609/t20260915_123.html", date(2026, 9, 15)),
        ("http://a.gov.test/2026/09/15/1.html", date(2026, 9, 15)),
        ("http://a.gov.test/content/2026-09/15/content_1.htm", date(2026, 9, 15)),
        ("http://a.gov.test/art/2026/9/15/art_1621_3033.html", date(2026, 9, 15)),
        ("http://a.gov.test/202609/15/1.html", date(2026, 9, 15)),
        ("http://a.gov.test/2026/zwyw_0915/1.html", date(2026, 9, 15)),
        ("http://a.gov.test/2026/0915/c1-2.html", date(2026, 9, 15)),
        ("http://a.gov.test/a/20260915123456.html", date(2026, 9, 15)),
        ("http://a.gov.test/2026/09-15/1.shtml", date(2026, 9, 15)),
        ("http://a.gov.test/202609/P020260915381234567890.pdf", date(2026, 9, 15)),
        ("http://a.gov.test/art_1621004_30332664.html", None),
        ("http://a.gov.test/2020/5/12345.html", None),
        ("http://a.gov.test/tjgb/202304/3f093ec317ba4609b241d0c79175c7cd.shtml", None),
        ("http://a.gov.test/202613/t20261345_1.html", None),
        ("http://20260915.gov.test/index.html", None),
        ("javascript:void(0)", None),
    ],
)
def test_the_day_in_an_address_is_read_and_article_numbers_are_not(url: str, day: date | None) -> None:
    assert date_from_address(url) == day


def test_years_step_back_down_a_list_that_runs_over_new_year() -> None:
    filled = fill_years([(1, 29), (12, 28), (9, 1), None, (10, 2)], today=date(2018, 3, 20))
    assert filled == [date(2018, 1, 29), date(2017, 12, 28), date(2017, 9, 1), None, date(2016, 10, 2)]


def test_a_month_and_day_after_today_belongs_to_last_year() -> None:
    assert fill_years([(12, 1), (11, 20)], today=TODAY) == [date(2025, 12, 1), date(2025, 11, 20)]


def test_a_full_date_anchors_the_years_below_it() -> None:
    filled = fill_years([(2, 3), date(2025, 12, 30), (12, 28)], today=TODAY)
    assert filled == [date(2026, 2, 3), date(2025, 12, 30), date(2025, 12, 28)]


def test_an_old_pinned_item_does_not_drag_the_years_back() -> None:
    assert fill_years([date(2024, 9, 20), (9, 7)], today=TODAY) == [date(2024, 9, 20), date(2026, 9, 7)]


def test_a_list_that_starts_with_the_oldest_is_walked_from_its_end() -> None:
    filled = fill_years([(1, 12), (2, 20), (3, 18), (5, 9), (9, 30)], today=TODAY)
    assert filled == [date(2026, month, day) for month, day in ((1, 12), (2, 20), (3, 18), (5, 9), (9, 30))]


def test_days_in_no_order_have_no_years() -> None:
    days = [(3, 5), (9, 1), (2, 7), (11, 3), (1, 9), (8, 8), (4, 4), (10, 10)]
    assert fill_years(days, today=TODAY) == [None] * 8


def test_three_days_that_only_rise_have_no_years() -> None:
    assert fill_years([(1, 12), (2, 20), (3, 18)], today=TODAY) == [None] * 3


def test_the_29th_of_february_goes_back_to_a_leap_year() -> None:
    assert fill_years([(2, 29)], today=TODAY) == [date(2024, 2, 29)]


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_tips_in_base64_are_decoded_whatever_their_charset(charset: str) -> None:
    fields = {"gidate": "2026-03-01", "gidocno": "林政发〔2026〕3号"}
    encoded = base64.b64encode(json.dumps(fields, ensure_ascii=False).encode(charset)).decode()
    assert decode_tips(f"showTips('{encoded}')") == fields
    assert decode_tips("showTips('not base64')") == {}


def test_the_labelled_line_is_believed_before_the_build_time() -> None:
    read = read_published(
        page(
            "<h1>关于开展春季植树的通知</h1><p>来源：林苑市林业局 发布日期：2026-04-18 浏览次数：12</p><p>各单位：</p>",
            '<title>关于开展春季植树的通知</title><meta name="PubDate" content="2026-05-16 12:34:05">'
            '<meta name="others" content="页面生成时间 2026-05-16 12:34:05">',
        )
    )
    assert read is not None
    assert (read.on, read.source) == (date(2026, 4, 18), DateSource.LABEL)


def test_a_build_time_in_a_comment_takes_the_pubdate_its_trust() -> None:
    read = read_published(
        page(
            "<!--页面生成时间 2026-05-16 12:34:05--><h1>关于开展春季植树的通知</h1><p>各单位：</p>",
            '<meta name="ArticleTitle" content="关于开展春季植树的通知">'
            '<meta name="PubDate" content="2026-05-16 12:34:05">',
            "http://www.linyuan.gov.test/tz/202604/t20260418_7.html",
        )
    )
    assert read is not None
    assert (read.on, read.source) == (date(2026, 4, 18), DateSource.ADDRESS)


def test_a_pubdate_years_off_the_address_is_not_believed() -> None:
    read = read_published(
        page(
            "<p>正文</p>",
            '<meta name="PubDate" content="2026-01-05 09:00">',
            "http://a.gov.test/2009/07/08/art_1_2.html",
        )
    )
    assert read is not None
    assert read.on == date(2009, 7, 8)


def test_a_pubdate_near_the_address_is_believed_before_it() -> None:
    read = read_published(
        page("<p>正文</p>", '<meta name="pubdate" content="2026-07-17">', "http://a.gov.test/202607/t20260716_1.html")
    )
    assert read is not None
    assert (read.on, read.source) == (date(2026, 7, 17), DateSource.META)
    assert [other.on for other in read.disagrees] == [date(2026, 7, 16)]


def test_the_visitors_clock_in_the_header_is_no_publishing_date() -> None:
    clock = "<div>今天是 日期：2026年11月21日 星期六</div><h1>城区供水管网改造完工</h1>"
    read = read_published(page(clock + "<p>2026-10-02 09:30 来源：林苑日报</p><p>管网改造完工。</p>"))
    assert read is not None
    assert read.on == date(2026, 10, 2)


def test_a_meeting_time_in_the_text_is_no_publishing_date() -> None:
    body = (
        "<h1>关于召开听证会的公告</h1>" + "<p>公告如下。</p>" * 5 + "<p>一、听证会时间：2026年3月5日</p><p>二、地点</p>"
    )
    assert read_published(page(body)) is None


def test_a_related_item_lends_no_date_to_an_article() -> None:
    body = (
        "<p>索 引 号：</p><p>0147/2026-1</p><p>生成日期：</p><p>2026-05-11</p><h1>统计公报解读</h1>"
        "<p>关联稿件：</p><p>图文解读 2026-07-12</p><p>正文第一段。</p>"
    )
    read = read_published(page(body))
    assert read is not None
    assert read.on == date(2026, 5, 11)


def test_a_list_with_a_labelled_date_on_each_row_is_not_published_on_a_day() -> None:
    rows = "".join(f"<li>第{n}号通知 发布日期：2026-0{n}-11</li>" for n in range(1, 8))
    assert read_published(page(f"<h1>通知公告</h1><ul>{rows}</ul>", "<title>通知公告</title>")) is None


def test_a_signing_date_in_the_text_is_no_publishing_date() -> None:
    body = "<h1>林苑市2025年统计公报</h1><p>林苑市统计局</p><p>2026年3月28日</p><p>一、综合</p>"
    assert read_published(page(body, "<title>林苑市2025年统计公报</title>")) is None


def test_a_table_cell_beside_the_label_holds_the_date() -> None:
    row = "<td>发布机构</td><td>林苑市财政局</td><td>发布日期</td><td>2026年08月02日</td>"
    body = f"<table><tr>{row}</tr></table><h1>预算公开说明</h1>"
    read = read_published(page(body))
    assert read is not None
    assert read.on == date(2026, 8, 2)


def test_a_publishing_label_is_believed_before_one_of_issue_or_change() -> None:
    line = "<p>更新日期：2026-10-01 发文日期：2026-09-01 发布日期：2026-09-15</p>"
    read = read_published(page(f"<h1>关于开展秋季植树的通知</h1>{line}"))
    assert read is not None
    assert read.on == date(2026, 9, 15)


def test_a_line_with_source_tells_the_day_where_the_title_is_not_found() -> None:
    read = read_published(page("<div>2026-09-15 09:00 来源：林苑日报</div><p>正文</p>", "<title>林苑市</title>"))
    assert read is not None
    assert read.on == date(2026, 9, 15)


def test_a_header_with_todays_date_tells_no_publishing_day() -> None:
    header = "<div>今天是2026年11月21日 设为首页 加入收藏</div><div>2026-11-21 浏览量：77</div>"
    assert read_published(page(header + "<p>正文</p>", "<title>林苑市</title>")) is None


def test_a_date_that_a_script_writes_after_its_label_is_read() -> None:
    body = '<h1>关于开展秋季植树的通知</h1>发布时间：<script>document.write("2026-09-15 10:00".substr(0,10))</script>'
    read = read_published(page(body))
    assert read is not None
    assert (read.on, read.source) == (date(2026, 9, 15), DateSource.LABEL)


def test_the_value_of_another_date_field_is_no_publishing_date() -> None:
    body = "<h1>关于开展秋季植树的通知</h1><p>有效性：有效 实施日期：2026-10-01 发布机构：林苑市林业局</p>"
    assert read_published(page(body)) is None


def test_a_related_list_with_labelled_dates_does_not_hide_the_articles_own() -> None:
    related = "".join(f"<li>相关新闻{n} 发布时间：2026-08-1{n}</li>" for n in range(6))
    body = (
        f"<h1>关于开展秋季植树的通知</h1><p>发布时间：2026-09-15</p><p>各单位：</p><p>通知如下。</p><ul>{related}</ul>"
    )
    read = read_published(page(body))
    assert read is not None
    assert read.on == date(2026, 9, 15)


def test_a_pubdate_that_is_the_build_time_is_named_among_those_that_disagree() -> None:
    read = read_published(
        page(
            "<h1>关于开展春季植树的通知</h1><p>发布日期：2026-04-18</p>",
            '<meta name="PubDate" content="2026-05-16 12:34:05"><meta name="Maketime" content="2026-05-16 12:35:02">',
            "http://www.linyuan.gov.test/tz/202604/t20260417_7.html",
        )
    )
    assert read is not None
    assert (read.on, read.source) == (date(2026, 4, 18), DateSource.LABEL)
    assert [(other.on, other.source) for other in read.disagrees] == [
        (date(2026, 4, 17), DateSource.ADDRESS),
        (date(2026, 5, 16), DateSource.META),
    ]


def test_a_pubdate_of_the_build_day_yields_to_the_address() -> None:
    head = '<meta name="PubDate" content="2026-05-16"><meta name="Maketime" content="2026-05-16 12:34:05">'
    read = read_published(page("<p>正文</p>", head, "http://a.gov.test/202604/t20260418_1.html"))
    assert read is not None
    assert (read.on, read.source) == (date(2026, 4, 18), DateSource.ADDRESS)
    same = read_published(page("<p>正文</p>", head, "http://a.gov.test/202605/t20260516_1.html"))
    assert same is not None
    assert (same.on, same.source) == (date(2026, 5, 16), DateSource.META)


def test_the_day_of_change_counts_only_where_no_publishing_day_is_shown() -> None:
    title = "<h1>关于开展秋季植树的通知</h1>"
    beside = read_published(page(f"{title}<p>更新时间：2026-10-01</p><p>2026-09-15 09:00 来源：林苑日报</p>"))
    alone = read_published(page(f"{title}<p>更新时间：2026-10-01</p><p>各单位：</p>"))
    assert beside is not None
    assert beside.on == date(2026, 9, 15)
    assert alone is not None
    assert alone.on == date(2026, 10, 1)


def test_the_days_of_several_articles_in_scripts_are_no_publishing_day() -> None:
    items = "".join(f'{{"pubDate":"2026-0{n}-11"}},' for n in range(1, 5))
    assert read_published(page(f"<p>正文</p><script>var list=[{items}]</script>")) is None


def test_the_day_a_site_was_created_is_no_publishing_day() -> None:
    assert read_published(page('<p>正文</p><script>var site={"createTime":"2019-01-01 00:00:00"}</script>')) is None
