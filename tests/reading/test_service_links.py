"""Links of a page by host: inside the site, to others, and what the page is made of."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.service.links import links_of, own_name
from tests.reading.two_families import home, page

HOME = "http://www.lin.gov.test/"


def inside(markup: str, url: str = HOME, start: str = HOME) -> dict[str, tuple[str, ...]]:
    return dict(links_of(page(f"<html><body>{markup}</body></html>", url=url), start).inside)


def test_links_come_in_page_order_without_fragments_and_once() -> None:
    links = (
        '<a href="/b.html#top">二</a><a href="a/">一</a><a href="/b.html#end">二</a><a href="/b.html?page=2">下页</a>'
    )
    assert inside(links) == {
        "www.lin.gov.test": (
            "http://www.lin.gov.test/b.html",
            "http://www.lin.gov.test/a/",
            "http://www.lin.gov.test/b.html?page=2",
        )
    }


def test_sub_domains_and_the_bare_name_are_inside_and_other_registered_names_are_outside() -> None:
    links = """<a href="http://lin.gov.test/">裸域名</a><a href="https://czj.lin.gov.test/x">财政局</a>
    <a href="//zwfw.lin.gov.test/">办事</a><a href="http://www.gov.cn/">中国政府网</a>
    <a href="http://www.other.gov.test/">友邻</a><a href="http://notlin.gov.test/">别人</a>"""
    found = links_of(page(links), HOME)
    assert list(found.inside) == ["lin.gov.test", "czj.lin.gov.test", "zwfw.lin.gov.test"]
    assert found.inside["zwfw.lin.gov.test"] == ("http://zwfw.lin.gov.test/",)
    assert dict(found.outside) == {"www.gov.cn": 1, "www.other.gov.test": 1, "notlin.gov.test": 1}


def test_the_frames_of_a_frameset_are_where_it_leads() -> None:
    frames = "<html><frameset rows='80,*'><frame src='/top.asp'><frame src='main.asp'></frameset></html>"
    found = links_of(page(frames), HOME)
    assert found.inside["www.lin.gov.test"] == ("http://www.lin.gov.test/top.asp", "http://www.lin.gov.test/main.asp")


@pytest.mark.parametrize("start", ["http://www.lin.gov.test/", "www.lin.gov.test", "https://lin.gov.test/index.html"])
def test_the_site_is_named_by_an_address_or_by_a_host(start: str) -> None:
    assert list(inside('<a href="/a">一</a>', start=start)) == ["www.lin.gov.test"]


def test_what_is_no_web_address_is_no_link() -> None:
    links = """<a href="javascript:void(0)">a</a><a href="mailto:x@lin.gov.test">b</a><a href="tel:12345">c</a><a href="#">d</a>
    <a href="">e</a><a>f</a><a href="ftp://www.lin.gov.test/f">g</a><a href="file:///c:/x.doc">h</a><a href="weixin://dl/">i</a>
    <a href="data:text/html,x">j</a><a href="JavaScript:open()">k</a><a href="about:blank">l</a><a href="http://">m</a>"""
    found = links_of(page(links), HOME)
    assert (dict(found.inside), dict(found.outside)) == ({}, {})


def test_chinese_names_stand_as_dns_knows_them() -> None:
    found = inside('<a href="http://财政局.临川.政务/公开/">财政</a>', start="http://www.临川.政务/")
    assert list(found) == ["财政局.临川.政务".encode("idna").decode()]
    assert next(iter(found.values()))[0].endswith("/公开/")


def test_neither_the_portal_nor_other_departments_are_inside_a_departments_site() -> None:
    links = '<a href="http://www.lin.gov.test/">1</a><a href="http://jyj.lin.gov.test/">2</a><a href="/a">3</a>'
    links += '<a href="http://bs.czj.lin.gov.test/x">4</a>'
    home = "http://czj.lin.gov.test/"
    found = links_of(page(f"<html><body>{links}</body></html>", url=home), home)
    assert set(found.inside) == {"czj.lin.gov.test", "bs.czj.lin.gov.test"}
    assert set(found.outside) == {"www.lin.gov.test", "jyj.lin.gov.test"}


def test_www_alone_is_no_name_to_stand_below() -> None:
    assert own_name("www.lin.gov.test") == "lin.gov.test"
    assert own_name("www.gov.test") == "www.gov.test"


def test_a_foreign_link_that_a_gateway_rewrote_is_not_inside() -> None:
    found = links_of(page('<a href="http://beian.miit.gov.cn.ipv6.lin.gov.test/">备案</a>'), HOME)
    assert dict(found.inside) == {}
    assert list(found.outside) == ["beian.miit.gov.cn.ipv6.lin.gov.test"]


def test_links_are_joined_to_the_stated_base() -> None:
    source = '<html><head><base href="http://czj.lin.gov.test/a/"></head><body><a href="b.html">x</a></body></html>'
    assert dict(links_of(page(source), HOME).inside) == {"czj.lin.gov.test": ("http://czj.lin.gov.test/a/b.html",)}


def test_pictures_scripts_styles_and_frames_are_counted_by_host_once_each() -> None:
    source = """<html><head><link rel="stylesheet" href="//cdn.example.test/a.css"><link rel="canonical" href="http://x.test/">
    <script src="//cdn.example.test/a.js"></script><script>var a=1</script></head><body>
    <img src="/dot.gif" data-src="http://img.lin.gov.test/1.jpg"><img src="/dot.gif"><img src="data:image/png;base64,AA">
    <iframe src="http://weather.example.test/w.html"></iframe><object data="/a.swf"></object></body></html>"""
    found = links_of(page(source), HOME)
    assert dict(found.resources) == {
        "cdn.example.test": 2,
        "www.lin.gov.test": 2,
        "img.lin.gov.test": 1,
        "weather.example.test": 1,
    }
    assert list(found.resources)[:2] == ["cdn.example.test", "www.lin.gov.test"]


@pytest.mark.parametrize(
    "href",
    ["http://[bad/", "http://a:99999/", "http://a:b/", "http://\x00/", "//", "http://..gov.test/", "http://a b.gov.test/",
     "http://" + "中" * 90 + ".gov.test/", "http://www.lin.gov.test/" + "a" * 5000, "http://[::1]/", "http://1.2.3.4/"],
)  # fmt: skip
def test_hostile_addresses_never_raise(href: str) -> None:
    found = links_of(page(f'<a href="{href}">x</a><a href="/ok">y</a>'), HOME)
    assert "http://www.lin.gov.test/ok" in found.inside["www.lin.gov.test"]


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_href_and_any_home_are_taken(href: str, start: str) -> None:
    quoted = href.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    links_of(page(f'<a href="{quoted}">x</a><img src="{quoted}">'), start)
    links_of(page(f'<base href="{quoted}"><a href="a">x</a>'), HOME)


def test_a_whole_home_page_gives_its_links() -> None:
    found = links_of(page(home()), HOME)
    assert len(found.inside["www.lin.gov.test"]) == 8 + 15 + 6 + 2
    assert dict(found.outside) == {"beian.miit.gov.cn": 1}
    assert dict(found.resources) == {"www.lin.gov.test": 3}


def test_a_real_home_page_gives_links_by_host() -> None:
    stored = Path(__file__).resolve().parents[2] / "../shared/realpages/yichun/yichun_home_20231011.html"
    if not stored.is_file():
        pytest.skip("no stored real pages beside this checkout")
    found = links_of(page(stored.read_bytes(), url="http://www.yichun.gov.cn/"), "http://www.yichun.gov.cn/")
    assert len(found.inside["www.yichun.gov.cn"]) > 100
    assert all(host.endswith("yichun.gov.cn") for host in found.inside)
