"""Columns whose names are those of side boxes elsewhere: 视频新闻, 今日临汐, 最新公开, 热点回应."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnState, read_column
from crawler.reading.pages.page import read_page

NAV = "".join(
    f"<li><a href='/{key}/'>{name}</a></li>"
    for key, name in (("gzdt", "工作动态"), ("tzgg", "通知公告"), ("zcwj", "政策文件"))
)
ROWS = "".join(
    f"<li><a href='/a/202611/t202611{day}_{day}.html'>全市河道清淤工作推进会第{day}次召开</a><span>2026-11-{day}</span></li>"
    for day in range(18, 11, -1)
)


def state(name: str, inner: str, *, crumb: bool = True) -> ColumnState:
    place = f"<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; {name}</div>" if crumb else ""
    text = (
        f"<html><head><meta charset='utf-8'><title>{name}-临汐市水务局</title></head><body><div class='nav'><ul>{NAV}"
        f"<li><a href='/own/'>{name}</a></li></ul></div><div class='main'>{place}{inner}</div>"
        "<div class='footer'>主办单位：临汐市水务局</div></body></html>"
    )
    url = "http://swj.linxi.gov.test/own/"
    page = read_page(text.encode(), url, on=date(2026, 11, 20))
    return read_column(page, ColumnLink(name, url, (name,), ColumnKind.NEWS)).state


@pytest.mark.parametrize("crumb", [True, False])
@pytest.mark.parametrize(
    "name", ["视频新闻", "图片新闻", "今日临汐", "最新公开", "热点回应", "专题专栏", "相关政策", "信息排行"]
)
def test_a_column_may_bear_the_name_of_a_box(name: str, crumb: bool) -> None:
    assert state(name, f"<h2>{name}</h2><ul class='list'>{ROWS}</ul>", crumb=crumb) is ColumnState.LISTED


def test_a_box_beside_an_empty_column_fills_it_not() -> None:
    box = f"<h2>人事信息</h2><ul class='list'></ul></div><div class='box'><h3>热点新闻</h3><ul>{ROWS}</ul>"
    assert state("人事信息", box) is not ColumnState.LISTED
