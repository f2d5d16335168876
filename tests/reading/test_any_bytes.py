"""Whatever a portal serves, no reader raises."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crawler.reading
from crawler.intervals import shipped
from crawler.model import Target, TargetId, TargetKind
from crawler.reading.accounts.account import read_account_page, read_feed
from crawler.reading.columns.column import ColumnKind, ColumnLink, navigation_is_complete, read_column, read_navigation
from crawler.reading.dates.published import date_from_address, decode_tips, parse_date, parse_month_day, read_published
from crawler.reading.disclosure.column import (
    column_title,
    entry_candidates,
    parts_are_complete,
    read_guide,
    read_parts,
    read_tree,
)
from crawler.reading.documents.document import read_document
from crawler.reading.facts import read_facts
from crawler.reading.footer.footer import footer_scripts, read_footer
from crawler.reading.listings.listing import data_calls, main_listing, next_pages, page_count, read_data, read_listings
from crawler.reading.pages.access import needs_script, read_blocked, read_redirect, read_soft_404
from crawler.reading.pages.charset import decode
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page, read_page
from crawler.reading.sites.annual_lists import read_report_list, report_files

ON = date(2026, 11, 21)
URL = "http://www.linyuan.gov.test/zwgk/202609/t20260915_1.html"
LINK = ColumnLink("通知公告", URL, ("通知公告",), ColumnKind.NOTICE)
SITE = Target(TargetId("s"), TargetKind.PORTAL, "林苑市人民政府网站", URL, "林苑市人民政府", region="林苑市")
OTHER = read_page(f"<title>林苑市人民政府</title><p>{'全市秋粮收购工作启动' * 30}</p>".encode(), URL, on=ON)
ACCOUNT = Target(TargetId("a"), TargetKind.ACCOUNT, "林苑发布", URL, "林苑市", platform="微博")

PAGE_READERS: dict[str, Callable[[Page], Any]] = {
    "metas": read_metas,
    "published": read_published,
    "document": read_document,
    "blocked": read_blocked,
    "soft-404": read_soft_404,
    "redirect": read_redirect,
    "needs-script": needs_script,
    "listings": read_listings,
    "main-listing": main_listing,
    "page-count": page_count,
    "next-pages": lambda page: next_pages(page, 3),
    "data-calls": data_calls,
    "navigation": read_navigation,
    "navigation-complete": navigation_is_complete,
    "column": lambda page: read_column(page, LINK),
    "footer": read_footer,
    "footer-scripts": footer_scripts,
    "footer-with-script": lambda page: read_footer(page, {URL: page.html}),
    "entries": entry_candidates,
    "parts": read_parts,
    "parts-complete": parts_are_complete,
    "column-title": column_title,
    "tree": read_tree,
    "guide": read_guide,
    "report-list": lambda page: read_report_list(page, "年报", SITE),
    "report-files": report_files,
    "facts": lambda page: read_facts(page, None),
    "list-facts": lambda page: read_facts(page, "list"),
}
BYTE_READERS: dict[str, Callable[[bytes], Any]] = {
    "page": lambda body: read_page(body, URL, on=ON),
    "decode": decode,
    "data": lambda body: read_data(body, URL, on=ON),
    "feed": lambda body: read_feed(body, URL, on=ON),
    "account-page": lambda body: read_account_page(body, URL, ACCOUNT, on=ON),
}
TEXT_READERS: dict[str, Callable[[str], Any]] = {
    "date": lambda text: parse_date(text, today=ON, numbers=True),
    "month-day": parse_month_day,
    "address": date_from_address,
    "tips": decode_tips,
}
GIVEN: dict[tuple[str, str], Any] = {
    ("url", "str"): URL,
    ("on", "date"): ON,
    ("link", "ColumnLink"): LINK,
    ("name", "str"): "通知公告",
    ("kind", "str | None"): "home",
    ("kind", "ColumnKind"): ColumnKind.NOTICE,
    ("limit", "int"): 3,
    ("intervals", "Intervals"): shipped(),
    ("target", "Target"): ACCOUNT,
    ("via", "str"): URL,
    ("home", "str"): URL,
    ("ipv6", "Page"): OTHER,
    ("second", "Page"): OTHER,
}


# Steps inside the reading of a report's file refuse by exception what the door before them catches.
BEHIND_A_DOOR = {"pdf_blocks", "docx_blocks", "read_sheets", "read_pdf", "read_docx", "check_inflated", "is_too_large"}
# So do those of what a person hands in (InputError), and of our own captures (behind given_source).
BEHIND_A_DOOR |= {"read_export", "statement_of", "access_log_of"}


def readers_of(first: str) -> dict[str, Callable[[Any], Any]]:
    """Every public function of the readers' package whose first parameter is a page, or bytes, and whose others are
    known here or have a default: a reader that is written tomorrow is tried tomorrow."""
    found: dict[str, Callable[[Any], Any]] = {}
    for info in pkgutil.walk_packages(crawler.reading.__path__, "crawler.reading."):
        module = importlib.import_module(info.name)
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != info.name:
                continue
            if name.startswith("_") or name in BEHIND_A_DOOR:
                continue
            parameters = list(inspect.signature(function).parameters.values())
            if not parameters or parameters[0].annotation != first:
                continue
            needed = [(one.name, one.annotation) for one in parameters[1:] if one.default is inspect.Parameter.empty]
            if all(one in GIVEN for one in needed):
                found[f"{info.name}.{name}"] = partial(called, function, {one[0]: GIVEN[one] for one in needed})
    return found


def called(function: Callable[..., Any], more: dict[str, Any], first: Any) -> Any:
    answer = function(first, **more)
    return list(answer) if isinstance(answer, Iterator) else answer


FOUND_PAGE_READERS = readers_of("Page")
FOUND_BYTE_READERS = readers_of("bytes")
PIECES = [
    *(
        "<html>",
        "<head>",
        "<body>",
        "</body>",
        "<div class='list'>",
        "</div>",
        "<ul>",
        "<li>",
        "</li>",
        "<table>",
        "<tr>",
    ),
    *(
        "<td>",
        "</td>",
        "<a href='/a.html'>",
        "<a href='http://[bad'>",
        "<a href='javascript:;'>",
        "<a>",
        "</a>",
        "<dl><dt>",
    ),
    *(
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<%",
        "%>",
        "<title>",
        "<h1>",
        "<iframe src='x'>",
        "<base href='//'>",
        "<svg>",
    ),
    *("<meta name='PubDate' content='", "<meta http-equiv=refresh content='", "0;url=", "'>", "<input type=password>"),
    *(
        "createPageHTML(",
        "9,0,'index','html')",
        "location.href=",
        "document.write('",
        "unescape('%u",
        "showTips('",
        "');",
    ),
    *(
        "<datastore><recordset><record><![CDATA[",
        "]]>",
        '{"articles":[{"title":',
        "<rss><channel><item>",
        "<nextgroup>",
    ),
    *("2026-09-15", "09-15", "二〇二六年三月一日", "1789529710870", "99999999999999", "2026-02-30", "[13-45]", "３月"),
    *(
        "发布日期：",
        "索 引 号",
        "有效性",
        "文号",
        "政府信息公开",
        "指南",
        "主办单位：",
        "网站标识码",
        "ICP备",
        "公网安备",
        "依申请公开",
    ),
    *(
        "验证码",
        "不存在",
        "建设中",
        "通知公告",
        "林苑市人民政府",
        "更多>>",
        "\x00",
        "\u3000",
        "\u200b",
        "\ud7ff",
        "&nbsp;",
        "&#0;",
        "&#xD800;",
    ),
    *(
        " ",
        "\n",
        "'",
        '"',
        "\\",
        "(",
        ")",
        "=",
        "+",
        "0",
        "#",
        "?",
        "%",
        "http://",
        "//",
        "http://[::1",
        "xn--",
        "@",
        ":99999",
    ),
]
CHARSETS = ["utf-8", "gb18030", "utf-16-le", "big5"]

soups = st.builds(
    lambda pieces, charset, cut: "".join(pieces).encode(charset, "replace")[cut:],
    st.lists(st.sampled_from(PIECES), max_size=60),
    st.sampled_from(CHARSETS),
    st.integers(0, 3),
)
bodies = st.one_of(st.binary(max_size=300), soups)
patient = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@patient
@given(bodies)
def test_any_bytes_through_every_page_reader(body: bytes) -> None:
    page = read_page(body, URL, on=ON)
    for read in [*PAGE_READERS.values(), *FOUND_PAGE_READERS.values()]:
        read(page)
    assert read_facts(page, "column")["faults"] == []


@patient
@given(bodies)
def test_any_bytes_through_every_byte_reader(body: bytes) -> None:
    for read in [*BYTE_READERS.values(), *FOUND_BYTE_READERS.values()]:
        read(body)


@patient
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)))
def test_any_text_through_every_text_reader(text: str) -> None:
    for read in TEXT_READERS.values():
        read(text)


def test_the_readers_are_found_by_themselves() -> None:
    names = {name.rsplit(".", 1)[1] for name in FOUND_PAGE_READERS}
    assert {"read_metas", "read_listings", "read_footer", "read_navigation", "read_tree", "read_notice"} <= names
    assert {"decode", "read_page", "read_feed"} <= {name.rsplit(".", 1)[1] for name in FOUND_BYTE_READERS}


@pytest.mark.parametrize("url", ["", "about:blank", "http://[bad", "javascript:", "//", "http://a.gov.test:99999/"])
def test_any_address_of_a_page(url: str) -> None:
    body = "<a href='x.html'>关于某事项的通知公告</a> 2026-03-01 <script>location.href='/a'</script>".encode()
    page = read_page(body, url, on=ON)
    for read in PAGE_READERS.values():
        read(page)


@pytest.mark.parametrize(
    "body",
    [
        "发布日期：2026-09-15 <a href='/a/t20260915_1.html'>通知公告标题</a>" * 3_000,
        "<div>" * 20_000 + "通知公告",
        "2026-09-15 " * 20_000,
        "<script>" + "document.write('a'+" * 20_000,
        "<li><a href=x>标题标题标题</a>" * 3_000,
    ],
    ids=["links", "depth", "dates", "script", "rows"],
)
def test_a_page_of_one_huge_line_ends(body: str) -> None:
    page = read_page(body.encode(), URL, on=ON)
    for read in PAGE_READERS.values():
        read(page)
