"""Menus of many families: which columns, on which level, and whether an absence could be proven."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

import pytest

from crawler.reading.columns.column import navigation_is_complete, read_navigation
from tests.reading.frame import bare

HOST = "http://www.lin.gov.test"


def home(body: str, head: str = "", url: str = f"{HOST}/") -> object:
    return bare(f"<html><head><title>临川市人民政府</title>{head}</head><body>{body}</body></html>", url=url)


def paths(body: str, head: str = "", url: str = f"{HOST}/") -> dict[str, tuple[str, ...]]:
    """Address below the host -> path."""
    found = read_navigation(home(body, head, url))  # type: ignore[arg-type]
    return {link.url.removeprefix(HOST): link.path for link in found}


BOXES = """<div class="menu"><div class="menu-item"><a href="/"><span>首页</span></a></div>
<div class="menu-item"><a href="/xwzx/index.shtml"><span>新闻中心</span></a><div class="drop"><a href="/news/bd.shtml">本地要闻</a><a href="/news/gg.shtml">通知公告</a></div></div>
<div class="menu-item"><a href="/zwgk/index.shtml"><span>政务公开</span></a><div class="drop"><a href="/gk/wj.shtml">政策文件</a><a href="/gk/jd.shtml">政策解读</a></div></div>
<div class="menu-item"><a href="/hdjl/index.shtml"><span>互动交流</span></a></div></div>"""
TABLE = """<table width="1003" align="center"><tr><td><a href="/index.html">首 页</a></td><td><a href="/xwzx/index.html">新闻中心</a></td><td><a href="/xwzx/tzgg/index.html">通知公告</a></td>
<td><a href="/zwgk/index.html">政务公开</a></td><td><a href="/zwgk/zcwj/index.html">政策文件</a></td><td><a href="/hdjl/index.html">互动交流</a></td></tr></table>"""
NESTED = """<ul id="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a><i class="arrow"></i><ul><li><a href="/zwgk/wj/">政策文件</a></li></ul></li>
<li><a href="/zwgk/tzgg/">通知公告</a></li><li><a href="/xwzx/">新闻动态</a></li></ul>"""
DEFINITIONS = """<div class="mega"><dl><dt><a href="/a/">政务公开</a></dt><dd><a href="/b/">政策文件</a></dd><dd><a href="/c/">规划计划</a></dd></dl>
<dl><dt><a href="/d/">要闻动态</a></dt><dd><a href="/e/">部门动态</a></dd></dl></div>"""
VSB = """<div class="nav"><ul><li><a href="index.htm">首页</a></li><li><a href="xwzx.htm">新闻中心</a></li><li><a href="xwzx/tzgg.htm">通知公告</a></li><li><a href="zfxxgk.htm">政府信息公开</a></li>
<li><a href="zfxxgk/fdzdgknr/gfxwj.htm">规范性文件</a></li></ul></div>"""
BOOTSTRAP = """<nav class="navbar navbar-default"><div class="container"><div class="navbar-header"><a class="navbar-brand" href="/">临川市</a></div><ul class="nav navbar-nav">
<li class="dropdown"><a href="#" class="dropdown-toggle" data-toggle="dropdown">政务公开 <b class="caret"></b></a><ul class="dropdown-menu"><li><a href="/p/1/">政策文件</a></li><li><a href="/p/2/">通知公告</a></li></ul></li>
<li><a href="/p/3/">工作动态</a></li><li><a href="/p/4/">办事服务</a></li></ul></div></nav>"""
LAYUI = """<ul class="layui-nav" lay-filter=""><li class="layui-nav-item"><a href="/zw/">政务</a><dl class="layui-nav-child"><dd><a href="/zw1/">通知公告</a></dd><dd><a href="/zw2/">工作动态</a></dd></dl></li>
<li class="layui-nav-item"><a href="/fw/">服务</a></li><li class="layui-nav-item layui-this"><a href="/hd/">互动</a></li></ul>"""
PICTURES = """<div class="nav"><a href="/xw/"><img src="n1.png" alt="新闻中心"></a><a href="/gk/"><img src="n2.png" alt="政府信息公开"></a><a href="/fw/"><img src="n3.png" alt="办事服务"></a><a href="/hd/"><img src="n4.png" alt="政民互动"></a></div>"""
SITESERVER = """<div class="header"><ul class="menu"><li><a href="/channels/1021.html">新闻中心</a><ul><li><a href="/channels/1022.html">通知公告</a></li></ul></li><li><a href="/channels/1023.html">政务公开</a></li></ul></div>"""
JCMS = """<div id="menu"><ul><li><h3><a href="/col/col101/index.html">要闻动态</a></h3><div class="sub"><a href="/col/col102/index.html">图片新闻</a><a href="/col/col103/index.html">部门动态</a></div></li>
<li><h3><a href="/col/col104/index.html">通知公告</a></h3></li></ul></div>"""
TABS = """<div class="tabbox"><div class="tab-hd"><a href="/zwgk/tzgg/" class="on">通知公告</a><a href="/zwgk/zcwj/">政策文件</a><a class="more" href="/zwgk/tzgg/">更多</a></div>
<div class="tab-bd"><ul><li><a href="/zwgk/tzgg/202611/t20261118_31.html">关于停水检修的通知公告一则</a><span>11-18</span></li><li><a href="/zwgk/tzgg/202611/t20261117_30.html">关于停电检修的通知公告一则</a><span>11-17</span></li></ul></div></div>
<div class="nav"><ul><li><a href="/zwgk/">政务公开</a></li><li><a href="/hdjl/">互动交流</a></li><li><a href="/bsfw/">办事服务</a></li></ul></div>"""
PANELS = """<ul class="mainnav"><li><a href="/s/11/">新闻中心</a></li><li><a href="/s/12/">政务公开</a></li><li><a href="/s/13/">互动交流</a></li></ul>
<div class="panels"><div class="panel"><a href="/s/21/">本地要闻</a><a href="/s/22/">通知公告</a></div><div class="panel"><a href="/s/23/">政策文件</a></div><div class="panel"><a href="/s/24/">市长信箱</a></div></div>"""
TRS = """<div class="header"><div class="nav"><ul class="clearfix"><li class="cur"><a href="./" target="_blank">首页</a></li>
<li><a href="./zfxxgk/" target="_blank">政府信息公开</a></li><li><a href="./xw/" target="_blank">资讯</a><div class="subnav"><p><a href="./xw/yw/">要闻</a></p><p><a href="./xw/gg/">公告</a></p></div></li></ul></div></div>"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            BOXES,
            {
                "/xwzx/index.shtml": ("新闻中心",),
                "/news/bd.shtml": ("新闻中心", "本地要闻"),
                "/news/gg.shtml": ("新闻中心", "通知公告"),
                "/zwgk/index.shtml": ("政务公开",),
                "/gk/wj.shtml": ("政务公开", "政策文件"),
                "/gk/jd.shtml": ("政务公开", "政策解读"),
                "/hdjl/index.shtml": ("互动交流",),
            },
        ),
        (
            TABLE,
            {
                "/xwzx/index.html": ("新闻中心",),
                "/xwzx/tzgg/index.html": ("新闻中心", "通知公告"),
                "/zwgk/index.html": ("政务公开",),
                "/zwgk/zcwj/index.html": ("政务公开", "政策文件"),
                "/hdjl/index.html": ("互动交流",),
            },
        ),
        (
            NESTED,
            {
                "/zwgk/": ("政务公开",),
                "/zwgk/wj/": ("政务公开", "政策文件"),
                "/zwgk/tzgg/": ("通知公告",),
                "/xwzx/": ("新闻动态",),
            },
        ),
        (
            DEFINITIONS,
            {
                "/a/": ("政务公开",),
                "/b/": ("政务公开", "政策文件"),
                "/c/": ("政务公开", "规划计划"),
                "/d/": ("要闻动态",),
                "/e/": ("要闻动态", "部门动态"),
            },
        ),
        (
            VSB,
            {
                "/xwzx.htm": ("新闻中心",),
                "/xwzx/tzgg.htm": ("新闻中心", "通知公告"),
                "/zfxxgk.htm": ("政府信息公开",),
                "/zfxxgk/fdzdgknr/gfxwj.htm": ("政府信息公开", "规范性文件"),
            },
        ),
        (
            BOOTSTRAP,
            {
                "/p/1/": ("政务公开", "政策文件"),
                "/p/2/": ("政务公开", "通知公告"),
                "/p/3/": ("工作动态",),
                "/p/4/": ("办事服务",),
            },
        ),
        (
            LAYUI,
            {
                "/zw/": ("政务",),
                "/zw1/": ("政务", "通知公告"),
                "/zw2/": ("政务", "工作动态"),
                "/fw/": ("服务",),
                "/hd/": ("互动",),
            },
        ),
        (
            PICTURES,
            {
                "/xw/": ("新闻中心",),
                "/gk/": ("政府信息公开",),
                "/fw/": ("办事服务",),
                "/hd/": ("政民互动",),
            },
        ),
        (
            SITESERVER,
            {
                "/channels/1021.html": ("新闻中心",),
                "/channels/1022.html": ("新闻中心", "通知公告"),
                "/channels/1023.html": ("政务公开",),
            },
        ),
        (
            JCMS,
            {
                "/col/col101/index.html": ("要闻动态",),
                "/col/col102/index.html": ("要闻动态", "图片新闻"),
                "/col/col103/index.html": ("要闻动态", "部门动态"),
                "/col/col104/index.html": ("通知公告",),
            },
        ),
        (
            TABS,
            {
                "/zwgk/tzgg/": ("政务公开", "通知公告"),
                "/zwgk/zcwj/": ("政务公开", "政策文件"),
                "/zwgk/": ("政务公开",),
                "/hdjl/": ("互动交流",),
                "/bsfw/": ("办事服务",),
            },
        ),
        (
            PANELS,
            {
                "/s/11/": ("新闻中心",),
                "/s/12/": ("政务公开",),
                "/s/13/": ("互动交流",),
                "/s/21/": ("新闻中心", "本地要闻"),
                "/s/22/": ("新闻中心", "通知公告"),
                "/s/23/": ("政务公开", "政策文件"),
                "/s/24/": ("互动交流", "市长信箱"),
            },
        ),
        (
            TRS,
            {
                "/zfxxgk/": ("政府信息公开",),
                "/xw/": ("资讯",),
                "/xw/yw/": ("资讯", "要闻"),
                "/xw/gg/": ("资讯", "公告"),
            },
        ),
    ],
    ids=[
        "boxes",
        "table",
        "nested",
        "definitions",
        "vsb",
        "bootstrap",
        "layui",
        "pictures",
        "siteserver",
        "jcms",
        "tabs",
        "panels",
        "trs",
    ],
)
def test_a_menu_tells_its_levels(body: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert paths(body) == expected


def test_items_of_a_hidden_tab_are_no_columns() -> None:
    body = (
        NESTED
        + """<div class="zt"><div class="tab-hd"><span>专题专栏</span><span>往期专题</span></div><div class="con"><a href="/zt/ct/">春天</a></div>
    <div class="con" style="display:none"><ul><li><a href="/zt/2019/aqsc/">安全生产月</a><span>2019-06-01</span></li><li><a href="/zt/2018/fpgj/">扶贫攻坚</a><span>2018-03-02</span></li></ul></div></div>"""
    )
    assert not {url for url in paths(body) if url.startswith("/zt/20")}
    one = '<div style="display:none"><p><a href="/zt/2019/aqsc/">安全生产月</a> <em>2019-06-01</em></p></div>'
    assert "/zt/2019/aqsc/" not in paths(NESTED + one)


def test_the_logo_is_no_parent_of_the_menu() -> None:
    body = """<div class="top"><a href="/index.html">临川市民政局</a><div class="nav"><a href="/a/">工作动态</a><a href="/b/">通知公告</a></div></div><div class="top"><a href="/c/">办事</a></div>"""
    assert paths(body)["/b/"] == ("通知公告",)


PLAIN = """<ul class="nav"><li><a href="/">首页</a></li><li><a href="/xw/">新闻中心</a></li><li><a href="/gg/">通知公告</a></li><li><a href="/fw/">办事服务</a></li><li><a href="/hd/">互动交流</a></li></ul>
<div class="box"><h3>通知公告</h3><a href="/gg/">更多</a><ul><li><a href="/gg/202611/t20261118_1.html">关于停水检修的公告一则</a><span>11-18</span></li></ul></div>"""
ORDINARY = """<script src="/js/jquery-3.6.0.min.js"></script><script src="/js/swiper.min.js"></script><script src="/js/nav.js"></script><script src="/js/common.js"></script>"""


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "<script>$(function(){$('.nav li').hover(function(){$(this).find('ul').show();});});</script>",
        "<script>var _hmt=_hmt||[];(function(){var hm=document.createElement('script');hm.src='https://hm.stats.test/hm.js?1';})();</script>",
        "<script>document.write(unescape('%3Cspan id=\\'_ideConac\\' %3E%3C/span%3E%3Cscript src=\\'https://dcs.stats.test/1.js\\'%3E%3C/script%3E'));</script>",
        "<script>document.write('今天是'+(new Date()).getFullYear()+'年');</script>",
        '<div id="weather"></div><script>$.get("/api/weather.json",function(d){$("#weather").text(d.t)});</script>',
        '<iframe src="https://i.weather.test/plugin.html"></iframe>',
        "<script>function doSearch(){var q=$('#q').val();window.open('/search?q='+q);}</script>",
        '<a href="/zt/a/"><img src="/img/zt1.jpg"></a><div class="nav-bg"></div>',
        "<script>var mySwiper=new Swiper('.swiper-container',{loop:true,autoplay:3000});</script>",
    ],
)
def test_a_menu_beside_ordinary_scripts_is_complete(extra: str) -> None:
    assert navigation_is_complete(home(PLAIN + extra, ORDINARY))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body",
    [
        '<frameset rows="80,*"><frame src="top.html"><frame src="main.html"></frameset>',
        '<iframe src="/top.html" height="120"></iframe>' + PLAIN,
        '<script src="/js/home_top.js"></script>' + PLAIN,
        '<div id="nav"></div><script src="/js/index.js"></script>' + PLAIN,
        '<div class="x"><script>document.write("<ul><li><a href=\'/zfxxgk/\'>政府信息公开</a></li></ul>");</script></div>'
        + PLAIN,
        '<script>$.getJSON("/api/channel/list",function(d){});</script>' + PLAIN,
        "<script>$('#top').load('/common/header.html');</script>" + PLAIN,
        '<div data-include="/inc/header.html"></div>' + PLAIN,
        '<a href="/zfxxgk/"><img src="gk.jpg" alt=""></a>' + PLAIN,
        "".join(f'<a href="/c{n}/"><img src="n{n}.gif"></a>' for n in range(4)) + PLAIN,
        '<map name="m">'
        + "".join(f'<area shape="rect" coords="1,1,2,2" href="/c{n}/">' for n in range(5))
        + "</map>"
        + PLAIN,
        '<a href="/a/">进入网站</a> <a href="/b/">政务服务</a> <a href="/c/">数据开放</a>',
        '<div id="app"></div><script src="/js/app.js"></script>' + PLAIN,
        '<li v-for="one in menu"><a>{{one.name}}</a></li>' + PLAIN,
        '<div id="d1"></div><div id="d2"></div><ul id="d3"></ul><script>$.ajax({url:"/api/home",success:f});</script>'
        + PLAIN,
    ],
    ids=[
        "frames",
        "iframe",
        "top-script",
        "empty-nav",
        "written",
        "channels",
        "header",
        "include",
        "wordless-entry",
        "pictures",
        "map",
        "gate",
        "app",
        "template",
        "holes",
    ],
)
def test_a_menu_that_may_hold_more_is_not_complete(body: str) -> None:
    assert not navigation_is_complete(home(body))  # type: ignore[arg-type]


def test_a_page_that_breaks_off_is_not_complete() -> None:
    assert not navigation_is_complete(bare(f"<html><body>{PLAIN}"))


def test_pictures_called_more_hide_no_menu() -> None:
    more = "".join(
        f'<td>栏目{n}</td><td><a href="/list.asp?id={n}"><img src="images/more.gif"></a></td>' for n in range(6)
    )
    silent = more.replace("images/more.gif", "images/m1.gif")
    tail = "<p>主办单位：临川市人民政府办公室</p>"
    assert navigation_is_complete(home(f"{TABLE}<table><tr>{more}</tr></table>{tail}"))  # type: ignore[arg-type]
    assert not navigation_is_complete(home(f"{TABLE}<table><tr>{silent}</tr></table>{tail}"))  # type: ignore[arg-type]
