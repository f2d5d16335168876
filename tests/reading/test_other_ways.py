"""A home page may name its columns in other ways than by links: then no column is proven missing."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.columns.otherways import names_columns_otherwise
from crawler.reading.pages.page import Page, read_page

NAMES = (("走进云溪", "zj"), ("新闻中心", "xw"), ("办事服务", "fw"), ("互动交流", "hd"), ("通知公告", "tzgg"))
MENU = "".join(f"<li><a href=/{path}/>{name}</a></li>" for name, path in NAMES)
WAYS = {
    "a part of a map": "<map name=n><area href=/ghjh/ alt=规划计划></map>",
    "a choice": "<select onchange='location=this.value'><option value=/ghjh/>规划计划</option></select>",
    "a button": "<input type=button value=规划计划 onclick=\"location.href='/ghjh/'\">",
    "a box to click": "<div onclick=\"location.href='/ghjh/'\">规划计划</div>",
    "a heading beside a picture": (
        "<table><tr><td>&nbsp;<b>规划计划</b></td><td><a href=/ghjh/><img src=more.gif></a></td></tr></table>"
    ),
}


def home(body: str) -> Page:
    html = f"<html><head><meta charset=utf-8></head><body><ul class=nav>{MENU}</ul>{body}</body></html>"
    return read_page(html.encode(), "http://www.yunxi.gov.test/", on=date(2026, 11, 21))


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_column_named_outside_the_links_is_noticed(way: str) -> None:
    assert names_columns_otherwise(home(WAYS[way]))


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_column_that_the_menu_names_as_well_is_nothing_new(way: str) -> None:
    assert not names_columns_otherwise(home(WAYS[way].replace("规划计划", "通知公告")))


def test_a_picture_that_leads_to_a_topic_names_no_column() -> None:
    assert not names_columns_otherwise(home("<div><a href=/zt/1/><img src=b.jpg></a></div><div><b>云溪之声</b></div>"))
