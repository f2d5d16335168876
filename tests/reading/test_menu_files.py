"""Menus of the disclosure column that stand in a file of their own."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.disclosure.column import Part, menu_files, read_menu, read_nodes, read_parts
from crawler.reading.pages.page import Page, read_page

ON = date(2026, 11, 21)
HOST = "http://www.lin.gov.test"
WHOLE = (
    '<ul><li><a href="/gk/zn/">政府信息公开指南</a></li><li><a href="/gk/zd/">政府信息公开制度</a></li>'
    '<li><a href="/gk/fd/">法定主动公开内容</a><ul><li><a href="/gk/fd/jg/">机构职能</a></li>'
    '<li><a href="/gk/fd/gb/">政府公报</a></li></ul></li>'
    '<li><a href="/gk/nb/">政府信息公开年报</a></li><li><a href="/gk/ysq/">依申请公开</a></li></ul>'
)
NODES = (
    '[{"id":1,"pId":0,"name":"政府信息公开指南","url":"/gk/zn/"},{"id":2,"pId":0,"name":"法定主动公开内容","url":""},'
    '{"id":21,"pId":2,"name":"机构职能","url":"/gk/fd/jg/"},{"id":22,"pId":2,"name":"政府公报","url":"/gk/fd/gb/"}]'
)


def page(body: str) -> Page:
    html = f"<html><head><title>政府信息公开</title></head><body>{body}</body></html>"
    return read_page(html.encode(), f"{HOST}/gk/index.html", on=ON)


@pytest.mark.parametrize(
    ("body", "file"),
    [
        ('<iframe src="left.html"></iframe>', "/gk/left.html"),
        ('<div id="m"></div><script>$("#m").load("/gk/menu.html");</script>', "/gk/menu.html"),
        ('<ul id="t"></ul><script>$.getJSON("/gk/tree.json?site=1", draw);</script>', "/gk/tree.json?site=1"),
        ('<script src="/js/jquery.ztree.min.js"></script><script src="js/gkmenu.js"></script>', "/gk/js/gkmenu.js"),
    ],
)
def test_the_file_of_a_menu_is_found(body: str, file: str) -> None:
    assert menu_files(page(body)) == (HOST + file,)


@pytest.mark.parametrize(
    "body",
    [
        WHOLE + '<iframe src="left.html"></iframe>',
        '<iframe src="http://map.example.test/menu.html"></iframe>',
        '<iframe src="list.html"></iframe><script src="/js/jquery.js"></script>',
        '<script src="/js/jquery.ztree.core.js"></script>',
    ],
)
def test_nothing_is_fetched_where_the_menu_is_whole_or_no_file_is_called_so(body: str) -> None:
    assert menu_files(page(body)) == ()


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (WHOLE, 5),
        (f"<html><body>{WHOLE}</body></html>", 5),
        (NODES, 2),
        (f"var zNodes = {NODES};", 2),
        ("document.write('" + WHOLE + "');", 5),
    ],
)
def test_a_menu_is_read_from_markup_data_and_scripts(body: str, parts: int) -> None:
    menu = read_menu(body.encode(), f"{HOST}/gk/menu.html", on=ON)
    seen = read_parts(menu)
    assert sum(link is not None for link in seen.values()) == parts
    guide = seen[Part.GUIDE]
    assert guide is not None and guide.url == f"{HOST}/gk/zn/"
    if "document" not in body:
        assert [node.path for node in read_nodes(menu)] == [("机构职能",), ("政府公报",)]


def test_any_bytes_are_an_empty_menu() -> None:
    for body in (b"", b"\xff\xfe\x00", b"<", b"{", "公开".encode("gb18030")):
        assert read_nodes(read_menu(body, f"{HOST}/x", on=ON)) == ()
