"""Spoils of annual reports. Each breaks one sum and leaves every other as it was."""

from __future__ import annotations

from datetime import date, timedelta

from tests.world.model import Article, Column, Site
from tests.world.reports import FORWARD, NEW, OVER, SECTIONS, Report

DUE = 2025  # the year whose report is due in the city's year


def newest(site: Site) -> Article:
    return next(one for one in site.column("xxgknb").articles if one.report and one.report.year == DUE)


def report(site: Site) -> Report:
    found = newest(site).report
    assert found
    return found


def late(site: Site) -> None:
    """Out sixteen days after the day it was due; until then it is missing."""
    due = date(DUE + 1, 3, 31) if site.kind == "portal" else date(DUE + 1, 1, 31)
    newest(site).on = due + timedelta(days=16)
    out_by_now(site)


def out_by_now(site: Site) -> None:
    column = site.column("xxgknb")
    column.articles = [one for one in column.articles if one.on <= site.today]


def missing(site: Site) -> None:
    """The reports of the years before are there."""
    site.column("xxgknb").articles.remove(newest(site))


def days_differ(site: Site) -> None:
    """The list says January, the page, touched again in May, May: a person must look."""
    touched = date(DUE + 1, 5, 6)
    newest(site).shown_on = touched if touched <= site.today else None


def section_missing(site: Site) -> None:
    report(site).sections.remove(SECTIONS[4])


def trial_layout(site: Site) -> None:
    """Table two and three as in the years before 2021."""
    spoiled = report(site)
    spoiled.trial = True
    rest = [spoiled.cells.pop(key) for key in ("late", "unpaid", "rest")]
    spoiled.cells["rest"] = [sum(numbers) for numbers in zip(*rest, strict=True)]


def forward_broken(site: Site) -> None:
    """第一项加第二项 is two less than 第三项加第四项, for natural persons and in all."""
    row = report(site).cells[FORWARD]
    row[0], row[-1] = row[0] + 2, row[-1] + 2


def results_broken(site: Site) -> None:
    """The ways of treatment add up to one more than their total."""
    row = report(site).cells["absent"]
    row[0], row[-1] = row[0] + 1, row[-1] + 1


def columns_broken(site: Site) -> None:
    """Two requests of natural persons are printed a line too low: only the lines' own sums tell."""
    granted, partly = report(site).cells["granted"], report(site).cells["partly"]
    granted[0], partly[0] = granted[0] + 2, partly[0] - 2


def disputes_broken(site: Site) -> None:
    report(site).disputes[0] = [10, 1, 0, 0, 0]


def carry_broken(site: Site) -> None:
    """Three more taken over than were carried forward the year before; within the report all sums hold."""
    cells = report(site).cells
    for key in (OVER, FORWARD):
        cells[key][0], cells[key][-1] = cells[key][0] + 3, cells[key][-1] + 3


def text_differs(site: Site) -> None:
    """The text counts 17 requests: perhaps those of the office alone."""
    spoiled = report(site)
    told = f"申请{spoiled.cells[NEW][-1]}件"
    spoiled.prose = [line.replace(told, "申请17件") for line in spoiled.prose]


def near_copy(site: Site) -> None:
    """Last year's text with this year's figures."""
    before = next(one.report for one in site.column("xxgknb").articles if one.report and one.report.year == DUE - 1)
    spoiled = report(site)
    old, new = (f"申请{one.cells[NEW][-1]}件" for one in (before, spoiled))
    spoiled.prose = [line.replace(str(DUE - 1), str(DUE)).replace(old, new) for line in before.prose]


def scanned(site: Site) -> None:
    """A picture of paper, which nobody but a person can read."""
    report(site).form = "scan"


# Innocent features of the lists


def among_others(site: Site) -> None:
    """Reports of other bodies, later than the day, and news stand on the same list."""
    column = site.column("xxgknb")
    number = max(article.number for one in site.every_column() for article in one.articles)
    area = site.organ.removesuffix("人民政府")
    titles = [
        f"{area}{name}{DUE}年政府信息公开工作年度报告" for name in ("财政局", "民政局", "人民政府办公室", "云桥镇")
    ]
    titles.append(f"{area}召开政府信息公开工作年度报告编制培训会")
    for place, title in enumerate(titles, 1):
        column.articles.insert(place, Article(number + place, title, date(DUE + 1, 4, 20 - place)))
    out_by_now(site)


def by_year(site: Site) -> None:
    """A list for each year of publishing in place of one list."""
    column = site.column("xxgknb")
    number = max(one.number for one in site.every_column())
    for place, article in enumerate(column.articles, 1):
        year = article.on.year
        below = Column(f"nb{year}", f"{year}年", number + place, [article], parent=column, disclosure=True)
        column.children.append(below)
    column.articles = []


def short_titles(site: Site) -> None:
    """Titles that name the year alone."""
    for article in site.column("xxgknb").articles:
        article.title = f"{article.report.year if article.report else DUE}年年报"
