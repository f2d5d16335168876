"""Public pages of each platform, built anew in its structures: posts, profiles, notices, and pages nobody can read."""

# ruff: noqa: E501 - markup stays unbroken

from __future__ import annotations

from datetime import date, timedelta

import pytest
from lxml.cssselect import CSSSelector

from crawler.model import FaultKind, Target, TargetId, TargetKind
from crawler.reading.accounts.account import AccountSource, read_account_page
from crawler.reading.accounts.platform import read_public_page
from crawler.reading.accounts.platforms import Platform, platform_of
from crawler.reading.accounts.records import moment_day
from crawler.reading.pages.page import read_page
from tests.world import platform_pages
from tests.world.platform_pages import PAGES, SECOND_FORMS, Shown, by_script, renamed

TODAY = date(2026, 11, 16)
WORDS = {
    "weixin": "微信公众号", "weibo": "新浪微博", "douyin": "抖音", "toutiao": "今日头条", "kuaishou": "快手",
    "bilibili": "B站", "xiaohongshu": "小红书", "baijiahao": "百家号", "app": "移动客户端", "mini_program": "微信小程序",
}  # fmt: skip
POSTING = [key for key in PAGES if key not in {"app", "mini_program"}]


def shown(days: int, *, count: int = 5, said: str = "", total: int | None = None) -> Shown:
    posts = [
        (f"云川市第{n}批惠民措施公布", f"http://p.media.test/{n}", TODAY - timedelta(days=days + 3 * n))
        for n in range(count)
    ]
    return Shown("云川发布", "云川市人民政府办公室", posts, total=total, said=said)


def read(key: str, page: str, host: str = "media.test") -> AccountSource:
    url = f"http://{host}/u/1"
    target = Target(TargetId("a"), TargetKind.ACCOUNT, "云川发布", url, "云川市人民政府办公室", platform=WORDS[key])
    return read_account_page(page.encode(), url, target, on=TODAY)


def platforms() -> list[Platform]:
    return [found for word in WORDS.values() if (found := platform_of(word))]


def test_every_platform_is_found_by_the_words_of_an_inventory() -> None:
    assert [one.key for one in platforms()] == list(PAGES)
    assert platform_of("微博账号") is platform_of(" WEIBO ")
    assert platform_of("人民号") is None


def test_every_selector_can_be_used() -> None:
    for platform in platforms():
        for table in (platform.cards, platform.profile):
            for name, selectors in table.items():
                for selector in selectors if name != "address" else ():
                    assert CSSSelector(selector, translator="html")


@pytest.mark.parametrize("form", [PAGES, SECOND_FORMS])
@pytest.mark.parametrize("days", [1, 30])
@pytest.mark.parametrize("key", POSTING)
def test_the_posts_of_each_platform_are_read(key: str, days: int, form: dict[str, object]) -> None:
    page = (SECOND_FORMS if form is SECOND_FORMS and key in SECOND_FORMS else PAGES)[key](shown(days))
    source = read(key, page)
    assert source.fault is None
    assert source.newest and source.newest.on == TODAY - timedelta(days=days)
    assert [post.on for post in source.posts] == [TODAY - timedelta(days=days + 3 * n) for n in range(5)]
    assert source.posts[0].title == "云川市第0批惠民措施公布"
    assert source.profile and source.profile.name == "云川发布"


@pytest.mark.parametrize("key", ["weixin", "weibo", "douyin", "toutiao", "kuaishou", "bilibili", "baijiahao", "app"])
def test_the_owner_is_read_from_the_profile(key: str) -> None:
    source = read(key, PAGES[key](shown(1)))
    assert source.profile and source.profile.owner == "云川市人民政府办公室"


def test_the_menu_is_read_with_the_level_below() -> None:
    profile = read("weixin", platform_pages.weixin(shown(1))).profile
    assert profile and profile.menu
    assert [entry.label for entry in profile.menu] == ["政务服务", "办事指南", "留言咨询"]
    assert profile.menu[1].url == "http://www.yunchuan.gov.test/bszn/"


def test_signs_of_comments_are_seen_and_what_is_not_seen_is_not_denied() -> None:
    with_signs = read("weibo", platform_pages.weibo(shown(1))).profile
    without = read("kuaishou", platform_pages.kuaishou(shown(1))).profile
    closed = read("kuaishou", platform_pages.kuaishou(shown(1, said="评论已关闭"))).profile
    assert with_signs and with_signs.comments is True
    assert without and without.comments is None
    assert closed and closed.comments is False


@pytest.mark.parametrize("key", ["app", "mini_program"])
def test_a_store_tells_of_versions_and_never_of_posts(key: str) -> None:
    for days in (1, 300):
        source = read(key, PAGES[key](shown(days)))
        assert source.newest is None
        assert source.fault and (source.fault.kind, source.fault.detail) == (
            FaultKind.SOURCE_UNHEALTHY,
            "shows-no-posts",
        )
        assert source.profile and source.profile.name == "云川发布"


@pytest.mark.parametrize(
    ("sentence", "notice"),
    [
        ("该公众号已自主注销，内容无法查看", "cancelled"),
        ("该公众号已迁移", "moved"),
        ("该账号因违规已被封禁", "banned"),
        ("用户不存在", "gone"),
    ],
)
def test_a_notice_in_the_accounts_place_is_told_apart(sentence: str, notice: str) -> None:
    source = read("weixin", platform_pages.document("提示", f"<p>{sentence}</p>"))
    assert source.profile and source.profile.notice == notice
    assert source.fault and source.fault.detail == f"account-{notice}"


def test_an_app_taken_from_the_store_is_gone() -> None:
    source = read("app", platform_pages.document("提示", "<p>该应用已下架</p>"))
    assert source.profile and source.profile.notice == "gone"


@pytest.mark.parametrize("key", POSTING)
def test_a_page_in_which_nothing_is_recognised_is_unhealthy(key: str) -> None:
    page = platform_pages.document("主页", f"<div class='x1'><h1>云川发布</h1>{'<b>云川市惠民措施公布</b>' * 9}</div>")
    fault = read(key, page).fault
    assert fault and fault.kind is FaultKind.SOURCE_UNHEALTHY


def test_a_platform_that_renamed_its_structures_gives_no_silent_account() -> None:
    fault = read("weibo", renamed(platform_pages.weibo(shown(40)))).fault
    assert fault and fault.kind is FaultKind.SOURCE_UNHEALTHY


def test_old_dates_of_an_unknown_structure_prove_nothing_on_the_platforms_own_host() -> None:
    items = "".join(
        f"<li><a href='/p/{n}'>云川市第{n}批惠民措施公布</a><i>2026-09-{n + 1:02d}</i></li>" for n in range(5)
    )
    page = platform_pages.document("主页", f"<ul>{items}</ul>")
    assert read("weibo", page).fault is None
    fault = read("weibo", page, host="weibo.com").fault
    assert fault and fault.detail == "structure"


def test_bare_times_in_data_prove_that_an_account_posts_and_never_that_it_does_not() -> None:
    for days, healthy in ((2, True), (90, False)):
        times = ",".join(
            f'{{"create_time":{platform_pages.stamp(TODAY - timedelta(days=days + n))}}}' for n in range(3)
        )
        page = platform_pages.document("主页", f"<h1>云川发布</h1><script>window.X = [{times}]</script>")
        assert (read("kuaishou", page).fault is None) is healthy


def test_a_card_without_a_day_may_be_the_newest() -> None:
    page = platform_pages.toutiao(shown(40)).replace("feed-card-footer-time-cmp", "time-of-another-name", 1)
    fault = read("toutiao", page).fault
    assert fault and fault.detail in {"undated-posts", "two-readings"}


def test_a_newer_day_beside_the_cards_makes_them_doubtful() -> None:
    recent = TODAY - timedelta(days=2)
    items = "".join(f"<li><a href='/n/{n}'>云川市第{n}号公告全文</a><span>{recent}</span></li>" for n in range(4))
    page = platform_pages.toutiao(shown(40)).replace("</body>", f"<ul>{items}</ul></body>")
    fault = read("toutiao", page).fault
    assert fault and fault.detail == "two-readings"


def test_posts_of_others_in_the_list_do_not_count() -> None:
    page = platform_pages.weibo_mobile(shown(40))
    other = '{"card_type": 9, "mblog": {"bid": "Z", "created_at": "Sun Nov 15 09:30:00 +0800 2026", "text": "x", "user": {"id": 1}}}, '
    source = read("weibo", page.replace('"cards": [', f'"cards": [{other}'))
    assert source.newest and source.newest.on == TODAY - timedelta(days=40)


def test_a_repost_is_told_with_its_source() -> None:
    posts = [("转自：安城日报 天气提示", "http://p.media.test/1", TODAY)]
    post = read("toutiao", platform_pages.toutiao(Shown("云川发布", "办公室", posts))).posts[0]
    assert (post.repost, post.source) == (True, "安城日报")


def test_an_account_that_never_posted_is_told_from_a_page_nobody_can_read() -> None:
    none = shown(1, count=0, said="还没有发布作品")
    empty = read("douyin", platform_pages.douyin(none))
    assert (empty.fault, empty.count, empty.newest) == (None, 0, None)
    contradicted = read("douyin", platform_pages.douyin(shown(1, count=0, said="还没有发布作品", total=12)))
    assert contradicted.fault and contradicted.fault.kind is FaultKind.SOURCE_UNHEALTHY


@pytest.mark.parametrize("sentence", ["登录后查看更多", "打开App查看更多"])
def test_old_posts_before_a_wall_prove_nothing(sentence: str) -> None:
    assert read("weibo", platform_pages.weibo(shown(1, said=sentence))).fault is None
    fault = read("weibo", platform_pages.weibo(shown(40, said=sentence))).fault
    assert fault and fault.kind is FaultKind.BLOCKED


@pytest.mark.parametrize("key", POSTING)
def test_half_a_page_proves_no_silence(key: str) -> None:
    whole = PAGES[key](shown(40, count=12)).encode()
    source = read(key, whole[: len(whole) * 2 // 3].decode("utf-8", "ignore"))
    assert source.fault is not None


def test_what_a_browser_shows_counts_where_the_markup_holds_nothing() -> None:
    target = Target(TargetId("a"), TargetKind.ACCOUNT, "云川发布", "http://media.test/u/1", "", platform="微博")
    url, made = target.address, platform_pages.weibo(shown(3))
    served = read_page(by_script(made).encode(), url, on=TODAY)
    assert read_public_page(served, target).fault is not None
    source = read_public_page(served, target, read_page(made.encode(), url, on=TODAY))
    assert source.fault is None
    assert source.newest and source.newest.on == TODAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("value", "on"),
    [
        (1794792600, date(2026, 11, 16)),
        ("1794792600000", date(2026, 11, 16)),
        ("Mon Nov 16 09:30:00 +0800 2026", date(2026, 11, 16)),
        ("2026-11-15T20:00:00Z", date(2026, 11, 16)),
        ("3小时前", date(2026, 11, 16)),
        ("昨天 08:00", date(2026, 11, 15)),
        (0, None), (True, None), (None, None), ("", None), ({}, None), ("9" * 13, None), ("Mon Nov 99 x", None),
    ],
)  # fmt: skip
def test_the_day_of_a_time_in_data(value: object, on: date | None) -> None:
    assert moment_day(value, TODAY) == on


@pytest.mark.parametrize(
    "piece", ["x={};", '="', "={", "=[", '="\\"', "='\"=", '={"a":', ":undefined,", '=JSON.parse("', "=%7B"]
)
def test_no_script_makes_the_reader_raise_or_find_posts(piece: str) -> None:
    page = platform_pages.document("主页", f"<h1>云川发布</h1><script>{piece * 20_000}</script>")
    source = read("weibo", page)
    assert source.fault and source.newest is None
