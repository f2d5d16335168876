"""The charset bytes are in, made anew for each case."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.pages.charset import decode
from crawler.reading.pages.page import read_page

TEXT = "林苑市人民政府关于开展春季植树活动的通知，现将有关事项公开如下。"
ON = date(2026, 11, 21)


def document(declared: str = "", text: str = TEXT * 20) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    return f"<html><head>{meta}<title>林苑市</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", ["", "gb2312", "gbk", "big5", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize(
    ("bom", "charset"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_a_bom_beats_whatever_the_page_declares(bom: bytes, charset: str, declared: str) -> None:
    text, real, said = decode(bom + document(declared).encode(charset))
    assert (real, said) == (charset, declared or None)
    assert TEXT in text


@pytest.mark.parametrize("declared", ["", "gb2312", "big5", "shift_jis"])
def test_valid_utf_8_beats_the_declaration(declared: str) -> None:
    assert decode(document(declared).encode())[1] == "utf-8"


@pytest.mark.parametrize("declared", ["", "gb2312", "GBK", "gb18030", "utf-8", "nonsense", "big5", "shift_jis"])
def test_gb_pages_are_read_with_all_letters_of_gb18030(declared: str) -> None:
    text, real, _ = decode(document(declared, "镕堃龘㙍𠅤" + TEXT).encode("gb18030"))
    assert real == "gb18030"
    assert "镕堃龘㙍𠅤" in text


def test_a_letter_cut_in_two_leaves_a_page_in_utf_8() -> None:
    body = document().encode()
    place = body.index("植".encode())
    text, real, _ = decode(body[: place + 1] + body[place + 3 :])
    assert real == "utf-8"
    assert "春季�树" in text


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312"])
def test_a_fragment_in_gbk_leaves_a_page_in_utf_8(declared: str) -> None:
    fragment = "主办单位林苑市人民政府办公室承办网站标识码联系电话".encode("gbk")
    text, real, _ = decode(document(declared).encode().replace(b"</body>", fragment + b"</body>"))
    assert real == "utf-8"
    assert text.count(TEXT) == 20
    assert "�" in text and text.endswith("</body></html>")


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312"])
def test_a_fragment_in_utf_8_leaves_a_page_in_gb18030(declared: str) -> None:
    fragment = "主办单位林苑市人民政府办公室承办网站标识码联系电话".encode()
    text, real, _ = decode(document(declared).encode("gb18030").replace(b"</body>", fragment + b"</body>"))
    assert real == "gb18030"
    assert text.count(TEXT) == 20


@pytest.mark.parametrize(("declared", "charset"), [("utf-8", "utf-8"), ("gb2312", "gb18030")])
def test_where_letters_of_both_kinds_are_as_many_the_declaration_tells(declared: str, charset: str) -> None:
    other = "gb18030" if charset == "utf-8" else "utf-8"
    head, _ = document(declared).split(TEXT, 1)
    body = head.encode(charset) + (TEXT * 6).encode(charset) + (TEXT * 6).encode(other) + b"</p>"
    assert decode(body)[1] == charset


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_bom_shows_by_its_zeros(charset: str) -> None:
    text, real, said = decode(document("gb2312").encode(charset))
    assert (real, said) == (charset, "gb2312")
    assert TEXT in text


@pytest.mark.parametrize("declared", ["hz-gb-2312", ""])
def test_seven_bit_chinese_is_read(declared: str) -> None:
    text, real, _ = decode("\n".join(document(declared, TEXT) for _ in range(3)).encode("hz"))
    assert real == "hz"
    assert TEXT in text


def test_a_tilde_and_a_brace_in_a_script_are_no_chinese() -> None:
    body = b"<script>var a = x ? ~{} : 1; b = '~{'; c = '~}';</script>"
    assert decode(body)[1] == "utf-8"


@pytest.mark.parametrize("declared", ["big5", ""])
def test_big5_is_told_from_gb_by_its_commonest_letters(declared: str) -> None:
    traditional = "這是臺北市政府公開的信息，有關市民生活的通知在此發佈，我們為大家服務。" * 8
    text, real, _ = decode(document(declared, traditional).replace("林苑市", "").encode("big5"))
    assert real == "big5"
    assert traditional in text


def test_a_script_is_read_in_its_own_charset() -> None:
    script = "document.write('主办单位：林苑市人民政府');"
    assert decode(script.encode("gbk")) == (script, "gb18030", None)
    assert decode(script.encode()) == (script, "utf-8", None)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_no_byte_that_cannot_be_read_takes_its_neighbours_with_it(charset: str) -> None:
    body = document("", "甲乙").encode(charset)
    for broken in (b"\xff", b"\x81", b"\xe6\x9e"):
        text = decode(body.replace(b"</p>", broken + b"</p>"))[0]
        assert "</p></body></html>" in text


def test_the_servers_word_counts_where_the_page_says_nothing() -> None:
    body = "<p>тест документа</p>".encode("koi8-r")
    assert decode(body, "text/html; charset=koi8-r")[1] == "koi8-r"


@pytest.mark.parametrize("name", ["hex", "zip", "base64", "idna", "rot13", "undefined", "unicode_escape", "utf-7"])
def test_a_declared_codec_that_is_no_charset_is_passed_over(name: str) -> None:
    text = decode(f"<meta charset={name}>".encode() + TEXT.encode("gb18030"))[0]
    assert TEXT in text


def test_a_second_bom_is_no_text() -> None:
    page = read_page(b"\xef\xbb\xbf" * 2 + document("utf-8").encode(), "http://www.linyuan.gov.test/", on=ON)
    assert "\ufeff" not in page.html
