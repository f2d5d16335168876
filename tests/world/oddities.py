"""Innocent features of good sites that trap a careless reader. None of them is a fault."""

from __future__ import annotations

from datetime import date

from tests.world import answers
from tests.world.model import Answer, Article, Column, Site
from tests.world.spoils import address


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


def entry_redirect(site: Site) -> None:
    """The entry leads to an address that only sends visitors on."""
    assert site.disclosure
    site.entry_path = "/zfxxgk/redirect_firstChannel.shtml"
    onward = ("Location", address(site, site.disclosure))
    site.answers[site.entry_path] = Answer(status=302, headers=(onward,))


def entry_script(site: Site) -> None:
    """The entry is ``javascript:;`` and only opens the five parts."""
    site.traps.add("entry-script")


def label_breaks(site: Site) -> None:
    """Labels of the disclosure menu are split by ``<br>``."""
    site.traps.add("label-breaks")


def pictures(site: Site) -> None:
    """A menu of 2008: pictures without words."""
    site.traps.add("pictures")


def tips(site: Site) -> None:
    """Lists whose days stand only in pop-ups, as base64 of GBK."""
    site.traps.add("tips")


def copyright_only(site: Site) -> None:
    """The footer names the holder of the copyright instead of 主办单位: a person must look."""
    site.marks.sponsor, site.marks.maintainer, site.marks.copyright = None, None, site.organ


def badge_script(site: Site) -> None:
    site.traps.add("badge-script")


def second_document(site: Site) -> None:
    """Articles hold a whole document of their own, with wrong page marks."""
    site.traps.add("second-document")


def iframe_list(site: Site) -> None:
    site.traps.add("iframe-list")


def load_list(site: Site) -> None:
    site.traps.add("load-list")


def json_list(site: Site) -> None:
    """A script fetches the list as records."""
    site.traps.add("json-list")


def unit_list(site: Site) -> None:
    """The list is a unit of a publishing platform: markup in JSON."""
    site.traps.add("unit-list")


def script_list(site: Site) -> None:
    """A script made on demand writes the rows."""
    site.traps.add("script-list")


def platform(site: Site) -> None:
    """The lists of the disclosure column come as JSON from a platform."""
    site.traps.add("gkmlpt")


def future_item(site: Site) -> None:
    """A clerk typed 2062 for 2026 on a single notice."""
    article = site.column("tzgg").articles[1]
    article.on = article.on.replace(year=2062)


NOT_BLANK = (
    ("ztzl", "专题专栏", answers.INCLUDE_FAILED),
    ("wsbs", "网上办事", "<p>栏目正在建设中，敬请期待。</p>"),
    ("zztx", "组织体系", '<p><img src="/images/chart.png" width="860" height="520"/></p>'),
    ("tzts", "投资图说", '<embed src="/files/1.pdf" type="application/pdf" width="100%" height="800"/>'),
)


def pages_without_words(site: Site) -> None:
    """Pages that hold a failed include, a promise, a picture or a file: none of them is a blank column."""
    number = max(column.number for column in site.every_column())
    site.columns += [
        Column(key, name, number + place, prose=prose) for place, (key, name, prose) in enumerate(NOT_BLANK, 1)
    ]
