"""Pages of 60 KB as portals serve them, for the bench of the readers: home, list, article, disclosure column."""

# ruff: noqa: E501 - markup stays unbroken

from __future__ import annotations

from datetime import timedelta

from tests.world import words
from tests.world.model import TODAY

SIZE = 60_000  # bytes of one page
URL = "http://www.jizhun.gov.test"
KINDS = {
    "home": "/",
    "list": "/zwgk/tzgg/index.html",
    "article": "/zwgk/tzgg/202611/t20261110_101.html",
    "disclosure": "/zfxxgk/index.html",
}
MENU = {
    "首页": (), "走进基准": ("基准概况", "历史沿革", "行政区划"), "新闻动态": ("基准要闻", "部门动态", "乡镇动态", "图片新闻"),
    "政务公开": ("政策文件", "规范性文件", "规划计划", "人事信息", "财政预算", "统计数据", "政策解读"), "政务服务": ("办事指南", "便民服务"),
    "互动交流": ("领导信箱", "意见征集", "在线访谈"), "政府信息公开": (),
}  # fmt: skip
PARTS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
STYLE = '<script>var _hmt=_hmt||[];(function(){var hm=document.createElement("script");hm.src="/js/tongji.js";})();$(".tab").slide({titCell:".hd li",mainCell:".bd"});</script>'
FOOT = """<div class="footer"><div class="links"><a href="/wzdt/">网站地图</a>|<a href="/lxwm/">联系我们</a></div>
<p>主办单位：基准县人民政府办公室　承办：基准县数据局</p><p>网站标识码：5799000001 <a href="https://beian.miit.gov.cn/">云ICP备99000001号</a>
<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=57990002000001">云公网安备 57990002000001号</a></p></div>"""


def page_of(kind: str, number: int) -> bytes:
    """One page of about :data:`SIZE` bytes. Pages of one number differ from those of another in all but the template."""
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{_title(kind, number)}</title><meta name="SiteName" content="基准县人民政府"><meta name="SiteIDCode" content="5799000001">{_metas(kind, number)}{STYLE}</head><body>{_menu()}'
    place = (
        ""
        if kind == "home"
        else f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; {_title(kind, number)[:8]}</div>'
    )
    made = head + place + {"home": _home, "list": _list, "article": _article, "disclosure": _disclosure}[kind](number)
    return (made + _filler(kind, SIZE - len((made + FOOT).encode())) + FOOT + "</body></html>").encode()


def _title(kind: str, number: int) -> str:
    names = {
        "home": "基准县人民政府",
        "list": "通知公告",
        "article": _titles("tzgg", number)[0],
        "disclosure": "政府信息公开",
    }
    return names[kind] if kind == "home" else f"{names[kind]}-基准县人民政府"


def _metas(kind: str, number: int) -> str:
    if kind != "article":
        return f'<meta name="ColumnName" content="{_title(kind, number)[:4]}">'
    return f'<meta name="ArticleTitle" content="{_title(kind, number)[:-8]}"><meta name="PubDate" content="2026-11-10 09:21"><meta name="ContentSource" content="基准县人民政府办公室">'


def _menu() -> str:
    entries = []
    for place, (name, children) in enumerate(MENU.items()):
        below = "".join(
            f'<li><a href="/c{place}/l{n}/" target="_blank">{child}</a></li>' for n, child in enumerate(children)
        )
        entries.append(
            f'<li class="m{place}"><a href="/c{place}/">{name}</a>{f"<ul class=sub>{below}</ul>" if below else ""}</li>'
        )
    return f'<div class="header"><div class="logo"><img src="/images/logo.png" alt=""></div><ul class="nav">{"".join(entries)}</ul></div>'


def _titles(key: str, number: int, count: int = 20) -> list[str]:
    return [f"{title}（{number}号）" for title in words.titles("news", f"基准{number}局", key, count)]


def _rows(key: str, number: int, count: int) -> str:
    lines = enumerate(_titles(key, number, count))
    day = TODAY - timedelta(days=number)
    return "".join(
        f'<li class="clearfix"><a href="/{key}/{day - timedelta(days=n):%Y%m}/t{day - timedelta(days=n):%Y%m%d}_{number}{n:02d}.html" target="_blank" title="{title}">{title}</a><span class="date">{(day - timedelta(days=n)).isoformat()}</span></li>'
        for n, title in lines
    )


def _home(number: int) -> str:
    names = [child for children in MENU.values() for child in children]
    boxes = (
        f'<div class="box"><div class="hd"><h2><a href="/b{n}/">{name}</a></h2><a class="more" href="/b{n}/">更多&gt;&gt;</a></div><div class="bd"><ul class="list">{_rows(f"b{n}", number, 8)}</ul></div></div>'
        for n, name in enumerate(names)
    )
    return "".join(boxes)


def _list(number: int) -> str:
    side = "".join(f'<li><a href="/zwgk/s{n}/">{name}</a></li>' for n, name in enumerate(MENU["政务公开"]))
    rows = "".join(f'<ul class="news">{_rows("tzgg", number + turn, 20)}</ul>' for turn in range(3))
    return f'<div class="side"><h3>政务公开</h3><ul>{side}</ul></div><div class="main"><h2>通知公告</h2>{rows}<div class="page"><script>createPageHTML(34, 0, "index", "html");</script></div></div>'


def _article(number: int) -> str:
    title = _title("article", number)[:-8]
    return f'<div class="article"><h1>{title}</h1><div class="info">发布时间：2026-11-10 09:21　来源：基准县人民政府办公室　浏览次数：<span id="hits"></span></div><div class="TRS_Editor">{words.paragraphs(f"基准{number}局", title, 30)}</div></div>'


def _disclosure(number: int) -> str:
    parts = "".join(f'<li><a href="/zfxxgk/p{n}/">{name}</a></li>' for n, name in enumerate(PARTS))
    tree = "".join(
        f'<li><a href="/zfxxgk/nr/n{n}/">{name}</a></li>'
        for n, name in enumerate(
            ("机构职能", "政策文件", "规划计划", "财政预决算", "行政许可", "行政处罚", "应急管理", "公务员招考")
        )
    )
    return f'<div class="left"><ul class="parts">{parts}</ul><ul class="tree">{tree}</ul></div><div class="right"><h2>法定主动公开内容</h2><ul class="list">{_rows("zfxxgk", number, 25)}</ul></div>'


def _filler(kind: str, left: int) -> str:
    """What fills the page up: more lists on a home or list page, more words elsewhere."""
    pieces: list[str] = []
    turn = 100
    while left > 0:
        turn += 1
        piece = (
            f'<div class="box"><h3>专题专栏{turn}</h3><ul>{_rows(f"zt{turn}", turn, 5)}</ul></div>'
            if kind in {"home", "list"}
            else f"<div class='text'>{words.paragraphs('基准单位', str(turn), 4)}</div>"
        )
        pieces.append(piece)
        left -= len(piece.encode())
    return "".join(pieces)
