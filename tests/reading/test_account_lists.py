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
from crawler.reading.accounts.profiles_linked import is_profile
from crawler.reading.pages.page import read_page

FOLDER = Path(__file__).parent / "fixtures" / "account-lists"
PIECES = [
    "<table>", "<tr>", "<td rowspan=3>", "<td colspan=99>", "<th>平台", "<th>账号名称", "<th>主办单位", "</table>",
    "<ul>", "<li>", "</ul>",
    "<div id=a>", "</div>", "<a href='#a'>微博</a>", "<a href='https://weibo.com/a'>", "</a>", "微信公众号",
    "石沟县审计局", "石沟审计", "主办单位：", "<img src='/ewm.png'>",
    "<img src='http://[' alt='抖音'>", "<h3>抖音</h3>", "<br>", "（", "）",
]  # fmt: skip
REAL = Path(__file__).parents[3] / "shared" / "realpages" / "yichun" / "yichun_home_20231011.html"
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


def test_titles_of_news_below_a_platform_are_no_accounts() -> None:
    dated = "<h3>政务微信</h3><ul><li><a href='/1.html'>石沟春耕</a><span>2026-03-01</span></li></ul>"
    long = "<h3>政务微信</h3><ul><li>石沟县召开全县防汛抗旱工作会议</li><li>石沟春耕</li></ul>"
    assert listed(dated) == listed(long) == []


def test_an_account_of_another_platform_takes_no_words_from_its_neighbour() -> None:
    body = "<p>一、微信公众号</p><p>1.石沟发布（主办单位：石沟县政府办）</p><p>二、微博</p><p>石沟教育 https://weibo.com/sgjy</p>"
    assert listed(body) == [("微信公众号", "石沟发布", "石沟县政府办"), ("微博", "石沟教育", "")]


def test_a_logo_beside_a_code_is_not_the_code() -> None:
    code = "<div class='qr'><img src='/q{0}.png'></div>"
    card = "<div><img src='/logo{0}.png'><h4>石沟发布</h4><span>{1}</span>" + code + "</div>"
    found = accounts(f"<title>新媒体</title>{card.format(1, '微信')}{card.format(2, '抖音')}")
    assert [(each.platform, each.picture.rpartition("/")[2]) for each in found] == [
        ("微信公众号", "q1.png"), ("抖音", "q2.png"),
    ]  # fmt: skip


def test_icons_that_spell_a_platform_name_it_and_the_unit_names_no_account() -> None:
    body = (
        "<div><h4>石沟县教育局</h4><span class='icon-weixin'><b></b><i><img src='/qr/1.png'></i></span>"
        "<a class='icon' href='https://weibo.com/sgjy'></a></div>"
    )
    assert listed(body) == [("微信公众号", "", "石沟县教育局"), ("微博", "", "石沟县教育局")]


def test_thousands_of_accounts_are_compared_by_what_they_share() -> None:
    rows = "".join(f"<li><img src='/ewm/{n}.png'><p>石沟{n}</p></li>" for n in range(1500))
    assert len(listed(f"<h2>抖音</h2><ul>{rows}</ul>")) == 1500


def test_a_page_that_only_speaks_of_new_media_is_no_list_of_them() -> None:
    body = (
        "<h4><a href='/1.html'>政务新媒体矩阵上线</a></h4><h1>关于政务新媒体检查情况的通报</h1>"
        "<p><img src='/ewm_1.png'>操作手册</p><h3>微信公众号</h3><ul><li>更新不及时</li></ul>"
    )
    assert accounts(f"<title>关于政务新媒体检查情况的通报</title>{body}") == ()


@pytest.mark.skipif(not REAL.exists(), reason="the saved pages are not beside the repository")
def test_of_the_codes_of_a_real_home_page_only_the_account_s_counts() -> None:
    """Others lead to manuals and programs."""
    (found,) = accounts(REAL.read_bytes())
    assert (found.platform, found.name, found.owner_from_footer) == ("微信公众号", "", True)


def test_an_address_that_cannot_be_taken_apart_is_nobodys_profile() -> None:
    assert not is_profile("http://[")
