"""A dozen structures in which portals list their accounts, written anew; and pages that list none."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.accounts.listpage import read_account_list
from crawler.reading.accounts.listtitles import list_links
from crawler.reading.pages.page import read_page

URL = "http://www.shigou.gov.test/xmt/index.html"
WX, WB, DY = "微信公众号", "微博", "抖音"
HEAD = "<tr><th>名称</th><th>主办单位</th><th>二维码</th></tr>"
ROW = "<tr><td>{0}</td><td>{1}</td><td><img src='/e/{2}.png'></td></tr>"
ITEM = (
    "<div class='account-item'><div class='account-qrcode'><img src='/f/{0}.jpg'></div>"
    "<div class='account-name'>{1}</div><div class='account-dept'>{2}</div></div>"
)
ACCOUNT = "<div class='a'><img src='ewm/{0}.png'><div class='t'>{1}</div><div class='p'>{2}</div></div>"
HOVER = "<li>{1}<div class='hover' style='display:none'><img src='/u/{0}.jpg'></div></li>"
ICON = "<li><img src='/images/{0}.png' width='20'><span>{1}</span><img src='/ewm/{2}.png'></li>"

STRUCTURES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "a table for each platform": (
        f"<h3>微信公众号</h3><table>{HEAD}{ROW.format('石沟发布', '县政府办', 1)}</table>"
        f"<h3>微博</h3><table>{HEAD}{ROW.format('石沟播报', '县政府办', 2)}</table>",
        [(WX, "石沟发布", "县政府办"), (WB, "石沟播报", "县政府办")],
    ),
    "tabs": (
        "<div class='tab'><ul class='hd'><li>微信</li><li>抖音</li></ul><div class='bd'>"
        "<ul><li><img src='1.jpg'><p>石沟发布</p></li><li><img src='2.jpg'><p>石沟教育</p></li></ul>"
        "<ul><li><img src='4.jpg'><p>石沟文旅</p></li></ul></div></div>",
        [(WX, "石沟发布", ""), (WX, "石沟教育", ""), (DY, "石沟文旅", "")],
    ),
    "icons by class, codes that pop up": (
        "<ul><li><span class='icon icon-wechat'></span><span>石沟发布</span>"
        "<div class='pop'><img src='/i/qr1.png'><p>扫一扫关注</p></div></li>"
        "<li><i class='icon-weibo'></i><a href='https://weibo.com/sg'>石沟播报</a></li>"
        "<li><i class='icon-douyin'></i><span>石沟文旅</span><div class='pop'><img src='/i/qr3.png'></div></li></ul>",
        [(WX, "石沟发布", ""), (WB, "石沟播报", ""), (DY, "石沟文旅", "")],
    ),
    "a column for each platform": (
        "<table><tr><td>单位</td><td>微信</td><td>微博</td><td>抖音</td></tr>"
        "<tr><td>石沟县教育局</td><td>石沟教育</td><td>石沟教育发布</td><td>-</td></tr>"
        "<tr><td>石沟县公安局</td><td>平安石沟</td><td>无</td><td>平安石沟</td></tr></table>",
        [(WX, "石沟教育", "石沟县教育局"), (WB, "石沟教育发布", "石沟县教育局"),
         (WX, "平安石沟", "石沟县公安局"), (DY, "平安石沟", "石沟县公安局")],
    ),
    "lines of text": (
        "<p>微信公众号：石沟发布（主办单位：石沟县政府办公室）</p><p>1.抖音号：石沟文旅（主办单位：石沟县文旅局）</p>"
        "<p>微信公众号：石沟教育 主办单位：石沟县教育局</p>",
        [(WX, "石沟发布", "石沟县政府办公室"), (DY, "石沟文旅", "石沟县文旅局"), (WX, "石沟教育", "石沟县教育局")],
    ),
    "cards within the card of a unit": (
        f"<div><div><h4>石沟县教育局</h4></div><div>{ACCOUNT.format('j', '石沟教育', WX)}"
        f"{ACCOUNT.format('d', '石沟教育', DY)}</div></div>"
        f"<div><div><h4>石沟县水利局</h4></div><div>{ACCOUNT.format('s', '石沟水利', WX)}</div></div>",
        [(WX, "石沟教育", "石沟县教育局"), (DY, "石沟教育", "石沟县教育局"), (WX, "石沟水利", "石沟县水利局")],
    ),
    "pictures with words of their own only": (
        "<div><img src='a.png' alt='石沟发布微信公众号'><img src='b.png' alt='石沟文旅抖音'></div>",
        [(WX, "石沟发布", ""), (DY, "石沟文旅", "")],
    ),
    "attached files": (
        "<h2>政务新媒体名录</h2><p>附件：<a href='P02026.xlsx'>石沟县政务新媒体名录.xlsx</a></p>"
        "<p><a href='b.doc'>石沟县政务新媒体备案表.doc</a></p>",
        [],
    ),
    "merged cells": (
        "<table><tr><th>主办单位</th><th>平台</th><th>账号名称</th></tr>"
        "<tr><td rowspan=2>石沟县教育局</td><td>微信</td><td>石沟教育</td></tr>"
        "<tr><td>抖音</td><td>石沟教育在线</td></tr>"
        "<tr><td>石沟县水利局</td><td>微信</td><td>石沟水利</td></tr></table>",
        [(WX, "石沟教育", "石沟县教育局"), (DY, "石沟教育在线", "石沟县教育局"), (WX, "石沟水利", "石沟县水利局")],
    ),
    "a row that heads the rows below it": (
        "<table><tr><th>名称</th><th>主办单位</th></tr><tr><td colspan=2>微信公众号</td></tr>"
        "<tr><td>石沟发布</td><td>县政府办</td></tr><tr><td colspan=2>微博</td></tr>"
        "<tr><td>石沟播报</td><td>县政府办</td></tr></table>",
        [(WX, "石沟发布", "县政府办"), (WB, "石沟播报", "县政府办")],
    ),
    "two accounts a row": (
        "<h3>抖音</h3><table><tr><td>单位</td><td>账号名称</td><td>单位</td><td>账号名称</td></tr>"
        "<tr><td>县教育局</td><td>石沟教育</td><td>县水利局</td><td>石沟水利</td></tr>"
        "<tr><td>县审计局</td><td>石沟审计</td><td></td><td></td></tr></table>",
        [(DY, "石沟教育", "县教育局"), (DY, "石沟水利", "县水利局"), (DY, "石沟审计", "县审计局")],
    ),
    "one owner above many accounts": (
        "<h3>石沟县教育局</h3><ul><li><img src='1.png'><p>微信：石沟教育</p></li>"
        "<li><a href='https://weibo.com/a'>微博：石沟教育发布</a></li></ul>"
        "<h3>石沟县水利局</h3><ul><li><img src='2.png'><p>微信：石沟水利</p></li></ul>",
        [(WX, "石沟教育", "石沟县教育局"), (WB, "石沟教育发布", "石沟县教育局"), (WX, "石沟水利", "石沟县水利局")],
    ),
    "platforms by the names of icons only": (
        f"<ul>{ICON.format('wx', '石沟发布', 1)}{ICON.format('ico_wb', '石沟播报', 2)}"
        f"{ICON.format('dy2', '石沟文旅', 3)}</ul>",
        [(WX, "石沟发布", ""), (WB, "石沟播报", ""), (DY, "石沟文旅", "")],
    ),
    "one short icon by itself says nothing": (
        f"<ul>{ICON.format('wx', '石沟发布', 1)}{ICON.format('wx', '石沟教育', 2)}</ul>",
        [("", "石沟发布", ""), ("", "石沟教育", "")],
    ),
    "codes below the pointer": (
        f"<h3>政务微信</h3><ul>{HOVER.format(1, '石沟发布')}{HOVER.format(2, '石沟教育')}</ul>",
        [(WX, "石沟发布", ""), (WX, "石沟教育", "")],
    ),
    "sections and cards with English classes": (
        f"<section class='wechat-list'>{ITEM.format(1, '石沟发布', '石沟县人民政府办公室')}"
        f"{ITEM.format(2, '石沟教育', '石沟县教育局')}</section>"
        f"<section class='weibo-list'>{ITEM.format(3, '石沟播报', '石沟县人民政府办公室')}</section>",
        [(WX, "石沟发布", "石沟县人民政府办公室"), (WX, "石沟教育", "石沟县教育局"),
         (WB, "石沟播报", "石沟县人民政府办公室")],
    ),
    "a single section says nothing": (
        f"<section class='weixin-box'>{ITEM.format(1, '石沟发布', '石沟县教育局')}"
        f"{ITEM.format(2, '石沟水利', '石沟县水利局')}</section>",
        [("", "石沟发布", "石沟县教育局"), ("", "石沟水利", "石沟县水利局")],
    ),
}  # fmt: skip
NEWS = "<li><a href='/a/{0}.html'>石沟县推进第{0}项工作</a><span>2026-09-{0}</span></li>"
SHARE = (
    "<div class='share'>分享：<a class='icon-weixin' href='#'></a>"
    "<a class='icon-weibo' href='https://service.weibo.com/share/share.php?url=x'></a></div>"
)
OTHERS = {
    "an article": f"<h1>石沟县召开政务新媒体工作会议</h1><p>全县微信、微博、抖音账号共同发力。</p>{SHARE}",
    "a home page": f"<div><a href='/zw/'>政务公开</a></div><ul>{NEWS.format(11)}{NEWS.format(12)}</ul>{SHARE}",
    "a report of an inspection": (
        "<h1>关于第三季度政务新媒体检查情况的通报</h1><table><tr><td>单位</td><td>微信</td><td>微博</td></tr>"
        "<tr><td>合计</td><td>12</td><td>3</td></tr></table>"
    ),
    "codes of the page and of its mobile edition": (
        "<div><img src='/qr.png' alt='手机版二维码'><p>手机版</p></div><div><img src='/ewm2.png'><p>党政机关</p></div>"
    ),
}


def listed(body: str, title: str) -> list[tuple[str, str, str]]:
    html = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
    found = read_account_list(read_page(html.encode(), URL, on=date(2026, 11, 2)))
    return [(one.platform, one.name, one.owner) for one in found]


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_list_of_this_structure_gives_what_it_shows_and_no_more(name: str) -> None:
    body, rows = STRUCTURES[name]
    assert listed(body, "政务新媒体矩阵_石沟县人民政府") == rows


@pytest.mark.parametrize("name", OTHERS)
def test_a_page_that_lists_no_accounts_gives_none(name: str) -> None:
    assert listed(OTHERS[name], "石沟县人民政府") == []


def test_the_footer_s_own_accounts_of_a_home_page_are_all_it_gives() -> None:
    foot = "<div class='footer'><p>主办单位：石沟县人民政府办公室</p><img src='/ewm_wx.png' alt='官方微信'></div>"
    assert listed(OTHERS["a home page"] + foot, "石沟县人民政府") == [(WX, "", "石沟县人民政府办公室")]


def test_a_home_page_s_links_to_lists_of_accounts_are_told_and_news_about_them_are_not() -> None:
    body = (
        "<a href='/xmt/list.html'><img src='a.png'><span>政务新媒体矩阵</span></a>"
        "<a href='/xmt/list.html'>新媒体矩阵</a>"
        "<a href='/t/1.html'>政务新媒体检查情况的通报</a><a href='https://weibo.com/sg'>官方微博</a><a>政务新媒体</a>"
    )
    page = read_page(f"<meta charset='utf-8'>{body}".encode(), URL, on=date(2026, 11, 2))
    assert list_links(page) == (("政务新媒体矩阵", "http://www.shigou.gov.test/xmt/list.html"),)
