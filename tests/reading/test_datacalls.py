"""Where scripted lists come from, and what the answers hold."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

import json
from datetime import date

import pytest

from crawler.reading.listings.listing import Listing, data_calls, further_calls, read_data
from tests.reading.frame import TODAY, framed

HOST = "http://www.lin.gov.test"
URL = f"{HOST}/xwzx/tzgg/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
ROWS = '<li><a href="./202611/t20261102_5.html">关于冬季供暖的通知</a><span>2026-11-02</span></li><li><a href="/a/1.html">停水公告</a><span>2026-10-03</span></li>'
TWO = [("关于冬季供暖的通知", date(2026, 11, 2)), ("停水公告", date(2026, 10, 3))]


@pytest.mark.parametrize(
    ("content", "url", "family"),
    [
        ("<script>$('#1').jpage({perPage:20,proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{ajaxDatas:{'columnid':771,'unitid':98,'webid':7}}});</script>",
         "/module/web/jpage/dataproxy.jsp?columnid=771&unitid=98&webid=7&startrecord=1&endrecord=60&perpage=20", "jcms-dataproxy"),
        (f"""<script parseType="bulidstatic" queryData="{{'webId':'29e9','pageId':'bf39','parseType':'bulidstatic','pageType':'column','tagId':'列表','tplSetId':'5c30'}}" url="{UNIT}"></script>""",
         f"{UNIT}?webId=29e9&pageId=bf39&parseType=bulidstatic&pageType=column&tagId=%E5%88%97%E8%A1%A8&tplSetId=5c30", "jpaas"),
        ("<script>window._CONFIG={SID:'765001',COLUMN:{column_id: 33}}; var u='/gkmlpt/index'</script>", "/gkmlpt/api/all/33?page=1&sid=765001", "gkmlpt"),
        ("<script>$('#list').load('list_part.html');</script>", "/xwzx/tzgg/list_part.html", "load"),
        ("<script>$.getJSON('/api/news?c=4', show);</script>", "/api/news?c=4", "load"),
        ("<script>var cid = 4411; $.ajax({type:'GET', url:'/front/article/list', data:{channelId: cid, page: 1}, success: f});</script>", "/front/article/list?channelId=4411&page=1", "load"),
        ("<script>var ctx = '/portal'; $.get(ctx + '/doc/list.do?id=' + 12, f);</script>", "/portal/doc/list.do?id=12", "load"),
        ("<script>axios.get(`/api/docs/${colId}/list`); const colId = '88';</script>", "/api/docs/88/list", "load"),
        ("<script>fetch('./data.json').then(r => r.json());</script>", "/xwzx/tzgg/data.json", "load"),
        ("<script>var x = new XMLHttpRequest(); x.open('GET', '/xml/list.xml', true);</script>", "/xml/list.xml", "load"),
        ("<script>var jd = '1756'; $.ajax({type:'POST', url:'/module/xxgk/search.jsp', data:{'infotypeId':'B001G001','jdid':jd,'currpage':1,'standardXxgk':1}, success:f});</script>", "/module/xxgk/search.jsp?infotypeId=B001G001&jdid=1756&currpage=1&standardXxgk=1", "load"),
        ("<div id='doclist' data-url='/interface/doclist?ch=7'></div>", "/interface/doclist?ch=7", "load"),
        ("<iframe src='http://xxgk.lin.gov.test/was5/web/search?channelid=258715&page=1'></iframe>", "http://xxgk.lin.gov.test/was5/web/search?channelid=258715&page=1", "iframe"),
        ("<div><script src='/inc/js.asp?classid=3&n=20'></script></div>", "/inc/js.asp?classid=3&n=20", "script"),
        ("<div><script src='/data/newslist_12.js'></script></div>", "/data/newslist_12.js", "script"),
    ],
)  # fmt: skip
def test_the_address_of_a_data_call_is_found(content: str, url: str, family: str) -> None:
    calls = data_calls(framed(content))
    assert [(call.url, call.family) for call in calls] == [(url if url.startswith("http") else HOST + url, family)]


@pytest.mark.parametrize(
    "content",
    [
        "<script>$.get('/visit/count.jsp');</script>",
        "<script>$.get('/api/list?c=' + getColumn());</script>",
        "<script>$.post(apiUrl, {id: 3});</script>",
        "<iframe src='http://i.weather.test/x.html'></iframe>",
        "<script src='/js/jquery.pagination.js'></script>",
        "<script>$.getJSON('https://api.map.test/list?c=4', show);</script>",
    ],
)
def test_counters_strangers_and_addresses_nobody_can_tell_are_not_called(content: str) -> None:
    assert data_calls(framed(content)) == ()


def test_a_departments_platform_stands_below_its_folder_and_its_column_behind_a_fragment() -> None:
    page = framed("<script>window._CONFIG={SID:'662021'}</script>", url=f"{HOST}/yjzjj/gkmlpt/index#721")
    assert [call.url for call in data_calls(page)] == [f"{HOST}/yjzjj/gkmlpt/api/all/721?page=1&sid=662021"]


def read(answer: str | object, url: str = "/api/list", via: str = URL) -> Listing | None:
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return read_data(text.encode(), HOST + url, on=TODAY, via=via)


RECORD = {"title": "关于冬季供暖的通知", "url": "/a/5.html", "publishTime": "2026-11-02 09:00:00"}
OLDER = {"title": "停水公告", "url": "/a/1.html", "publishTime": "2026-10-03 10:00:00"}


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 0, "data": {"list": [RECORD, OLDER], "total": 2}},
        {"rows": [RECORD, OLDER], "total": "2"},
        {"page": {"totalCount": 2}, "results": {"articles": [RECORD, OLDER]}},
        {"classify": {"post_count": 2}, "articles": [RECORD, OLDER]},
        {"menu": [{"name": f"栏目第{n}号", "url": f"/c/{n}/"} for n in range(9)], "list": [RECORD, OLDER], "count": 2},
        {"data": json.dumps([RECORD, OLDER]), "total": 2},
        {"total": 2, "data": [{**one, "imgUrl": "/i/1.jpg", "columnTitle": "通知公告", "endTime": "2026-12-30"} for one in (RECORD, OLDER)]},
        f"callback({json.dumps({'list': [RECORD, OLDER], 'total': 2})});",
        f"var newsJson = {json.dumps({'list': [RECORD, OLDER], 'total': 2})};",
    ],
)  # fmt: skip
def test_records_are_found_in_json_of_any_shape(answer: str | object) -> None:
    listing = read(answer)
    assert listing is not None
    assert [(item.title, item.url, item.on) for item in listing.items] == [
        ("关于冬季供暖的通知", f"{HOST}/a/5.html", date(2026, 11, 2)),
        ("停水公告", f"{HOST}/a/1.html", date(2026, 10, 3)),
    ]
    assert listing.total == 2


@pytest.mark.parametrize(
    "day",
    [
        {"pubDate": 1793577600},
        {"publishDate": 1793577600000},
        {"fbsj": "2026年11月2日"},
        {"docreltime": "2026/11/02 08:00:00"},
        {"date": "2026-11-02T08:00:00+08:00", "createTime": "2020-01-01"},
        {"releaseDate": {"time": 1793577600000, "year": 126}},
        {"created_at": "2026-11-02 16:00:00", "updateTime": "2026-11-20"},
        {"show_time": "2026-11-02", "publish_time": "2019-01-01"},
    ],
)
def test_the_day_of_a_record_is_read_under_any_name_and_in_any_form(day: dict[str, object]) -> None:
    listing = read([{"title": "关于冬季供暖的通知", "url": "/a/5.html", **day}])
    assert listing is not None
    assert [item.on for item in listing.items] == [date(2026, 11, 2)]


def test_an_address_is_no_day_and_a_deadline_neither() -> None:
    listing = read([{"title": "征集意见的公告", "address": "/2019/0501/a.html", "endTime": "2019-01-01"}])
    assert listing is not None
    assert [(item.url, item.on) for item in listing.items] == [(f"{HOST}/2019/0501/a.html", None)]


@pytest.mark.parametrize(
    "answer",
    [
        {"success": True, "data": {"html": f"<div class='page-content'><ul>{ROWS}</ul><div class='pagination' rows='15' count='46'></div></div>"}},
        f"<ul>{ROWS}</ul><div class='page'>共4页 共46条</div>",
        f"<html><body><table><tr><td><ul>{ROWS}</ul></td></tr></table><div class='page'>共4页 共46条</div></body></html>",
        "<?xml version='1.0'?><datastore><totalrecord>46</totalrecord><totalpage>4</totalpage><recordset>" + "".join(f"<record><![CDATA[{row}</li>]]></record>" for row in ROWS.split("</li>")[:2]) + "</recordset></datastore>",
    ],
)  # fmt: skip
def test_markup_in_an_answer_is_read_as_a_list(answer: str | object) -> None:
    listing = read(answer)
    assert listing is not None
    assert [(item.title, item.on) for item in listing.items] == TWO
    assert (listing.pages, listing.total) == (4, 46)


@pytest.mark.parametrize(
    "answer",
    [
        "document.write('<ul>');document.write('" + ROWS.replace("</li><li>", "</li>');document.write('<li>") + "');document.write('</ul>');",
        "var list = [{title:'关于冬季供暖的通知',url:'/a/5.html',date:'2026-11-02'},{title:'停水公告',url:'/a/1.html',date:'2026-10-03'},];",
        "<rss version='2.0'><channel><title>通知公告</title><item><title>关于冬季供暖的通知</title><link>http://www.lin.gov.test/a/5.html</link><pubDate>Mon, 02 Nov 2026 09:00:00 +0800</pubDate></item><item><title><![CDATA[停水公告]]></title><link>http://www.lin.gov.test/a/1.html</link><pubDate>Sat, 03 Oct 2026 09:00:00 +0800</pubDate></item></channel></rss>",
        "<?xml version='1.0' encoding='utf-8'?><root><row><TITLE>关于冬季供暖的通知</TITLE><URL>/a/5.html</URL><FBSJ>2026-11-02</FBSJ></row><row><TITLE>停水公告</TITLE><URL>/a/1.html</URL><FBSJ>2026-10-03</FBSJ></row></root>",
        "<?xml version='1.0' encoding='utf-8'?><list><item title='关于冬季供暖的通知' url='/a/5.html' date='2026-11-02'/><item title='停水公告' url='/a/1.html' date='2026-10-03'/></list>",
    ],
)  # fmt: skip
def test_scripts_feeds_and_plain_xml_are_read_as_lists(answer: str) -> None:
    listing = read(answer)
    assert listing is not None
    assert [(item.title, item.on) for item in listing.items] == TWO


def test_the_links_of_a_fragment_are_relative_to_the_page_that_asked() -> None:
    listing = read(f"<ul>{ROWS}</ul>", url="/inc/parts/list.html")
    assert listing is not None
    assert listing.items[0].url == f"{HOST}/xwzx/tzgg/202611/t20261102_5.html"


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 500, "msg": "error"},
        {"temperature": [{"name": "今日气温", "value": 3}]},
        [{"id": 1, "pId": 0, "name": "公开目录"}, {"id": 2, "pId": 1, "name": "公开指南"}],
        "ok",
        "var hits = 3021;",
        "<html><body><p>系统维护</p></body></html>",
    ],
)
def test_answers_that_are_no_lists_say_nothing(answer: str | object) -> None:
    assert read(answer) is None


@pytest.mark.parametrize(
    ("content", "following"),
    [
        ("<script>$('#1').jpage({totalRecord:46,perPage:20,proxyUrl:'/d/dataproxy.jsp?columnid=7&unitid=9&startrecord=1&endrecord=60&perpage=20'});</script>",
         ("/d/dataproxy.jsp?columnid=7&unitid=9&startrecord=21&endrecord=40&perpage=20", "/d/dataproxy.jsp?columnid=7&unitid=9&startrecord=41&endrecord=60&perpage=20")),
        ("<script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/d/dataproxy.jsp?page=1&columnid=7&unitid=9'></a>]]></nextgroup><totalrecord>46</totalrecord><totalpage>4</totalpage><recordset></recordset></datastore></script>",
         ("/d/dataproxy.jsp?page=2&columnid=7&unitid=9", "/d/dataproxy.jsp?page=3&columnid=7&unitid=9")),
        (f"""<script queryData="{{'webId':'7','pageId':'8'}}" url="{UNIT}"></script><div class="pagination" rows="15" count="46"></div>""",
         (f"{UNIT}?webId=7&pageId=8&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A15%7D", f"{UNIT}?webId=7&pageId=8&paramJson=%7B%22pageNo%22%3A3%2C%22pageSize%22%3A15%7D")),
        ("<script>var totalPage = 3; $.getJSON('/api/list?ch=4&page=1', show);</script>", ("/api/list?ch=4&page=2", "/api/list?ch=4&page=3")),
        ("<script>$.getJSON('/api/list?ch=4&page=1', show);</script>", ()),
        ("<script>var totalPage = 3; $.get('/api/list', show);</script>", ()),
    ],
)  # fmt: skip
def test_the_calls_for_further_pages_are_told_where_their_number_is_known(
    content: str, following: tuple[str, ...]
) -> None:
    assert further_calls(framed(content), 2) == tuple(HOST + one for one in following)
