"""What stands around the lists of a home page and misleads a careless reader."""

# ruff: noqa: E501 - markup stays unbroken

from __future__ import annotations

from tests.world.model import Site

OLD_MENU = (
    '<!-- 旧版导航 <ul class="oldnav"><li><a href="/old/xxgk/">政府信息公开目录</a></li><li><a href="/old/zn/">信息公开指南</a></li>'
    '<li><a href="/old/tz/">旧版通知公告</a></li><li><a href="/old/dt/">旧版工作动态</a></li></ul> -->'
)
FRIENDS = (("hengling-province", "恒岭省人民政府"), ("linjiang", "临江市人民政府"), ("pinghu-new-area", "平湖新区"))


def extras(site: Site) -> str:
    """Friendly links and the innocent oddities of a home page."""
    parts = ['<div class="nb"><a href="/wznb/">政府网站工作年度报表</a></div>'] if site.form_years else []
    if "hidden-tab" in site.traps:
        old = "".join(
            f'<li><a href="/old/{i}.html">往期专题第{i}期</a><span>2019-0{i}-11</span></li>' for i in (1, 2, 3)
        )
        parts.append(f'<div class="tab" style="display:none"><h2>往期专题</h2><ul>{old}</ul></div>')
    links = "".join(f'<a href="http://www.{name}.gov.test/">{label}</a>' for name, label in FRIENDS)
    return "".join(parts) + f'<div class="links"><h3>友情链接</h3>{links}</div>'
