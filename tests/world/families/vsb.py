"""``xwzx/tzgg.htm`` and ``info/1021/2233.htm``: the date stands inside the link, written with 年月日."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import base64
import json
from datetime import date

from tests.world.families.base import Family
from tests.world.model import Article, Column, Site


class Vsb(Family):
    report_form = "docx"

    def column_path(self, column: Column) -> str:
        chain = [column.key]
        above = column.parent
        while above:
            chain.insert(0, above.key)
            above = above.parent
        return f"/{'/'.join(chain)}.htm"

    def page_path(self, column: Column, number: int) -> str:
        if number == 1:
            return self.column_path(column)
        pages = -(-len(column.articles) // 12)
        return f"{self.column_path(column)[:-4]}/{pages - number + 1}.htm"  # counted from the end

    def article_path(self, column: Column, article: Article) -> str:
        return f"/info/{column.number}/{article.number}.htm"

    def list_date(self, on: date) -> str:
        return f"{on.year}年{on.month:02d}月{on.day:02d}日"

    def home_date(self, on: date) -> str:
        return f"{on:%Y-%m-%d}"

    def item(self, site: Site, column: Column, article: Article, shown: str) -> str:
        when = f"<span>{shown}</span>" if article.dated else ""
        if "tips" in site.traps:
            when = (
                f'<a href="javascript:;" onmouseover="showTips(\'{self.tip(article)}\')"><img src="/images/i.gif"></a>'
            )
        title = article.title if len(article.title) < 20 else f"{article.title[:18]}..."
        href = self.article_href(site, column, article)
        return f'<li id="line_u8_{article.number % 50}"><a href="{href}" title="{article.title}"><em>{title}</em>{when}</a></li>'

    def tip(self, article: Article) -> str:
        """The pop-up's text: the only place of the list that knows the day."""
        told = {"gititle": article.title, "gidate": f"{article.on:%Y-%m-%d}", "gidocno": article.fields.get("文号", "")}
        return base64.b64encode(json.dumps(told, ensure_ascii=False).encode("gb18030")).decode()

    def pagination(self, column: Column, pages: int, number: int) -> str:
        links = "".join(
            f'<span class="p_no"><a href="{self.page_path(column, n)}">{n}</a></span>' for n in range(2, pages + 1)
        )
        return (
            f'<div class="pb_sys_common"><span class="p_t">共{len(column.articles)}条</span><span class="p_no_d">1</span>{links}'
            f'<span class="p_next"><a href="{self.page_path(column, min(number + 1, pages))}">下页</a></span></div>'
        )

    def field_block(self, fields: dict[str, str]) -> str:
        spaced = {"有效性": "有 效 性", "索引号": "索 引 号", "文号": "文      号", "标题": "标　　题"}
        return (
            "<ul class='xxgk'>"
            + "".join(f"<li><b>{spaced.get(n, n)}：</b>{v}</li>" for n, v in fields.items())
            + "</ul>"
        )
