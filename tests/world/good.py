"""A perfectly good portal and a perfectly good department site, as models. Spoils start from here."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from tests.world import words
from tests.world.model import TODAY, Article, Column, Marks, Names, Site
from tests.world.reports import history

YEARS = range(2019, 2026)  # of annual reports
Spec = tuple[str, str, str, int, int, int]  # key, name, kind of headline, items, days since newest, days between


class Maker:
    """Numbers columns and articles of one site, so that every address is stable."""

    def __init__(self, organ: str, seed: int, today: date) -> None:
        self.organ, self.seed, self.today = organ, seed, today
        self.columns, self.articles = count(1000 + seed * 3), count(20000 + seed * 7)

    def listed(self, key: str, name: str, kind: str, items: int, age: int, step: int) -> Column:
        column = self.column(key, name)
        age += self.seed % 2 if age > 1 else 0
        for place, title in enumerate(words.titles(kind, self.organ, f"{key}{self.seed}", items)):
            on = self.today - timedelta(days=age + place * step + (place * self.seed) % 2)
            column.articles.append(Article(next(self.articles), title, on))
        return column

    def titled(self, key: str, name: str, entries: list[tuple[str, date]]) -> Column:
        """A list of these; what comes out after the day is not there yet."""
        column = self.column(key, name)
        known = [(next(self.articles), title, on) for title, on in entries]
        column.articles = [Article(number, title, on) for number, title, on in known if on <= self.today]
        return column

    def column(self, key: str, name: str, children: list[Column] | None = None, prose: str = "") -> Column:
        made = Column(key, name, next(self.columns), children=children or [], prose=prose)
        for child in made.children:
            child.parent = made
        return made

    def documents(self, key: str, name: str, items: int, age: int = 25) -> Column:
        """规范性文件: each with the full field block."""
        column = self.listed(key, name, "document", items, age, 47)
        for place, article in enumerate(column.articles):
            signed = article.on - timedelta(days=6)
            article.fields = {
                "索引号": f"57990{self.seed:04d}/{signed.year}-{article.number:05d}",
                "发文机关": self.organ,
                "文号": f"云政发〔{signed.year}〕{place + 3}号",
                "成文日期": f"{signed.year}年{signed.month}月{signed.day}日",
                "发布日期": f"{article.on:%Y-%m-%d}",
                "主题分类": "综合政务",
                "有效性": "失效" if place == items - 1 else "有效",
            }
        column.table = True
        return column

    def plans(self, key: str, name: str, area: str) -> Column:
        """规划计划: the outlines of three periods and plans of each."""
        outline = area + "国民经济和社会发展第{}个五年规划和二〇三五年远景目标纲要"
        return self.titled(
            key,
            name,
            [
                (f"{area}“十五五”综合交通运输发展规划", date(2026, 9, 18)),
                (outline.format("十五").replace("和二〇三五年远景目标", ""), date(2026, 4, 21)),
                (f"{area}2026年国民经济和社会发展计划", date(2026, 2, 9)),
                (f"{area}“十四五”水安全保障规划", date(2022, 3, 14)),
                (outline.format("十四"), date(2021, 4, 29)),
                (f"{area}“十三五”教育事业发展规划", date(2017, 5, 8)),
                (f"{area}国民经济和社会发展第十三个五年规划纲要", date(2016, 4, 12)),
            ],
        )

    def annual_reports(self, owner: str) -> Column:
        reports = sorted(history(owner, self.seed, YEARS).values(), key=lambda one: -one.year)
        entries = [(one.title, date(one.year + 1, 1, 13 + one.year % 7)) for one in reports]
        column = self.titled("xxgknb", "政府信息公开年报", entries)
        for article, report in zip(column.articles, reports, strict=True):
            article.report = report
        return column

    def systems(self) -> Column:
        entries = [(f"{self.organ}{name}", date(2024, 9 - i, 11)) for i, name in enumerate(words.SYSTEMS)]
        return self.titled("xxgkzd", "政府信息公开制度", entries)


def prose(name: str, organ: str) -> str:
    return f"<h3>{name}</h3>" + words.paragraphs(organ, name + organ, 5)


def marks(organ: str, maintainer: str, seed: int) -> Marks:
    return Marks(
        site_code=f"5799{seed:06d}",
        icp=f"云ICP备9900{seed:04d}号-1",
        police=f"云公网安备 579900020{seed:05d}号",
        sponsor=organ,
        maintainer=maintainer,
        telephone=f"0999-82{seed:05d}",
        address=f"云川市安澜路{seed + 10}号",
    )


def names(seed: int) -> Names:
    return Names(("answer", (f"198.18.{seed // 200}.{seed % 200 + 10}",)), ("answer", (f"240e:1:2::{seed + 16:x}",)))


def disclosure(make: Maker, site_marks: Marks, tree: list[Column]) -> Column:
    """The 政府信息公开 column with its five parts filled."""
    guide = words.guide(make.organ, site_marks.telephone or "", site_marks.address or "")
    parts = [
        make.column("xxgkzn", "政府信息公开指南", prose=guide),
        make.systems(),
        make.column("fdzdgknr", "法定主动公开内容", tree),
        make.annual_reports(make.organ),
        make.column("ysqgk", "依申请公开", prose=words.application(make.organ)),
    ]
    column = make.column("zfxxgk", "政府信息公开", parts)
    for below in column.walk():
        below.disclosure = True
    return column


def interpreted(site: Site) -> Site:
    """Each of the newest documents with an interpretation of the same day or the next."""
    documents, column = site.column("gfxwj"), site.column("zcjd")
    for place, article in enumerate(documents.articles[:3]):
        name = article.title.split("关于印发")[-1].removesuffix("的通知")
        number = 90000 + site.seed * 10 + place
        article.related = Article(number, f"《{name}》政策解读", article.on + timedelta(days=place % 2))
        column.articles.append(article.related)
    column.articles.sort(key=lambda one: one.on, reverse=True)
    return site


def portal(
    site_id: str,
    host: str,
    area: str,
    seed: int,
    family: str,
    *,
    level: str = "county",
    title: str = "",
    today: date = TODAY,
) -> Site:
    """A good portal of a county, or of a city (which makes rules)."""
    organ = f"{area}人民政府"
    make, foot = Maker(organ, seed, today), marks(organ, f"{organ}办公室", seed)
    tree = [
        make.column("jgzn", "机构职能", prose=prose("机构职能", organ)),
        *([make.titled("gz", "规章", _rules(area))] if level == "city" else []),
        make.documents("gfxwj", "规范性文件", 7),
        make.plans("ghjh", "规划计划", area),
        make.listed("tjxx", "统计信息", "statistics", 6, 20, 30),
        make.titled(
            "yjs", "财政预决算", [(f"{area}{y}年财政决算公开", date(y + 1, 8, 20)) for y in (2025, 2024, 2023)]
        ),
        make.listed("yjgl", "应急管理", "notice", 4, 12, 40),
        make.listed("zkly", "招考录用", "notice", 4, 35, 50),
    ]
    return interpreted(Site(
        site_id, host, "portal", title or f"{organ}门户网站", organ, level, area, family, _portal_columns(make, area),
        disclosure(make, foot, tree), foot, names(seed), ["jryw", "bmdt", "tzgg", "zcwj", "zcjd", "bmts"], seed,
        form_years=(2025, 2024, 2023), today=today,
    ))  # fmt: skip


def _rules(area: str) -> list[tuple[str, date]]:
    return [(form.format(a=area), date(2025 - i, 6, 12 - i)) for i, form in enumerate(words.RULES)]


def _portal_columns(make: Maker, area: str) -> list[Column]:
    return [
        make.column("zjgk", f"走进{area[:2]}", prose=prose(f"{area}概况", make.organ)),
        make.column("xwzx", "新闻中心", [
            make.listed("jryw", "要闻动态", "news", 18, 0, 2),
            make.listed("bmdt", "部门动态", "news", 14, 1, 3),
            make.listed("xqdt", "基层动态", "news", 12, 2, 3),
        ]),
        make.listed("tzgg", "通知公告", "notice", 14, 3, 9),
        make.column("zwgk", "政务公开", [
            make.listed("zcwj", "政策文件", "document", 13, 8, 21),
            make.listed("zcjd", "政策解读", "interpretation", 8, 9, 24),
            make.listed("tjsj", "统计数据", "statistics", 8, 14, 30),
        ]),
        make.column("bsfw", "办事服务", prose=prose("办事服务", make.organ)),
        make.column("hdjl", "互动交流", [
            make.listed("ldxx", "领导信箱", "letter", 9, 4, 6),
            make.listed("dczj", "调查征集", "notice", 5, 18, 35),
        ]),
        make.listed("bmts", "便民提示", "hint", 7, 2, 8),
    ]  # fmt: skip


def department(site_id: str, host: str, name: str, city: str, seed: int, family: str, *, today: date = TODAY) -> Site:
    """A good department site of the city."""
    organ = f"{city}{name}"
    make, foot = Maker(organ, seed, today), marks(organ, organ, seed)
    tree = [
        make.column("jgzn", "机构职能", prose=prose("机构职能", organ)),
        make.documents("gfxwj", "规范性文件", 4, 33),
        make.titled("yjs", "财政预决算", [(f"{organ}{y}年部门决算", date(y + 1, 8, 25)) for y in (2025, 2024, 2023)]),
        make.listed("xzxk", "行政许可", "notice", 4, 12, 20),
    ]
    columns = [
        make.column("jggk", "机构概况", prose=prose("机构概况", organ)),
        make.column("xwzx", "新闻中心", [
            make.listed("dwdt", "单位动态", "news", 14, 1, 3),
            make.listed("gzdt", "工作动态", "news", 9, 2, 4),
        ]),
        make.listed("tzgg", "通知公告", "notice", 13, 4, 11),
        make.listed("zcwj", "政策文件", "document", 8, 15, 26),
        make.listed("zcjd", "政策解读", "interpretation", 5, 16, 31),
        make.column("bsfw", "办事服务", prose=prose("办事服务", organ)),
        make.listed("zxzx", "在线咨询", "letter", 7, 5, 9),
        make.listed("bmts", "便民提示", "hint", 6, 3, 10),
    ]  # fmt: skip
    return interpreted(Site(
        site_id, host, "department_site", f"{organ}网站", organ, "city", city, family, columns,
        disclosure(make, foot, tree), foot, names(seed), ["dwdt", "tzgg", "zcwj", "bmts"], seed,
        today=today,
    ))  # fmt: skip
