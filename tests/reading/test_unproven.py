"""Pages that hide something from a static reader: what they do not show is not told, and never called absent.

Each was a false accusation once, or comes from the same drawer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crawler.reading.facts import read_facts
from crawler.reading.pages.page import read_page

ON = date(2026, 11, 21)
MENU = "".join(
    f"<li><a href=/{path}/>{name}</a></li>"
    for path, name in (("zjlx", "走进林溪"), ("xw", "新闻中心"), ("fw", "政务服务"), ("hd", "互动交流"))
)
NAV = f"<div class=nav><ul><li><a href=/>首页</a></li>{MENU}</ul></div>"
NEWS = "".join(
    f"<li><a href=/xw/2026/{n}.html>林溪县召开第{n}次专题会议</a><span>2026-11-{n:02}</span></li>" for n in range(1, 9)
)
LIST = f"<div class=m><h3>新闻</h3><ul>{NEWS}</ul></div>"
FOOT = (
    "<div class=foot><a href=/map/>网站地图</a> <a href=/lx/>联系我们</a> 主办：林溪县人民政府 承办：林溪县政府办 "
    "网站标识码：9901220001 豫ICP备99000123号-1 豫公网安备99012202000111号</div>"
)
PARTS = (
    "<a href=/zfxxgk/zn/>政府信息公开指南</a><a href=/zfxxgk/nr/>法定主动公开内容</a>"
    "<a href=/zfxxgk/nb/>政府信息公开年报</a>"
)


def facts(body: str, kind: str, path: str = "/", title: str = "林溪县人民政府") -> dict[str, Any]:
    html = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return read_facts(read_page(html.encode(), f"http://www.linxi.gov.test{path}", on=ON), kind)


ENTRIES = {
    "areas of a picture without words": '<img src=n.jpg usemap="#m"><map name=m><area href=/a/><area href=/b/></map>',
    "a picture called as the column": "<a href=/c/8.html><img src=/i/zfxxgk.png></a>",
    "a style that paints the column's name": '<a style="background:url(/img/xxgk.png)" href=/channel/12.html></a>',
    "two pictures without words": "<a href=/c/8.html><img src=/i/b3.png></a><a href=/c/9.html><img src=/i/b4.png></a>",
    "only the column's catalogue": "<a href=/ml/>政府信息公开目录</a>",
    "other words in other characters": "<a href=/gk/>政府資訊公開</a>",
    "a class for a style sheet": "<a class=zfxxgk href=/zfxxgk/></a>",
    "a film": "<object><param name=movie value=/swf/nav.swf><embed src=/swf/nav.swf></object>",
    "a label for those who cannot see": "<a href=/gov/ aria-label=政府信息公开></a>",
    "a name kept for a script": "<ul><li data-name=政府信息公开></li></ul>",
    "words a style sheet writes": '<style>.m5:before{content:"政府信息公开"}</style><a class=m5 href=/c5/></a>',
    "an icon called as the column": '<a href=/gov/><i class="iconfont icon-xinxigongkai"></i></a>',
    "an address called as the column": "<a href=/xxgk/index.htm>更多服务</a>",
    "a host called as the column": "<a href=http://xxgk.linxi.gov.test>公示平台</a>",
    "a part of the name": "<a href=/gs/>信息公示</a>",
    "a drawn link": "<svg><a xlink:href=/gk/><image href=gk.png /></a></svg>",
    "text to be decoded": '<div id=n></div><script>document.getElementById("n").innerHTML=atob("5pS/")</script>',
    "a box to click": "<div class=b9 onclick=\"location.href='/c9/'\"></div>",
    "a part of a map": '<map><area shape=rect href="javascript:go(3)"></map>',
    "a caption": "<table><caption>政务公开</caption></table>",
    "a module": '<script>require(["menu"],function(m){m.render()})</script>',
    "a menu to be fetched": '<div id=topmenu></div><script>$("#topmenu").load("/include/menu.html");</script>',
}


@pytest.mark.parametrize("hidden", ENTRIES.values(), ids=ENTRIES)
def test_a_home_page_that_could_hide_its_entry_does_not_lack_one(hidden: str) -> None:
    assert facts(NAV + hidden + LIST + FOOT, "home")["disclosure"]["entry"] is not False


def test_a_home_page_shown_whole_lacks_its_entry() -> None:
    assert facts(NAV + LIST + FOOT, "home")["disclosure"]["entry"] is False


FOOTERS = {
    "a module to be imported": '<script>import("/m/foot.mjs")</script>',
    "a picture of the footer": "<div class=foot><img src=/images/foot.jpg width=1000 height=120></div>",
    "a sea of modules": '<div id=bottom></div><script>seajs.use("/js/main");</script>',
    "a loader's main module": "<script data-main=/js/app src=/js/require.js></script>",
    "a film": "<embed src=/foot.swf width=1000 height=100>",
    "an unknown fragment": '<div class=foot></div><script>$.post("/q",{},function(d){$(".foot").html(d)})</script>',
    "a frame": "<iframe src=/foot.html height=150></iframe>",
}


@pytest.mark.parametrize("hidden", FOOTERS.values(), ids=FOOTERS)
def test_a_footer_that_could_be_elsewhere_lacks_nothing(hidden: str) -> None:
    footer = facts(NAV + LIST + hidden, "home")["footer"]
    assert {footer[name] for name in ("site_code", "icp_filing", "police_filing", "owner")} == {None}


MARKS = {
    "sitemap": "<a href=/dt/><img src=/i/wzdt.png></a>",
    "contact": "<p>林溪县桥南路2号 572800</p>",
    "icp_linked": "<i onclick=\"open('https://beian.miit.gov.cn')\">豫ICP备99000123号-1</i>",
    "claims_ipv6": "<p>IPV6 Supported</p>",
    "organ_badge": "<img src=/i/a.png onclick=\"open('http://bszs.conac.cn/sitename?id=1')\">",
    "error_report": "<i class=icon-jiucuo></i>",
}


@pytest.mark.parametrize("field", MARKS)
def test_a_footer_that_hints_at_a_field_does_not_lack_it(field: str) -> None:
    foot = f"<div><p>主办：林溪县人民政府 网站标识码：9901220001 豫ICP备99000123号-1</p>{MARKS[field]}</div>"
    assert facts(NAV + LIST + foot, "home")["footer"][field] is not False


CONTENTS = {
    "one short line": "<div class=con>本局内设办公室、法规科、行政审批科。</div>",
    "two short lines": "<div class=con><p>局长：王某某</p><p>电话：0371-99160000</p></div>",
    "rows with days and no links": "<ul><li>干部任职通知 2026-01-01</li><li>机构更名通知 2025-02-02</li></ul>",
    "a drawing": "<div class=con><svg><text>机构图</text></svg></div>",
    "a picture as background": '<div class=con style="background:url(/u/zhineng.jpg);height:900px"></div>',
    "a service to fill in": "<form action=/s>姓名<input name=a>身份证号<input name=b></form>",
    "a text as it was typed": "<pre>一、负责全县粮食工作\n二、负责储备</pre>",
    "a bundle of scripts": "<div class=content-box></div><script src=/_static/a8f3.js></script>",
    "no data in English": "<div class=con>No Data</div>",
    "where to find the office": "<div class=con><p>地址：林溪县桥南路2号</p><p>联系电话：0371-99160000</p></div>",
    "a name and an office": "<div class=con><img src=/i/w.jpg width=80><p>王某</p><p>县长</p></div>",
    "a sentence in English": "<div class=con><p>Linxi County lies in the north.</p></div>",
    "figures": "<table><tr><td>2024</td><td>1203.5</td></tr><tr><td>2025</td><td>1299.1</td></tr></table>",
    "the websites of offices": "".join(f"<a href=http://d{n}.linxi.gov.test/>林溪县第{n}局</a>" for n in range(1, 8)),
    "a pager with pages to come": "<ul></ul><div class=page>共3页 45条 <a href=index_2.html>下一页</a></div>",
    "buttons": "<div class=con><button onclick=go(1)>在线咨询</button></div>",
    "a picture to come into view": "<div class=con><img data-src=/u/1.jpg></div>",
    "a note for browsers without scripts": "<noscript>请使用新版浏览器</noscript><div class=con></div>",
    "pictures that lead on": "<div class=con><a href=/jgzn/ld/><img src=1.jpg></a></div>",
    "another platform": "<div class=con><a href=https://mp.weixin.qq.com/s/abc>阅读公众号推文</a></div>",
    "a share in per cent": "<div class=con><strong>5.6%</strong></div>",
    "a chart": "<div id=c1></div><script>echarts.init(document.getElementById('c1')).setOption(o)</script>",
    "a way to more": "<div class=con><a href=/sj/all/>更多</a></div>",
    "links into the page": "<div class=con><a href=#a1>第一季度</a><a href=#a2>第二季度</a></div>",
    "a paper in a frame": "<div class=con><object data=/u/1.pdf></object></div>",
    "a film": "<div class=con><video src=/u/1.mp4 controls></video></div>",
}
CRUMB = "<div class=wz>当前位置：<a href=/>首页</a>&gt;机构职能</div>"


def column(content: str) -> str:
    seen = facts(NAV + CRUMB + content + FOOT, "column", "/jgzn/index.html", "机构职能_林溪县人民政府")
    return str(seen["column"]["state"])


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_column_that_shows_something_is_not_blank(content: str) -> None:
    assert column(content) != "blank"


@pytest.mark.parametrize("content", ["<ul class=list></ul>", "<div>打印本页 关闭窗口</div><ul></ul>", ""])
def test_a_column_that_shows_nothing_is_blank(content: str) -> None:
    assert column(f"<div class=con>{content}</div>") == "blank"


MENUS = {
    "links painted by a style sheet": "<a class=zd href=/zfxxgk/zd/></a><a class=ysq href=/zfxxgk/ysq/></a>",
    "shorter names": "<a href=/zfxxgk/zd/>公开依据</a><a href=/zfxxgk/ysq/>依申请</a>",
    "a script of its own": "<script src=/js/gkmenu.js></script>",
    "a tree to be drawn": "<ul id=tree class=ztree></ul><script src=/js/ztree.js></script>",
    "links without words": "<ul><li><a href=?m=4></a></li><li><a href=?m=5></a></li></ul>",
    "pictures without words": "<a href=/c4/><img src=/i/4.png></a><a href=/c5/><img src=/i/5.png></a>",
    "names to choose from": "<select onchange=go(this)><option>制度</option><option>申请</option></select>",
    "data for a script": '<script>var more=[{t:"nb",u:"/nb"},{t:"ysq",u:"/ysq"}];draw(more)</script>',
    "a frame of the own site": "<iframe src=/more.html></iframe>",
    "headings on the page": "<h3>申请表</h3><form action=/ysq><input name=a></form><h3>制度</h3>",
}


@pytest.mark.parametrize("rest", MENUS.values(), ids=MENUS)
def test_a_disclosure_column_that_could_hold_more_lacks_no_part(rest: str) -> None:
    seen = facts(f"{NAV}<div class=l>{PARTS}{rest}</div>{FOOT}", "column", "/zfxxgk/", "政府信息公开_林溪县人民政府")
    assert False not in seen["disclosure"]["parts"].values()


def test_a_disclosure_column_shown_whole_lacks_its_parts() -> None:
    seen = facts(f"{NAV}<div class=l>{PARTS}</div>{FOOT}", "column", "/zfxxgk/", "政府信息公开_林溪县人民政府")
    assert seen["disclosure"]["parts"]["on_request"] is False
