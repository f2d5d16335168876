"""Innocent features of good sites that trap a careless reader. None of them is a fault."""

from __future__ import annotations

from datetime import date

from tests.world.model import Article, Site


def clock(site: Site) -> None:
    """The header shows the day of the visit."""
    site.traps.add("clock")


def hover(site: Site) -> None:
    """A hidden pop-up repeats title and date of each row."""
    site.traps.add("hover")


def pinned(site: Site) -> None:
    """The oldest notice stands first, for years."""
    column = site.column("tzgg")
    number = max(article.number for one in site.every_column() for article in one.articles) + 1
    title = f"{site.organ}关于网站适老化浏览方式的说明"
    column.articles.insert(0, Article(number, title, date(2023, 5, 9), pinned=True))


def abroad(site: Site) -> None:
    """One item leads to an account's post on another host."""
    site.column("tzgg").articles[2].foreign = "http://weixin.media.test/s/000000"


def every_innocent_trap(site: Site) -> None:
    site.traps |= {"clock", "old-menu", "hidden-tab", "annual-form", "spacers"}
    pinned(site)
    abroad(site)


def datastore(site: Site) -> None:
    site.lists = "datastore"


def dataproxy(site: Site) -> None:
    site.lists = "dataproxy"


def footer_script(site: Site) -> None:
    site.footer = "script"


def footer_load(site: Site) -> None:
    site.footer = "load"


def redirect_302(site: Site) -> None:
    site.home_redirect, site.home_path = "302", "/index.shtml"


def redirect_meta(site: Site) -> None:
    site.home_redirect, site.home_path = "meta", "/sy/index.shtml"


def redirect_script(site: Site) -> None:
    site.home_redirect, site.home_path = "script", "/default.asp"


def script_navigation(site: Site) -> None:
    site.navigation = "script"


def utf16(site: Site) -> None:
    """Calls itself gb2312 and is UTF-16 with a byte order mark."""
    site.encoding = "utf-16"


def content_network(site: Site) -> None:
    """The name is an alias, and the answer fits TCP only."""
    site.names.cname, site.names.truncate = f"{site.host}.cdn.example", True
