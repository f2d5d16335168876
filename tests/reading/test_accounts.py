"""New-media accounts on invented platforms: feeds and public pages, whole and broken."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from crawler.model import FaultKind, Target, TargetId, TargetKind
from crawler.reading.accounts.account import AccountSource, read_account_page, read_feed
from crawler.reading.accounts.posts import post_day

TODAY = date(2026, 11, 2)
FEED = "http://feeds.media.test/1.xml"
PAGE = "http://weibo.media.test/u/1"
ACCOUNT = Target(TargetId("a"), TargetKind.ACCOUNT, "安城发布", PAGE, "安城市人民政府")


def rss(*dates: str, end: str = "</channel></rss>") -> bytes:
    items = "".join(
        f"<item><title>第{n}条</title><link>/p/{n}</link><pubDate>{on}</pubDate></item>" for n, on in enumerate(dates)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>安城</title>{items}{end}'.encode()


def feed(body: bytes) -> AccountSource:
    return read_feed(body, FEED, on=TODAY)


def shown(body: str) -> AccountSource:
    html = f"<html><head><meta charset='utf-8'><title>安城发布的主页</title></head><body>{body}</body></html>"
    return read_account_page(html.encode(), PAGE, ACCOUNT, on=TODAY)


def newest(source: AccountSource) -> date | None:
    assert source.fault is None
    return source.newest.on if source.newest else None


def test_the_newest_entry_of_a_feed_is_found_wherever_it_stands() -> None:
    source = feed(
        rss("Fri, 30 Oct 2026 08:00:00 +0800", "Sun, 01 Nov 2026 08:00:00 +0800", "Thu, 01 Oct 2026 08:00:00 GMT")
    )
    assert newest(source) == date(2026, 11, 1)
    assert source.count == 3
    assert source.newest and source.newest.url == "http://feeds.media.test/p/1"


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("Sun, 01 Nov 2026 20:00:00 GMT", date(2026, 11, 2)),
        ("Sun, 01 Nov 2026 23:30:00 +0800", date(2026, 11, 1)),
        ("2026-11-01T23:30:00+08:00", date(2026, 11, 1)),
        ("2026-11-01T20:00:00Z", date(2026, 11, 2)),
        ("2026-11-01 23:30:00", date(2026, 11, 1)),
        ("2026-11-01", date(2026, 11, 1)),
        ("2026年11月1日", date(2026, 11, 1)),
        ("2026/11/1 8:00", date(2026, 11, 1)),
    ],
)
def test_an_entrys_day_is_a_day_in_china(written: str, on: date) -> None:
    assert newest(feed(rss(written))) == on


def test_atom_and_json_feeds_are_read() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>安城</title><entry><title>一</title>
    <link href="http://a.test/1"/><id>1</id><updated>2026-10-31T08:00:00+08:00</updated></entry></feed>"""
    assert newest(feed(atom.encode())) == date(2026, 10, 31)
    items = [{"id": "1", "url": "/1", "title": "一", "date_published": "2026-10-30T08:00:00+08:00"}]
    assert newest(feed(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode())) == date(
        2026, 10, 30
    )


def test_an_rdf_feed_with_an_undeclared_prefix_is_read() -> None:
    rdf = """<?xml version="1.0" encoding="utf-8"?><rdf:RDF><channel><title>安城</title></channel><item>
    <title>一 &nbsp; 二</title><link>http://a.test/1</link><dc:date>2026-10-29T08:00:00+08:00</dc:date></item></rdf:RDF>"""
    source = feed(rdf.encode())
    assert newest(source) == date(2026, 10, 29)
    assert source.newest and source.newest.url == "http://a.test/1"


def test_a_gbk_feed_is_read() -> None:
    body = rss("Sun, 01 Nov 2026 08:00:00 +0800").decode().replace("UTF-8", "GB2312").encode("gb18030")
    source = feed(body)
    assert source.newest and source.newest.title == "第0条"


def test_an_entry_of_tomorrow_counts_and_one_of_next_year_does_not() -> None:
    assert newest(feed(rss("2026-11-03", "2027-11-03", "2026-10-01"))) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (b"<html><body>down</body></html>", "html"),
        (b"hello", "not-a-feed"),
        (b"{}", "not-a-feed"),
        (b"[1, 2", "not-a-feed"),
        (b'{"items": 5}', "not-a-feed"),
        (rss(), "no-entry"),
        (rss("", "soon"), "no-dated-entry"),
        (rss("2028-01-01"), "future-dates"),
        (rss("1970-01-01"), "no-dated-entry"),
    ],
)
def test_a_feed_that_tells_nothing_is_unhealthy(body: bytes, detail: str) -> None:
    source = feed(body)
    assert source.fault is not None
    assert (source.fault.kind, source.fault.detail) == (FaultKind.SOURCE_UNHEALTHY, detail)
    assert source.newest is None


def test_a_bridges_error_entry_is_no_post() -> None:
    body = rss("2026-11-02").decode().replace("第0条", "Bridge returned error 404! (20394)").encode()
    fault = feed(body).fault
    assert fault is not None and fault.detail == "no-entry"


def test_a_cut_feed_counts_where_it_runs_from_the_newest() -> None:
    assert newest(feed(rss("2026-11-01", "2026-10-01", end=""))) == date(2026, 11, 1)


def test_a_cut_feed_that_runs_from_the_oldest_lost_its_newest() -> None:
    fault = feed(rss("2026-01-01", "2026-02-01", end="")).fault
    assert fault is not None and fault.kind is FaultKind.TRUNCATED


def test_a_feed_of_twenty_thousand_entries_is_bounded() -> None:
    source = feed(rss("2026-11-01") + b"<item><pubDate>2026-10-01</pubDate></item>" * 20_000)
    assert source.count <= 2_000
    long = rss("2026-01-01", *["2026-01-02"] * 2_500)
    assert feed(long).fault is not None


def test_an_xml_bomb_is_harmless() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    for name, before in zip("cdefghij", "bcdefghi", strict=True):
        bomb += f'<!ENTITY {name} "{f"&{before};" * 10}">'.encode()
    source = feed(
        bomb + b"]><rss><channel><item><title>&j;</title><pubDate>2026-11-01</pubDate></item></channel></rss>"
    )
    assert newest(source) == date(2026, 11, 1)
    assert source.newest and len(source.newest.title) < 1_000


def test_an_entity_that_names_a_file_is_not_opened() -> None:
    body = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title>'
    source = feed(body + b"<pubDate>2026-11-01</pubDate></item></channel></rss>")
    assert source.newest and "root" not in source.newest.title


def test_a_body_that_is_an_address_is_not_fetched() -> None:
    assert feed(b"http://127.0.0.1:9/feed.xml").fault is not None
    assert feed(b"/etc/passwd").fault is not None


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("刚刚", 0),
        ("5分钟前", 0),
        ("3小时前", 0),
        ("30小时前", 1),
        ("今天 08:30", 0),
        ("昨天 08:30", 1),
        ("前天", 2),
        ("3天前", 3),
        ("2周前", 14),
        ("10-30", 3),
        ("10月30日 08:00", 3),
        ("10月30日 08:00 来自 微博网页版", 3),
        ("2026-10-30 08:00:00", 3),
        ("2026年10月30日", 3),
        ("26-10-30", 3),
        ("12-30", 307),
        ("1793318400", 3),
        ("1793318400000", 3),
    ],
)
def test_a_posts_time_is_read_in_every_form(words: str, days: int) -> None:
    assert post_day(words, TODAY) == TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    "words", ["今天我们一起看安城", "2019年注册", "13-45", "", "第10-30期", "2020-01-01施行的办法全文发布"]
)
def test_what_is_no_time_gives_no_day(words: str) -> None:
    assert post_day(words, TODAY) is None


def test_posts_with_relative_times_are_found() -> None:
    posts = "".join(
        f"<div class='card'><p><a href='/p/{n}'>安城市第{n}条微博内容</a></p><span class='from'>{time}</span></div>"
        for n, time in enumerate(("10-01", "3小时前", "昨天 10:00", "09-01"))
    )
    assert newest(shown(posts)) == TODAY


def test_dated_posts_of_a_public_page_are_found() -> None:
    posts = "".join(
        f"<li><a href='/p/{n}'>安城市第{n}条推文的标题文字</a><span>2026-10-{20 + n}</span></li>" for n in range(6)
    )
    source = shown(f"<ul>{posts}</ul>")
    assert newest(source) == date(2026, 10, 25)
    assert source.count == 6


def test_times_in_the_pages_own_data_are_found() -> None:
    data = ",".join(f'{{"create_time":{1793318400 - 86400 * n}}}' for n in range(4))
    assert newest(shown(f"<p>安城发布</p><script>window.DATA = [{data}]</script>")) == date(2026, 10, 30)


def test_the_day_an_account_was_opened_is_no_post() -> None:
    fault = shown("<h1>安城发布</h1><p>安城市人民政府官方账号</p><span>2019-03-01</span>").fault
    assert fault is not None and fault.kind is FaultKind.SOURCE_UNHEALTHY


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<h2>登录后查看更多内容</h2><form><input name='phone'></form>", FaultKind.BLOCKED),
        ("<p>环境异常，完成验证后即可继续访问</p>", FaultKind.BLOCKED),
        ("<p>请拖动滑块完成安全验证</p>", FaultKind.BLOCKED),
        ("<p>该公众号已迁移</p>", FaultKind.SOURCE_UNHEALTHY),
        ("<p>该账号已注销，内容无法查看</p>", FaultKind.SOURCE_UNHEALTHY),
        ("", FaultKind.SOURCE_UNHEALTHY),
        ("<h1>安城发布</h1><p>暂无动态</p>", FaultKind.SOURCE_UNHEALTHY),
    ],
)
def test_a_page_that_shows_no_posts_says_why(body: str, kind: FaultKind) -> None:
    source = shown(body)
    assert source.newest is None
    assert source.fault is not None and source.fault.kind is kind


def walled(first: date) -> AccountSource:
    posts = "".join(
        f"<li><a href='/p/{n}'>安城市第{n}条推文的标题文字</a><span>{first - timedelta(days=n)}</span></li>"
        for n in range(4)
    )
    return shown(f"<ul>{posts}</ul><div>登录后查看更多</div>")


def test_only_new_posts_in_front_of_a_wall_prove_anything() -> None:
    assert newest(walled(date(2026, 10, 30))) == date(2026, 10, 30)
    fault = walled(date(2026, 9, 1)).fault
    assert fault is not None and fault.kind is FaultKind.BLOCKED


@pytest.mark.parametrize(
    "body", [b"\x00", b"<rss", b"<rss><item>" * 3_000, b"\xff\xfe<\x00", b"{" * 100_000, b"<a>" * 5_000]
)
def test_no_bytes_make_the_readers_raise(body: bytes) -> None:
    assert feed(body).fault is not None
    assert read_account_page(body, "http://[", ACCOUNT, on=TODAY).fault is not None


def test_a_cut_feed_of_old_entries_accuses_nobody() -> None:
    fault = feed(rss("2026-09-01", "2026-08-01", end="")).fault
    assert fault is not None and fault.kind is FaultKind.TRUNCATED


@pytest.mark.parametrize("written", ["星期日, 1 11月 2026 09:30:00 +0800", "周日, 01 十一月 2026 09:30:00 +0800"])
def test_a_mail_date_in_chinese_words_is_read(written: str) -> None:
    assert newest(feed(rss(written))) == date(2026, 11, 1)
