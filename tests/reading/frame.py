"""A whole invented page around a piece of content: menu, breadcrumb, side menu, footer."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from datetime import date
from typing import Any

from crawler.reading.pages.page import Page, read_page

URL = "http://www.lin.gov.test/xwzx/tzgg/index.html"
TODAY = date(2026, 11, 21)
HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告-临川市人民政府</title></head><body>
<div class="top">今天是2026年11月21日 星期六 <a href="/login">登录</a> <a href="/en/">English</a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a><ul><li><a href="/zwgk/wj/">政策文件</a></li>
<li><a href="/zwgk/ghjh/">规划计划</a></li></ul></li><li><a href="/xwzx/">新闻中心</a></li><li><a href="/hdjl/">互动交流</a></li>
<li><a href="/zjlc/">走进临川</a></li></ul></div>
<div class="wz">您现在的位置：<a href="/">首页</a> &gt; <a href="/xwzx/">新闻中心</a> &gt; <a href="/xwzx/tzgg/">通知公告</a></div>
<div class="wrap">
"""
TAIL = """</div><div class="yqlj"><a href="http://www.a.gov.test/">甲市人民政府门户网站</a><a href="http://www.b.gov.test/">乙市人民政府门户网站</a>
<a href="http://www.c.gov.test/">丙市人民政府门户网站</a></div>
<div class="foot"><p>主办单位：临川市人民政府办公室 <a href="/wzdt/">网站地图</a> <a href="/about/202001/t20200101_1.html">关于我们</a></p>
<p>网站标识码：4200000001 <a href="https://beian.example.test/">鄂ICP备05000001号</a></p></div></body></html>"""


def framed(content: str, *, url: str = URL, on: date = TODAY, head: str = HEAD, tail: str = TAIL, **more: Any) -> Page:
    """The content inside the frame, read as one page."""
    return read_page((head + content + tail).encode(), url, on=on, **more)


def bare(content: str, *, url: str = URL, on: date = TODAY) -> Page:
    """The content alone."""
    return read_page(content.encode(), url, on=on)
