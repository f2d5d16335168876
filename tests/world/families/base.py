"""What all template families share. The base itself is the first family: static lists, one folder a column."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import base64
import json
from datetime import date

from tests.world import words
from tests.world.families.extras import OLD_MENU, extras
from tests.world.families.footer import FooterPart
from tests.world.families.loaders import loader
from tests.world.model import PAGE_SIZE, Article, Column, Site
from tests.world.reports import html, report_path

WEEKDAYS = "一二三四五六日"


class Family(FooterPart):
    """Folders and ``t20261112_123.html`` addresses, ``<li><a/><span>2026-11-12</span></li>``."""

    declared = "utf-8"
    report_form = "html"  # in which annual reports are published
    doctype = "<!DOCTYPE html>"

    # addresses

    def column_path(self, column: Column) -> str:
        above = self.column_path(column.parent) if column.parent else "/"
        return f"{above}{column.key}/"

    def page_path(self, column: Column, number: int) -> str:
        return self.column_path(column) if number == 1 else f"{self.column_path(column)}index_{number - 1}.html"

    def article_path(self, column: Column, article: Article) -> str:
        return f"{self.column_path(column)}{article.on:%Y%m}/t{article.on:%Y%m%d}_{article.number}.html"

    def href(self, site: Site, path: str, *, disclosure: bool = False) -> str:
        if not site.disclosure_host:
            return path
        return f"http://{site.disclosure_host if disclosure else site.host}{path}"

    def column_href(self, site: Site, column: Column) -> str:
        return self.href(site, self.column_path(column), disclosure=column.disclosure)

    def article_href(self, site: Site, column: Column, article: Article) -> str:
        if article.foreign:
            return article.foreign
        return self.href(site, self.article_path(column, article), disclosure=column.disclosure)

    # dates

    def list_date(self, on: date) -> str:
        return f"{on:%Y-%m-%d}"

    def home_date(self, on: date) -> str:
        return f"{on:%Y-%m-%d}"

    # lists

    def item(self, site: Site, column: Column, article: Article, shown: str) -> str:
        when = f"<span>{shown}</span>" if article.dated else ""
        href = self.article_href(site, column, article)
        return f'<li><a href="{href}" target="_blank" title="{article.title}">{article.title}</a>{when}</li>'

    def items(self, site: Site, column: Column, articles: list[Article], *, home: bool = False) -> str:
        made = []
        for place, article in enumerate(articles):
            made.append(self.item(site, column, article, (self.home_date if home else self.list_date)(article.on)))
            if place % 5 == 4 and "spacers" in site.traps:
                made.append('<li class="cont_line"></li>')
        return "\n".join(made)

    def rows(self, site: Site, column: Column, articles: list[Article]) -> str:
        """The list itself, without its pagination."""
        return f'<ul class="list">\n{self.items(site, column, articles)}\n</ul>'

    def documents(self, site: Site, column: Column, articles: list[Article]) -> str:
        """Documents as a table: a header row, title, number, date and validity."""
        rows = "".join(
            f'<tr><td>{place}</td><td><a href="{self.article_href(site, column, article)}">{article.title}</a></td>'
            f"<td>{article.fields.get('文号', '')}</td><td>{self.list_date(article.on)}</td></tr>"
            for place, article in enumerate(articles, 1)
        )
        head = "<tr><th>序号</th><th>标题</th><th>文号</th><th>发布日期</th></tr>"
        return f'<table class="wjlist">{head}{rows}</table>'

    def pagination(self, column: Column, pages: int, number: int) -> str:
        return f'<div class="page"><script>createPageHTML({pages},{number - 1},"index","html");</script></div>'

    def listing(self, site: Site, column: Column, number: int) -> str:
        shown = column.articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        note = f'<p class="tips">{column.note}</p>' if column.note else ""
        pages = -(-len(column.articles) // PAGE_SIZE)
        body = loader(site, column)
        if body:
            return body + note
        body = self.documents(site, column, shown) if column.table else self.rows(site, column, shown)
        return body + note + column.aside + (self.pagination(column, pages, number) if pages > 1 else "")

    def block(self, site: Site, column: Column) -> str:
        """A list on the home page, or of a child on its parent's page."""
        more = f'<a class="more" href="{self.column_href(site, column)}">更多&gt;&gt;</a>'
        name = f'<a href="{self.column_href(site, column)}">{self.words(site, column.name)}</a>'
        return (
            f'<div class="box"><div class="tit"><h2>{name}</h2>{more}</div>'
            f'<ul class="news">{self.items(site, column, column.articles[:6], home=True)}</ul></div>'
        )

    # frame of a page

    def head(self, site: Site, title: str, metas: dict[str, str]) -> str:
        standing = {"SiteName": site.name, "SiteDomain": site.host, "SiteIDCode": site.marks.site_code or ""}
        lines = "".join(f'<meta name="{name}" content="{value}"/>' for name, value in (standing | metas).items())
        return f'<head><meta charset="{self.declared}"/><title>{title}</title>{lines}<link rel="stylesheet" href="/css/main.css"/></head>'

    def header(self, site: Site) -> str:
        clock, on = "", site.today
        if "clock" in site.traps:
            clock = f'<span class="date">{on.year}年{on.month}月{on.day}日 星期{WEEKDAYS[on.weekday()]}</span>'
        menu = OLD_MENU if "old-menu" in site.traps else ""
        return (
            f'<div class="header"><div class="top">{clock}<a href="/wza/">无障碍</a> <a href="/mobile/">手机版</a></div>'
            f'<div class="logo"><a href="/"><img src="/images/logo.png" alt="{site.name}"/></a></div>'
            f'<form class="search" action="/search/" method="get"><input name="q"/><input type="submit" value="搜索"/></form></div>{menu}'
        )

    def entry(self, site: Site) -> tuple[str, str] | None:
        """(address, label) of the disclosure column where the home page shows it."""
        if site.disclosure is None or not site.entry_on_home:
            return None
        return site.entry_path or self.column_href(site, site.disclosure), site.entry_label

    def menu(self, site: Site) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """The navigation as (address, name, children). The disclosure column stands under 政务公开, or alone."""
        lines = [
            (
                self.column_href(site, column),
                column.name,
                [(self.column_href(site, child), child.name) for child in column.children],
            )
            for column in site.columns
        ]
        entry = self.entry(site)
        if entry and "entry-script" in site.traps and site.disclosure:
            parts = [(self.column_href(site, part), part.name) for part in site.disclosure.children]
            lines.insert(2, ("javascript:;", site.entry_label, parts))
        elif entry:
            open_government = next((line for line in lines if line[1] == "政务公开"), None)
            if open_government:
                open_government[2].insert(0, entry)
            else:
                lines.insert(2, (*entry, []))
        return lines

    def words(self, site: Site, name: str) -> str:
        """The words of a link, or the picture that an old site shows in their place."""
        if "pictures" not in site.traps:
            return name
        return f'<img src="/images/{len(name)}{name.encode().hex()[-6:]}.gif" alt="" border="0"/>'

    def navigation(self, site: Site) -> str:
        lines = "".join(
            f'<li><a href="{href}">{self.words(site, name)}</a>{"" if "pictures" in site.traps else self.drop_down(children)}</li>'
            for href, name, children in self.menu(site)
        )
        return (
            f'<div class="nav"><ul class="navul"><li><a href="{self.href(site, "/")}">首页</a></li>{lines}</ul></div>'
        )

    def drop_down(self, children: list[tuple[str, str]]) -> str:
        inner = "".join(f'<li><a href="{href}">{name}</a></li>' for href, name in children)
        return f'<ul class="sub">{inner}</ul>' if children else ""

    def scripted_navigation(self, site: Site) -> str:
        return '<div class="nav" id="nav"></div><script src="/js/nav.js"></script>'

    def navigation_script(self, site: Site) -> str:
        """Only a browser sees these columns: the menu is packed and unpacked by the script itself."""
        packed = base64.b64encode(json.dumps([self.navigation(site), self.blocks(site)]).encode()).decode()
        return (
            f'(function(){{var d=JSON.parse(atob("{packed}"));document.getElementById("nav").innerHTML=d[0];'
            'var m=document.getElementById("main");if(m){m.innerHTML=d[1];}})();'
        )

    def page(self, site: Site, title: str, main: str, metas: dict[str, str] | None = None) -> str:
        scripted = site.navigation == "script"
        navigation = self.scripted_navigation(site) if scripted else self.navigation(site)
        return (
            f"{self.doctype}\n<html>{self.head(site, title, metas or {})}\n<body>\n{self.header(site)}\n{navigation}\n{main}\n"
            f"{self.footer_slot(site)}\n</body></html>"
        )

    # kinds of pages

    def blocks(self, site: Site) -> str:
        boxes = "".join(self.block(site, site.column(key)) for key in site.home_blocks)
        entry = self.entry(site)
        if entry and "entry-script" in site.traps:
            entry = None
        banner = f'<div class="banner"><a href="{entry[0]}">{self.words(site, entry[1])}</a></div>' if entry else ""
        return boxes + banner + extras(site)

    def home(self, site: Site) -> str:
        main = "" if site.navigation == "script" else self.blocks(site)
        return self.page(site, site.name, f'<div id="main" class="main">{main}</div>')

    def crumbs(self, site: Site, column: Column) -> str:
        chain = [column]
        while chain[0].parent:
            chain.insert(0, chain[0].parent)
        links = "".join(
            f' &gt; <a href="{self.column_href(site, link)}">{self.label(site, link)}</a>' for link in chain
        )
        return f'<div class="position">当前位置：<a href="{self.href(site, "/")}">首页</a>{links}</div>'

    def label(self, site: Site, column: Column) -> str:
        return site.entry_label if column is site.disclosure else column.name

    def side(self, site: Site, column: Column) -> str:
        if column.disclosure:
            return self.disclosure_menu(site)
        siblings = column.parent.children if column.parent else column.children
        links = "".join(f'<li><a href="{self.column_href(site, one)}">{one.name}</a></li>' for one in siblings)
        return f'<div class="left"><ul>{links}</ul></div>' if links else ""

    def disclosure_menu(self, site: Site) -> str:
        assert site.disclosure
        lines = []
        for part in site.disclosure.children:
            below = "".join(
                f'<li><a href="{self.column_href(site, node)}">{node.name}</a></li>' for node in part.children
            )
            inner = f'<ul class="tree">{below}</ul>' if below else ""
            name = part.name
            if "label-breaks" in site.traps and len(name) > 6:
                name = f"{name[:4]}<br>{name[4:]}"
            lines.append(f'<li class="part"><a href="{self.column_href(site, part)}">{name}</a>{inner}</li>')
        if "annual-form" in site.traps:
            lines.append('<li class="part"><a href="/wznb/">政府网站工作年度报表</a></li>')
        return f'<div class="xxgk-left"><h2>{site.entry_label}</h2><ul>{"".join(lines)}</ul></div>'

    def column_main(self, site: Site, column: Column, number: int) -> str:
        if column is site.disclosure:
            first = column.children[0]
            return first.prose or self.listing(site, first, 1)
        if column.prose:
            return f'<div class="content">{column.prose}</div>'
        if column.children and not column.articles:
            return "".join(self.block(site, child) for child in column.children if child.articles or not child.prose)
        return f'<div class="listbox"><h2>{column.name}</h2>{self.listing(site, column, number)}</div>'

    def column(self, site: Site, column: Column, number: int) -> str:
        name = self.label(site, column)
        main = (
            f'{self.crumbs(site, column)}<div class="wrap">{self.side(site, column)}'
            f'<div class="right">{self.column_main(site, column, number)}</div></div>'
        )
        return self.page(site, f"{name}-{site.name}", main, {"ColumnName": name, "ColumnType": name})

    def published_line(self, site: Site, article: Article) -> str:
        return f'<div class="info">发布时间：{article.shown_on or article.on:%Y-%m-%d} 09:24　来源：{site.organ}　字体：[大 中 小]</div>'

    def field_block(self, fields: dict[str, str]) -> str:
        cells = "".join(f"<tr><th>{name}：</th><td>{value}</td></tr>" for name, value in fields.items())
        return f'<table class="fields">{cells}</table>'

    def article(self, site: Site, column: Column, article: Article) -> str:
        fields, attachment = "", ""
        if article.fields:
            fields = self.field_block({"标题": article.title} | article.fields)
            attachment = f'<p>附件：<a href="/files/{article.number}.pdf">{article.title}.pdf</a></p>'
        if article.related:
            href = self.article_href(site, site.column("zcjd"), article.related)
            attachment += f'<div class="xgjd"><b>相关解读：</b><a href="{href}">{article.related.title}</a></div>'
        body = article.body or self.report(article) or words.paragraphs(site.organ, article.title)
        if "second-document" in site.traps:
            body = f'<html><head><meta name="PubDate" content="2019-01-01"/><title></title></head><body>{body}</body></html>'
        main = (
            f'{self.crumbs(site, column)}{fields}<div class="article"><h1>{article.title}</h1>'
            f'{self.published_line(site, article)}<div class="TRS_Editor">{body}</div>{attachment}</div>'
        )
        metas = {
            "ColumnName": column.name,
            "ArticleTitle": article.title,
            "PubDate": self.meta_date(site, article),
            "ContentSource": site.organ,
        }
        return self.page(site, article.title, main, metas)

    def report(self, article: Article) -> str:
        """The body of an annual report's page: the report itself, or the file it was published as."""
        report = article.report
        if report is None:
            return ""
        kind = report.form or self.report_form
        if kind == "html":
            return html(report)
        path = report_path(report, kind)
        if kind == "docx":
            return f'<p>年度报告全文见附件。</p><p>附件：<a href="{path}">{article.title}.docx</a></p>'
        return f'<p>年度报告全文如下：</p><iframe src="/pdfjs/web/viewer.html?file={path}" width="100%" height="900"></iframe>'

    def meta_date(self, site: Site, article: Article) -> str:
        return f"{article.shown_on or article.on:%Y-%m-%d} 09:24"
