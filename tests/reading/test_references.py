"""Links as browsers follow them, whatever hand wrote them."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.columns.column import read_navigation
from crawler.reading.columns.navigation import same_address
from crawler.reading.disclosure.column import Part, entry_candidates, read_parts
from crawler.reading.listings.listing import read_listings
from crawler.reading.pages.access import read_redirect
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import read_page

ON = date(2026, 11, 20)
HOME = "http://nyj.linxi.gov.test/zw/index.html"


def page(body: str, *, url: str = HOME, encoding: str = "utf-8"):  # type: ignore[no-untyped-def]
    text = f"<html><head><meta charset='{encoding}'><title>临汐市农业农村局</title></head><body>{body}</body></html>"
    return read_page(text.encode(encoding), url, on=ON, content_type=f"text/html; charset={encoding}")


NAV = "<div class='nav'><a href='{0}gzdt\\index.html'>工作动态</a><a href='{0}tzgg/'>通知公告</a><a href='{0}zcwj\\'>政策文件</a></div>"
MENU = "<ul><li><a href='{0}zn/'>政府信息公开指南</a></li><li><a href='{0}zd\\'>政府信息公开制度</a></li></ul>"
ROWS = "".join(
    f"<li><a href='{{0}}a\\202611\\t{n}.html'>全市春耕备耕工作推进会第{n}次召开</a><span>2026-11-1{n}</span></li>"
    for n in range(4)
)


def test_backslashes_in_links_are_slashes() -> None:
    found = page(NAV.format("..\\") + f"<ul>{ROWS.format('')}</ul>")
    assert [link.url for link in read_navigation(found)] == [
        "http://nyj.linxi.gov.test/gzdt/index.html", "http://nyj.linxi.gov.test/tzgg/", "http://nyj.linxi.gov.test/zcwj/",
    ]  # fmt: skip
    (listing,) = read_listings(found)
    assert listing.items[0].url == "http://nyj.linxi.gov.test/zw/a/202611/t0.html"


def test_a_backslash_in_a_query_or_a_script_stays_what_it_is() -> None:
    links = "<a href='list.asp?p=a\\b'>工作动态</a><a href=\"javascript:open('a\\\\b')\">通知公告</a>"
    found = page(f"<div class='nav'>{links}</div>")
    assert [one.get("href") for one in found.root.iter("a")] == ["list.asp?p=a\\b", "javascript:open('a\\\\b')"]


@pytest.mark.parametrize(
    "base", ["http://nyj.linxi.gov.test/", "/", "//nyj.linxi.gov.test", "http:\\\\nyj.linxi.gov.test\\"]
)
def test_every_reader_follows_the_base_element(base: str) -> None:
    head = f"<base href='{base}'>"
    entry = "<a href='zfxxgk/'>政府信息公开</a>"
    found = page(head + NAV.format("") + entry + f"<div class='left'>{MENU.format('zfxxgk/')}</div>")
    assert {link.url for link in read_navigation(found)} >= {"http://nyj.linxi.gov.test/gzdt/index.html"}
    assert [one.url for one in entry_candidates(found)] == ["http://nyj.linxi.gov.test/zfxxgk/"]
    parts = read_parts(found)
    guide, system = parts[Part.GUIDE], parts[Part.SYSTEM]
    assert guide is not None
    assert system is not None
    assert (guide.url, system.url) == ("http://nyj.linxi.gov.test/zfxxgk/zn/", "http://nyj.linxi.gov.test/zfxxgk/zd/")


def test_an_address_that_a_click_opens_is_relative_to_the_base_too() -> None:
    menu = MENU.replace("href='{0}zn/'", "href='javascript:void(0)' onclick=\"location.href='zfxxgk/zn/'\"").format(
        "zfxxgk/"
    )
    found = page(f"<base href='/'>{menu}")
    guide = read_parts(found)[Part.GUIDE]
    assert guide is not None
    assert guide.url == "http://nyj.linxi.gov.test/zfxxgk/zn/"


def test_a_query_is_asked_in_the_charset_of_its_page() -> None:
    nav = "<div class='nav'><a href='list.asp?lm=通知公告&p=1'>通知公告</a><a href='/政策/'>政策文件</a><a href='dt.asp'>工作动态</a></div>"
    asked = {link.name: link.url for link in read_navigation(page(nav, encoding="gb18030"))}
    assert asked["通知公告"] == "http://nyj.linxi.gov.test/zw/list.asp?lm=%CD%A8%D6%AA%B9%AB%B8%E6&p=1"
    assert asked["政策文件"] == "http://nyj.linxi.gov.test/政策/"
    told = {link.name: link.url for link in read_navigation(page(nav))}
    assert told["通知公告"].endswith("?lm=通知公告&p=1")
    assert same_address(asked["政策文件"], "http://nyj.linxi.gov.test/%E6%94%BF%E7%AD%96/")
    assert address_key(asked["政策文件"]) == address_key("http://nyj.linxi.gov.test/%e6%94%bf%e7%ad%96")
    assert address_key("http://www.临汐.政务/") == address_key("http://www.xn--miqx74e.xn--zfr164b/")


def test_a_refresh_with_backslashes_leads_on() -> None:
    text = "<html><head><meta http-equiv='refresh' content='0;url=web\\index.html'></head><body></body></html>"
    assert read_redirect(read_page(text.encode(), "http://a.gov.test/", on=ON)) == "http://a.gov.test/web/index.html"


@pytest.mark.parametrize(
    "other",
    [
        "http://a.gov.test/list.jsp;jsessionid=9F00AB12?id=3",
        "http://a.gov.test/List.jsp?ID=3",
        "http://a.gov.test/list.jsp?id=3&jsessionid=9F00AB12",
        "http://a.gov.test/list.jsp?PHPSESSID=4f4f4f4f4f4f&id=3",
        "http://a.gov.test/list.jsp?id=3&_=1763600000000",
        "http://a.gov.test/list.jsp?id=3&rnd=0.2839471",
        "https://a.gov.test/list.jsp?id=3#top",
    ],
)
def test_sessions_letter_case_and_passing_numbers_do_not_tell_pages_apart(other: str) -> None:
    assert address_key(other) == address_key("http://a.gov.test/list.jsp?id=3")


@pytest.mark.parametrize(
    "other",
    ["http://a.gov.test/list.jsp?id=4", "http://a.gov.test/list.jsp?id=3&t=2", "http://a.gov.test/list.jsp?id=3&sid=7",
     "http://a.gov.test/list.jsp/3?id=3", "http://b.gov.test/list.jsp?id=3", "http://a.gov.test/list.jsp;v=2?id=3"],
)  # fmt: skip
def test_what_may_name_another_page_does(other: str) -> None:
    assert address_key(other) != address_key("http://a.gov.test/list.jsp?id=3")


def test_links_bear_no_session() -> None:
    nav = "<div class='nav'><a href='/list.jsp;jsessionid=AB12?id=3'>工作动态</a><a href='/a/;JSESSIONID=9'>通知公告</a><a href='/b.php?PHPSESSID=77&lmid=2'>政策文件</a></div>"
    assert [link.url.removeprefix("http://nyj.linxi.gov.test") for link in read_navigation(page(nav))] == [
        "/list.jsp?id=3", "/a/", "/b.php?lmid=2",
    ]  # fmt: skip
    at = page(nav, url="http://nyj.linxi.gov.test/list.jsp;jsessionid=FF00?id=3")
    assert same_address("http://nyj.linxi.gov.test/list.jsp?id=3", at.url)


@pytest.mark.parametrize("href", ["\x1b\\", "\x01\\x.html", "http://[::1\\a/", "\ud7ff\\\x02"])
def test_a_link_that_no_document_may_hold_is_left_as_it_stands(href: str) -> None:
    found = page(f"<a href='{href}'>通知公告</a><a href='tzgg\\'>政策文件</a>")
    assert [element.get("href") for element in found.root.iter("a")][1:] == ["tzgg/"]
