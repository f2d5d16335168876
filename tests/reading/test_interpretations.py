"""Interpretations that belong to a document, and links that do not."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.documents.document import read_document
from crawler.reading.documents.related import core_of, interpretations
from crawler.reading.pages.page import Page, read_page

ON = date(2026, 11, 21)
URL = "http://www.linyuan.gov.test/zwgk/wj/7.html"
TITLE = "林苑市人民政府关于印发《林苑市节水管理办法》的通知"
MENU = '<ul class="nav"><li><a href="/zcjd/">政策解读</a></li><li><a href="/tjjd/">图解</a></li></ul>'
SIDE = """<div class="side"><h3>政策解读</h3><ul><li><a href="/zcjd/1.html">《林苑市停车管理办法》政策解读全文</a></li>
<li><a href="/zcjd/2.html">一图读懂林苑市养老服务条例实施办法</a></li></ul></div>"""


def page(body: str) -> Page:
    head = f"<title>{TITLE}_林苑市人民政府</title>"
    text = f"<html><head>{head}</head><body>{MENU}<h1>{TITLE}</h1><p>发布日期：2026-03-18</p>{body}{SIDE}</body></html>"
    return read_page(text.encode(), URL, on=ON)


def found(body: str) -> list[tuple[str, bool]]:
    return [(one.url.rsplit("/", 1)[1], one.names_document) for one in interpretations(page(body), TITLE)]


@pytest.mark.parametrize(
    ("title", "core"),
    [
        (TITLE, "林苑市节水管理办法"),
        ("关于印发林苑市节水管理办法的通知", "林苑市节水管理办法"),
        ("林苑市水利局关于印发节水管理办法的通知", "节水管理办法"),
        ("林苑市节水管理办法", "林苑市节水管理办法"),
        ("林苑市节水管理办法（试行）", "林苑市节水管理办法"),
        ("通知", ""),
    ],
)
def test_the_name_of_a_document_is_what_its_title_puts_out(title: str, core: str) -> None:
    assert core_of(title) == core


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p><a href="/zcjd/9.html">《林苑市节水管理办法》政策解读</a></p>', [("9.html", True)]),
        ('<p><a href="/zcjd/9.html" title="一图读懂 林苑市节水管理办法">一图读懂 林苑市…</a></p>', [("9.html", True)]),
        (
            '<div><b>相关解读：</b><a href="/zcjd/9.html">节水新规答记者问的内容</a></div>',
            [("9.html", False)],
        ),
        ('<div><a href="/zcjd/9.html">相关解读</a></div>', [("9.html", False)]),
        (
            '<div><b>解读链接</b><p><a href="/zcjd/9.html">节水新规的五个看点和变化</a></p></div>',
            [("9.html", False)],
        ),
        ('<p><a href="/zcjd/9.html">《林苑市排水管理办法》政策解读</a></p>', []),
        ('<p><a href="/zcjd/">政策解读</a></p>', []),
        ('<p><a href="/wj/8.html">林苑市节水管理办法实施细则的通知</a></p>', []),
        (f'<p><a href="{URL}">《林苑市节水管理办法》政策解读</a></p>', []),
        ('<p style="display:none"><a href="/zcjd/9.html">《林苑市节水管理办法》政策解读</a></p>', []),
        ("", []),
    ],
    ids=[
        "name",
        "title",
        "label",
        "label-alone",
        "label-list",
        "other",
        "column",
        "document",
        "itself",
        "hidden",
        "none",
    ],
)
def test_only_a_documents_own_interpretation_counts(body: str, expected: list[tuple[str, bool]]) -> None:
    assert found(body) == expected


def test_an_interpretation_linked_twice_counts_once() -> None:
    link = '<p><a href="/zcjd/9.html">《林苑市节水管理办法》政策解读</a></p>'
    assert len(read_document(page(link + link)).interpretations) == 1
