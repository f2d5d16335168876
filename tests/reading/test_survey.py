"""A website's pages put together: what a "not found" proves, and what it does not."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from crawler.model import Capture, CaptureKind, Digest, Fault, FaultKind, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.columns.column import ColumnState
from crawler.reading.disclosure.column import Part
from crawler.reading.evidence import read_target
from crawler.reading.pages.page import read_page
from crawler.reading.sites.nodes import NodeTree
from crawler.reading.sites.seen import PATH_SEPARATOR, Seen
from crawler.reading.sites.site import ColumnListing, DisclosureColumn, GazetteColumn, HomePage, PlanColumn

ON = date(2026, 11, 16)
SITE = "http://jia.yunchuan.gov.test"
TARGET = Target(TargetId("jia"), TargetKind.PORTAL, "甲县人民政府", f"{SITE}/", "甲县人民政府")
MENU = "".join(
    f'<li><a href="{path}">{name}</a></li>'
    for path, name in (("/xwdt/", "新闻动态"), ("/tzgg/", "通知公告"), ("/ghjh/", "规划计划"), ("/hdjl/", "互动交流"))
)
HOME = f"""<html><head><title>甲县人民政府</title></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li>{MENU}<li><a href="/zfxxgk/">政府信息公开</a></li></ul></div>
<div class="news"><h2>新闻动态</h2><ul>
<li><a href="/xwdt/202611/t20261112_1.html">县政府召开常务会议研究部署秋冬农田水利建设</a><span>2026-11-12</span></li>
<li><a href="/xwdt/202611/t20261110_2.html">全县安全生产工作会议召开并部署冬季有关工作</a><span>2026-11-10</span></li>
<li><a href="/xwdt/202611/t20261108_3.html">县领导赴乡镇调研社区养老服务设施建设情况</a><span>2026-11-08</span></li>
</ul></div></body></html>"""
PARTS = {
    "guide": ("政府信息公开指南", "/zfxxgk/zn/"),
    "system": ("政府信息公开制度", "/zfxxgk/zd/"),
    "statutory_content": ("法定主动公开内容", "/zfxxgk/nr/"),
    "annual_report": ("政府信息公开年报", "/zfxxgk/nb/"),
    "on_request": ("依申请公开", "/zfxxgk/ysq/"),
}
DISCLOSURE = f"""<html><head><title>政府信息公开-甲县人民政府</title></head><body><div class="nav"><ul>{MENU}</ul></div>
<h1>政府信息公开</h1><ul class="menu">{"".join(f'<li><a href="{url}">{name}</a></li>' for name, url in PARTS.values())}
</ul><p>{"本机关依法公开政府信息，方便公民、法人和其他组织获取。" * 4}</p></body></html>"""


def capture(
    url: str, role: Role, body: str, *, label: str = "", status: int = 200, number: int = 0
) -> tuple[Capture, bytes]:
    raw = body.encode()
    made = Capture(
        Digest(f"sha256:{number:064x}"), CaptureKind.RESPONSE, RunId("r"), TARGET.id, f"{SITE}{url}", role, label,
        f"{SITE}/", status, "text/html; charset=utf-8", datetime(2026, 11, 16, tzinfo=UTC),
    )  # fmt: skip
    return made, raw


def visit(*, gone: set[str]) -> Iterator[tuple[Capture, bytes]]:
    """Home, disclosure column, its parts, and two columns; the addresses in ``gone`` answer 404."""
    yield capture("/", Role.HOME, HOME)
    yield capture("/zfxxgk/", Role.DISCLOSURE, DISCLOSURE, label="政府信息公开", number=1)
    pages = [(url, Role.PART, part, DISCLOSURE) for part, (_, url) in PARTS.items()]
    pages += [("/xwdt/", Role.COLUMN, "新闻动态", HOME), ("/tzgg/", Role.COLUMN, "通知公告", HOME)]
    for number, (url, role, label, body) in enumerate(pages, 2):
        missing = url in gone
        text = "<html><body><h1>404 Not Found</h1></body></html>" if missing else body
        yield capture(url, role, text, label=label, status=404 if missing else 200, number=number)


def facts(gone: set[str]) -> dict[type, object]:
    return {one.kind: one.seen for one in read_target(TARGET, visit(gone=gone), ON).evidence()}


def test_one_missing_part_of_a_site_that_answers_is_missing() -> None:
    column = facts({"/zfxxgk/zd/"})[DisclosureColumn]
    assert isinstance(column, DisclosureColumn)
    part = column.part(Part.SYSTEM)
    assert part.fault is not None
    assert (part.fault.kind, part.fault.detail) == (FaultKind.HTTP_STATUS, "404")


def test_a_site_that_calls_most_pages_missing_is_not_believed() -> None:
    seen = facts({*(url for _, url in PARTS.values()), "/xwdt/"})
    column, listings = seen[DisclosureColumn], seen[ColumnListing]
    assert isinstance(column, DisclosureColumn) and isinstance(listings, tuple)
    assert {part.fault.kind for part in column.parts if part.fault} == {FaultKind.MOSTLY_GONE}
    news = next(listing for listing in listings if listing.link.path == ("新闻动态",))
    assert news.fault is not None and news.fault.kind is FaultKind.MOSTLY_GONE


def test_a_column_that_was_not_visited_leaves_absence_open() -> None:
    seen = facts(set())
    plan = seen[PlanColumn]
    assert isinstance(plan, PlanColumn)
    assert plan.link is None or plan.state is None
    assert not plan.absence_proven


def test_the_newest_day_of_the_home_page_is_found() -> None:
    home = facts(set())[HomePage]
    assert isinstance(home, HomePage)
    assert home.newest is not None and home.newest.on == date(2026, 11, 12)
    assert home.undated == 0


def test_the_path_of_a_column_comes_from_its_label() -> None:
    label = PATH_SEPARATOR.join(("政务公开", "政策文件"))
    captured = [capture("/", Role.HOME, HOME), capture("/zcwj/", Role.COLUMN, HOME, label=label, number=9)]
    listings = {one.kind: one.seen for one in read_target(TARGET, captured, ON).evidence()}[ColumnListing]
    assert isinstance(listings, tuple)
    assert ("政务公开", "政策文件") in {listing.link.path for listing in listings}


SHELL = (
    '<html><head><title>甲县</title></head><body><div id="app"></div><script src="/js/app.js"></script></body></html>'
)
EMPTY = f"""<html><head><title>公示公告-甲县人民政府</title></head><body><div class="nav"><ul>{MENU}</ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/gsgg/">公示公告</a></div>
<ul id="list" class="list"></ul><script src="/js/app.js"></script></body></html>"""


def in_browser(url: str, role: Role, kind: CaptureKind, body: str, label: str = "", *, cut: bool = False) -> Capture:
    made, _ = capture(url, role, body, label=label, number=50)
    return replace(made, kind=kind, truncated=cut)


def column_state(*more: tuple[Capture, bytes]) -> tuple[ColumnState | None, FaultKind | None]:
    captured = [capture("/", Role.HOME, HOME), capture("/gsgg/", Role.COLUMN, EMPTY, label="公示公告", number=9), *more]
    listings = {one.kind: one.seen for one in read_target(TARGET, captured, ON).evidence()}[ColumnListing]
    assert isinstance(listings, tuple)
    (found,) = [listing for listing in listings if listing.link.path == ("公示公告",)]
    return found.state, found.fault.kind if found.fault else None


def test_an_empty_list_beside_a_script_is_blank_only_after_a_browser_saw_it() -> None:
    rendered = EMPTY.encode()
    seen = in_browser("/gsgg/", Role.COLUMN, CaptureKind.RENDERED, "", "公示公告")
    cut = in_browser("/gsgg/", Role.COLUMN, CaptureKind.RENDERED, "", "公示公告", cut=True)
    assert column_state() == (None, None)
    assert column_state((seen, rendered)) == (ColumnState.BLANK, None)
    assert column_state((cut, rendered)) == (None, None)


def test_without_a_browser_a_scripted_column_says_so() -> None:
    fault = in_browser("/gsgg/", Role.COLUMN, CaptureKind.FAULT, "", "公示公告")
    assert column_state((fault, b'{"kind": "no-browser"}')) == (None, FaultKind.NO_BROWSER)


def test_a_home_page_that_only_a_browser_could_fill_faults_every_fact() -> None:
    fault = in_browser("/", Role.HOME, CaptureKind.FAULT, "")
    captured = [capture("/", Role.HOME, SHELL), (fault, b'{"kind": "no-browser"}')]
    facts = read_target(TARGET, captured, ON).evidence()
    assert facts and {one.seen.kind for one in facts} == {FaultKind.NO_BROWSER}


CHANNEL_HOME = HOME.replace('<a href="/zfxxgk/">政府信息公开</a>', '<a href="/zwgk/">政务公开</a>')
CHANNEL = f"""<html><head><title>政务公开-甲县人民政府</title></head><body><div class="nav"><ul>{MENU}</ul></div>
<div class="left"><ul><li><a href="/zwgk/zcwj/">政策文件</a></li><li><a href="/zwgk/rsrm/">人事任免</a></li></ul></div></body></html>"""


def column_of(*captured: tuple[Capture, bytes]) -> DisclosureColumn:
    column = {one.kind: one.seen for one in read_target(TARGET, captured, ON).evidence()}[DisclosureColumn]
    assert isinstance(column, DisclosureColumn)
    return column


def behind(url: str) -> tuple[Capture, bytes]:
    """The disclosure column, found on another page than the home page."""
    found, body = capture("/zfxxgk/", Role.DISCLOSURE, DISCLOSURE, label="政府信息公开", number=2)
    return replace(found, via=f"{SITE}{url}"), body


def test_a_channel_called_openness_that_holds_no_parts_is_no_disclosure_column() -> None:
    home = capture("/", Role.HOME, CHANNEL_HOME)
    column = column_of(home, capture("/zwgk/", Role.DISCLOSURE, CHANNEL, label="政务公开", number=1))
    assert column.entry is None and not column.page_read and column.entry_absence_proven


def test_the_column_behind_a_channel_takes_the_channels_place() -> None:
    home = capture("/", Role.HOME, CHANNEL_HOME)
    leading = CHANNEL.replace("人事任免</a>", '人事任免</a></li><li><a href="/zfxxgk/">政府信息公开</a>')
    channel = capture("/zwgk/", Role.DISCLOSURE, leading, label="政务公开", number=1)
    column = column_of(home, channel, behind("/zwgk/"))
    assert column.page_read and column.title == "政府信息公开"
    assert column.entry is None and not column.entry_absence_proven  # a parent on the home page asks a person
    assert all(part.link for part in column.parts)


def test_a_column_the_home_page_never_leads_to_is_elsewhere() -> None:
    home = capture("/", Role.HOME, CHANNEL_HOME)
    channel = capture("/zwgk/", Role.DISCLOSURE, CHANNEL, label="政务公开", number=1)
    column = column_of(home, channel, behind("/zwgk/"))
    assert column.elsewhere is not None and column.entry_absence_proven


def test_a_column_under_a_name_of_its_own_is_on_the_home_page_however_it_was_found() -> None:
    home = CHANNEL_HOME.replace('<a href="/zwgk/">政务公开</a>', '<a href="/zfxxgk/">信息公示</a>')
    found, body = capture("/zfxxgk/", Role.DISCLOSURE, DISCLOSURE, label="信息公示", number=1)
    column = column_of(capture("/", Role.HOME, home), (replace(found, via=f"{SITE}/tzgg/"), body))
    assert column.entry is not None and column.entry.label == "信息公示"


def part_of(number: int, url: str, part: Part, content: str, menu: str = DISCLOSURE) -> tuple[Capture, bytes]:
    empty = menu.replace("本机关依法公开政府信息，方便公民、法人和其他组织获取。" * 4, content)
    place = (
        f'<div>当前位置：<a href="/">首页</a> &gt; <a href="{url}">{PARTS[part.value][0]}</a></div><ul class="menu">'
    )
    return capture(url, Role.PART, empty.replace('<ul class="menu">', place), label=part.value, number=number)


def test_a_statutory_part_whose_nodes_stand_in_a_menu_is_not_blank() -> None:
    node = '法定主动公开内容</a><ul><li><a href="/zfxxgk/nr/gh/">规划计划</a></li></ul>'
    menu = DISCLOSURE.replace("法定主动公开内容</a>", node)
    entry = capture("/zfxxgk/", Role.DISCLOSURE, menu, label="政府信息公开", number=1)
    seen = column_of(capture("/", Role.HOME, HOME), entry, part_of(2, "/zfxxgk/nr/", Part.STATUTORY, "", menu))
    assert seen.part(Part.STATUTORY).state is ColumnState.CHILDREN


def test_an_application_page_without_any_field_is_blank_and_one_with_a_form_is_not() -> None:
    entry = capture("/zfxxgk/", Role.DISCLOSURE, DISCLOSURE, label="政府信息公开", number=1)
    home, form = capture("/", Role.HOME, HOME), "<form><input name='a'><input name='b'><textarea></textarea></form>"
    states = [
        column_of(home, entry, part_of(2, "/zfxxgk/ysq/", Part.ON_REQUEST, content)).part(Part.ON_REQUEST).state
        for content in ("", form)
    ]
    assert states == [ColumnState.BLANK, ColumnState.PROSE]


TREE = f"""<html><head><title>法定主动公开内容-甲县人民政府</title></head><body><div class="nav"><ul>{MENU}</ul></div>
<ul class="menu"><li><a href="/zfxxgk/zn/">政府信息公开指南</a></li><li><a href="/zfxxgk/zd/">政府信息公开制度</a></li><li><a href="/zfxxgk/nr/">法定主动公开内容</a>
<ul><li><a href="/zfxxgk/nr/jg/">机构职能</a></li><li><a href="javascript:;">财政信息</a><ul><li><a href="/zfxxgk/nr/ys/">财政预算</a></li></ul></li><li><a href="/zfxxgk/nr/gb/">政府公报</a></li></ul></li></ul></body></html>"""


def test_every_node_of_the_statutory_tree_is_evidence_with_its_newest_day() -> None:
    rows = "".join(
        f'<li><a href="/zfxxgk/nr/ys/2026/{n}.html">甲县二〇二六年财政预算调整情况之{n}</a><span>2026-08-{n:02}</span></li>'
        for n in range(1, 6)
    )
    captured = [
        capture("/", Role.HOME, HOME),
        capture("/zfxxgk/", Role.DISCLOSURE, DISCLOSURE, label="政府信息公开", number=1),
        capture("/zfxxgk/nr/", Role.PART, TREE, label="statutory_content", number=2),
        capture(
            "/zfxxgk/nr/ys/",
            Role.NODE,
            DISCLOSURE.replace("<p>", f"<ul>{rows}</ul><p>"),
            label=PATH_SEPARATOR.join(("财政信息", "财政预算")),
            number=3,
        ),
        capture("/zfxxgk/nr/gb/", Role.NODE, "<h1>Not Found</h1>", label="政府公报", status=404, number=4),
    ]
    seen = {one.kind: one.seen for one in read_target(TARGET, captured, ON).evidence()}
    column, gazette = seen[DisclosureColumn], seen[GazetteColumn]
    assert isinstance(column, DisclosureColumn) and isinstance(gazette, GazetteColumn)
    nodes = {node.path: node for node in column.nodes}
    assert list(nodes) == [("机构职能",), ("财政信息",), ("财政信息", "财政预算"), ("政府公报",)]
    newest = nodes["财政信息", "财政预算"].newest
    assert newest is not None and newest.on == date(2026, 8, 5)
    assert (nodes["机构职能",].state, nodes["机构职能",].fault) == (None, None)
    assert nodes["政府公报",].fault is not None
    assert gazette.link is not None and gazette.link.label == "政府公报"


def test_the_parts_in_a_menu_of_its_own_file_are_the_columns_parts() -> None:
    shell = '<html><head><title>政府信息公开</title></head><body><div id="m"></div><script>$("#m").load("/zfxxgk/menu.html");</script></body></html>'
    captured = [
        capture("/", Role.HOME, HOME),
        capture("/zfxxgk/", Role.DISCLOSURE, shell, label="政府信息公开", number=1),
        capture("/zfxxgk/menu.html", Role.MENU, TREE, number=2),
    ]
    column = {one.kind: one.seen for one in read_target(TARGET, captured, ON).evidence()}[DisclosureColumn]
    assert isinstance(column, DisclosureColumn)
    assert column.part(Part.GUIDE).link is not None
    assert column.part(Part.ON_REQUEST).link is None and not column.part(Part.ON_REQUEST).absence_proven
    assert len(column.nodes) == 4


def seen_node(url: str, body: str, status: int = 200) -> Seen:
    page = read_page(f"<html><body>{body}</body></html>".encode(), f"{SITE}{url}", on=ON)
    fault = None if status == 200 else Fault(FaultKind.TIMEOUT)
    return Seen(Role.NODE, "节点", "", f"{SITE}{url}", (), b"", None if fault else page, fault)


def test_a_tree_hides_nothing_only_when_every_node_was_seen() -> None:
    text = f"<p>{'本单位依法履行职责，有关情况向社会公开。' * 5}</p>"
    tree = NodeTree()
    tree.take_menu(read_page(TREE.encode(), f"{SITE}/zfxxgk/nr/", on=ON))
    assert not tree.read_whole({})
    for url in ("/zfxxgk/nr/jg/", "/zfxxgk/nr/ys/"):
        tree.take_node(seen_node(url, text))
    tree.take_node(seen_node("/zfxxgk/nr/gb/", "", status=0))
    assert not tree.read_whole({})
    tree.take_node(seen_node("/zfxxgk/nr/gb/", text))
    assert tree.read_whole({})


def test_a_node_without_address_or_children_may_hide_something() -> None:
    tree = NodeTree()
    lone = TREE.replace('<ul><li><a href="/zfxxgk/nr/ys/">财政预算</a></li></ul>', "")
    tree.take_menu(read_page(lone.encode(), f"{SITE}/zfxxgk/nr/", on=ON))
    text = f"<p>{'本单位依法履行职责，有关情况向社会公开。' * 5}</p>"
    for url in ("/zfxxgk/nr/jg/", "/zfxxgk/nr/gb/"):
        tree.take_node(seen_node(url, text))
    assert [node.path for node in tree.menu.values()] == [("机构职能",), ("财政信息",), ("政府公报",)]
    assert not tree.read_whole({})
