"""What came in a home page's place: shut for everybody, for a person to weigh, or a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crawler.reading.availability.log import Stage, State
from crawler.reading.availability.outcome import Outcome, outcome_of
from crawler.reading.pages.page import read_page
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose, Step

URL = "http://www.yunxi.gov.test/"
ON, LIMIT_MS = date(2026, 11, 22), 15_000
LINKS = "".join(f"<a href=/{n}.html>市政府召开第{n}次常务会议研究部署工作</a><br>" for n in range(60))
HOME = f"<html><head><title>云溪市人民政府</title></head><body>{LINKS}<p>云ICP备12345678号 网站标识码4400000001</p>"
WHOLE = f"{HOME}</body></html>"
LATE, RESET, CHUNKS = "body: no answer", "body: Connection reset by peer", "body: peer closed connection"


def came(
    html: str | None, status: int = 200, *, detail: str = "", took_ms: int = 500, encoding: str = "utf-8",
    content_type: str = "text/html", length: int = 0,
) -> Outcome:  # fmt: skip
    """What a visit comes to in which this document came; ``detail``: why the body was not whole."""
    body = b"" if html is None else html.encode(encoding)
    hop = Hop(URL, "192.0.2.10", 80, End.ANSWERED, (Step("tcp", 1.0),), status, detail=detail)
    probe = Probe(
        URL, Family.V4, Purpose.HOME, 1, "2026-11-22T10:00:00+08:00", (hop,), content_type, length or len(body)
    )
    probe = replace(probe, whole=not detail)
    page = None
    if html is not None:
        page = read_page(
            body, URL, on=date(2026, 11, 22), status=status, content_type=content_type, truncated=bool(detail)
        )
    return outcome_of(probe, page, took_ms, LIMIT_MS)


def note(*lines: str, title: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{title or lines[0]}</title></head><body>{paragraphs}</body></html>"


# repair: a person asks whether it was announced


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize(
    "html",
    [
        note("网站正在维护中"),
        note("网站暂停服务公告", "因系统升级改版，本网站于11月20日至25日暂停访问。"),
        note("网站暂停访问，因服务器机房维护，给您带来不便敬请谅解"),
        note("公告", "因电力检修，我市政务外网机房于本周六停止对外服务。"),
    ],
)
def test_a_notice_of_repair_asks_a_person_whatever_its_status_and_first_line(html: str, status: int) -> None:
    assert came(html, status).state is State.UNCLEAR


# refusals in words


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>",
        note("403 - 禁止访问: 访问被拒绝。"),
        note("401 Unauthorized"),
        note("400 Bad Request"),
        note("Forbidden"),
        note("系统繁忙，请稍后再试", title="提示"),
        note("当前访问人数过多，请稍后再试", title="提示"),
        note("429 Too Many Requests"),
    ],
)
def test_a_refusal_that_comes_with_status_200_is_weighed_like_one_that_says_so(html: str) -> None:
    assert came(html).state is State.UNCLEAR


@pytest.mark.parametrize(
    "html",
    [
        note("Account Suspended", "This Account has been suspended."),
        note("您访问的网站已被服务商暂停，请联系空间商", title="提示"),
        note("该域名未绑定网站", title="访问报错"),
        note("尊敬的用户，您的宽带已欠费，请及时缴费", title="欠费提醒"),
    ],
)
def test_a_website_or_line_that_was_switched_off_is_not_taken_for_the_home_page(html: str) -> None:
    assert came(html).state is State.UNCLEAR


@pytest.mark.parametrize("body", ["OK", '{"code":500,"message":"error"}', "no site"])
def test_what_is_no_page_of_the_web_asks_a_person(body: str) -> None:
    assert came(body, content_type="text/plain") == Outcome(State.UNCLEAR, Stage.PAGE, "no page of the Web")


def test_an_error_in_plain_text_is_an_error() -> None:
    assert came("404 page not found\n", content_type="text/plain").state is State.FAILED


@pytest.mark.parametrize("html", ["\r\n \r\n", "\ufeff", "\n"])
def test_a_page_of_nothing_but_blanks_is_nothing(html: str) -> None:
    assert (came(html).state, came(html).stage) == (State.FAILED, Stage.PAGE)


@pytest.mark.parametrize(
    "html",
    ["<html><head></head><body></body></html>", "<html><title>云溪市政府</title><body><div></div></body></html>"],
)
def test_a_blank_document_asks_a_person(html: str) -> None:
    assert came(html) == Outcome(State.UNCLEAR, Stage.PAGE, "nothing to see in it")


@pytest.mark.parametrize(
    "html",
    [
        "<html><title>云溪</title><body><div id=app></div><script src=/a.js></script></body></html>",
        "<html><title>云溪</title><frameset rows=*><frame src=/a></frameset></html>",
        "<html><title>云溪</title><body><img src=/a.jpg></body></html>",
        "<html><title>云溪</title><body><object><embed src=/a.swf></object></body></html>",
        "<html><title>云溪</title><body><a href=/index.html>进入网站</a><p>服务热线：400-123-4567</p></body></html>",
        "<html><title>云溪</title><body style='background:url(/a.jpg)'><style>b{}</style></body></html>",
    ],
    ids=["scripts", "frames", "picture", "flash", "hotline", "style"],
)  # fmt: skip
def test_a_page_with_little_to_read_is_a_page(html: str) -> None:
    assert came(html).state is State.KEPT


# the website's own page under a wrong status


@pytest.mark.parametrize(("status", "stage"), [(404, Stage.PAGE), (500, Stage.HTTP), (503, Stage.HTTP)])
def test_a_whole_home_page_under_a_wrong_status_asks_a_person(status: int, stage: Stage) -> None:
    found = came(WHOLE, status)
    assert (found.state, found.stage) == (State.UNCLEAR, stage)


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_page_under_its_status_is_a_failure(status: int) -> None:
    assert came(note("出错了", "页面不存在"), status).state is State.FAILED
    trace = "<p>java.lang.NullPointerException at com.example.Action.run(Action.java:12)</p>" * 80
    assert came(f"<html><body>{trace}</body></html>", status).state is State.FAILED


# bodies that do not end as they should


@pytest.mark.parametrize("detail", [LATE, RESET, CHUNKS])
def test_a_page_that_says_where_it_ends_is_open_whatever_the_connection_does_then(detail: str) -> None:
    assert came(WHOLE, detail=detail, took_ms=LIMIT_MS).state is State.KEPT


def test_a_page_of_which_much_came_in_time_asks_a_person() -> None:
    found = came(HOME, detail=LATE, took_ms=LIMIT_MS)
    assert (found.state, found.stage) == (State.UNCLEAR, Stage.SLOW)
    assert came(None, detail=LATE, took_ms=LIMIT_MS, length=3_000_000).state is State.UNCLEAR


def test_a_page_of_which_next_to_nothing_came_in_time_was_too_slow() -> None:
    assert came("<html><head><title>云溪市", detail=LATE, took_ms=LIMIT_MS).state is State.FAILED


def test_an_error_page_that_leaves_its_connection_open_is_an_error_page() -> None:
    closed = "<html><head><title>404</title></head><body><p>您访问的页面不存在</p></body></html>"
    assert came(closed, detail=LATE, took_ms=LIMIT_MS).state is State.FAILED


def test_a_whole_page_after_fifteen_seconds_is_too_late() -> None:
    assert came(WHOLE, took_ms=LIMIT_MS) == Outcome(State.FAILED, Stage.SLOW, "open after 15000 ms")


# encodings

ENCODINGS = ("utf-8", "gbk", "gb18030", "big5hkscs", "utf-16", "utf-16-le")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("charset", ["", "; charset={}"])
def test_walls_errors_and_pages_are_known_in_every_encoding(encoding: str, charset: str) -> None:
    kind = f"text/html{charset.format(encoding)}"
    words = {"安全验证": "安全驗證", "请输入验证码": "請輸入驗證碼"} if encoding.startswith("big5") else {}
    wall = note("请输入验证码", title="安全验证")
    for simple, traditional in words.items():
        wall = wall.replace(simple, traditional)
    if not words:
        assert came(wall, encoding=encoding, content_type=kind).state is State.UNCLEAR
        assert came(note("您访问的页面不存在"), encoding=encoding, content_type=kind).state is State.FAILED
        assert came(WHOLE, encoding=encoding, content_type=kind).state is State.KEPT
    else:  # the words of walls are simplified: what is not known is a page, and accuses nobody
        assert came(wall, encoding=encoding, content_type=kind).state is not State.FAILED
