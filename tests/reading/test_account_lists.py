"""Pages that list accounts, of invented portals: every form met, and nothing guessed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.accounts.listed import ListedAccount
from crawler.reading.accounts.listpage import read_account_list
from crawler.reading.pages.page import read_page

FOLDER = Path(__file__).parent / "fixtures" / "account-lists"
PIECES = [
    "<table>", "<tr>", "<td rowspan=3>", "<td colspan=99>", "<th>平台", "<th>账号名称", "<th>主办单位", "</table>",
    "<ul>", "<li>", "</ul>",
    "<div id=a>", "</div>", "<a href='#a'>微博</a>", "<a href='https://weibo.com/a'>", "</a>", "微信公众号",
    "石沟县审计局", "石沟审计", "主办单位：", "<img src='/ewm.png'>",
    "<img src='http://[' alt='抖音'>", "<h3>抖音</h3>", "<br>", "（", "）",
]  # fmt: skip
PAGE = "http://www.shigou.gov.test/xmt/index.html"


def accounts(body: str | bytes) -> tuple[ListedAccount, ...]:
    page = read_page(body if isinstance(body, bytes) else body.encode(), PAGE, on=date(2026, 11, 2))
    return read_account_list(page)


def listed(body: str) -> list[tuple[str, str, str]]:
    html = f"<html><head><meta charset='utf-8'><title>政务新媒体</title></head><body>{body}</body></html>"
    return [(each.platform, each.name, each.owner) for each in accounts(html)]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.html")), ids=lambda path: path.stem)
def test_a_list_page_gives_the_rows_it_shows(path: Path) -> None:
    found = accounts(path.read_bytes())
    rows = [[each.platform, each.name, each.owner, each.address, each.picture, each.account_id] for each in found]
    assert rows == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_a_platform_named_before_the_list_holds_for_its_rows() -> None:
    group = "<h3>微信公众号</h3><ul><li>石沟发布</li><li>石沟教育（石沟县教育局）</li></ul>"
    assert listed(group + "<h3>联系我们</h3><ul><li>电话</li></ul>") == [
        ("微信公众号", "石沟发布", ""),
        ("微信公众号", "石沟教育", "石沟县教育局"),
    ]


def test_a_code_without_a_platform_or_a_name_is_no_account() -> None:
    assert listed("<div><img src='/qr_1.png'></div>") == []


def test_a_tab_bar_that_fits_no_panels_names_no_platform() -> None:
    cards = "".join(f"<p><img src='/ewm{n}.png'>石沟{name}</p>" for n, name in enumerate(("发布", "教育", "水利")))
    body = f"<ul><li>微信公众号</li><li>抖音</li></ul><div>{cards}</div>"
    assert {platform for platform, _, _ in listed(body)} == {""}


def test_a_class_of_units_owns_nothing() -> None:
    body = "<h2>县直部门</h2><h3>微博</h3><p><a href='https://weibo.com/a'>石沟审计</a></p>"
    assert listed(body) == [("微博", "石沟审计", "")]


def test_the_owner_of_the_footer_is_marked_and_only_used_where_the_page_names_none() -> None:
    footer = "<div class='footer'>主办单位：石沟县人民政府办公室</div>"
    one = "<p><a href='https://weibo.com/a'>石沟审计</a></p>"
    page = f"<html><head><meta charset='utf-8'><title>新媒体</title></head><body>{{}}{footer}</body></html>"
    (alone,) = accounts(page.format(one))
    assert (alone.owner, alone.owner_from_footer) == ("石沟县人民政府办公室", True)
    named = "<p><a href='https://weibo.com/b'>石沟林业（石沟县林业局）</a></p>"
    assert [(each.owner, each.owner_from_footer) for each in accounts(page.format(one + named))] == [
        ("", False), ("石沟县林业局", False),
    ]  # fmt: skip


def test_a_code_and_a_link_in_one_card_are_one_account() -> None:
    pairs = (("a", "石沟审计"), ("b", "石沟林业"))
    cards = (f"<li><img src='/ewm/{n}.png'><a href='https://weibo.com/{n}'>{name}</a></li>" for n, name in pairs)
    body = f"<ul>{''.join(cards)}</ul>"
    assert listed(body) == [("微博", "石沟审计", ""), ("微博", "石沟林业", "")]


@pytest.mark.parametrize(
    "link",
    [
        "https://service.weibo.com/share/share.php?url=x",
        "https://weibo.com/",
        "https://weibo.com/2803301701/NxYzAbCdE",
        "https://mp.weixin.qq.com/s/abcdef",
        "https://www.douyin.com/video/7300000000000000000",
        "javascript:void(0)",
        "http://[::1",
    ],
)
def test_a_link_that_is_nobody_s_profile_gives_no_account(link: str) -> None:
    assert listed(f"<div><p><a href='{link}'>石沟发布</a></p></div>") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_heap_of_pieces_is_read_without_a_fall(pieces: list[str]) -> None:
    for each in accounts("<title>新媒体</title>" + "".join(pieces)):
        assert each.name or each.address or each.picture


def test_a_page_that_nests_without_end_is_read() -> None:
    accounts("<title>新媒体</title>" + "<div>" * 3000 + "<a href='https://weibo.com/a'>甲</a>")
