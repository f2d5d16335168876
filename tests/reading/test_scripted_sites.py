"""Websites whose lists or whose whole home page come in further documents, put together from captures."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from crawler.model import Capture, CaptureKind, Digest, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.columns.column import ColumnState
from crawler.reading.evidence import read_target
from crawler.reading.footer.footer import Footer
from crawler.reading.sites.site import ColumnListing, HomePage, PlanColumn

ON = date(2026, 11, 16)
SITE = "http://shigou.gov.test"
TARGET = Target(TargetId("shigou"), TargetKind.PORTAL, "石沟县人民政府", f"{SITE}/", "石沟县人民政府")
FRAMESET = '<html><head><title>石沟县人民政府</title></head><frameset rows="100,*"><frame src="top.asp"><frame src="/inner.asp"></frameset></html>'
INNER = '<html><frameset cols="160,*"><frame src="left.asp"><frame src="main.asp"></frameset></html>'
TOP = '<html><body><table><tr><td><a href="index.asp">首页</a> <a href="news.asp">政务动态</a> <a href="gg.asp">公告栏</a> <a href="xxgk/">政府信息公开</a></td></tr></table></body></html>'
LEFT = '<html><body><table><tr><td><a href="zcfg.asp">政策法规</a></td></tr></table></body></html>'
MAIN = """<html><body><table><tr><td>政务动态</td></tr>
<tr><td><a href="show.asp?id=881">全县秋季造林绿化现场会召开</a></td><td>2026-11-12</td></tr>
<tr><td><a href="show.asp?id=877">县政府召开第九次常务会议</a></td><td>2026-11-05</td></tr></table>
<p>主办：石沟县人民政府 鲁ICP备05099999号 网站标识码：3713000009</p></body></html>"""
ROWS = '<li><a href="/a/20261109_1.html">关于冬季供暖的通知</a><span>2026-11-09</span></li><li><a href="/a/20261002_2.html">国庆值班安排公告</a><span>2026-10-02</span></li>'
OLD = '<li><a href="/a/20230109_1.html">办公地址搬迁公告一则</a><span>2023-01-09</span></li>'


def capture(path: str, role: Role, body: str, number: int, *, via: str = "/", label: str = "", status: int = 200) -> tuple[Capture, bytes]:  # fmt: skip
    made = Capture(
        Digest(f"sha256:{number:064x}"), CaptureKind.RESPONSE, RunId("r"), TARGET.id, f"{SITE}{path}", role, label,
        f"{SITE}{via}", status, "text/html; charset=utf-8", datetime(2026, 11, 16, tzinfo=UTC),
    )  # fmt: skip
    return made, body.encode()


def facts(*captured: tuple[Capture, bytes]) -> dict[type, object]:
    return {one.kind: one.seen for one in read_target(TARGET, iter(captured), ON).evidence()}


FRAMED = (
    capture("/", Role.HOME, FRAMESET, 0),
    capture("/top.asp", Role.DATA, TOP, 1),
    capture("/inner.asp", Role.DATA, INNER, 2),
    capture("/left.asp", Role.DATA, LEFT, 3, via="/inner.asp"),
    capture("/main.asp", Role.DATA, MAIN, 4, via="/inner.asp"),
)


def test_a_home_page_of_frames_is_read_as_one_page() -> None:
    seen = facts(*FRAMED)
    home, footer, columns = seen[HomePage], seen[Footer], seen[ColumnListing]
    assert isinstance(home, HomePage)
    assert isinstance(footer, Footer)
    assert home.newest is not None
    assert home.newest.on == date(2026, 11, 12)
    assert (footer.site_code, footer.icp_filing) == ("3713000009", "鲁ICP备05099999号")
    assert isinstance(columns, tuple)
    assert {column.link.url for column in columns} >= {f"{SITE}/news.asp", f"{SITE}/gg.asp", f"{SITE}/zcfg.asp"}


def test_a_missing_frame_proves_nothing_absent() -> None:
    footer = facts(*FRAMED[:4])[Footer]
    assert isinstance(footer, Footer)
    assert footer.site_code is None


def column(content: str, *answers: tuple[str, str]) -> ColumnListing:
    menu = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/tz/">通知公告</a></li><li><a href="/xw/">新闻</a></li><li><a href="/zw/">政务</a></li></ul></div>'
    page = f"<html><head><title>通知公告</title></head><body>{menu}<div class='wz'>当前位置：<a href='/'>首页</a> &gt; 通知公告</div>{content}</body></html>"
    calls = [
        capture(path, Role.DATA, body, 3 + place, via="/tz/", status=200 if body else 404)
        for place, (path, body) in enumerate(answers)
    ]
    seen = facts(capture("/", Role.HOME, page, 0), capture("/tz/", Role.COLUMN, page, 1, label="通知公告"), *calls)
    found = seen[ColumnListing]
    assert isinstance(found, tuple)
    one = next(one for one in found if one.link.url == f"{SITE}/tz/")
    assert isinstance(one, ColumnListing)
    return one


TWO_CALLS = "<div id='hot'></div><div id='list'></div><script>$('#hot').load('/inc/hot.html'); $('#list').load('/inc/list.html');</script>"


def test_a_column_in_two_fragments_is_as_new_as_the_newer_one() -> None:
    seen = column(TWO_CALLS, ("/inc/hot.html", OLD), ("/inc/list.html", ROWS))
    assert seen.state is ColumnState.LISTED
    assert seen.newest is not None
    assert (seen.newest.on, seen.item_count) == (date(2026, 11, 9), 3)


def test_a_column_is_not_judged_by_a_side_list_while_its_own_did_not_come() -> None:
    assert column(TWO_CALLS, ("/inc/hot.html", OLD), ("/inc/list.html", "")).state is None
    assert column(TWO_CALLS, ("/inc/hot.html", OLD)).state is None


def test_the_lists_own_call_is_enough() -> None:
    store = "<datastore><totalrecord>2</totalrecord><recordset>" + "".join(f"<record><![CDATA[{row}</li>]]></record>" for row in ROWS.split("</li>")[:2]) + "</recordset></datastore>"  # fmt: skip
    proxy = "/module/web/jpage/dataproxy.jsp?columnid=7&unitid=9"
    page = f"<div id='9'></div><script>$('#9').jpage({{proxyUrl:'{proxy}'}}); $('#hot').load('/inc/hot.html');</script>"
    seen = column(page, (proxy, store), ("/inc/hot.html", ""))
    assert seen.state is ColumnState.LISTED
    assert seen.newest is not None
    assert seen.newest.on == date(2026, 11, 9)


def test_records_of_json_and_a_frames_list_are_the_columns_items() -> None:
    records = json.dumps(
        {"data": {"total": 1, "rows": [{"title": "关于冬季供暖的通知", "url": "/a/1.html", "pubDate": "2026-11-09"}]}}
    )
    asked = column("<div id='l'></div><script>$.getJSON('/api/list?ch=7', show)</script>", ("/api/list?ch=7", records))
    framed = column(
        "<iframe src='/list_inner.html'></iframe>", ("/list_inner.html", f"<html><body><ul>{ROWS}</ul></body></html>")
    )
    for seen in (asked, framed):
        assert seen.state is ColumnState.LISTED
        assert seen.newest is not None
        assert seen.newest.on == date(2026, 11, 9)


def plans(content: str) -> PlanColumn:
    menu = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/gh/">规划计划</a></li><li><a href="/xw/">新闻</a></li><li><a href="/zw/">政务</a></li></ul></div>'
    page = f"<html><head><title>规划计划</title></head><body>{menu}<div class='wz'>当前位置：<a href='/'>首页</a> &gt; 规划计划</div>{content}</body></html>"
    found = facts(capture("/", Role.HOME, page, 0), capture("/gh/", Role.COLUMN, page, 1, label="规划计划"))[PlanColumn]
    assert isinstance(found, PlanColumn)
    return found


def test_a_list_that_goes_on_uncounted_is_not_read_whole() -> None:
    assert plans(f"<ul>{ROWS}</ul>").complete
    for way in (
        "<div class='more'>点击加载更多</div>",
        "<div class='page'><a href='javascript:next()'>下一页</a></div>",
        "<div>共9页</div>",
    ):
        assert not plans(f"<ul>{ROWS}</ul>{way}").complete
