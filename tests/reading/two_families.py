"""Invented home pages as they come over IPv4 and IPv6, and what may come instead."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from datetime import date
from typing import Any

from crawler.reading.pages.page import Page, read_page

TODAY = date(2026, 11, 16)
HOST = "http://www.lin.gov.test/"
NEWS = [
    "市政府召开常务会议研究部署安全生产工作", "全市秋冬季森林防火工作会议召开", "我市三家企业入选省级专精特新名单",
    "临河大桥主体工程顺利合龙", "市民政局开展困难群众走访慰问活动", "第五届临川柑橘文化节开幕",
    "市教育局公布义务教育阶段招生办法", "关于征集惠民实事项目建议的公告", "城区供水管网改造有序推进",
    "全市优化营商环境大会召开", "市卫健委部署流感疫苗接种工作", "乡村道路提质工程全面完工",
    "关于元旦期间车辆限行的通告", "市图书馆新馆试运行", "我市全面推进IPv6规模部署和应用",
]  # fmt: skip
OLD_NEWS = [
    "全市防汛抗旱工作视频会议召开", "市领导调研重点项目建设情况", "夏粮收购工作全面启动", "高考期间交通管制通告",
    "河长制工作推进会召开", "全民健身日活动丰富多彩", "小微企业贷款贴息申报开始", "开展夏季食品安全专项检查",
    "旅游旺季接待能力提升方案印发", "暑期学生防溺水倡议书", "中小学教师招聘面试公告", "高标准农田建设项目招标公告",
    "老旧小区加装电梯补贴办法解读", "市级湿地公园免费开放", "社区养老服务中心揭牌",
]  # fmt: skip
MENU = ["首页", "走进临川", "新闻中心", "政务公开", "政务服务", "互动交流", "专题专栏", "数据开放"]
FOOT = """<div class="foot"><p>主办单位：临川市人民政府办公室 地址：临川市府前路1号 <a href="/wzdt/">网站地图</a> <a href="/lxwm/">联系我们</a></p>
<p>网站标识码：4200000001 <a href="https://beian.miit.gov.cn/">鄂ICP备05000001号</a> 鄂公网安备 42000002000001号</p></div>"""


def home(
    *,
    title: str = "临川市人民政府门户网站",
    head: str = "",
    top: str = '<span id="clock">2026年11月16日 星期一</span>',
    news: list[str] = NEWS,
    foot: str = FOOT,
    more: str = "",
) -> str:
    """A city's home page."""
    menu = "".join(f'<li class="nav{n}"><a href="/c{n}/">{name}</a></li>' for n, name in enumerate(MENU))
    rows = "".join(
        f'<li><a href="/n/{n}.html" title="{one}">{one}</a><span class="date">11-{15 - n % 14:02d}</span></li>'
        for n, one in enumerate(news)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}
<link rel="stylesheet" href="/css/a.css?v=20261101"><script src="/js/jquery.js"></script></head><body>
<div class="top">{top}</div><div class="nav"><ul>{menu}</ul></div>
<div class="main"><div class="pic"><img src="/images/1.jpg"></div><h2>要闻动态</h2><ul class="list">{rows}</ul>
<div class="zt"><h2>专题专栏</h2><a href="/zt/1/">学习贯彻会议精神</a><a href="/zt/2/">优化营商环境</a><a href="/zt/3/">乡村振兴</a></div>
<div class="fw"><h2>办事服务</h2><a href="/fw/1/">个人办事</a><a href="/fw/2/">法人办事</a><a href="/fw/3/">便民查询</a></div></div>
{more}{foot}</body></html>"""


def mobile(news: list[str] = NEWS) -> str:
    """The same words for a telephone: other markup, no menu, no pictures."""
    rows = "".join(f"<p><a href='/m/{n}.html'>{one}</a></p>" for n, one in enumerate(news))
    return f"<html><head><title>临川市人民政府手机版</title></head><body><section><h1>临川市人民政府</h1>{rows}</section></body></html>"


def other_city() -> str:
    """Another city's home page, from another maker."""
    rows = "".join(
        f"<tr><td class=tit><a href=/art/{n}>{one}</a></td><td>2026-11-10</td></tr>" for n, one in enumerate(OLD_NEWS)
    )
    return f"""<html><head><title>青石县人民政府</title></head><body><table class=t><tr><td>青石概况</td><td>信息公开</td><td>网上办事</td>
<td>县长信箱</td></tr></table><table class=n>{rows}</table><center>主办：青石县人民政府 网站标识码：4300000009 湘ICP备06000002号</center></body></html>"""


def page(source: str | bytes, **more: Any) -> Page:
    body = source if isinstance(source, bytes) else source.encode()
    return read_page(body, more.pop("url", HOST), on=TODAY, **more)
