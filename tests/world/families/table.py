"""An old table layout of 2008: ``list.asp?cid=3``, pages in GB18030 that call themselves gb2312."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from datetime import date

from tests.world.families.base import Family
from tests.world.model import Article, Column, Site


class Table(Family):
    declared = "gb2312"
    doctype = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">'

    def column_path(self, column: Column) -> str:
        return f"/list.asp?cid={column.number}"

    def page_path(self, column: Column, number: int) -> str:
        return self.column_path(column) + (f"&page={number}" if number > 1 else "")

    def article_path(self, column: Column, article: Article) -> str:
        return f"/show.asp?cid={column.number}&id={article.number}"

    def list_date(self, on: date) -> str:
        return f"{on.year}/{on.month}/{on.day}"

    def home_date(self, on: date) -> str:
        return f"({on:%Y-%m-%d})"

    def head(self, site: Site, title: str, metas: dict[str, str]) -> str:
        site_code = site.marks.site_code or ""
        lines = "".join(f"<META content='{value}' name='{name}'>" for name, value in metas.items())
        return (
            f'<HEAD><META http-equiv="Content-Type" content="text/html; charset={self.declared}"><TITLE>{title}</TITLE>'
            f"<meta name='Sitename' content='{site.name}'><meta name='siteidcode' content='{site_code}'>{lines}</HEAD>"
        )

    def navigation(self, site: Site) -> str:
        cells = ['<td align="center"><a href="/">首页</a></td>']
        for href, name, children in self.menu(site):
            cells.append(f'<td align="center"><a href="{href}">{name}</a></td>')
            cells.extend(f'<td align="center"><a href="{link}">{label}</a></td>' for link, label in children)
        rows = "".join(f"<tr>{'<td>|</td>'.join(cells[i : i + 8])}</tr>" for i in range(0, len(cells), 8))
        return f'<table width="1000" border="0" cellspacing="0" class="menu">{rows}</table>'

    def line(self, site: Site, column: Column, article: Article, shown: str) -> str:
        href = self.article_href(site, column, article)
        return (
            f'<tr><td width="12"><img src="/images/dot.gif"></td><td height="24"><a href=" {href} " target="_blank">{article.title}</a></td>'
            f'<td width="90" align="right">{shown if article.dated else "&nbsp;"}</td></tr>'
        )

    def rows(self, site: Site, column: Column, articles: list[Article]) -> str:
        lines = "".join(self.line(site, column, one, self.list_date(one.on)) for one in articles)
        head = "<tr><td></td><td>标题</td><td>日期</td></tr>" if articles else ""
        return f'<table width="740" border="0" cellpadding="0">{head}{lines}</table>'

    def block(self, site: Site, column: Column) -> str:
        lines = "".join(self.line(site, column, one, self.home_date(one.on)) for one in column.articles[:6])
        href = self.column_href(site, column)
        return (
            f'<table width="480" border="0"><tr><td class="bt"><b>{column.name}</b></td><td align="right"><a href="{href}">更多...</a></td></tr>'
            f'<tr><td colspan="2"><table width="100%">{lines}</table></td></tr></table>'
        )

    def pagination(self, column: Column, pages: int, number: int) -> str:
        links = "".join(f'<a href="{self.page_path(column, n)}">{n}</a> ' for n in range(1, pages + 1))
        last = self.page_path(column, pages)
        return f'<div align="center">共{pages}页 {links}<a href="{self.page_path(column, min(number + 1, pages))}">下一页</a> <a href="{last}">尾页</a></div>'

    def published_line(self, site: Site, article: Article) -> str:
        on = article.shown_on or article.on
        return f'<p align="center">发布日期：{on.year}年{on.month}月{on.day}日　点击数：128　来源：{site.organ}</p>'
