"""``list.shtml`` pages: the date before the link without a year on short lists, PubDate filled at build time."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from tests.world.families.base import Family
from tests.world.model import Article, Column, Site


class Tuoersi(Family):
    def column_path(self, column: Column) -> str:
        above = self.column_path(column.parent).rsplit("/", 1)[0] if column.parent else ""
        return f"{above}/{column.key}/list.shtml"

    def page_path(self, column: Column, number: int) -> str:
        return self.column_path(column).replace("list.shtml", "list.shtml" if number == 1 else f"list_{number}.shtml")

    def article_path(self, column: Column, article: Article) -> str:
        folder = self.column_path(column).rsplit("/", 1)[0]
        return f"{folder}/{article.on:%Y%m}/{article.number * 2654435761 % 2**32:08x}.shtml"

    def list_date(self, on: date) -> str:
        return f"[{on:%m-%d}]"  # runs over New Year in every longer list

    def rows(self, site: Site, column: Column, articles: list[Article]) -> str:
        """Lists with years between two lines, or before the first, show the year: without it nobody could tell."""
        days = [site.today, *(article.on for article in articles)]
        sparse = any(abs((one - other).days) > 300 for one, other in pairwise(days))
        if not sparse:
            return super().rows(site, column, articles)
        lines = "".join(self.item(site, column, one, f"{one.on:%Y-%m-%d}") for one in articles)
        return f'<ul class="list">{lines}</ul>'

    def home_date(self, on: date) -> str:
        return f"{on:%Y-%m-%d}"

    def item(self, site: Site, column: Column, article: Article, shown: str) -> str:
        when = f'<i class="rq">{shown}</i>' if article.dated else ""
        hover = ""
        if "hover" in site.traps:
            hover = (
                f'<div class="tip" style="display:none"><p>{article.title}</p><span>{article.on:%Y-%m-%d}</span></div>'
            )
        href = self.article_href(site, column, article)
        return f'<li>{when}<a href="{href}" title="{article.title}">{article.title}</a>{hover}</li>'

    def pagination(self, column: Column, pages: int, number: int) -> str:
        return f"<div id='page-div'></div><script>createPageHTML('page-div',{pages},{number},'list','shtml',{len(column.articles)});</script>"

    def head(self, site: Site, title: str, metas: dict[str, str]) -> str:
        when = self.built(site)
        built = f'<meta name="Maketime" content="{when}"/><meta name="页面生成时间" content="{when}"/>'
        return super().head(site, title, metas).replace("</head>", f"{built}</head>")

    def meta_date(self, site: Site, article: Article) -> str:
        return self.built(site)

    def built(self, site: Site) -> str:
        return f"{site.today - timedelta(days=1)} 03:12:40"
