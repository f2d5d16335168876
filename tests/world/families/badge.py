"""A modern page of ``div``s: the day large, year and month small beside it."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from datetime import date

from tests.world.families.base import Family
from tests.world.model import Article, Column, Site


class Badge(Family):
    report_form = "pdf"

    def article_path(self, column: Column, article: Article) -> str:
        return f"{self.column_path(column)}content_{article.number}.html"

    def page_path(self, column: Column, number: int) -> str:
        return self.column_path(column) + (f"?page={number}" if number > 1 else "")

    def item(self, site: Site, column: Column, article: Article, shown: str) -> str:
        on = article.on
        when = f'<div class="date"><b>{on:%d}</b><span>{on:%Y-%m}</span></div>' if article.dated else ""
        href = self.article_href(site, column, article)
        return (
            f'<div class="item">{when}<div class="txt"><h4><a href="{href}">{article.title}</a></h4>'
            f"<p>{site.organ}近日就有关工作作出安排，请社会各界予以支持和监督……</p></div></div>"
        )

    def rows(self, site: Site, column: Column, articles: list[Article]) -> str:
        return f'<div class="itemlist">{self.items(site, column, articles)}</div>'

    def block(self, site: Site, column: Column) -> str:
        href = self.column_href(site, column)
        return (
            f'<section class="panel"><header><h3>{column.name}</h3><a href="{href}" class="more">MORE</a></header>'
            f'<div class="itemlist">{self.items(site, column, column.articles[:5], home=True)}</div></section>'
        )

    def navigation(self, site: Site) -> str:
        lines = "".join(
            f'<div class="menu-item"><a href="{href}"><span>{name}</span></a>{self.drop_down(children)}</div>'
            for href, name, children in self.menu(site)
        )
        return f'<nav class="menu"><div class="menu-item"><a href="{self.href(site, "/")}"><span>首页</span></a></div>{lines}</nav>'

    def drop_down(self, children: list[tuple[str, str]]) -> str:
        inner = "".join(f'<a href="{href}" title="{name}"><span>{name}</span></a>' for href, name in children)
        return f'<div class="drop">{inner}</div>' if children else ""

    def pagination(self, column: Column, pages: int, number: int) -> str:
        links = "".join(f'<a href="{self.page_path(column, n)}">{n}</a>' for n in range(1, pages + 1))
        return f'<div class="pager">{links}<span>共 {pages} 页</span></div>'

    def field_block(self, fields: dict[str, str]) -> str:
        return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in fields.items()) + "</dl>"

    def list_date(self, on: date) -> str:
        return f"{on:%Y.%m.%d}"
