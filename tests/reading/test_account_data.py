"""Lists of accounts that stand in scripts and in answers of data calls, of invented portals."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.accounts.listdata import MOST, read_answer
from crawler.reading.accounts.listpage import read_account_list
from crawler.reading.pages.page import read_page

URL = "http://www.shigou.gov.test/xmt/index.html"


def listed(script: str, title: str = "政务新媒体", data: tuple[bytes, ...] = ()) -> list[tuple[str, str, str, str]]:
    html = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><script>{script}</script></body></html>"
    )
    found = read_account_list(read_page(html.encode(), URL, on=date(2026, 11, 2)), data)
    return [(one.platform, one.name, one.owner, one.address or one.picture) for one in found]


@pytest.mark.parametrize(
    ("script", "rows"),
    [
        (
            'var a=[{"name":"石沟发布","type":"微信","unit":"石沟县政府办公室","qrcode":"/e/1.png"},'
            '{"name":"石沟微博","type":"weibo","unit":"石沟县政府办公室","url":"https://weibo.com/sg"}];',
            [
                ("微信公众号", "石沟发布", "石沟县政府办公室", "http://www.shigou.gov.test/e/1.png"),
                ("微博", "石沟微博", "石沟县政府办公室", "https://weibo.com/sg"),
            ],
        ),
        (
            'window.data={"code":0,"list":[{"name":"微信公众号","children":[{"title":"石沟教育","img":"u/1.jpg",'
            '"deptName":"石沟县教育局"}]},{"name":"抖音","children":[{"title":"石沟文旅","img":"u/2.jpg"}]}]};',
            [
                ("微信公众号", "石沟教育", "石沟县教育局", "http://www.shigou.gov.test/xmt/u/1.jpg"),
                ("抖音", "石沟文旅", "", "http://www.shigou.gov.test/xmt/u/2.jpg"),
            ],
        ),
        (
            'var d=[{dept:"石沟县教育局",wechat:"石沟教育",weibo:"https://weibo.com/sgjy",douyin:"/e/3.png"}]',
            [
                ("微信公众号", "石沟教育", "石沟县教育局", ""),
                ("微博", "", "石沟县教育局", "https://weibo.com/sgjy"),
                ("抖音", "", "石沟县教育局", "http://www.shigou.gov.test/e/3.png"),
            ],
        ),
        (
            'var d=[{dept:"石沟县教育局",accounts:[{type:"微信",name:"石沟教育",img:"1.png"}]}]',
            [("微信公众号", "石沟教育", "石沟县教育局", "http://www.shigou.gov.test/xmt/1.png")],
        ),
        (
            'var d=[{"name":"石沟教育","type":1,"unit":"石沟县教育局","ewm":"/a.png"}]',
            [("", "石沟教育", "石沟县教育局", "http://www.shigou.gov.test/a.png")],
        ),
    ],
    ids=["flat", "by platform", "by unit", "within units", "a number for the platform"],
)
def test_records_are_read_with_what_they_show_and_nothing_else(
    script: str, rows: list[tuple[str, str, str, str]]
) -> None:
    assert listed(script) == rows


@pytest.mark.parametrize(
    "script",
    [
        'var nav=[{"name":"首页","url":"/"},{"name":"微信","url":"/wx/"}];',
        'var cfg={"type":"GET","url":"/api/x","name":"接口"};',
        'var a=[{"title":"石沟县召开会议","url":"/a/1.html","type":"新闻","img":"/1.jpg"}];',
        'var share={"title":"石沟县人民政府","qrcode":"/qr.png"};',
        'var a=[{"name":"石沟发布","url":"/xmt/1.html"}];',
    ],
)
def test_other_records_are_no_accounts(script: str) -> None:
    assert listed(script) == []


def test_a_page_that_is_no_list_is_not_searched_for_records() -> None:
    assert listed('var a=[{"name":"石沟发布","type":"微信","qrcode":"/e/1.png"}];', title="石沟县人民政府") == []


def test_the_answers_of_data_calls_are_read_like_the_page_s_own_data() -> None:
    answers = (
        '{"rows":[{"name":"石沟审计","platform":"微信公众号","ewm":"/e/9.png"}]}'.encode("gb18030"),
        'callback([{"name":"石沟林业","platform":"抖音","ewm":"/e/8.png"}])'.encode(),
        b"<html>[{}]</html>",
    )
    assert [row[:2] for row in listed("", data=answers)] == [("微信公众号", "石沟审计"), ("抖音", "石沟林业")]


def test_endless_and_deep_answers_come_to_an_end() -> None:
    rows = ",".join(f'{{"name":"石沟{n}","type":"微信","unit":"第{n}局"}}' for n in range(MOST + 10))
    assert len(listed("", data=(f"[{rows}]".encode(),))) == MOST
    assert listed("", data=(b"[" * 5_000,)) == []
    assert read_answer(b"") == []
