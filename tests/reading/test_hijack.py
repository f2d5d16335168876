"""Pages in others' hands, and the pages that only report of them."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.pages.hijack import mirror_of, speaks_for_gamblers
from crawler.reading.pages.notices import read_notice
from crawler.reading.pages.page import Page, read_page


def page(title: str, body: str = "", *, url: str = "http://www.linyuan.gov.test/", head: str = "") -> Page:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_page(html.encode(), url, on=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("澳门新葡京官网_百家乐在线_体育投注", True),
        ("林苑市人民政府 - 真人娱乐 时时彩 注册送彩金", True),
        ("林苑市公安局打击网络赌博：捣毁百家乐、体育投注平台", False),
        ("林苑市福利彩票发行中心", False),
        ("林苑市体育彩票管理中心棋牌赛公告", False),
        ("林苑市人民政府", False),
        ("", False),
    ],
)
def test_a_head_that_advertises_a_casino_is_told_from_a_report(title: str, told: bool) -> None:
    assert speaks_for_gamblers(page(title)) is told


def test_a_page_that_gamblers_replaced_is_a_notice_and_a_true_page_with_their_title_is_not() -> None:
    title = "澳门新葡京官网_百家乐在线"
    assert read_notice(page(title, "<p>注册送彩金</p>")) == "hijacked"
    rows = "".join(f"<li><a href=/{n}>今日林苑召开会议部署工作</a> 2026-11-{n:02}</li>" for n in range(1, 29))
    assert read_notice(page(title, f"<ul>{rows}</ul><p>网站标识码：4101000001</p>")) is None


@pytest.mark.parametrize(
    ("url", "domain", "claimed"),
    [
        ("http://www.copy.example.com/", "www.linyuan.gov.test", "www.linyuan.gov.test"),
        ("http://www.copy.example.com/", "http://www.linyuan.gov.cn/", "www.linyuan.gov.cn"),
        ("http://xxgk.linyuan.gov.test/", "www.linyuan.gov.test", None),
        ("http://www.linyuan.gov.cn/", "www.other.gov.cn", None),
        ("http://10.1.2.3/", "www.linyuan.gov.test", None),
        ("http://www.copy.example.com/", "www.copy.example.com", None),
        ("", "www.linyuan.gov.test", None),
    ],
)
def test_a_copy_on_a_foreign_host_names_whom_it_copies(url: str, domain: str, claimed: str | None) -> None:
    head = f'<meta name="SiteDomain" content="{domain}">'
    assert mirror_of(page("林苑市", url=url, head=head)) == claimed
