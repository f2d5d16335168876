"""Column pages of many families: what they list, which are blank, and which columns stand below them."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnPage, ColumnState, read_column
from crawler.reading.columns.navigation import breadcrumb
from tests.reading.frame import bare

HOST = "http://www.lin.gov.test"
MENU = """<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xwzx/">新闻中心</a></li><li><a href="/zfxxgk/xxgkzn.htm">政府信息公开</a></li><li><a href="/hdjl/">互动交流</a></li><li><a href="/bsfw/">办事服务</a></li></ul></div>"""
FOOT = """<div class="footer"><p>主办单位：临川市人民政府办公室 网站标识码：4200000001 <a href="/wzdt/">网站地图</a></p></div>"""


def show(name: str, url: str, content: str, crumb: str | None = None, head: str = "") -> ColumnPage:
    """The column as a page of the invented city, below a breadcrumb that ends in its name."""
    trail = (
        crumb
        if crumb is not None
        else f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{url}">{name}</a></div>'
    )
    source = (
        f"<html><head><title>{name}_临川市人民政府</title>{head}</head><body>{MENU}{trail}{content}{FOOT}</body></html>"
    )
    return read_column(
        bare(source, url=HOST + url), ColumnLink(name, HOST + url, ("政府信息公开", name), ColumnKind.OTHER)
    )


def children(page: ColumnPage) -> list[tuple[str, ...]]:
    return [child.path for child in page.children]


SIDE = """<div class="zc"><ul><li><a href="/zfxxgk/xxgkzn.htm">政府信息公开指南</a></li><li class="on"><a href="/zfxxgk/xxgkzd.htm">政府信息公开制度</a></li><li><a href="/zfxxgk/fdzdgknr.htm">法定主动公开内容</a>
<ul><li><a href="/zfxxgk/fdzdgknr/gfxwj.htm">规范性文件</a></li></ul></li><li><a href="/zfxxgk/xxgknb.htm">政府信息公开年报</a></li></ul></div>"""
UNLINKED = SIDE.replace('<a href="/zfxxgk/xxgkzd.htm">政府信息公开制度</a>', "<span>政府信息公开制度</span>")
WITHOUT = (
    '<div class="left-menu">'
    + SIDE.replace('<li class="on"><a href="/zfxxgk/xxgkzd.htm">政府信息公开制度</a></li>', "")
    + "</div>"
)
DIVS = """<div class="fl w260"><div class="mt">信息公开</div><div class="mi"><a href="/zfxxgk/xxgkzn.htm">政府信息公开指南</a></div><div class="mi on"><a href="/zfxxgk/xxgkzd.htm">政府信息公开制度</a></div>
<div class="mi"><a href="/zfxxgk/fdzdgknr.htm">法定主动公开内容</a></div><div class="mi sub"><a href="/zfxxgk/fdzdgknr/gfxwj.htm">规范性文件</a></div></div>"""
TERMS = """<dl class="fl"><dt><a href="/zfxxgk/xxgkzn.htm">政府信息公开指南</a></dt><dt><a href="/zfxxgk/xxgkzd.htm">政府信息公开制度</a></dt><dt><a href="/zfxxgk/fdzdgknr.htm">法定主动公开内容</a></dt><dd><a href="/zfxxgk/fdzdgknr/gfxwj.htm">规范性文件</a></dd></dl>"""
CELLS = """<table width="220" align="left"><tr><td><a href="/zfxxgk/xxgkzn.htm">政府信息公开指南</a></td></tr><tr><td><a href="/zfxxgk/xxgkzd.htm">政府信息公开制度</a></td></tr><tr><td><a href="/zfxxgk/fdzdgknr.htm">法定主动公开内容</a></td></tr></table>"""


@pytest.mark.parametrize(
    "side", [SIDE, UNLINKED, WITHOUT, DIVS, TERMS, CELLS], ids=["list", "unlinked", "without", "divs", "terms", "cells"]
)
@pytest.mark.parametrize(
    "place",
    [
        '<ul class="list"></ul>',
        '<div class="con"><h2>政府信息公开制度</h2><table class="tb"><tr><th>标题</th><th>发布日期</th></tr></table></div>',
        '<div class="right"></div>',
    ],
)
def test_a_menu_of_siblings_beside_an_empty_list_leaves_the_column_blank(side: str, place: str) -> None:
    found = show("政府信息公开制度", "/zfxxgk/xxgkzd.htm", side + place)
    assert (found.state, children(found)) == (ColumnState.BLANK, [])


def test_the_children_nested_below_its_own_entry_are_its_children() -> None:
    found = show("法定主动公开内容", "/zfxxgk/fdzdgknr.htm", SIDE)
    assert found.state is ColumnState.CHILDREN
    assert children(found) == [("政府信息公开", "法定主动公开内容", "规范性文件")]


def test_numbered_columns_tell_their_children_by_the_menu() -> None:
    menu = """<ul class="tree"><li><a href="/col/col10/index.html">政策文件</a><ul><li><a href="/col/col11/index.html">规章</a></li><li><a href="/col/col12/index.html">规范性文件</a></li></ul></li>
    <li><a href="/col/col13/index.html">规划计划</a></li></ul>"""
    found = show("政策文件", "/col/col10/index.html", menu)
    assert children(found) == [("政府信息公开", "政策文件", "规章"), ("政府信息公开", "政策文件", "规范性文件")]
    blank = show("规范性文件", "/col/col12/index.html", menu)
    assert (blank.state, blank.children) == (ColumnState.BLANK, ())


def test_a_grandchild_stands_below_its_own_parent() -> None:
    content = """<div class="box"><ul><li><a href="/zwgk/wj/">政策文件</a></li><li><a href="/zwgk/wj/szf/">市政府文件</a></li><li><a href="/zwgk/gh/">规划计划</a></li></ul></div>"""
    found = show("政务公开", "/zwgk/", content)
    assert ("政府信息公开", "政务公开", "政策文件", "市政府文件") in children(found)
    assert ("政府信息公开", "政务公开", "规划计划") in children(found)


def test_items_of_a_list_are_no_children() -> None:
    content = '<ul class="list"><li><a href="/zt/2019/aqsc/">安全生产月</a><span>2019-06-01</span></li><li><a href="/zt/2018/fpgj/">扶贫攻坚</a><span>2018-03-02</span></li></ul>'
    found = show("专题", "/zt/", content)
    assert (found.state, found.children) == (ColumnState.LISTED, ())


ORDINARY = """<script src="/js/jquery.min.js"></script><script src="/js/swiper-bundle.min.js"></script><script src="/js/common.js"></script><script src="https://hm.stats.test/hm.js"></script>
<script src="/js/jquery.SuperSlide.2.1.1.js"></script><script src="/images/share.js"></script>"""


@pytest.mark.parametrize(
    "extra",
    [
        "<script>function search(){var q=document.getElementById('q').value;location.href='/search?q='+encodeURIComponent(q);}</script>",
        "<script>$(function(){$('.nav li').hover(function(){$(this).addClass('on')});});</script>",
        "<script>var mySwiper=new Swiper('.s',{autoplay:true});jQuery('.box').slide({mainCell:'.bd ul'});</script>",
        "<script>createPageHTML(0,0,'index','html');function createPageHTML(c,i,n,e){if(c<=1)return;document.write('<a href=\"'+n+'.'+e+'\">下一页</a>');}</script>",
        "<script>window._bd_share_config={common:{bdText:''}};with(document)0[(getElementsByTagName('head')[0]||body).appendChild(createElement('script')).src='/static/api/js/share.js'];</script>",
        '<div id="_jc"></div><script src="//zfwzgl.www.test/exposure/jiucuo.js"></script>',
        "<script>$('#searchBtn').click(function(){var k=$.trim($('#kw').val());if(!k){alert('请输入关键字');return;}$('#sf').submit();});</script>",
        "<script>(function(){var bp=document.createElement('script');bp.src='//push.stats.test/push.js';var s=document.getElementsByTagName('script')[0];s.parentNode.insertBefore(bp,s);})();</script>",
        "<script>$.get('/visit/hits.do?id=5');</script>",
        '<div class="page" id="page"></div><script>laypage({cont:"page",pages:1});</script>',
        "<script>$('.tab a').click(function(){$('.con').html('');});</script>",
        "<script>var d=new Date();document.getElementById('time').innerHTML=d.getFullYear()+'年';</script>",
        '<div class="bottom"><script>document.write(unescape("%3Cspan id=\'_ideConac\' %3E%3C/span%3E"));</script></div>',
        '<input type="hidden" id="columnId" value="31"><script src="/js/iconfont.js"></script>',
    ],
)
def test_an_empty_list_beside_ordinary_scripts_is_blank(extra: str) -> None:
    found = show("通知公告", "/xwzx/tzgg/", f'<div class="list"><ul class="news"></ul></div>{extra}', head=ORDINARY)
    assert found.state is ColumnState.BLANK


@pytest.mark.parametrize(
    "content",
    [
        '<ul id="newsList"></ul><script src="/js/list.js"></script>',
        '<ul class="news"></ul><script>getData(1);function getData(p){$.post("/front/list",{page:p},function(d){$(".news").html(d)})}</script>',
        '<table id="tb" lay-filter="tb"></table><script>layui.use("table",function(){layui.table.render({elem:"#tb",url:"/api/list"})});</script>',
        '<div id="list"></div><script src="/static/js/chunk-vendors.9f3.js"></script>',
        '<ul class="news"></ul><script>var zNodes=[{id:1,pId:0,name:"指南"}];$.fn.zTree.init($("#tree"),{async:{enable:true,url:"/tree"}},zNodes);</script>',
        '<div class="list"><script src="/module/web/jpage/list.jsp?col=3"></script></div>',
        '<ul class="news"><script>for(var i=0;i<rows.length;i++){document.write("<li>"+rows[i].t+"</li>");}</script></ul>',
        '<ul class="news" data-url="/api/news?c=3"></ul><script src="/js/site.js"></script>',
        '<ul class="news"><li class="loading">数据加载中，请稍候</li></ul>',
        '<ul class="news"></ul><script>const res=await fetch("/api/x");</script>',
        '<ul class="news"></ul><script>new XMLHttpRequest().open("POST","/q");</script>',
        '<ul class="news"></ul><script src="/common/getlist.aspx?cid=3"></script>',
        '<div class="list"><iframe src="/xwzx/tzgg/frame.html"></iframe></div>',
        '<div id="tt" class="easyui-datagrid" url="/gk/query"></div><script src="/js/jquery.easyui.min.js"></script>',
    ],
)
def test_a_list_that_a_script_could_bring_is_not_blank(content: str) -> None:
    assert show("通知公告", "/xwzx/tzgg/", content, head=ORDINARY).state is ColumnState.SCRIPTED


def row(form: str, number: int) -> str:
    return (
        form.replace("URL", f"/xwzx/tzgg/202611/t202611{18 - number:02d}_{3100 + number}.html")
        .replace("TITLE", f"关于第{'一二三四'[number]}批停水检修安排的通知公告")
        .replace("DD", f"{18 - number:02d}")
    )


@pytest.mark.parametrize(
    "form",
    [
        '<ul>@<li><a href="URL">TITLE</a><span>2026-11-DD</span></li>@</ul>',
        '<ul>@<li><span class="date">[2026-11-DD]</span><a href="URL" target="_blank">TITLE</a></li>@</ul>',
        '<ul>@<li><a href="URL"><i>2026/11/DD</i><p>TITLE</p></a></li>@</ul>',
        '<ul>@<li><a href="URL"><h4>TITLE</h4></a><p>各有关单位按要求做好相关准备工作。</p><em>2026年11月DD日</em></li>@</ul>',
        '<table>@<tr><td><a href="URL">TITLE</a></td><td>2026-11-DD</td></tr>@</table>',
        '<table>@<tr><td>1</td><td><a href="URL" title="TITLE">TITLE</a></td><td>市政府办</td><td>2026-11-DD 09:20</td></tr>@</table>',
        '<div>@<div class="item"><a href="URL">TITLE</a><span>(11-DD)</span></div>@</div>',
        '<dl>@<dd><a href="URL">TITLE</a><b>2026.11.DD</b></dd>@</dl>',
        '<div class="l">@<p><a href="URL">TITLE</a>　2026-11-DD</p>@</div>',
        '<ul>@<li><div class="d"><b>DD</b><span>2026-11</span></div><a href="URL">TITLE</a></li>@</ul>',
        '<table width="100%">@<tr><td><img src="dot.gif"></td><td><a class="c1" href="URL">TITLE</a></td><td><span class="t">2026/11/DD</span></td></tr><tr><td colspan="3" background="line.gif" height="1"></td></tr>@</table>',
        '<div class="media-list">@<a class="media" href="URL"><div class="media-body"><h5>TITLE</h5><small>发布时间：2026-11-DD</small></div></a>@</div>',
    ],
)
def test_a_list_of_any_row_form_is_dated(form: str) -> None:
    start, middle, end = form.split("@")
    found = show(
        "通知公告", "/xwzx/tzgg/", start + "".join(row(middle, number) for number in range(4)) + end, head=ORDINARY
    )
    assert found.state is ColumnState.LISTED
    assert found.newest is not None and found.newest.on == date(2026, 11, 18)
    assert (len(found.items), found.undated) == (4, 0)


NO_CRUMB = "<p></p>"
EMPTY = '<div class="con"><ul class="l"></ul></div>'


@pytest.mark.parametrize(
    ("crumb", "content"),
    [
        (NO_CRUMB, f'<h2 class="tit">通知公告</h2>{EMPTY}'),
        (NO_CRUMB, '<div class="m-title">通知公告</div><div class="m-list"></div>'),
        ('<div class="dqwz">当前位置：首页 &gt; 新闻中心 &gt; 通知公告</div>', EMPTY),
        ('<ol class="breadcrumb"><li><a href="/">首页</a></li><li class="active">通知公告</li></ol>', EMPTY),
        (
            "<div>您的位置：<a href='/'>网站首页</a> &gt;&gt; 政府信息公开 &gt;&gt; 通知公告</div>",
            "<h3>通知公告</h3>" + EMPTY,
        ),
        (
            None,
            EMPTY
            + '<div class="pg">共 0 条记录 <a>首页</a> <a>上一页</a> <span>1</span> <a>下一页</a> 尾页 转到 页</div>',
        ),
        (
            None,
            EMPTY
            + '<table width="1003"><tr><td>地址：临川市人民路1号 电话：0700-1234567</td></tr><tr><td>Copyright 2026 Lin All Rights Reserved</td></tr></table>',
        ),
        (None, EMPTY + '<div><span>友情链接：</span><a href="http://www.x.gov.test">省人民政府</a></div>'),
        (
            None,
            EMPTY
            + '<div class="float"><a href="/app/"><img src="/img/app.png">掌上临川</a><img src="/img/gzh.jpg"><p>扫一扫 关注公众号</p></div>',
        ),
        (None, '<div class="so">热门搜索：<a href="/s?q=社保">社保</a></div>' + EMPTY),
        (None, '<div class="t"><h2>通知公告</h2><span>NOTICE AND ANNOUNCEMENT OF THE CITY</span></div>' + EMPTY),
        (None, '<div class="sx">年份：<a href="?y=2026">2026</a> <a href="?y=0">全部</a></div>' + EMPTY),
        (None, "<table><tr><th>序号</th><th>文件名称</th><th>发文字号</th><th>成文日期</th></tr></table>"),
        (None, '<div class="tools">分享到： <a href="#">微信</a> 打印本页 关闭窗口</div>' + EMPTY),
    ],
    ids=[
        "heading",
        "mobile",
        "plain-crumb",
        "bootstrap",
        "half-linked",
        "pager",
        "footer",
        "friends",
        "float",
        "search",
        "english",
        "filter",
        "head",
        "tools",
    ],
)
def test_an_empty_column_is_blank_in_every_dress(crumb: str | None, content: str) -> None:
    assert show("通知公告", "/xwzx/tzgg/", content, crumb).state is ColumnState.BLANK


@pytest.mark.parametrize(
    "content",
    [
        "<ul><li>张大江 市长</li><li>李小河 副市长</li></ul>",
        "<table><tr><td>张大江</td><td>主任</td></tr><tr><td>李小河</td><td>副主任</td></tr></table>",
        '<div><a href="http://zwfw.lin.gov.test/item/"><img src="/upload/a.jpg"></a></div>',
        '<video src="/upload/v.mp4"></video>',
    ],
)
def test_words_and_pictures_without_links_are_content(content: str) -> None:
    assert show("领导之窗", "/xwzx/ldzc/", content).state is ColumnState.PROSE


@pytest.mark.parametrize(
    ("crumb", "names"),
    [
        (
            '<div class="wz">您现在的位置：<a href="/">首页</a> &gt; <a href="/xwzx/">新闻中心</a> &gt; 通知公告</div>',
            ("新闻中心", "通知公告"),
        ),
        ("<div>当前位置：首页 &gt; 新闻中心 &gt; 通知公告</div>", ("新闻中心", "通知公告")),
        (
            '<p>您所在的位置： <a href="/">网站首页</a>&raquo;<a href="/a/">政务公开</a>&raquo;<a href="/a/b/">政策文件</a>&raquo;正文</p>',
            ("政务公开", "政策文件"),
        ),
        (
            '<div class="bread"><a href="/">首页</a> / <a href="/x/">新闻中心</a> / <b>政务要闻</b></div>',
            ("新闻中心", "政务要闻"),
        ),
    ],
)
def test_a_breadcrumb_is_read_with_its_last_name(crumb: str, names: tuple[str, ...]) -> None:
    assert breadcrumb(bare(f"<html><body>{MENU}{crumb}</body></html>")) == names


def test_a_page_in_one_form_is_read_like_any_other() -> None:
    words = "<p>全市总面积三千平方公里，常住人口二百万人，下辖五县三区，是区域交通枢纽。</p>" * 3
    state = '<input type="hidden" name="__VIEWSTATE" value="x"><input name="q"><input type="submit" value="搜索">'
    assert show("临川概况", "/zjlc/gk/", f'<form action="gk.aspx">{state}{words}</form>').state is ColumnState.PROSE
    note = show("在线访谈", "/hd/ft/", f'<form action="ft.aspx">{state}<div>暂无相关信息</div></form>')
    assert note.state is ColumnState.EXPLAINED


def test_a_search_form_over_an_empty_list_is_no_content() -> None:
    form = '<form>标题 <input name="t"> 时间 <select><option>全部时间</option><option>一年以内</option></select></form>'
    assert show("通知公告", "/xwzx/tzgg/", f'{form}<ul class="list"></ul>').state is ColumnState.BLANK


def preview(name: str, number: int, days: tuple[str, ...]) -> str:
    rows = "".join(
        f'<li><a href="/show.asp?id={number}{place}">全市{name}工作推进会议第{number}{place}次召开</a><span>{day}</span></li>'
        for place, day in enumerate(days)
    )
    return f'<div class="box"><h2>{name}</h2><ul>{rows}</ul></div>'


def test_a_landing_page_is_as_new_as_the_newest_of_its_lists() -> None:
    old, new = ("2026-09-03", "2026-09-01", "2026-08-20", "2026-08-11"), ("2026-11-16", "2026-11-14", "2026-11-12")
    boxes = preview("部门动态", 1, old) + preview("县区动态", 2, old) + preview("城市要闻", 3, new)
    page = show("新闻中心", "/list.asp?classid=4", boxes)
    assert page.newest is not None and page.newest.on == date(2026, 11, 16)


def test_the_list_called_as_the_page_is_its_own_beside_previews_of_others() -> None:
    old, new = ("2026-09-03", "2026-09-01", "2026-08-20", "2026-08-11"), ("2026-11-16", "2026-11-14", "2026-11-12")
    boxes = preview("新闻中心", 1, old) + preview("县区动态", 2, new) + preview("城市要闻", 3, new)
    page = show("新闻中心", "/xwzx/", boxes)
    assert page.newest is not None and page.newest.on == date(2026, 9, 3)


@pytest.mark.parametrize(
    "menu",
    [
        '<dl><dt><a href="/x/1">公开指南</a></dt><dd><a href="/x/4">机构职能</a></dd><dt><a href="/x/2">公开制度</a></dt></dl>',
        '<div class="tree"><div><h4><a href="/x/1">公开指南</a></h4></div><div><h4><a href="/x/2">公开制度</a></h4></div></div>',
    ],
    ids=["terms", "headings"],
)
def test_the_first_entry_of_a_menu_is_not_the_parent_of_the_others(menu: str) -> None:
    found = show("公开指南", "/x/1", f'{menu}<div class="con"></div>', '<h2 class="tt">公开指南</h2>')
    assert (found.state, children(found)) == (ColumnState.BLANK, [])


def test_a_place_line_with_a_heading_does_not_swallow_the_page() -> None:
    crumb = '<div class="w"><div class="place"><strong>当前位置:</strong><h2>领导之窗</h2></div>'
    links = '<p><a href="http://ld.lin.gov.test/a/b?id=1">市长张大江同志活动报道集</a></p></div>'
    assert show("领导之窗", "/ldzc/", links, crumb).state is not ColumnState.BLANK


def test_an_empty_place_line_hides_no_note() -> None:
    crumb = '<div class="w"><div class="place"><strong>当前位置:</strong></div><div class="lm">在线访谈</div>'
    found = show("在线访谈", "/hd/ft/", '<div class="tips">暂无相关信息</div></div>', crumb)
    assert (found.state, found.note) == (ColumnState.EXPLAINED, "暂无相关信息")
