"""A page twice as long takes twice the work, whatever it repeats: counted in lines of our code, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from crawler.reading.pages.page import read_page
from tests.reading.test_any_bytes import ON, PAGE_READERS, URL

FEW, MANY = 100, 300  # beyond the limits of menus and headings
MOST = 2.0  # times the growth of the page: some readers stop at a limit, none may grow with the square

ROW = '<li><a href="/a/t20260915_{0}.html">关于某事项的通知公告{0}</a><span>2026-09-15</span></li>'
SHAPES: dict[str, Callable[[int], str]] = {
    "rows of one list": lambda n: "<ul>" + "".join(ROW.format(i) for i in range(n)) + "</ul>",
    "lists of one row": lambda n: "".join(f"<ul>{ROW.format(i)}</ul>" for i in range(n)),
    "rows of one title": lambda n: "<title>通知公告</title>" + "<p>通知公告 2026-09-15 来源：某局</p>" * n,
    "one long menu": lambda n: "<ul>" + "".join(f'<li><a href="/c{i}/">公告{i}</a></li>' for i in range(n)) + "</ul>",
    "headings": lambda n: "".join(f'<h2>通知公告{i}</h2><a class="more" href="/m{i}/">更多</a>' for i in range(n)),
    "labels of the column": lambda n: '<li><a href="/p/">政府信息公开指南</a></li><li>政府信息公开制度</li>' * n,
    "pictures": lambda n: '<a href="/x/"><img src="/a.png"></a>' * n,
    "fields": lambda n: "<p>索引号：X</p><p>发布日期：2026-09-15</p>" * n,
    "numbered links": lambda n: (
        "".join(f'<a href="index_{i}.html">{i}</a>' for i in range(n)) + '<a href="b">下一页</a>'
    ),
    "breadcrumb": lambda n: '<div class="position">当前位置：' + '<a href="/">首页</a> &gt; ' * n + "</div>",
    "line breaks": lambda n: "<p>" + "通知<br>" * n + "</p>",
    "footers": lambda n: '<div class="footer">主办单位：某市人民政府 网站标识码：1234567890</div>' * n,
    "scripts": lambda n: '<script src="/js/a.js"></script><script>document.write("<a href=/b/>公开</a>")</script>' * n,
}

# Each is a long run of what some expression repeats: one that tries every start of the run would not come to its end.
RUNS: dict[str, Callable[[int], str]] = {
    "digits": lambda n: f"<p>发布日期：{'2' * n}</p><li><a href='/{'1' * n}.html'>{'9' * n}</a></li>",
    "blanks": lambda n: f"<p>主办单位：{' ' * n}ICP{chr(10) * n}备{chr(0x3000) * n}</p>",
    "entities": lambda n: f"<p>发布{'&nbsp;' * n}日期：2026-01-02</p>",
    "attribute": lambda n: (
        f"<div class='{'nav ' * n}'><a href='/a{'x' * n}' title='{'公开 ' * n}'>政府信息公开</a></div>"
    ),
    "style": lambda n: f"<div style='{'a:b;' * n}'>通知公告</div>",
    "openings": lambda n: "<" * n,
    "comments": lambda n: "<!--" * n + "<% " * n,
    "braces": lambda n: "<script>var d=" + '{"a":[' * n + "</script>",
    "joined strings": lambda n: "<script>location.href='a'+" + "'a'+" * n + "</script>",
    "blanks in scripts": lambda n: f"<script>document.write('{' ' * n}'){chr(10) * n}</script>",
    "base64": lambda n: f"<a href='/a' onmouseover=\"showTips('{'A' * n}')\">通知公告</a>",
}
RUN = 40_000
# The climbs from each link end at limits that only a deep page reaches.
NESTS: dict[str, Callable[[int], str]] = {
    "boxes in boxes": lambda n: "".join(f'<div><a href="/c{i}/">政策文件{i}</a>' for i in range(n)),
    "menus in menus": lambda n: "".join(f'<ul><li><a href="/c{i}/">政策文件{i}</a>' for i in range(n)),
    "tables in tables": lambda n: "<table><tr><td>2026-09-15<a href='/a/t20260915_1.html'>某事项的通知公告</a>" * n,
}
DEEP = 600


def work(markup: str) -> dict[str, int]:
    """Lines of our own code that each reader runs over a page."""
    page = read_page(f"<html><head></head><body>{markup}</body></html>".encode(), URL, on=ON)
    return {name: lines_run(lambda read=read: read(page)) for name, read in PAGE_READERS.items()}  # type: ignore[misc]


def lines_run(call: Callable[[], Any]) -> int:
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_page_and_not_with_its_square(shape: str) -> None:
    few, many = work(SHAPES[shape](FEW)), work(SHAPES[shape](MANY))
    steep = {
        name: (few[name], many[name])
        for name in PAGE_READERS
        if many[name] > 5_000 and many[name] > MOST * (MANY / FEW) * few[name]
    }
    assert steep == {}


@pytest.mark.parametrize(
    "markup",
    [*(make(RUN) for make in RUNS.values()), *(make(DEEP) for make in NESTS.values())],
    ids=[*RUNS, *NESTS],
)
def test_no_reader_starts_anew_at_every_letter_of_a_long_run_or_level_of_a_nest(markup: str) -> None:
    page = read_page(f"<html><head></head><body>{markup}</body></html>".encode(), URL, on=ON)
    for read in PAGE_READERS.values():
        read(page)
