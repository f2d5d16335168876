"""Web addresses as portals write them, understood as browsers understand them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.cookies import Cookies
from crawler.net.destination import SchemeError, destination

BASE = "http://www.yunxi.gov.test/zwgk/list.html?page=2"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("index.html", "http://www.yunxi.gov.test/zwgk/index.html"),
        ("/", "http://www.yunxi.gov.test/"),
        ("?page=3", "http://www.yunxi.gov.test/zwgk/list.html?page=3"),
        ("../../../x", "http://www.yunxi.gov.test/x"),
        ("//m.yunxi.gov.test", "http://m.yunxi.gov.test/"),
        ("\\\\m.yunxi.gov.test\\a?b=\\", "http://m.yunxi.gov.test/a?b=\\"),
        (" /a b\t\r\n", "http://www.yunxi.gov.test/a%20b"),
        ("HTTPS://WWW.Yunxi.gov.TEST:443/A#top", "https://www.yunxi.gov.test/A"),
        ("https://www.yunxi.gov.test:80/", "https://www.yunxi.gov.test:80/"),
        ("http://guest:word@www.yunxi.gov.test/", "http://www.yunxi.gov.test/"),
        ("http://政务。test/首页", "http://xn--zfr164b.test/%E9%A6%96%E9%A1%B5"),
        ("http://%E6%94%BF%E5%8A%A1.test/%zz", "http://xn--zfr164b.test/%zz"),
        ("http://[240E:1::0001]:8080/", "http://[240e:1::1]:8080/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://a_b.yunxi.gov.test/", "http://a_b.yunxi.gov.test/"),
        (b"/\xca\xd7", "http://www.yunxi.gov.test/%CA%D7"),
        ('/"><script>', "http://www.yunxi.gov.test/%22%3E%3Cscript%3E"),
        ("", BASE),
    ],
)
def test_an_address_is_understood_as_browsers_do(written: str | bytes, meant: str) -> None:
    assert destination(written, BASE).url == meant


@pytest.mark.parametrize("written", ["mailto:a@b", "javascript:;", "data:,x", "ftp://x/", "tel:12345", "C:\\x"])
def test_what_is_no_address_of_the_web_is_told_apart(written: str) -> None:
    with pytest.raises(SchemeError):
        destination(written, BASE)


@pytest.mark.parametrize(
    "written",
    [
        "https://", "http://[::1", "http://x:0/", "http://x:65536/", "http://x:y/", "http://a..b/", "http://.a/",
        "http://a b/", "http://%ff/", "http://%00/", "http://" + "a" * 64, "http://" + "a." * 150, "/" + "x" * 9000,
        "http://\u202e.test/",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_is_an_error(written: str) -> None:
    with pytest.raises(ValueError):
        destination(written, BASE)


@given(st.text() | st.binary() | st.text("http:/\\[]@?#%.0x云。 -", max_size=40))
def test_whatever_is_written_means_one_thing_or_nothing(written: str | bytes) -> None:
    try:
        meant = destination(written, BASE)
    except ValueError:
        return
    assert meant.url.isascii()
    assert meant.url.isprintable()
    assert " " not in meant.url
    assert destination(meant.url) == meant


def test_cookies_go_back_to_the_host_that_set_them() -> None:
    cookies = Cookies()
    cookies.take("www.yunxi.gov.test", [b"a=1; Path=/; HttpOnly", b"b=x=y", b"a=2;", b"c="])
    assert cookies.header("www.yunxi.gov.test") == "a=2; b=x=y; c="
    assert cookies.header("m.yunxi.gov.test") == ""


def test_cookies_that_would_break_a_request_are_left_out() -> None:
    cookies = Cookies()
    cookies.take("www.yunxi.gov.test", [b"", b"=1", b"a b=1", b"a=1\r\nX: y", b"a=\xd6\xd0", b"a", b"a=" + b"x" * 5000])
    assert cookies.header("www.yunxi.gov.test") == ""
