"""The yearly form on a website's work: its links, its lists, its own page."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.model import Digest, Role
from crawler.reading.pages.page import Page, read_page
from crawler.reading.sites.form_shelf import FormShelf
from crawler.reading.sites.seen import Seen
from crawler.reading.sites.website_forms import form_links, is_form, read_forms, year_of

ON = date(2026, 11, 21)
HOME = "http://www.linyuan.gov.test/"


def page(body: str, url: str = HOME + "wznb/") -> Page:
    return read_page(f"<html><head><title>林苑市</title></head><body>{body}</body></html>".encode(), url, on=ON)


@pytest.mark.parametrize(
    "words",
    [
        "政府网站工作年度报表",
        "政府网站年度工作报表",
        "政府网站年度报表",
        "网站年报",
        "网站工作年报",
        "林苑市财政局网站2025年度工作报表",
        "林苑市统计局网站年报",
        "林苑市市场监管局政府网站工作年度报表",
        "2025年政府网站工作年度报表",
        "政府网站工作年度报表（２０２５年度）",
        "政府 网站 年度 报表",
    ],
)
def test_the_form_is_known_by_many_names(words: str) -> None:
    assert is_form(words)


@pytest.mark.parametrize(
    "words",
    [
        "政府信息公开年报",
        "政府网站监管年度报表",
        "政府信息公开工作年度报告",
        "法治政府建设年度报告",
        "统计年报",
        "关于填报政府网站工作年度报表的通知",
        "网站地图",
        "网站工作报表",
        "年度报表",
    ],
)
def test_other_yearly_papers_are_no_such_form(words: str) -> None:
    assert not is_form(words)


def test_a_short_name_is_enough_as_a_link_of_the_home_page() -> None:
    home = page('<a href="/a/">年度报表</a><a href="/b/" title="网站年报"><img src="b.gif"></a><a href="/c/">年报</a>')
    assert [(link.label, link.url) for link in form_links(home)] == [
        ("年度报表", HOME + "a/"),
        ("网站年报", HOME + "b/"),
    ]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("政府网站工作年度报表（2025年度）", 2025),
        ("2025年网站年报", 2025),
        ("网站年报 2026-01-23", None),
        ("2024—2025年网站年报", None),
        ("网站年报", None),
    ],
)
def test_the_year_is_the_one_the_title_names(title: str, year: int | None) -> None:
    assert year_of(title) == year


ITEMS = "".join(
    f'<li><a href="/wznb/{year}.html">{year}年度报表</a><span>{year + 1}-01-2{n}</span></li>'
    for n, year in enumerate((2025, 2024, 2023))
)


def test_a_list_of_forms_is_read_with_its_days() -> None:
    forms, whole = read_forms(page(f"<h2>网站年报</h2><ul>{ITEMS}</ul>"), "网站年报")
    assert [(form.year, form.listed_on) for form in forms] == [
        (2025, date(2026, 1, 20)),
        (2024, date(2025, 1, 21)),
        (2023, date(2024, 1, 22)),
    ]
    assert whole


def test_a_list_with_further_pages_is_not_whole() -> None:
    pager = '<script>createPageHTML(3,0,"index","html")</script>'
    assert not read_forms(page(f"<h2>网站年报</h2><ul>{ITEMS}</ul>{pager}"), "网站年报")[1]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>政府网站工作年度报表（2025年度）</h1><p>发布日期：2026-01-23</p><table><tr><td>访问量</td></tr></table>",
        "<h1>政府网站工作年度报表</h1><p>（ 2025年度 ）</p><p>发布日期：2026-01-23</p><p>首页网址</p>",
    ],
)
def test_a_form_itself_tells_its_year_and_day(body: str) -> None:
    (form,) = read_forms(page(body), "网站年报")[0]
    assert (form.year, form.shown_on) == (2025, date(2026, 1, 23))


def test_a_page_of_two_years_forms_tells_no_year() -> None:
    assert read_forms(page("<p>2025年政府网站工作年度报表</p><p>2024年政府网站工作年度报表</p>"), "网站年报")[0] == ()


def test_what_stands_behind_the_links_of_the_home_page_is_put_together() -> None:
    shelf, home = FormShelf(), page('<a href="/wznb/">网站年报</a>', HOME)
    assert shelf.fact(home, ()).forms == ()
    behind = page(f"<h2>网站年报</h2><ul>{ITEMS}</ul>")
    shelf.take(Seen(Role.WEBSITE_FORM, "网站年报", HOME, HOME + "wznb/", (Digest("sha256:1"),), b"", behind, None))
    fact = shelf.fact(home, ())
    assert fact.link and [form.year for form in fact.forms] == [2025, 2024, 2023]
    assert fact.complete
    assert fact.captures == ("sha256:1",)


def test_a_home_page_without_a_link_may_still_be_unread() -> None:
    assert not FormShelf().fact(page("<p>首页</p>", HOME), ()).absence_proven


def test_a_list_on_another_host_may_be_another_sites() -> None:
    there = "http://www.pinghu.gov.test/wznb/"
    shelf, home = FormShelf(), page(f'<a href="{there}">网站年报</a>', HOME)
    behind = page(f"<h2>网站年报</h2><ul>{ITEMS}</ul>", there)
    shelf.take(Seen(Role.WEBSITE_FORM, "网站年报", HOME, there, (), b"", behind, None))
    fact = shelf.fact(home, ())
    assert not fact.complete
    assert [form.own for form in fact.forms] == [False, False, False]
