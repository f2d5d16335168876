"""How many pages a list has, and where they are."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

import base64
import json
from datetime import date
from urllib.parse import quote

import pytest

from crawler.reading.dates.published import DateSource
from crawler.reading.listings.listing import (
    DataCall,
    data_calls,
    main_listing,
    next_pages,
    page_count,
    read_data,
    read_listings,
)
from tests.reading.frame import TODAY, framed

ROOT = "http://www.lin.gov.test/xwzx/tzgg/"
LIST = """<ul><li><a href="t20261120_1.html">关于冬季供暖的通知</a><span>2026-11-20</span></li>
<li><a href="t20261119_1.html">关于道路施工的公告</a><span>2026-11-19</span></li></ul>"""


@pytest.mark.parametrize(
    ("pager", "count", "following"),
    [
        ('<script>createPageHTML(9, 0, "index", "html");</script>', 9, ("index_1.html", "index_2.html")),
        ("<script>createPageHTML('page-div',34,1,'common_list','shtml',500);</script>", 34, ("common_list_2.shtml", "common_list_3.shtml")),
        ("<script>function createPageHTML(_nPageCount, _nCurrIndex){return _nPageCount;} createPageHTML(12, 0, 'index', 'htm', 231);</script>", 12, ("index_1.htm", "index_2.htm")),
        ("<script>var countPage = 31; createPageHTML(countPage, 0, 'index', 'html');</script>", 31, ("index_1.html", "index_2.html")),
        ('<script>var countPage = 7//all\nvar currentPage=0;document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">");</script>', 7, ("index_1.html", "index_2.html")),
        ("<div class='page'>共31页 当前第1页</div>", 31, ()),
        ("<div>第 1 / 18 页 <a href='index_2.html'>下一页</a></div>", 18, ("index_2.html", "index_3.html")),
        ("<p class='fy'>1/31 <a href='index_1.html'>下一页</a></p>", 31, ("index_1.html", "index_2.html")),
        ("<div class='pagination'>共 620 条 每页 20 条 <a href='?page=2'>2</a></div>", 31, ("?page=2", "?page=3")),
        ("<div class='pages'><span>1</span><a href='index_2.html'>2</a><a href='index_3.html'>3</a><a href='/cms/www/tzgg/index_36.html'>尾页</a></div>", 36, ("index_2.html", "index_3.html")),
        ("<div class='pages'><span>1</span><a href='index_1.html'>2</a><a href='index_2.html'>3</a><a href='index_35.html'>尾页</a></div>", 36, ("index_1.html", "index_2.html")),
        ("<select><option>第1页</option><option>第2页</option><option>第3页</option><option>第4页</option></select>", 4, ()),
        ("<script>laypage({cont:'p', pages: 15, curr: 1});</script>", 15, ()),
        ("<script>layui.laypage.render({elem:'p', count: 101, limit: 10});</script>", 11, ()),
        ("<div class='page'>总页数：1</div>", 1, ()),
        ("", None, ()),
    ],
)  # fmt: skip
def test_the_count_of_pages_and_the_next_addresses_are_read(
    pager: str, count: int | None, following: tuple[str, ...]
) -> None:
    page = framed(LIST + pager)
    assert page_count(page) == count
    wanted = tuple(ROOT + ("index.html" + one if one.startswith("?") else one) for one in following)
    assert next_pages(page, 2) == wanted
    assert [item.on for item in read_listings(page)[0].items] == [date(2026, 11, 20), date(2026, 11, 19)]


PACKED = base64.b64encode(
    quote('<a href="index_1.html">2</a><a href="index_2.html">3</a> <a href="index_17.html">尾页</a>').encode()
).decode()


@pytest.mark.parametrize(
    ("pager", "count", "total", "following"),
    [
        ("<script>createPageHTML('p', 34, 1, 'list', 'shtml', 500);</script>", 34, 500, ("list_2.shtml", "list_3.shtml")),
        ("<script>//createPageHTML(9, 0, 'index', 'html');\nvar countPage = 17;</script>", 17, None, ()),
        ("<script>var m_nRecordCount = '98'; var m_nPageSize = 20;</script>", 5, 98, ()),
        ("<script>kkpager.generPageHtml({pno: 1, total: 13, totalRecords: 190, hrefFormer: 'list'});</script>", 13, 190, ()),
        ("<script>$('#Pagination').pagination(131, {items_per_page: 15, num_edge_entries: 1});</script>", 9, 131, ()),
        ("<script>$('.tcdPageCode').createPage({pageCount:66, current:1});</script>", 66, None, ()),
        ("<script>laypage.render({elem: 'demo', count: 70, limit: 10, curr: 1});</script>", 7, 70, ()),
        ("<script>var swiper = {count: 5, total: 3, speed: 500};</script>", None, None, ()),
        ("<script>pager({totalPage: '12', totalCount: '231'});</script>", 12, 231, ()),
        ("<el-pagination :total='131' :page-size='15'></el-pagination>", 9, 131, ()),
        ("<div class='pagination' rows='15' count='46'></div>", 4, 46, ()),
        ("<div class='page'>共有[<b>213</b>]条信息 每页20条 页次：<b>1</b>/11页</div>", 11, 213, ()),
        ("<div class='page'>总记录数:88,总页数:6,当前页:1</div>", 6, 88, ()),
        ("<div class='page'>共<span>3</span>页 <span>41</span>条</div>", 3, 41, ()),
        ("<table><tr><td id='fanye4837'>共352条&nbsp;&nbsp;1/18&nbsp;</td><td><a href='?a6t=18&a6p=2&a6c=20&wbtreeid=1041'>下页</a></td></tr></table>", 18, 352, ("?a6t=18&a6p=2&a6c=20&wbtreeid=1041", "?a6t=18&a6p=3&a6c=20&wbtreeid=1041")),
        ("<div><a href='list.jsp?totalpage=18&PAGENUM=2&urltype=tree.TreeTempUrl&wbtreeid=1041'>下页</a></div>", 18, None, ("list.jsp?totalpage=18&PAGENUM=2&urltype=tree.TreeTempUrl&wbtreeid=1041", "list.jsp?totalpage=18&PAGENUM=3&urltype=tree.TreeTempUrl&wbtreeid=1041")),
        ("<div class='p_pages'><a href='tzgg/17.htm'>下页</a><a href='tzgg/1.htm'>尾页</a></div>", 18, None, ("tzgg/17.htm", "tzgg/16.htm")),
        ("<div class='p_pages'><a href='tzgg/17.htm'>2</a><a href='tzgg/16.htm'>3</a><a href='tzgg/17.htm'>下页</a><a href='tzgg/1.htm'>尾页</a></div>", 18, None, ("tzgg/17.htm", "tzgg/16.htm")),
        ("<div class='page'><a href='?page=2&id=1041'>下一页</a> <a href='?page=31&id=1041'>尾页</a></div>", 31, None, ("?page=2&id=1041", "?page=3&id=1041")),
        ("<div class='page'><a href='index_2.jhtml'>下一页</a><a href='index_8.jhtml'>末页</a></div>", 8, None, ("index_2.jhtml", "index_3.jhtml")),
        ("<div class='pages'><a href='NewsList-2.html'>2</a><a href='NewsList-3.html'>3</a><a href='NewsList-40.html'>尾页</a></div>", 40, None, ("NewsList-2.html", "NewsList-3.html")),
        ("<div class='pages'><a href='/xwzx/tzgg/p2'>下一页</a><a href='/xwzx/tzgg/p9'>尾页</a></div>", 9, None, ("p2", "p3")),
        ("<div class='pages'><a href='list_3301_2.shtml'>下一页</a><a href='list_3301_12.shtml'>尾页</a></div>", 12, None, ("list_3301_2.shtml", "list_3301_3.shtml")),
        ("<div class='pages'><a href='?start=20'>2</a><a href='?start=40'>3</a></div>", 3, None, ("?start=20", "?start=40")),
        ("<div class='pages'><a href=\"javascript:__doPostBack('AspNetPager1','2')\">2</a><a href=\"javascript:__doPostBack('AspNetPager1','3')\">3</a><a href=\"javascript:__doPostBack('AspNetPager1','27')\">尾页</a></div>", 27, None, ()),
        ("<div class='pages'><a href='javascript:goPage(2)'>2</a><a href='javascript:goPage(3)'>3</a><a href='javascript:goPage(4)'>...</a></div>", None, None, ()),
        ("<div class='pages'><a onclick='toPage(2)'>2</a><a onclick='toPage(3)'>3</a></div>", 3, None, ()),
        ("<select onchange='location=this.value'><option value='list.html'>1</option><option value='list_2.html'>2</option><option value='list_3.html'>3</option></select>", 3, None, ("list_2.html", "list_3.html")),
        (f"<div id='pages'>{PACKED}</div>", 18, None, ("index_1.html", "index_2.html")),
        (f"<div id='pages'></div><script>$('#pages').html(decodeURIComponent(window.atob('{PACKED}')));</script>", 18, None, ("index_1.html", "index_2.html")),
        ("<div class='page'>Page 1 of 12</div>", 12, None, ()),
        ("<div class='fy'>首页 上一页 1/34 下一页 尾页</div>", 34, None, ()),
    ],
)  # fmt: skip
def test_counts_of_pages_and_records_are_read_in_every_family(
    pager: str, count: int | None, total: int | None, following: tuple[str, ...]
) -> None:
    listing = main_listing(framed(LIST + pager))
    assert listing is not None
    assert (listing.pages, listing.total) == (count, total)
    base = ROOT + "index.html"
    assert next_pages(framed(LIST + pager), 2) == tuple(
        base + one if one.startswith("?") else ROOT + one for one in following
    )


def test_the_first_page_of_a_jcms_list_lies_in_the_page() -> None:
    store = """<div id="6123"></div><script type="text/xml"><datastore>
    <nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&webid=3&columnid=1229&unitid=6123"></a>]]></nextgroup>
    <totalrecord>46</totalrecord><totalpage>4</totalpage><recordset>
    <record><![CDATA[<li><a href="/art/2026/11/19/art_1229_8812.html" title="关于印发节水方案的通知">关于印发节水...</a><span>2026-11-19</span></li>]]></record>
    <record><![CDATA[<li><a href="/art/2026/10/09/art_1229_8700.html" title="国庆值班">国庆值班</a><span>2026-10-09</span></li>]]></record>
    </recordset></datastore></script><script src="/script/jquery.jpage.js"></script>"""
    page = framed(store)
    listing = main_listing(page)
    assert listing is not None
    assert [(item.title, item.url, item.on) for item in listing.items] == [
        ("关于印发节水方案的通知", "http://www.lin.gov.test/art/2026/11/19/art_1229_8812.html", date(2026, 11, 19)),
        ("国庆值班", "http://www.lin.gov.test/art/2026/10/09/art_1229_8700.html", date(2026, 10, 9)),
    ]
    assert (listing.pages, listing.total) == (4, 46)
    url = "http://www.lin.gov.test/module/web/jpage/dataproxy.jsp?page=1&webid=3&columnid=1229&unitid=6123"
    assert DataCall(url, "jcms-dataproxy") in data_calls(page)


def test_the_answer_of_a_jcms_call_is_a_list() -> None:
    body = """<?xml version='1.0' encoding='UTF-8'?><datastore><totalrecord>2</totalrecord><recordset>
    <record><![CDATA[<tr><td><a href="/art/2026/1/5/art_9_1.html">开工通知</a></td><td>2026-01-05</td></tr>]]></record>
    </recordset></datastore>""".encode()
    listing = read_data(body, "http://www.lin.gov.test/module/web/jpage/dataproxy.jsp", on=TODAY)
    assert listing is not None
    assert [(item.title, item.on) for item in listing.items] == [("开工通知", date(2026, 1, 5))]
    assert listing.total == 2


def test_the_answer_of_a_json_call_is_a_list() -> None:
    body = json.dumps(
        {
            "total": 88,
            "articles": [
                {"id": 5, "title": "关于人才补贴的通知", "url": "http://www.lin.gov.test/gkmlpt/content/5/post_5.html", "created_at": "2025-01-01", "display_publish_time": 1794960000},
                {"id": 6, "title": "预算公开", "url": "/gkmlpt/content/6/post_6.html", "date": "2026-02-03 10:00:00"},
            ],
        }
    ).encode()  # fmt: skip
    listing = read_data(body, "http://www.lin.gov.test/gkmlpt/api/all/12?page=1&sid=3", on=TODAY)
    assert listing is not None
    assert [(item.title, item.url, item.on, item.source) for item in listing.items] == [
        (
            "关于人才补贴的通知",
            "http://www.lin.gov.test/gkmlpt/content/5/post_5.html",
            date(2026, 11, 18),
            DateSource.LIST,
        ),
        ("预算公开", "http://www.lin.gov.test/gkmlpt/content/6/post_6.html", date(2026, 2, 3), DateSource.LIST),
    ]
    assert listing.total == 88


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"<html></html>", b"\xff\xfe", b'{"a": {"b": 1}}'])
def test_an_answer_without_a_list_is_none(body: bytes) -> None:
    assert read_data(body, "http://www.lin.gov.test/api", on=TODAY) is None


def test_calls_fragments_and_frames_of_the_own_host_are_found() -> None:
    page = framed("""<div id="l"></div><script>$("#l").load("list_part.html"); $.getJSON('/api/news?c=4', show);
    $.get("/visit/count.jsp"); var c={SID:'765001'}; var d={column_id: 3344}; var base="/gkmlpt/index";</script>
    <iframe src="inner.html"></iframe><iframe src="http://tianqi.other.test/x.html"></iframe>""")
    assert data_calls(page) == (
        DataCall("http://www.lin.gov.test/gkmlpt/api/all/3344?page=1&sid=765001", "gkmlpt"),
        DataCall(ROOT + "list_part.html", "load"),
        DataCall("http://www.lin.gov.test/api/news?c=4", "load"),
        DataCall(ROOT + "inner.html", "iframe"),
    )


def test_days_kept_in_a_script_alone_are_read() -> None:
    def tip(day: str) -> str:
        return base64.b64encode(
            json.dumps({"gidate": day, "gidocno": "临政办〔2026〕3号"}, ensure_ascii=False).encode("gb18030")
        ).decode()

    rows = "".join(
        f"""<li><a href="/info/1041/{n}.htm" onmouseover="showTips('{tip(day)}')">关于做好第{n}批申报工作的通知</a></li>"""
        for n, day in ((7001, "2026-11-03"), (7000, "2026-10-12"))
    )
    listing = main_listing(framed(f"<ul>{rows}</ul>"))
    assert listing is not None
    assert [item.on for item in listing.items] == [date(2026, 11, 3), date(2026, 10, 12)]
