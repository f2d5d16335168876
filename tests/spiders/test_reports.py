"""From a site's pages to its annual reports: the plan walks, what it sees is kept, and the fact is put together."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from crawler.config import Gather
from crawler.model import Capture, CaptureKind, Digest, Fault, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.dates.published import DateSource
from crawler.reading.evidence import read_target
from crawler.reading.listings.items import Item
from crawler.reading.pages.page import read_page
from crawler.reading.sites.annual import AnnualReports, PublishedReport
from crawler.reading.sites.annual_lists import candidates, choose
from crawler.reading.sites.annual_titles import Whose, read_report_title, whose_report
from spiders.steps import Seen, Step
from spiders.visit import SiteVisit
from spiders.wants import told
from tests.world import report_files
from tests.world.reports import Report, history, html

ON = date(2026, 11, 16)
SITE = "http://slj.linhu.gov.test"
BUREAU = Target(
    TargetId("slj"), TargetKind.DEPARTMENT_SITE, "林湖市水利局网站", f"{SITE}/", "林湖市水利局", region="林湖市"
)
CITY = Target(
    TargetId("lh"), TargetKind.PORTAL, "林湖市人民政府门户网站", f"{SITE}/", "林湖市人民政府办公室", region="林湖市"
)
NAMES = {"指南": "zn", "制度": "zd", "年报": "nb"}
PARTS = "".join(f'<li><a href="/zfxxgk/{path}/">政府信息公开{name}</a></li>' for name, path in NAMES.items())
PARTS += '<li><a href="/zfxxgk/fd/">法定主动公开内容</a></li><li><a href="/zfxxgk/ysq/">依申请公开</a></li>'
MENU = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/dt/">工作动态</a></li><li><a href="/zfxxgk/">政府信息公开</a></li><li><a href="/bs/">办事服务</a></li></ul></div>'
REPORTS = history("林湖市水利局", 3, range(2022, 2026))
Pages = Mapping[str, str | bytes]


def page(content: str, title: str = "林湖市水利局", crumb: str = "") -> str:
    place = (
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zfxxgk/">政府信息公开</a> &gt; {crumb}</div>'
        if crumb
        else ""
    )
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{MENU}{place}{content}<div class="footer">主办单位：林湖市水利局</div></body></html>'


def column(content: str) -> str:
    return page(
        f'<div class="left"><ul>{PARTS}</ul></div><div class="right">{content}</div>',
        "政府信息公开年报",
        "政府信息公开年报",
    )


def listed(*rows: tuple[str, str, str], pages: int = 1) -> str:
    lines = "".join(f'<li><a href="{url}">{title}</a><span>{day}</span></li>' for title, url, day in rows)
    script = f'<script>createPageHTML({pages},0,"index","html");</script>' if pages > 1 else ""
    return column(f'<ul class="list">{lines}</ul>{script}')


def article(report: Report, day: str, body: str = "") -> str:
    return page(
        f'<h1>{report.title}</h1><div class="info">发布时间：{day} 09:24　来源：{report.organ}</div><div class="content">{body or html(report)}</div>',
        report.title,
        "政府信息公开年报",
    )


def own(year: int, day: str) -> tuple[str, str, str]:
    return REPORTS[year].title, f"/zfxxgk/nb/{year}.html", day


STANDING: Pages = {
    "/": page('<ul class="news"><li><a href="/dt/1.html">水利局召开防汛会商会议</a><span>2026-11-12</span></li></ul>'),
    "/zfxxgk/": page(f"<h1>政府信息公开</h1><ul>{PARTS}</ul>", "政府信息公开"),
    "/zfxxgk/nb/2025.html": article(REPORTS[2025], "2026-01-20"),
    "/zfxxgk/nb/2024.html": article(REPORTS[2024], "2025-01-17"),
    "/zfxxgk/nb/2023.html": article(REPORTS[2023], "2024-01-19"),
}


@dataclass(frozen=True)
class Visited:
    steps: list[Step]
    fact: AnnualReports

    def of(self, year: int) -> PublishedReport:
        found = self.fact.of(year)
        assert found is not None, [one.title for one in self.fact.reports]
        return found

    @property
    def opened(self) -> list[str]:
        return [step.url.removeprefix(SITE) for step in self.steps if step.role is Role.REPORT]


def visit(pages: Pages, target: Target = BUREAU, limits: Gather | None = None, on: date = ON) -> Visited:
    """Walk the plan over the pages; what is not there answers 404."""
    pages = {**STANDING, **pages}
    plan, steps, captures = SiteVisit(target, limits or Gather(), on), list[Step](), list[tuple[Capture, bytes]]()
    while (step := plan.next()) is not None:
        steps.append(step)
        found = pages.get(step.url.removeprefix(SITE))
        body = found if isinstance(found, bytes) else (found or "<html><h1>404</h1></html>").encode()
        status, kind = (200 if found else 404), "application/octet-stream" if isinstance(found, bytes) else "text/html"
        digest = Digest(f"sha256:{len(captures):064x}")
        captures.append(
            (
                Capture(
                    digest,
                    CaptureKind.RESPONSE,
                    RunId("r"),
                    target.id,
                    step.url,
                    step.role,
                    step.label,
                    step.via,
                    status,
                    kind,
                    datetime(2026, 11, 16, tzinfo=UTC),
                ),
                body,
            )
        )
        seen = read_page(body, step.url, on=on, status=status) if not isinstance(found, bytes) else None
        plan.learn(step, told(Seen(step.url, status, body, seen)))
    (fact,) = [one.seen for one in read_target(target, captures, on).evidence() if one.kind is AnnualReports]
    assert not isinstance(fact, Fault)
    return Visited(steps, fact)


LIST = listed(own(2025, "2026-01-20"), own(2024, "2025-01-17"), own(2023, "2024-01-19"))


def test_the_two_newest_reports_of_the_own_organ_are_read_with_their_days() -> None:
    visited = visit({"/zfxxgk/nb/": LIST})
    assert visited.opened == ["/zfxxgk/nb/2025.html", "/zfxxgk/nb/2024.html"]
    newest = visited.of(2025)
    assert (newest.listed_on, newest.shown_on, newest.shown_by) == (
        date(2026, 1, 20),
        date(2026, 1, 20),
        DateSource.LABEL,
    )
    assert newest.report is not None and newest.report.year == 2025
    assert visited.fact.complete


def test_reports_of_others_and_news_on_the_list_are_left_alone() -> None:
    rows = [("林湖市水利局所属湖泊管理站2025年政府信息公开工作年度报告", "/zfxxgk/nb/a.html", "2026-04-02"),
            ("林湖市人民政府2025年政府信息公开工作年度报告", "/zfxxgk/nb/b.html", "2026-03-20"),
            ("水利局部署年度报告编制工作", "/zfxxgk/nb/c.html", "2026-01-02")]  # fmt: skip
    visited = visit({"/zfxxgk/nb/": listed(*rows, own(2025, "2026-01-20"), own(2024, "2025-01-17"))})
    assert visited.opened == ["/zfxxgk/nb/2025.html", "/zfxxgk/nb/2024.html"]
    assert visited.of(2025).listed_on == date(2026, 1, 20)


def test_a_portal_shows_the_governments_report_and_not_its_offices() -> None:
    report = history("林湖市", 5, range(2025, 2026))[2025]
    rows = [("林湖市人民政府办公室2025年政府信息公开工作年度报告", "/zfxxgk/nb/bgs.html", "2026-01-21"),
            ("林湖市水利局2025年政府信息公开工作年度报告", "/zfxxgk/nb/2025.html", "2026-04-21"),
            (report.title, "/zfxxgk/nb/lh.html", "2026-03-18")]  # fmt: skip
    visited = visit({"/zfxxgk/nb/": listed(*rows), "/zfxxgk/nb/lh.html": article(report, "2026-03-18")}, CITY)
    assert visited.opened == ["/zfxxgk/nb/lh.html"]
    assert [one.url.removeprefix(SITE) for one in visited.fact.reports] == ["/zfxxgk/nb/lh.html"]
    assert [one.item.title[:11] for one in visited.fact.unclear] == ["林湖市人民政府办公室2"[:11]]


def test_lists_by_year_are_followed() -> None:
    years = "".join(f'<li><a href="/zfxxgk/nb/y{year}/">{year}年</a></li>' for year in (2026, 2025, 2024))
    pages: Pages = {f"/zfxxgk/nb/y{year + 1}/": listed(own(year, f"{year + 1}-01-20")) for year in (2025, 2024, 2023)}
    visited = visit({"/zfxxgk/nb/": column(f'<ul class="years">{years}</ul>'), **pages})
    assert visited.of(2025).report is not None
    assert visited.of(2024).report is not None


def test_a_report_on_the_second_page_of_the_list_is_found() -> None:
    first = [
        (f"林湖市{name}局2025年政府信息公开工作年度报告", f"/zfxxgk/nb/{n}.html", "2026-02-03")
        for n, name in enumerate(["财政", "民政", "教育", "林业", "商务"])
    ]
    visited = visit({"/zfxxgk/nb/": listed(*first, pages=2), "/zfxxgk/nb/index_1.html": LIST})
    assert visited.of(2025).report is not None
    assert visited.fact.complete


def test_a_list_of_which_a_page_is_missing_is_not_whole() -> None:
    visited = visit({"/zfxxgk/nb/": listed(own(2024, "2025-01-17"), own(2023, "2024-01-19"), pages=3)})
    assert visited.fact.of(2025) is None
    assert not visited.fact.complete


def test_a_list_that_goes_on_without_a_count_is_not_whole() -> None:
    rows = listed(own(2024, "2025-01-17"), own(2023, "2024-01-19"))
    more = rows.replace(
        '</ul></div><div class="footer', '</ul><a href="javascript:more()">加载更多</a></div><div class="footer'
    )
    assert more != rows
    assert not visit({"/zfxxgk/nb/": more}).fact.complete


def test_a_list_from_old_to_new_without_a_count_is_not_whole() -> None:
    rows = [
        (f"林湖市水利局{year}年政府信息公开工作年度报告", f"/zfxxgk/nb/{year}.html", f"{year + 1}-01-20")
        for year in range(2009, 2025)
    ]
    assert not visit({"/zfxxgk/nb/": listed(*rows)}).fact.complete
    assert visit({"/zfxxgk/nb/": listed(*reversed(rows))}).fact.complete


def test_a_list_read_whole_without_the_newest_report_is_whole() -> None:
    visited = visit({"/zfxxgk/nb/": listed(own(2024, "2025-01-17"), own(2023, "2024-01-19"))})
    assert visited.fact.of(2025) is None
    assert visited.fact.complete


FILES = {"docx": report_files.word, "pdf": report_files.pdf}


@pytest.mark.parametrize("kind", FILES)
def test_a_report_published_as_a_file_is_read_from_the_file(kind: str) -> None:
    body = f'<p>全文见附件。</p><p>附件：<a href="/files/2025.{kind}">{REPORTS[2025].title}.{kind}</a></p>'
    pages: Pages = {
        "/zfxxgk/nb/": LIST,
        "/zfxxgk/nb/2025.html": article(REPORTS[2025], "2026-01-20", body),
        f"/files/2025.{kind}": FILES[kind](REPORTS[2025]),
    }
    visited = visit(pages)
    report = visited.of(2025).report
    assert report is not None
    assert (report.source, len(report.tables)) == (kind, 3)
    assert visited.of(2025).shown_on == date(2026, 1, 20)


def test_a_viewers_frame_leads_to_the_file() -> None:
    body = '<p>全文如下：</p><iframe src="/pdfjs/web/viewer.html?file=%2Ffiles%2F2025.pdf&amp;page=1"></iframe>'
    pages: Pages = {
        "/zfxxgk/nb/": LIST,
        "/zfxxgk/nb/2025.html": article(REPORTS[2025], "2026-01-20", body),
        "/files/2025.pdf": report_files.pdf(REPORTS[2025]),
    }
    assert visit(pages).of(2025).report is not None


def test_a_list_of_files_needs_no_pages() -> None:
    rows = [(f"{REPORTS[year].title}", f"/files/{year}.docx", f"{year + 1}-01-20") for year in (2025, 2024)]
    visited = visit({"/zfxxgk/nb/": listed(*rows), "/files/2025.docx": report_files.word(REPORTS[2025])})
    assert visited.of(2025).report is not None
    assert visited.of(2025).listed_on == date(2026, 1, 20)


def test_a_scan_says_why_it_could_not_be_read() -> None:
    body = '<p>附件：<a href="/files/2025.pdf">年度报告.pdf</a></p>'
    pages: Pages = {
        "/zfxxgk/nb/": LIST,
        "/zfxxgk/nb/2025.html": article(REPORTS[2025], "2026-01-20", body),
        "/files/2025.pdf": report_files.scan(),
    }
    fault = visit(pages).of(2025).fault
    assert fault is not None and fault.detail == "no-text-layer"


def test_a_report_that_is_gone_is_a_fault_and_no_report() -> None:
    pages: Pages = {
        "/zfxxgk/nb/": listed(
            ("林湖市水利局2025年政府信息公开工作年度报告", "/zfxxgk/nb/gone.html", "2026-01-20"),
            own(2024, "2025-01-17"),
        )
    }
    newest = visit(pages).of(2025)
    assert newest.report is None
    assert newest.fault is not None and newest.fault.detail == "404"


def test_a_part_that_shows_the_report_itself_is_a_report() -> None:
    visited = visit({"/zfxxgk/nb/": article(REPORTS[2025], "2026-01-20")})
    assert visited.of(2025).report is not None
    assert visited.of(2025).shown_on == date(2026, 1, 20)


def test_titles_of_the_year_alone_count_on_the_own_list() -> None:
    rows = [(f"{year}年年报", f"/zfxxgk/nb/{year}.html", f"{year + 1}-01-20") for year in (2025, 2024, 2023)]
    assert visit({"/zfxxgk/nb/": listed(*rows)}).of(2025).report is not None


def test_a_title_without_a_year_takes_the_year_of_its_report() -> None:
    row = ("林湖市水利局政府信息公开工作年度报告", "/zfxxgk/nb/2025.html", "2026-01-20")
    assert visit({"/zfxxgk/nb/": listed(row)}).of(2025).listed_on == date(2026, 1, 20)


def test_years_that_share_one_day_are_marked() -> None:
    visited = visit({"/zfxxgk/nb/": listed(*(own(year, "2026-06-02") for year in (2025, 2024, 2023)))})
    assert visited.of(2025).alike


def test_two_reports_of_one_year_are_named() -> None:
    again = ("2025年林湖市水利局政府信息公开年度报告（更正）", "/zfxxgk/nb/again.html", "2026-05-20")
    visited = visit({"/zfxxgk/nb/": listed(again, own(2025, "2026-01-20"), own(2024, "2025-01-17"))})
    assert visited.of(2025).listed_on == date(2026, 1, 20)
    assert visited.of(2025).others


def test_a_report_named_on_another_page_is_not_missing() -> None:
    notice = f'<ul class="news"><li><a href="/dt/nb.html">{REPORTS[2025].title}</a><span>2026-01-21</span></li><li><a href="/dt/1.html">水利局召开防汛会商会议</a><span>2026-11-12</span></li></ul>'
    visited = visit(
        {
            "/zfxxgk/nb/": listed(own(2024, "2025-01-17"), own(2023, "2024-01-19")),
            "/dt/": page(notice, "工作动态", "工作动态"),
        }
    )
    assert visited.of(2025).listed_on == date(2026, 1, 21)
    assert visited.of(2025).fault is not None


def test_reports_on_the_columns_own_page_are_opened() -> None:
    parts = PARTS.replace('<a href="/zfxxgk/nb/">政府信息公开年报</a>', "政府信息公开年报")
    lines = "".join(f'<p><a href="/zfxxgk/nb/{year}.html">{REPORTS[year].title}</a></p>' for year in (2025, 2024))
    visited = visit({"/zfxxgk/": page(f"<h1>政府信息公开</h1><ul>{parts}</ul><div>{lines}</div>", "政府信息公开")})
    assert visited.of(2025).report is not None
    assert visited.of(2025).shown_on == date(2026, 1, 20)


def test_a_title_that_the_list_cut_off_proves_no_absence() -> None:
    cut = ("林湖市水利局（林湖市湖泊管理局）2025年政府信息公开工作...", "/zfxxgk/nb/x.html", "2026-01-20")
    visited = visit({"/zfxxgk/nb/": listed(cut, own(2024, "2025-01-17"), own(2023, "2024-01-19"))})
    assert visited.fact.of(2025) is None
    assert [one.year for one in visited.fact.unclear] == [2025]


def test_an_article_in_several_pages_is_not_the_whole_report() -> None:
    body = f'{html(REPORTS[2025])}<script>createPageHTML(2,0,"2025","html");</script>'
    report = (
        visit({"/zfxxgk/nb/": LIST, "/zfxxgk/nb/2025.html": article(REPORTS[2025], "2026-01-20", body)}).of(2025).report
    )
    assert report is not None and not report.complete


def test_no_report_is_opened_where_none_is_wanted() -> None:
    visited = visit({"/zfxxgk/nb/": LIST}, limits=Gather(reports=0))
    assert visited.opened == []
    assert visited.of(2025).report is None


def test_in_january_the_two_years_before_are_opened_where_the_newest_is_not_out() -> None:
    visited = visit({"/zfxxgk/nb/": listed(own(2024, "2025-01-17"), own(2023, "2024-01-19"))}, on=date(2026, 1, 12))
    assert visited.opened == ["/zfxxgk/nb/2024.html", "/zfxxgk/nb/2023.html"]


@pytest.mark.parametrize(
    ("title", "bureau", "city"),
    [
        ("林湖市水利局2025年政府信息公开工作年度报告", Whose.OWN, Whose.OTHER),
        ("市水利局2025年度政府信息公开年报", Whose.OWN, Whose.OTHER),
        ("2025年政府信息公开工作年度报告", Whose.IMPLIED, Whose.IMPLIED),
        ("林湖市2025年政府信息公开工作年度报告", Whose.OTHER, Whose.OWN),
        ("2025年林湖市人民政府政府信息公开工作年度报告", Whose.OTHER, Whose.OWN),
        ("市政府2025年政府信息公开年报", Whose.OTHER, Whose.OWN),
        ("林湖市人民政府办公室2025年政府信息公开工作年度报告", Whose.OTHER, Whose.OFFICE),
        ("林湖市东湖区2025年政府信息公开工作年度报告", Whose.OTHER, Whose.OTHER),
        ("林湖市水利局（湖泊管理局）2025年政府信息公开工作年度报告", Whose.OWN, Whose.OTHER),
        ("林湖市水利局水文局2025年政府信息公开工作年度报告", Whose.OTHER, Whose.OTHER),
        ("林湖市东湖区水利局2025年政府信息公开工作年度报告", Whose.OTHER, Whose.OTHER),
        ("水利局2025年政府信息公开工作年度报告", Whose.OWN, Whose.OTHER),
        ("⽔利局2025年政府信息公开⼯作年度报告", Whose.OWN, Whose.OTHER),
    ],
)
def test_a_title_says_whose_report_it_is(title: str, bureau: Whose, city: Whose) -> None:
    read = read_report_title(title, inside=True)
    assert read is not None and read.year == 2025 and read.certain
    assert (whose_report(read.organ, BUREAU), whose_report(read.organ, CITY)) == (bureau, city)


def test_the_office_that_owns_a_portal_stands_in_where_the_government_has_no_report() -> None:
    office, government = "林湖市人民政府办公室2025年政府信息公开工作年度报告", "林湖市2025年政府信息公开工作年度报告"
    assert whose_report("林湖市人民政府办公室", replace(CITY, owner="林湖市人民政府")) is Whose.UNCLEAR
    items = [Item(title, f"http://www.linhu.gov.test/{n}", None) for n, title in enumerate((office, government))]
    assert [one.item.title for one in choose(candidates(items, CITY, inside=True), 2025)] == [government]
    assert [one.item.title for one in choose(candidates(items[:1], CITY, inside=True), 2025)] == [office]


@pytest.mark.parametrize(
    "title",
    [
        "政府网站工作年度报表（2025年度）",
        "2025年法治政府建设年度报告",
        "林湖市2025年财政决算报告",
        "水利局召开2025年总结会",
    ],
)
def test_titles_of_other_things_are_no_reports(title: str) -> None:
    assert read_report_title(title, inside=True) is None


@pytest.mark.parametrize(
    "title",
    ["关于做好2025年政府信息公开工作年度报告编制的通知", "一图读懂林湖市2025年政府信息公开工作年度报告"],
)
def test_titles_about_reports_are_not_certain(title: str) -> None:
    read = read_report_title(title, inside=True)
    assert read is not None and not read.certain


def test_a_bureau_that_runs_the_portal_is_not_the_government() -> None:
    portal = replace(CITY, owner="林湖市数据局")
    assert whose_report("林湖市数据局", portal) is Whose.OTHER
    assert whose_report("林湖市", portal) is Whose.OWN


def test_a_government_without_a_portal_reports_for_its_area() -> None:
    town = replace(BUREAU, owner="林湖市云桥镇人民政府", name="云桥镇人民政府网站")
    assert whose_report("云桥镇", town) is Whose.OWN
    assert whose_report("林湖市水利局", town) is Whose.OTHER
