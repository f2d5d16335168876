"""The disclosure column on invented pages, each with one habit of real portals."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.disclosure.column import (
    Part,
    column_title,
    entry_candidates,
    find_entry,
    parts_are_complete,
    read_guide,
    read_parts,
    read_tree,
)
from crawler.reading.pages.page import Page, read_page

HOME = "http://www.ancheng.gov.test/"
MENU = """<div class="menu"><ul>
<li><a href="/zfxxgk/zn/">政府信息公开指南</a></li><li><a href="/zfxxgk/zd/">政府信息公开制度</a></li>
<li><a href="/zfxxgk/nr/">法定主动公开内容</a></li><li><a href="/zfxxgk/nb/">政府信息公开年报</a></li>
<li><a href="/zfxxgk/ysq/">依申请公开</a></li></ul></div>"""


def page(body: str, *, title: str = "安城市人民政府", url: str = HOME, truncated: bool = False) -> Page:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_page(html.encode(), url, on=date(2026, 11, 2), truncated=truncated)


def entry(body: str) -> tuple[str, str] | None:
    found = find_entry(page(body))
    return (found.label, found.url) if found else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<a href='/zfxxgk/'>政府信息公开</a>", ("政府信息公开", f"{HOME}zfxxgk/")),
        ("<a href=' /zfxxgk/ '>政府信息<br>公开专栏</a>", ("政府信息公开专栏", f"{HOME}zfxxgk/")),
        ("<a href='/gongkai/'>政 府 信 息 公 开</a>", ("政府信息公开", f"{HOME}gongkai/")),
        (
            "<a href='/xxgk/redirect_firstChannel.shtml'>信息公开</a>",
            ("信息公开", f"{HOME}xxgk/redirect_firstChannel.shtml"),
        ),
        ("<a href='/gk/' title='公开'><i></i><span>政府信息公开</span></a>", ("政府信息公开", f"{HOME}gk/")),
        ("<a href='/gk/'>公开<span title='政府信息公开'></span></a>", ("政府信息公开", f"{HOME}gk/")),
        ("<a href='/gk/'><img src='a.png' alt='政府信息公开'></a>", ("政府信息公开", f"{HOME}gk/")),
        ("<map><area href='/gk/' alt='政府信息公开'></map>", ("政府信息公开", f"{HOME}gk/")),
        (
            "<a href='http://zfxxgk.ancheng.gov.test/'>政府信息公开</a>",
            ("政府信息公开", "http://zfxxgk.ancheng.gov.test/"),
        ),
        ("<a href='javascript:;'>政府信息公开</a>", ("政府信息公开", "")),
        (
            "<a href='javascript:void(0)' onclick=\"window.open('/gk/')\">政府信息公开</a>",
            ("政府信息公开", f"{HOME}gk/"),
        ),
        ("<a href='/gk/'>政府信息公开 <em>Information Disclosure</em> &gt;&gt;</a>", ("政府信息公开", f"{HOME}gk/")),
        ("<a href='javascript:;' data-url='/gk/'>市政府信息公开</a>", ("市政府信息公开", f"{HOME}gk/")),
        ("<a href='/bm/gk/'>安城市财政局信息公开</a>", ("安城市财政局信息公开", f"{HOME}bm/gk/")),
        ("<div class='tit'>政府信息公开</div>" + MENU, ("政府信息公开", "")),
    ],
)
def test_an_entry_is_found_by_every_route(body: str, expected: tuple[str, str]) -> None:
    assert entry(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/1.html'>安城市召开政府信息公开工作推进会</a>",
        "<a href='/1.html'>中华人民共和国政府信息公开条例</a>",
        "<a href='/1.html'>政府信息公开指南</a>",
        "<a href='/1.html'>安城市2025年政府信息公开工作年度报告</a>",
        "<a href='/1.html'>政府信息公开目录</a>",
        "<a href='/1.html'>重点领域信息公开</a>",
        "<a href='/1.html'>部门信息公开</a>",
        "<a href='/1.html'>政府网站工作年度报表</a>",
        "<!-- <a href='/zfxxgk/'>政府信息公开</a> -->",
        "<script>document.title = '<a href=x>政府信息公开</a>'</script>",
    ],
)
def test_what_only_holds_the_words_is_no_entry(body: str) -> None:
    assert entry(body) is None


def test_the_column_itself_is_better_than_its_parent_and_than_a_foreign_one() -> None:
    body = """<a href='/zwgk/'>政务公开</a><a href='http://www.other.gov.cn/gk/'>政府信息公开</a>
    <a href='/xxgk/'>信息公开</a><a href='/zfxxgk/'>政府信息公开</a>"""
    assert [candidate.url for candidate in entry_candidates(page(body))] == [
        f"{HOME}zfxxgk/",
        "http://www.other.gov.cn/gk/",
        f"{HOME}xxgk/",
        f"{HOME}zwgk/",
    ]


def test_a_linked_entry_is_better_than_one_that_only_opens_children() -> None:
    body = "<a href='javascript:;'>政府信息公开</a><a href='/zfxxgk/'>政府信息公开</a>"
    assert entry(body) == ("政府信息公开", f"{HOME}zfxxgk/")


@pytest.mark.parametrize(
    ("part", "label"),
    [
        (Part.GUIDE, "政府信息公开指南"),
        (Part.GUIDE, "公开指南"),
        (Part.GUIDE, "信息公开指南"),
        (Part.SYSTEM, "政府信息公开制度"),
        (Part.SYSTEM, "公开制度"),
        (Part.SYSTEM, "公开规定"),
        (Part.SYSTEM, "信息公开规定"),
        (Part.SYSTEM, "制度文件"),
        (Part.STATUTORY, "法定主动公开内容"),
        (Part.STATUTORY, "政府信息公开目录"),
        (Part.STATUTORY, "信息公开目录"),
        (Part.STATUTORY, "公开目录"),
        (Part.ANNUAL_REPORT, "政府信息公开年报"),
        (Part.ANNUAL_REPORT, "政府信息公开年度报告"),
        (Part.ANNUAL_REPORT, "政府信息公开工作年度报告"),
        (Part.ANNUAL_REPORT, "公开报告"),
        (Part.ON_REQUEST, "依申请公开"),
        (Part.ON_REQUEST, "政府信息依申请公开"),
    ],
)
def test_a_part_is_known_under_every_name(part: Part, label: str) -> None:
    spaced = label[:4] + "<br>　" + label[4:]
    parts = read_parts(page(f"<ul><li><a href='/x/'>{spaced}</a></li></ul>"))
    found = parts[part]
    assert found is not None
    assert (found.label, found.url) == (label, f"{HOME}x/")
    assert [other for other, link in parts.items() if link] == [part]


@pytest.mark.parametrize(
    "label",
    [
        "政府网站工作年度报表",
        "网站年度报表",
        "安城市2024年政府信息公开工作年度报告",
        "关于印发政府信息公开指南的通知",
        "政府信息公开条例",
        "办事指南",
        "权力清单和责任清单目录",
        "重点领域信息公开",
    ],
)
def test_what_stands_beside_the_parts_is_none_of_them(label: str) -> None:
    assert not any(read_parts(page(f"<li><a href='/x/'>{label}</a></li>")).values())


def test_parts_with_one_template_name_are_told_apart_by_their_words() -> None:
    body = """<ul><li><a href='/zd/zfxxgk_xxgkzd.shtml'>政府信息公开制度</a></li>
    <li><a href='/nb/zfxxgk_xxgkzd.shtml'>政府信息公开年报</a></li></ul>"""
    parts = read_parts(page(body))
    assert parts[Part.SYSTEM] and parts[Part.SYSTEM].url == f"{HOME}zd/zfxxgk_xxgkzd.shtml"
    assert parts[Part.ANNUAL_REPORT] and parts[Part.ANNUAL_REPORT].url == f"{HOME}nb/zfxxgk_xxgkzd.shtml"


def test_the_menus_link_is_preferred_to_one_in_the_text() -> None:
    parts = read_parts(page("<p><a href='/news/9.html'>政府信息公开指南</a></p><div>" + MENU + "</div>"))
    assert parts[Part.GUIDE] and parts[Part.GUIDE].url == f"{HOME}zfxxgk/zn/"


def test_the_uniform_name_is_preferred_to_its_neighbours() -> None:
    menu = MENU.replace(
        "<ul>", "<ul><li><a href='/gd/'>政府信息公开规定</a></li><li><a href='/ml/'>政府信息公开目录</a></li>"
    )
    parts = read_parts(page(menu))
    assert parts[Part.SYSTEM] and parts[Part.SYSTEM].label == "政府信息公开制度"
    assert parts[Part.STATUTORY] and parts[Part.STATUTORY].label == "法定主动公开内容"


def test_short_names_count_inside_the_menu_alone() -> None:
    menu = """<ul><li><a href='/zn/'>政府信息公开指南</a></li><li><a href='/zd/'>制度</a></li>
    <li><a href='/nb/'>年报</a></li><li><a href='/ysq/'>依申请公开</a></li></ul>"""
    parts = read_parts(page(f"<div>{menu}</div><div><div><div><div><a href='/m/'>目录</a></div></div></div></div>"))
    assert parts[Part.SYSTEM] and parts[Part.ANNUAL_REPORT]
    assert parts[Part.STATUTORY] is None


def test_a_menu_whose_names_all_bear_the_organ_is_read() -> None:
    menu = MENU.replace("政府信息公开", "安城市政府信息公开").replace("法定主动公开内容", "安城市法定主动公开内容")
    parts = read_parts(page(menu.replace("依申请公开", "安城市依申请公开")))
    assert all(parts.values())


def test_a_remark_in_brackets_does_not_hide_a_part() -> None:
    assert read_parts(page("<li><a href='/zn/'>一、政府信息公开指南（2024版）</a></li>"))[Part.GUIDE] is not None


def test_the_current_part_without_a_link_is_still_shown() -> None:
    menu = MENU.replace('<a href="/zfxxgk/zn/">政府信息公开指南</a>', "<span>政府信息公开指南</span>")
    guide = read_parts(page(menu))[Part.GUIDE]
    assert guide is not None
    assert (guide.label, guide.url) == ("政府信息公开指南", "")


def test_a_commented_menu_is_not_read() -> None:
    assert not any(read_parts(page(f"<!-- {MENU} --><p>正文</p>")).values())


def test_a_column_page_with_a_written_menu_is_complete() -> None:
    assert parts_are_complete(page(MENU + "<script src='/js/jquery.js'></script>"))


@pytest.mark.parametrize(
    "spoiled",
    [
        page(MENU, truncated=True),
        page("<a href='/zn/'>政府信息公开指南</a>"),
        page(MENU + "<iframe src='/inc/left_menu.html'></iframe>"),
        page("<a href='/zn/'>公开指南</a><a href='/zd/'>公开制度</a><script src='/js/menu.js'></script>"),
        page(MENU + "<script>add('依申请公开', '/ysq/')</script>"),
        page(MENU + "<a href='/ysqgk/'><img src='/ysq.png'></a>"),
    ],
)
def test_a_menu_that_could_hold_more_is_not_complete(spoiled: Page) -> None:
    assert not parts_are_complete(spoiled)


def test_a_list_that_shows_four_parts_lacks_the_fifth() -> None:
    four = MENU.replace('<li><a href="/zfxxgk/ysq/">依申请公开</a></li>', "")
    assert read_parts(page(four))[Part.ON_REQUEST] is None


NODES = "<ul><li><a href='/gh/'>规划计划</a></li><li><a href='/gfx/'>行政规范性文件</a></li></ul>"


@pytest.mark.parametrize(
    "body",
    [
        MENU.replace("法定主动公开内容</a>", "法定主动公开内容</a>" + NODES),
        f"<h3>法定主动公开内容</h3>{NODES}",
        f"<dl><dt><a href='/nr/'>法定主动公开内容</a></dt><dd>{NODES}</dd></dl>",
        MENU.replace('</li><li><a href="/zfxxgk/nb/">', "</li>" + NODES[4:-5] + '<li><a href="/zfxxgk/nb/">'),
    ],
)
def test_the_nodes_below_the_statutory_content_are_read(body: str) -> None:
    body = body.replace(
        '法定主动公开内容</a></li><li><a href="/zfxxgk/nb/">', f"法定主动公开内容</a></li>{NODES[4:-5]}<li><a>"
    )
    assert [(node.label, node.url) for node in read_tree(page(body))] == [
        ("规划计划", f"{HOME}gh/"),
        ("行政规范性文件", f"{HOME}gfx/"),
    ]


def test_the_nodes_in_the_content_of_the_parts_own_page_are_read() -> None:
    menu = "".join(
        f'<a href="{url}">{name}</a>'
        for name, url in (("政府信息公开指南", "/gk/zn/"), ("法定主动公开内容", "/gk/nr/"))
    )
    body = f"""<div class="bread">当前位置：<a href="/">首页</a> &gt; <a href="/gk/">政府信息公开</a> &gt; <a href="/gk/nr/">法定主动公开内容</a></div>
    <div class="tabs">{menu}</div><div class="box"><a href="/gk/gz/">政府规章</a></div><div class="box"><a href="/gk/gh/">规划计划</a></div>"""
    assert [node.label for node in read_tree(page(body, url=f"{HOME}gk/nr/"))] == ["政府规章", "规划计划"]


def test_every_term_below_the_name_is_a_node() -> None:
    terms = "".join(f'<dd><a href="/gk/{name}/">{name}</a></dd>' for name in ("政府规章", "规范性文件", "规划计划"))
    body = f'<dl><dt><a href="/gk/nr/">法定主动公开内容</a></dt>{terms}<dt><a href="/gk/nb/">政府信息公开年报</a></dt></dl>'
    assert [node.label for node in read_tree(page(body))] == ["政府规章", "规范性文件", "规划计划"]


def test_parts_with_short_words_and_whole_titles_are_no_nodes() -> None:
    names = (("指南", "政府信息公开指南"), ("法定主动公开内容", "法定主动公开内容"), ("年报", "政府信息公开年报"))
    rows = "".join(
        f'<tr><td><a href="/gk/{n}/" title="{title}">{text}</a></td></tr>' for n, (text, title) in enumerate(names)
    )
    assert read_tree(page(f"<table>{rows}</table>")) == ()


def test_a_place_line_is_no_tree() -> None:
    body = "<div>位置：<a href='/'>首页</a> > <a href='/zwgk/'>政务公开</a> > <a href='/nr/'>法定主动公开内容</a></div>"
    assert read_tree(page(body)) == ()


@pytest.mark.parametrize(
    ("body", "title", "expected"),
    [
        ("<h1>政府信息公开</h1>", "安城市人民政府", "政府信息公开"),
        ("<p>正文</p>", "政府信息公开专栏_安城市人民政府", "政府信息公开专栏"),
        ("<div>当前位置：<a>首页</a> &gt; <a>政府信息公开</a></div>", "安城市人民政府", "政府信息公开"),
        ("<h2>政务公开</h2><div class='banner'><img alt='政府信息公开'></div>", "政务公开", "政府信息公开"),
        ("<h2>信息公开</h2>", "安城", "信息公开"),
        ("<h2>要闻</h2>", "安城市人民政府", None),
    ],
)
def test_the_column_is_called_what_it_calls_itself(body: str, title: str, expected: str | None) -> None:
    assert column_title(page(body, title=title)) == expected


GUIDE = """<div class="content"><p>为便于公民获取政府信息，编制本指南。</p>
<p>一、信息分类和编排体系</p><p>二、获取方式：网站、公报。</p>
<p>三、机构名称：安城市人民政府办公室；办公地址：一号路1号；办公时间：工作日；联系电话：0791-8888888</p></div>"""


def test_a_guide_shows_its_elements() -> None:
    fields = read_guide(page(GUIDE))
    assert fields is not None
    assert fields.organ and fields.address and fields.hours
    assert fields.telephone and fields.classification and fields.how_to_obtain


def test_a_guide_does_not_borrow_the_footers_telephone() -> None:
    text = "<div><p>" + "本机关依法公开政府信息，保障公众知情。" * 5 + "</p></div>"
    fields = read_guide(page(text + "<div class='footer'>地址：一号路1号 电话：0791-8888888</div>"))
    assert fields is not None
    assert not fields.address
    assert not fields.telephone


@pytest.mark.parametrize(
    "body",
    [
        "<div><p>请下载附件查看。</p><a href='/f/zn.pdf'>政府信息公开指南.pdf</a></div>",
        "<div><p>发布日期：2026-01-01 来源：安城市人民政府办公室 字体：大 中 小</p><img src='/zn.jpg'></div>",
        "<div></div>",
    ],
)
def test_a_guide_in_a_file_or_picture_could_not_be_read(body: str) -> None:
    assert read_guide(page(body)) is None


@pytest.mark.parametrize(
    "body", [b"", b"<", b"<ul><li><a href='http://[x'>" * 3_000, "<a>政府信息公开指南".encode() * 3_000]
)
def test_no_bytes_make_the_readers_raise(body: bytes) -> None:
    broken = read_page(body, "http://[", on=date(2026, 11, 2))
    find_entry(broken)
    assert set(read_parts(broken)) == set(Part)
    parts_are_complete(broken)
    column_title(broken)
    read_tree(broken)
    read_guide(broken)


def test_a_guide_in_tables_without_names_does_not_borrow_the_footers_telephone() -> None:
    words = (
        "<p>一、信息分类和编排体系。本机关主动公开的政府信息按主题分类。</p><p>二、获取方式。可通过本网站查阅。</p>" * 5
    )
    foot = "<table><tr><td>主办单位：安城市人民政府办公室 联系电话：0123-1234567 地址：人民路1号</td></tr></table>"
    place = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/zn/">政府信息公开指南</a></div>'
    fields = read_guide(page(f'<img src="/images/top.jpg">{place}<table><tr><td>{words}</td></tr></table>{foot}'))
    assert fields is not None and fields.classification
    assert not fields.telephone and not fields.address
