"""Spoils: each changes one thing of a good site. The name of the function is the fault (or the innocent oddity)."""

from __future__ import annotations

from datetime import timedelta

from tests.world import answers, words
from tests.world.families import FAMILIES
from tests.world.model import Answer, Article, Column, Site

NEWS_KEYS = ("jryw", "bmdt", "xqdt", "dwdt", "gzdt")


def address(site: Site, column: Column) -> str:
    """The path of a column's page in the site's own template family."""
    return FAMILIES[site.family].column_path(column)


def age(site: Site, key: str, days: int) -> None:
    """Make the newest article of a column ``days`` old, and the others older by the same shift."""
    column = site.column(key)
    shift = timedelta(days=days) - (site.today - max(article.on for article in column.articles))
    for article in column.articles:
        article.on -= shift


def leaf(site: Site, key: str, name: str, days: int, *, step: int = 9, items: int = 8) -> Column:
    """A further first-level column without children, its newest article ``days`` old."""
    number = max(column.number for column in site.every_column()) + 1
    first = max(article.number for column in site.every_column() for article in column.articles) + 1
    column = Column(key, name, number)
    for place, title in enumerate(words.titles("news", site.organ, key, items)):
        column.articles.append(Article(first + place, title, site.today - timedelta(days=days + place * step)))
    site.columns.append(column)
    return column


def flat(site: Site) -> None:
    """First-level columns only, so that stale and blank columns can be counted on one hand."""
    site.columns = [column for column in site.columns if not column.children]
    site.home_blocks = ["bmts"]
    site.column("bmts").articles[0].on = site.today - timedelta(days=1)


# The home page and its columns


def home_stale(site: Site) -> None:
    for key in site.home_blocks:
        age(site, key, max(23, (site.today - max(a.on for a in site.column(key).articles)).days))
    site.remove("gzdt")  # fewer than five news columns are stale


def home_undated(site: Site) -> None:
    for key in site.home_blocks:
        for article in site.column(key).articles:
            article.dated = False


def five_stale(site: Site) -> None:
    flat(site)
    leaf(site, "dwdt", "工作动态", 19)
    leaf(site, "jcdt", "基层动态", 31)
    leaf(site, "yw", "要闻", 24)
    age(site, "tzgg", 214)
    age(site, "zcwj", 231)


def four_stale(site: Site) -> None:
    flat(site)
    leaf(site, "dwdt", "工作动态", 19)
    leaf(site, "jcdt", "基层动态", 31)
    leaf(site, "yw", "要闻", 13)  # one day left
    age(site, "tzgg", 214)
    age(site, "zcwj", 231)


EMPTY = (("zjyp", "专家研判"), ("xmjs", "项目建设"), ("rsxx", "人事信息"), ("zfcg", "政府采购"), ("wsdc", "网上调查"))


def five_blank(site: Site) -> None:
    for key, name in EMPTY:
        leaf(site, key, name, 5).articles.clear()


def four_blank(site: Site) -> None:
    for key, name in EMPTY[:4]:
        leaf(site, key, name, 5).articles.clear()


def blank_explained(site: Site) -> None:
    for key, name in EMPTY:
        column = leaf(site, key, name, 5)
        column.articles.clear()
        column.note = "本栏目暂无相关信息。"


# The disclosure column


def no_disclosure(site: Site) -> None:
    site.disclosure = None


def wrong_name(site: Site) -> None:
    assert site.disclosure
    site.entry_label = site.disclosure.name = "信息公示"


def entry_inside(site: Site) -> None:
    """The column exists, and only the page of 政策文件 leads to it."""
    site.entry_on_home = False
    assert site.disclosure
    site.column("zcwj").aside = f'<div class="gklink"><a href="{address(site, site.disclosure)}">政府信息公开</a></div>'


def no_part(key: str, site: Site) -> None:
    site.remove(key)


def guide_missing(site: Site) -> None:
    no_part("xxgkzn", site)


def guide_blank(site: Site) -> None:
    site.column("xxgkzn").prose = ""


def guide_without_contact(site: Site) -> None:
    site.column("xxgkzn").prose = words.guide(site.organ, "", "", contact=False)


def system_missing(site: Site) -> None:
    no_part("xxgkzd", site)


def system_blank(site: Site) -> None:
    site.column("xxgkzd").articles.clear()


def statutory_missing(site: Site) -> None:
    no_part("fdzdgknr", site)


def annual_missing(site: Site) -> None:
    no_part("xxgknb", site)
    site.traps.add("annual-form")  # 网站工作年度报表 is no annual report


def annual_blank(site: Site) -> None:
    site.column("xxgknb").articles.clear()


def apply_missing(site: Site) -> None:
    no_part("ysqgk", site)


def apply_dead(site: Site) -> None:
    site.answers[address(site, site.column("ysqgk"))] = Answer(answers.ERROR_404.encode(), 404)


def disclosure_elsewhere(site: Site) -> None:
    site.disclosure_host = "zfxxgk." + site.host.removeprefix("www.")


def validity_unmarked(site: Site) -> None:
    for article in site.column("gfxwj").articles:
        article.fields.pop("有效性")


def signed(site: Site, days: int) -> None:
    """The second document's signing day, so many days before its publishing."""
    article = site.column("gfxwj").articles[1]
    on = article.on - timedelta(days=days)
    article.fields["成文日期"] = f"{on.year}年{on.month}月{on.day}日"
    article.fields["文号"] = f"云政发〔{on.year}〕61号"


def document_late(site: Site) -> None:
    signed(site, 61)


def document_before_signing(site: Site) -> None:
    signed(site, -9)


def interpretation_late(site: Site) -> None:
    related = site.column("gfxwj").articles[1].related
    assert related
    related.on += timedelta(days=9)


def website_form_missing(site: Site) -> None:
    """The list that the home page leads to ends with the form of 2024."""
    site.form_years = (2024, 2023, 2022)


def no_rules(site: Site) -> None:
    no_part("gz", site)


def no_plans(site: Site) -> None:
    no_part("ghjh", site)


def outline_missing(site: Site) -> None:
    """Only the outlines of the periods before; this period has special plans."""
    column = site.column("ghjh")
    column.articles = [one for one in column.articles if "第十五个" not in one.title]


def no_earlier_plans(site: Site) -> None:
    column = site.column("ghjh")
    column.articles = [one for one in column.articles if one.on.year == site.today.year]


# Names and the footer


def no_aaaa(site: Site) -> None:
    site.names.aaaa = ("nodata", ())


def aaaa_unique_local(site: Site) -> None:
    site.names.aaaa = ("answer", ("fd00:12:34::80",))


def aaaa_v4_mapped(site: Site) -> None:
    site.names.aaaa = ("answer", ("::ffff:198.18.0.9",))


def aaaa_servfail(site: Site) -> None:
    site.names.aaaa = ("servfail", ())


def aaaa_refused(site: Site) -> None:
    site.names.aaaa = ("refused", ())


def no_site_code(site: Site) -> None:
    site.marks.site_code = None


def no_icp(site: Site) -> None:
    site.marks.icp = None


def no_police(site: Site) -> None:
    site.marks.police = None


def no_badge(site: Site) -> None:
    site.marks.badge = False


def no_sponsor(site: Site) -> None:
    site.marks.sponsor = site.marks.maintainer = site.marks.telephone = site.marks.address = None
