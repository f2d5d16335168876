"""Bytes of every kind become a page."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.pages.charset import decode
from crawler.reading.pages.page import MOST_BYTES, read_page, visible_text

URL = "http://www.linyuan.gov.test/"
ON = date(2026, 11, 21)


def text_of(body: bytes, content_type: str = "") -> str:
    return visible_text(read_page(body, URL, on=ON, content_type=content_type).root)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("林苑市龘靐".encode("gb18030"), "gb18030"),
        ("<meta charset=gb2312>林苑市镕".encode("gb18030"), "gb18030"),
        ("<meta charset=gb2312>林苑市".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "<meta charset=gbk>林苑市".encode(), "utf-8"),
        ("<meta charset=gb2312>林苑市".encode("utf-16-le"), "utf-16-le"),
        (b"\xff\xfe" + "林苑市".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "林苑市".encode("utf-16-be"), "utf-16-be"),
        ("<meta charset=big5>林苑市政府公告".encode("big5"), "big5"),
        ("<meta charset=iso-8859-1>林苑市政府".encode("gb18030"), "gb18030"),
        ("<meta charset=nonsense>林苑市政府".encode("gb18030"), "gb18030"),
        (("林苑市政府公告" * 200).encode()[:-1], "utf-8"),
    ],
)
def test_the_real_charset_is_found_whatever_the_page_declares(body: bytes, charset: str) -> None:
    text, real, _ = decode(body)
    assert real == charset
    assert "林苑市" in text


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    body = ("林苑市政府公告" * 300).encode()
    assert decode(body[:600] + b"\xff" + body[600:])[1] == "utf-8"


def test_markup_is_never_lost_to_broken_bytes() -> None:
    assert text_of("<p>请".encode("gb18030") + b"\x81</p><p>next</p>").endswith("next")


def test_comments_are_cut_at_the_first_end_and_scripts_keep_theirs() -> None:
    page = read_page(
        "<!-- <ul><!-- 旧菜单 --> 新<script><!-- document.write('尾') --></script><%-- 部件 --%>菜单<!-->单".encode(),
        URL,
        on=ON,
    )
    assert visible_text(page.root) == "新菜单单"
    assert "document.write" in page.html


def test_an_unclosed_comment_or_directive_loses_no_text_before_it() -> None:
    assert text_of("正文<!-- 未完".encode()) == "正文"
    assert text_of("正文<% 未完".encode()).startswith("正文")


def test_text_below_twenty_thousand_levels_is_still_read() -> None:
    body = b"<div>" * 20_000 + "深处".encode() + b"</div>" * 20_000 + "<p>末尾</p>".encode()
    assert text_of(body) == "深处 末尾" or text_of(body) == "深处末尾"


def test_links_below_thousands_of_unclosed_tags_are_still_found() -> None:
    page = read_page(b"<font>" * 9_000 + b'<a href="/x">x</a>' * 10, URL, on=ON)
    assert sum(1 for _ in page.root.iter("a")) == 10


def test_a_body_of_nothing_is_an_empty_page() -> None:
    for body in (b"", b"   ", b"\x00\x00", b"<?xml version='1.0' encoding='gbk'?>"):
        assert text_of(body) == ""


def test_one_line_of_millions_of_openers_is_read_in_one_pass() -> None:
    for opener in (b"<%", b"<!--", b"<script ", b"<textarea>"):
        read_page(opener * 300_000, URL, on=ON)


def test_the_build_time_is_kept_though_its_comment_goes() -> None:
    page = read_page("<html><!-- 页面生成时间:2026-05-16 12:34:05 --><body>文</body></html>".encode(), URL, on=ON)
    assert page.built == "2026-05-16 12:34:05"
    assert "2026" not in page.html


def test_words_split_by_inline_tags_are_glued_and_hidden_parts_left_out() -> None:
    body = "<p>政府<b>信息</b>公开&nbsp;指南</p><p style='display: none'>隐藏</p><select><option>选</select>"
    assert text_of(body.encode()) == "政府信息公开 指南"


def test_a_heap_of_unclosed_links_is_read_in_one_pass() -> None:
    page = read_page(b'<a href="' * 20_000, "http://www.yunchuan.gov.test/", on=date(2026, 11, 16))
    assert page.root is not None


@pytest.mark.parametrize("tag", [b'<o:p"x>', b"<p<a>", b"<a&b>", b"<x,y>", b"<a\x01b>"])
def test_a_tag_no_tree_can_hold_breaks_nothing(tag: bytes) -> None:
    body = b"<html><body>" + tag * 10 + b"<a\x0b><plaintext>" + b"<a href=/x>y</a>" * 60
    page = read_page(body, "http://www.yunchuan.gov.test/", on=date(2026, 11, 16))
    assert page.root is not None


def test_of_an_endless_page_the_beginning_is_read_and_it_counts_as_cut() -> None:
    row = "<li><a href='/a/1.html'>关于公布办理结果的通知</a></li>"
    body = f"<html><body><ul>{row * (MOST_BYTES // len(row.encode()) + 1)}</ul></body></html>".encode()
    page = read_page(body, "http://www.lin.gov.test/", on=date(2026, 11, 16))
    assert page.truncated
    assert len(page.html.encode()) <= MOST_BYTES
    assert not read_page(body[:1000] + b"</ul></body></html>", page.url, on=page.on).truncated
