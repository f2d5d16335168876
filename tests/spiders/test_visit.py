"""The plan of a visit, without a network: pages in, steps out."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.config import Gather
from crawler.model import Fault, FaultKind, Role, Target, TargetId, TargetKind
from crawler.reading.pages.page import read_page
from spiders.line import MARKUP
from spiders.steps import Seen, Step
from spiders.visit import GIVE_UP_AFTER, SiteVisit
from spiders.wants import told, wants_browser

ON = date(2026, 11, 16)
HOME = "http://www.yunxi.gov.test/"
MENU = """<div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/xwzx/">新闻中心</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/zfxxgk/">政府信息公开</a></li><li><a href="/gfxwj/">规范性文件</a></li>
<li><a href="/ghjh/">规划计划</a></li></ul></div>"""
FOOT = '<div class="footer"><p>主办单位：云溪县政府办公室 网站标识码：4200000001</p></div>'


def listing(folder: str, count: int = 6, day: str = "2026-11-1") -> str:
    lines = "".join(
        f'<li><a href="/{folder}/202611/t2026111{n}_{n}00.html">关于公布{folder}第{n}号有关事项的公告</a>'
        f"<span>{day}{n}</span></li>"
        for n in range(count)
    )
    return f'<div class="list"><ul>{lines}</ul></div>'


PAGES = {
    "/": listing("xwzx"),
    "/xwzx/": listing("xwzx"),
    "/zwgk/": listing("zwgk"),
    "/gfxwj/": listing("gfxwj"),
    "/ghjh/": listing("ghjh") + '<div class="page">共3页 <a href="index_1.html">下一页</a></div>'
    '<script>createPageHTML(3, 0, "index", "html");</script>',
    "/zfxxgk/": '<div class="zfxxgk"><ul><li><a href="/zfxxgk/zn/">政府信息公开指南</a></li>'
    '<li><a href="/zfxxgk/zd/">政府信息公开制度</a></li><li><a href="/zfxxgk/fd/">法定主动公开内容</a></li>'
    '<li><a href="/zfxxgk/nb/">政府信息公开年报</a></li><li><a href="/zfxxgk/ysq/">依申请公开</a></li></ul></div>',
}


def site() -> Target:
    return Target(TargetId("yunxi"), TargetKind.PORTAL, "云溪县人民政府", HOME, "云溪县人民政府")


def seen(step: Step, body: str | None = None, status: int = 200) -> Seen:
    path = step.url.removeprefix(HOME.rstrip("/"))
    content = PAGES.get(path, "<p>正文</p>") if body is None else body
    html = f"<html><head><title>云溪县人民政府</title></head><body>{MENU}{content}{FOOT}</body></html>".encode()
    return told(Seen(step.url, status, html, read_page(html, step.url, on=ON, status=status)))


def walk(limits: Gather | None = None, faults: FaultKind | None = None) -> list[Step]:
    """A whole visit; every page but the home page can be made to fail."""
    plan, steps = SiteVisit(site(), limits or Gather(), ON), list[Step]()
    while (step := plan.next()) is not None:
        steps.append(step)
        failing = faults is not None and step.role is not Role.HOME
        plan.learn(step, Seen(step.url, fault=Fault(faults)) if failing and faults else seen(step))
    return steps


def test_a_visit_begins_at_home_and_asks_no_address_twice_in_a_role() -> None:
    steps = walk()
    assert (steps[0].url, steps[0].role) == (HOME, Role.HOME)
    asked = [(step.role, step.label if step.role is Role.PART else "", step.url) for step in steps]
    assert len(asked) == len(set(asked))


def test_the_same_pages_give_the_same_steps() -> None:
    assert walk() == walk()


def test_the_disclosure_column_comes_before_the_columns_and_brings_its_parts() -> None:
    roles = [step.role for step in walk()]
    assert roles.index(Role.DISCLOSURE) < roles.index(Role.COLUMN)
    assert {step.label for step in walk() if step.role is Role.PART} == {
        "guide", "system", "statutory_content", "annual_report", "on_request",
    }  # fmt: skip


def test_rules_normative_documents_and_plans_come_before_other_columns() -> None:
    columns = [step.path[-1] for step in walk() if step.role is Role.COLUMN]
    assert set(columns[:2]) == {"规范性文件", "规划计划"}


def test_every_page_of_the_plan_column_is_read_within_the_limit() -> None:
    pages = [step for step in walk() if step.role is Role.LIST]
    assert len(pages) == 2
    assert all(step.via.endswith("/ghjh/") for step in pages)
    assert not [step for step in walk(Gather(list_pages=1)) if step.role is Role.LIST]


def test_three_normative_documents_are_sampled() -> None:
    details = [step for step in walk() if step.role is Role.DETAIL]
    assert len(details) == 3
    assert all(step.via.endswith("/gfxwj/") for step in details)


def test_one_interpretation_of_each_sampled_document_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    links = "".join(f'<p>相关解读：<a href="/zcjd/{n}.html">一图读懂这件规范性文件的内容</a></p>' for n in (1, 2))
    sampled = [step.url.removeprefix(HOME.rstrip("/")) for step in walk() if step.role is Role.DETAIL]
    monkeypatch.setitem(PAGES, sampled[0], f"<p>索引号：0147/2026-1</p>{links}")
    opened = [step for step in walk() if "/zcjd/" in step.url]
    assert [(step.url, step.role, step.via) for step in opened] == [
        (f"{HOME}zcjd/1.html", Role.DETAIL, HOME.rstrip("/") + sampled[0])
    ]


def test_the_yearly_form_that_the_home_page_links_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "/", PAGES["/"] + '<p><a href="/wznb/">政府网站工作年度报表</a></p>')
    assert [step.url for step in walk()].count(f"{HOME}wznb/") == 1


def test_no_more_columns_are_visited_than_allowed() -> None:
    assert sum(step.role is Role.COLUMN for step in walk(Gather(columns=2))) == 2


def test_a_host_that_stops_answering_is_left_alone() -> None:
    assert len(walk(faults=FaultKind.TIMEOUT)) == 1 + GIVE_UP_AFTER


def test_pages_that_are_not_there_end_no_visit() -> None:
    assert len(walk(faults=FaultKind.HTTP_STATUS)) > 1 + GIVE_UP_AFTER


def test_nothing_is_followed_from_a_wall() -> None:
    plan = SiteVisit(site(), Gather(), ON)
    step = plan.next()
    assert step is not None
    plan.learn(step, seen(step, status=403))
    assert plan.next() is None


def test_a_wall_is_not_climbed_with_a_browser() -> None:
    step = Step.home(site())
    assert wants_browser(step, seen(step, "<script>location.reload()</script>", 412)) == ""


@pytest.mark.parametrize("role", [Role.DETAIL, Role.LIST, Role.SCRIPT, Role.DATA])
def test_only_pages_that_are_judged_for_their_content_are_rendered(role: Role) -> None:
    assert wants_browser(Step(HOME, role), seen(Step(HOME, role), "<div id=app></div>")) == ""


def test_the_nodes_of_the_statutory_tree_come_behind_the_columns_and_within_their_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nodes = "".join(f'<li><a href="/zfxxgk/fd/{n}/">内容{n}类</a></li>' for n in range(9))
    tree = PAGES["/zfxxgk/"].replace("法定主动公开内容</a>", f"法定主动公开内容</a><ul>{nodes}</ul>")
    monkeypatch.setitem(PAGES, "/zfxxgk/fd/", tree)
    steps = walk(Gather(columns=14))
    roles = [step.role for step in steps]
    assert roles.count(Role.NODE) == 14 - roles.count(Role.COLUMN) > 0
    assert max(n for n, role in enumerate(roles) if role is Role.COLUMN) < roles.index(Role.NODE)


def test_the_frames_of_a_home_page_are_read_as_the_home_page_is() -> None:
    frames = '<html><frameset rows="90,*"><frame src="top.asp"><frame src="main.asp"></frameset></html>'
    plan = SiteVisit(site(), Gather(), ON)
    home = plan.next()
    assert home is not None
    framed = Seen(HOME, 200, frames.encode(), read_page(frames.encode(), HOME, on=ON))
    assert wants_browser(home, framed) == ""
    plan.learn(home, framed)
    asked: list[Step] = []
    while (step := plan.next()) is not None:
        asked.append(step)
        plan.learn(step, seen(step, "" if step.url.endswith("top.asp") else None))
    assert [step.url for step in asked if step.role is Role.DATA] == [f"{HOME}top.asp", f"{HOME}main.asp"]
    assert (f"{HOME}xwzx/", Role.COLUMN) in {(step.url, step.role) for step in asked}


def test_a_menu_in_a_file_of_its_own_is_fetched_and_brings_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "/zfxxgk/menu.html", PAGES["/zfxxgk/"])
    monkeypatch.setitem(PAGES, "/zfxxgk/", '<div id="m"></div><script>$("#m").load("/zfxxgk/menu.html");</script>')
    steps = walk()
    assert [step.url for step in steps if step.role is Role.MENU] == [f"{HOME}zfxxgk/menu.html"]
    assert len([step for step in steps if step.role is Role.PART]) == 5


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_markup_is_known_in_every_charset(charset: str) -> None:
    assert MARKUP.match("<html><title>引导页</title></html>".encode(charset))


def test_a_picture_and_an_archive_are_no_markup() -> None:
    assert not any(MARKUP.match(body) for body in (b"GIF89a<", b"PK\x03\x04<", b"%PDF-1.4", b"", b"var a = '<p>';"))
