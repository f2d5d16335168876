"""Columns: what they are called, where the menu shows them, and what their pages show."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.columns.column import (
    ColumnKind,
    ColumnLink,
    ColumnPage,
    ColumnState,
    column_kind,
    navigation_is_complete,
    read_column,
    read_navigation,
)
from crawler.reading.pages.page import Page
from tests.reading.frame import HEAD, TAIL, URL, bare, framed

LINK = ColumnLink("通知公告", URL, ("新闻中心", "通知公告"), ColumnKind.NOTICE)
HEADER = (
    '<div class="list"><h2>通知公告</h2><ul><li class="head"><span>标题</span><span>发布日期</span></li></ul></div>'
)


def column(content: str, **more: bool) -> ColumnPage:
    return read_column(framed(content, **more), LINK)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("工作动态", "news"),
        ("政务要闻", "news"),
        ("部门动态", "news"),
        ("新闻中心", "news"),
        ("通知公告", "notice"),
        ("公示公告", "notice"),
        ("政策文件", "policy-document"),
        ("政策法规", "policy-document"),
        ("文件", "policy-document"),
        ("政府规章", "rule"),
        ("规章库", "rule"),
        ("行政规范性文件", "normative-document"),
        ("规划计划", "plan"),
        ("发展规划", "plan"),
        ("财政预决算", "budget"),
        ("政策解读", "interpretation"),
        ("政府信息公开年报", "annual-report"),
        ("政府信息公开年度报告", "annual-report"),
        ("政府网站年度工作报表", "other"),
        ("网站年度报表", "other"),
        ("政府公报", "gazette"),
        ("统计公报", "other"),
        ("领导信箱", "interaction"),
        ("在线访谈", "interaction"),
        ("意见征集", "interaction"),
        ("办事服务", "service"),
        ("政府信息公开", "disclosure"),
        ("自然资源和规划局", "other"),
        ("走进临川", "other"),
        ("机构 职能", "other"),
        ("通 知 公 告", "notice"),
    ],
)
def test_a_column_is_known_by_its_name(name: str, kind: str) -> None:
    assert column_kind(name) == kind


def test_the_menu_is_read_with_its_children_and_without_tools() -> None:
    found = read_navigation(framed(HEADER))
    assert [(link.path, link.url) for link in found] == [
        (("政务公开",), "http://www.lin.gov.test/zwgk/"),
        (("政务公开", "政策文件"), "http://www.lin.gov.test/zwgk/wj/"),
        (("政务公开", "规划计划"), "http://www.lin.gov.test/zwgk/ghjh/"),
        (("新闻中心",), "http://www.lin.gov.test/xwzx/"),
        (("互动交流",), "http://www.lin.gov.test/hdjl/"),
        (("走进临川",), "http://www.lin.gov.test/zjlc/"),
    ]


def test_a_block_heading_with_a_more_link_is_a_column_of_the_home_page() -> None:
    block = """<div class="m"><div class="hd"><h3>公示公告</h3><a href="/gsgg/">更多&gt;&gt;</a></div>
    <ul><li><a href="/gsgg/202611/t20261101_1.html">关于征求道路命名意见的公告</a><span>11-01</span></li></ul></div>"""
    found = read_navigation(framed(block, url="http://www.lin.gov.test/"))
    assert ColumnLink("公示公告", "http://www.lin.gov.test/gsgg/", ("公示公告",), ColumnKind.NOTICE) in found


def test_another_website_is_no_column_but_a_disclosure_platform_on_its_own_host_is() -> None:
    links = """<ul><li><a href="http://jyj.lin.gov.test/">教育局</a></li><li><a href="http://gk.lin.gov.test/">政府信息公开</a></li>
    <li><a href="http://www.other.gov.test/tzgg/">通知公告</a></li></ul>"""
    urls = [link.url for link in read_navigation(framed(links))]
    assert "http://gk.lin.gov.test/" in urls
    assert "http://jyj.lin.gov.test/" not in urls
    assert "http://www.other.gov.test/tzgg/" not in urls


def test_a_menu_of_an_old_table_layout_is_read() -> None:
    cells = "".join(
        f'<td><a href="/{n}/">{name}</a></td><td><img src="line.jpg"></td>'
        for n, name in enumerate(["首页", "政务公开", "工作动态", "通知公告", "办事服务"])
    )
    found = read_navigation(
        bare(f"<html><body><table><tr>{cells}</tr></table></body></html>", url="http://www.lin.gov.test/")
    )
    assert [link.name for link in found] == ["政务公开", "工作动态", "通知公告", "办事服务"]
    assert navigation_is_complete(bare(f"<html><body><table><tr>{cells}</tr></table></body></html>"))


@pytest.mark.parametrize(
    "source",
    [
        '<html><body><script src="/js/nav.js"></script><p>x</p></body></html>',
        '<html><body><div id="top"></div><script>$("#top").load("/top.html")</script></body></html>',
        '<html><body><iframe src="/menu.html"></iframe></body></html>',
        "<html><body>"
        + "".join(f'<a href="/c{n}/"><img src="n{n}.gif" alt=""></a>' for n in range(5))
        + "</body></html>",
    ],
    ids=["script", "load", "frame", "pictures"],
)
def test_a_menu_that_a_static_reader_cannot_see_is_not_called_complete(source: str) -> None:
    assert not navigation_is_complete(bare(source))


def test_a_menu_in_the_page_is_complete() -> None:
    assert navigation_is_complete(framed(HEADER))


def test_a_column_with_items_names_the_newest_that_is_not_in_the_future() -> None:
    found = column("""<ul><li><a href="t20240101_1.html">值班电话公布</a><span>2024-01-01</span></li>
    <li><a href="t20261230_2.html">元旦放假安排的通知</a><span>2026-12-30</span></li>
    <li><a href="t20261118_3.html">停水通知公告</a><span>2026-11-18</span></li>
    <li><a href="t20261010_4.html">重阳节活动安排公告</a></li></ul>""")
    assert found.state is ColumnState.LISTED
    assert found.newest is not None and found.newest.on == date(2026, 11, 18)
    assert len(found.items) == 4 and found.undated == 2  # one without a day, one of a day to come


def test_an_empty_list_in_a_whole_page_is_blank() -> None:
    assert column(HEADER).state is ColumnState.BLANK


def test_an_empty_list_with_a_pager_and_counters_is_blank() -> None:
    tools = """<div class="page">共0条 第1页/共1页 首页 上一页 下一页 尾页</div>
    <script>var countPage=1; var currentPage=0; document.write("<a>下一页</a>");</script>
    <script src="/js/jquery.min.js"></script><script src="//hm.stats.test/hm.js"></script>
    <script>$.ajax({url:"/visit/count.jsp?id=3"});</script>"""
    assert column(HEADER + tools).state is ColumnState.BLANK


def test_an_empty_column_beside_a_menu_of_its_siblings_is_blank() -> None:
    menu = """<div class="left"><h3>新闻中心</h3><ul><li><a href="/xwzx/yw/">要闻</a></li>
    <li class="on"><a href="/xwzx/tzgg/index.html">通知公告</a></li></ul></div>"""
    assert column(menu + HEADER).state is ColumnState.BLANK


def test_an_empty_column_with_a_box_of_hot_news_is_blank() -> None:
    box = """<div class="left"><h3>热点新闻</h3><ul><li><a href="/xwzx/yw/t20261120_1.html">热点新闻的第一条标题</a><span>2026-11-20</span></li>
    <li><a href="/xwzx/yw/t20261119_1.html">热点新闻的第二条标题</a><span>2026-11-19</span></li></ul></div>"""
    assert column(box + HEADER).state is ColumnState.BLANK


@pytest.mark.parametrize(
    "note",
    [
        "暂无相关信息",
        "本年度未产生此类信息。",
        "情况说明：我局无行政收费事项",
        "无此类信息",
        "栏目正在建设中",
        "暂无数据！",
    ],
)
def test_an_empty_column_with_a_note_is_explained(note: str) -> None:
    found = column(f'<div class="list"><p>{note}</p></div>')
    assert found.state is ColumnState.EXPLAINED
    assert note[:4] in found.note


@pytest.mark.parametrize(
    "content",
    [
        '<ul id="list"></ul><script>$.ajax({url:"/api/list?column=3",success:show});</script>',
        '<div id="app"></div><script src="/js/app.3f2.js"></script>',
        "<ul><li v-for='one in list'>{{ one.title }}</li></ul>",
        '<div id="content"></div><script src="/zfxxgk/js/zfxxgk_show.js"></script>',
        '<script>fetch("/data.json").then(show)</script>',
        '<iframe src="list_frame.html"></iframe>',
        "<p>正在加载...</p>",
        '<script>var p="/module/web/jpage/dataproxy.jsp?columnid=3&unitid=9&webid=1";</script>',
    ],
)
def test_content_that_a_script_could_bring_is_never_blank(content: str) -> None:
    assert column(content).state is ColumnState.SCRIPTED


def test_a_text_of_its_own_is_prose() -> None:
    text = "<h2>机构职能</h2><p>临川市民政局是市政府工作部门，负责全市社会救助、养老服务、婚姻登记、社会组织管理等工作。</p>"
    assert column(text).state is ColumnState.PROSE


def test_a_picture_is_content() -> None:
    assert column('<div><img src="/upload/2026/jgt.jpg" width="800"></div>').state is ColumnState.PROSE


def test_an_attachment_is_an_item() -> None:
    assert column('<p><a href="/upload/2026zn.pdf">公开指南</a></p>').state is ColumnState.LISTED


def test_a_page_that_offers_its_child_columns_is_no_blank_column() -> None:
    found = column(
        '<ul class="ml"><li><a href="/xwzx/tzgg/sz/">市直公告</a></li><li><a href="/xwzx/tzgg/xz/">乡镇公告</a></li></ul>'
    )
    assert found.state is ColumnState.CHILDREN
    assert [child.name for child in found.children] == ["市直公告", "乡镇公告"]


@pytest.mark.parametrize(
    "page",
    [
        framed(HEADER, truncated=True),
        framed(HEADER, status=503),
        framed(HEADER, tail=""),
        framed(HEADER, head="<html><body>"),
        bare(""),
        bare("<html><body></body></html>"),
    ],
    ids=["cut", "error", "not closed", "no menu", "nothing", "empty body"],
)
def test_a_page_that_was_not_read_whole_is_never_blank(page: Page) -> None:
    assert read_column(page, LINK).state is not ColumnState.BLANK


def test_nothing_raises_on_rubbish() -> None:
    for source in (
        "<",
        "<a href='http://[x'>一二三四五六七八九十一二三</a>",
        "<ul><li>" * 3000,
        HEAD * 3 + TAIL,
        "\x00\xff",
        "<a href=x>" * 2000,
    ):
        page = bare(source)
        read_navigation(page)
        read_column(page, LINK)
        navigation_is_complete(page)


def test_a_nested_menu_of_siblings_does_not_hide_a_blank_column() -> None:
    menu = """<div class="left"><ul><li><a href="/xwzx/yw/">要闻</a></li><li><a href="/xwzx/tzgg/">通知公告</a></li>
    <li><a href="/xwzx/zt/">专题</a><ul><li><a href="/zt/a/">春耕</a></li></ul></li></ul></div>"""
    assert column(menu + HEADER).state is ColumnState.BLANK


def test_links_to_another_system_are_content() -> None:
    found = column('<div class="bs"><a href="http://zwfw.other.test/lin/item?id=3">进入办事大厅</a></div>')
    assert found.state is ColumnState.PROSE


def test_an_empty_store_of_a_jcms_list_is_blank_and_a_missing_one_is_not() -> None:
    call = """<script>var p={proxyUrl:"/module/web/jpage/dataproxy.jsp?columnid=3&unitid=9&webid=1"};</script>"""
    store = (
        "<script type='text/xml'><datastore><totalrecord>0</totalrecord><recordset></recordset></datastore></script>"
    )
    assert column(HEADER + call).state is ColumnState.SCRIPTED
    assert column(HEADER + call + store).state is ColumnState.BLANK


def test_an_empty_place_for_a_footer_is_no_place_for_content() -> None:
    footer = '<div id="footer"></div><script>$(function(){$("#footer").load("/common/footer.html");});</script>'
    assert column(HEADER + footer).state is ColumnState.BLANK


def test_a_side_list_is_not_taken_for_a_list_that_a_script_brings() -> None:
    side = """<div><h3>要闻</h3><ul><li><a href="/a/t20200101_1.html">多年以前的一条要闻标题</a><span>2020-01-01</span></li></ul></div>
    <ul id="docs"></ul><script>$.getJSON("/api/docs?column=3", show);</script>"""
    assert column(side).state is ColumnState.SCRIPTED
