"""What holds for every row on accounts, whatever was seen: trouble never fails anybody, and order never matters."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from checks.catalogue import Catalogue, load_catalogue
from checks.indicator import Automation, Indicator
from checks.judge import judge
from checks.newmedia.names import Likeness, compare
from crawler.model import (
    Evidence,
    Fault,
    FaultKind,
    Outcome,
    Registry,
    Target,
    TargetId,
    TargetKind,
    TargetStatus,
    Verdict,
)
from crawler.reading.accounts.facts import AccountActivity, AccountSource, MenuEntry, Post, Profile
from crawler.reading.listings.items import Item
from crawler.reading.sites.seen import is_gone
from crawler.registration import Ending, Registration
from results.text import render
from tests.checks.examples import DEFAULTS

ON = date(2026, 11, 21)
CATALOGUE = load_catalogue()
ROWS = Catalogue(tuple(one for one in CATALOGUE.indicators if one.id.startswith("m-")))
TARGET = Target(TargetId("a"), TargetKind.ACCOUNT, **DEFAULTS[TargetKind.ACCOUNT])
GIVEN = ("import", "attest")
HARMLESS = (FaultKind.SOURCE_UNHEALTHY, FaultKind.SOFT_404, FaultKind.NO_SOURCE, FaultKind.NAME_NOT_FOUND)
# Drawing many facts takes its time on a busy machine; that is no fault of what is tested.
patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAYS = (None, *(ON - timedelta(days=ago) for ago in (0, 3, 14, 15, 40, 92, 93, 400, -1, -300)))
TITLES = (
    "",
    "部门预算公开说明",
    "十二星座本周好运排行",
    "线上赌场注册就送",
    "周末限时抢购，全场三折起",
    "{on} <b>%s</b>",
    "图 片",
)
LABELS = ("", "咨询留言", "纪检举报", "优惠券商城", "政策文件")
URLS = ("", "http://weixin.gov.test/1", "https://shop.youzan.com/1", "http://[", "http://weixin.gov.test/\x00")
NAMES = ("", "示例财政", "美食每日推荐", "微信公众平台", "示例理财通", "Shili")
OWNERS = ("", "示例市财政局", "红日传媒有限公司", "示例市财税信息中心")

posts = some.builds(
    Post,
    some.sampled_from(TITLES),
    some.sampled_from(URLS),
    some.sampled_from(DAYS),
    some.sampled_from(("", "拟稿人：甲 审核人：乙 发布人：丙")),
    some.sampled_from((None, True, False)),
    some.sampled_from(("", "示例日报")),
)
items = some.builds(Item, some.sampled_from(TITLES), some.sampled_from(URLS), some.sampled_from(DAYS), some.none())
told = some.sampled_from((None, True, False))
menus = some.none() | some.lists(
    some.builds(MenuEntry, some.sampled_from(LABELS), some.sampled_from(URLS)), max_size=3
).map(tuple)
profiles = some.builds(
    Profile,
    name=some.sampled_from(NAMES),
    owner=some.sampled_from(OWNERS),
    menu=menus,
    comments=told,
    messages=told,
    notice=some.sampled_from(("", "", "", "cancelled", "moved", "banned", "gone")),
)
faults = some.builds(
    Fault, some.sampled_from(FaultKind), some.sampled_from(("", "404", "412", "feed-cut")), some.sampled_from(URLS)
)
sources = some.builds(
    AccountSource,
    some.sampled_from(("feed", "page", *GIVEN)),
    some.sampled_from(("http://feed.gov.test/a.xml", "http://weixin.gov.test/a")),
    some.none() | items,
    some.integers(0, 8),
    some.none() | faults,
    some.lists(posts, max_size=6).map(tuple),
    some.none() | profiles,
    told,
    some.sampled_from((None, ON - timedelta(days=2), ON - timedelta(days=200))),
)
# A fault; nothing seen of the control account either; less than it once showed; nothing at all.
faulty = some.builds(lambda one, fault: replace(one, fault=fault), sources, faults)
unproven = sources.map(lambda one: replace(one, control=False))
shrunk = some.builds(
    lambda one, item: replace(one, newest=item, past=ON),
    sources,
    items.filter(lambda item: item.on is not None and item.on < ON),
)
empty = sources.map(lambda one: replace(one, newest=None, count=0, posts=(), profile=None))
troubled = faulty | unproven | shrunk | empty


def activity(seen: Sequence[AccountSource]) -> AccountActivity:
    dated = [one.newest for one in seen if one.newest and one.newest.on]
    return AccountActivity(max(dated, key=lambda item: item.on or date.min, default=None), tuple(seen))


def verdicts(seen: Sequence[AccountSource] | Fault) -> dict[str, tuple[Indicator, Verdict]]:
    fact = seen if isinstance(seen, Fault) else activity(seen)
    judged = judge(TARGET, [Evidence(TARGET.id, AccountActivity, fact)], Registry((TARGET,)), ROWS, ON)
    assert not [one.error for one in judged if one.error]
    return {one.indicator.id: (one.indicator, one.verdict) for one in judged}


def failures(seen: Sequence[AccountSource] | Fault) -> set[str]:
    return {name for name, (_, verdict) in verdicts(seen).items() if verdict.outcome is Outcome.FAILED}


@patient
@given(some.lists(troubled, max_size=4))
def test_no_combination_of_troubled_unproven_and_empty_sources_fails_an_account(seen: list[AccountSource]) -> None:
    assert failures(seen) == set()


@patient
@given(some.lists(sources, max_size=4), some.sampled_from(DAYS))
def test_a_closed_account_fails_only_for_a_believed_post_after_its_end(
    seen: list[AccountSource], ended_on: date | None
) -> None:
    closed = replace(TARGET, status=TargetStatus.CLOSED)
    life = Registration(ended_as=Ending.CLOSED, changed_on=ended_on, ended_on=ended_on)
    facts = [Evidence(closed.id, AccountActivity, activity(seen)), Evidence(closed.id, Registration, life)]
    judged = judge(closed, facts, Registry((closed,)), ROWS, ON)
    assert not [one.error for one in judged if one.error]
    (verdict,) = (one.verdict for one in judged if one.indicator.id == "m-closed-posting")
    believed = [one for one in seen if one.fault is None and one.control is not False]
    days = {post.on for one in believed for post in (*one.posts, *filter(None, [one.newest])) if post.on}
    if verdict.outcome is Outcome.FAILED:
        assert ended_on is not None
        assert any(ended_on + timedelta(days=1) < day <= ON for day in days)


@pytest.mark.parametrize("kind", FaultKind)
def test_a_fault_in_place_of_everything_fails_no_account(kind: FaultKind) -> None:
    assert failures(Fault(kind)) == set()


@patient
@given(some.lists(sources, max_size=3), faulty | unproven)
def test_one_source_that_may_hide_newer_posts_keeps_an_account_from_being_silent(
    seen: list[AccountSource], doubtful: AccountSource
) -> None:
    """A person's own look and a back office's export reach past a wall; no other source does."""
    seen = [one for one in seen if one.source not in GIVEN]
    doubtful = replace(doubtful, source="page")
    fault = doubtful.fault
    hides = fault is None or (fault.kind not in HARMLESS and not is_gone(fault)) or doubtful.count > 0
    if hides and not (fault and is_gone(fault)):
        assert failures([*seen, doubtful]) & {"m-stale-14d", "m-zombie-close", "m-hollow"} == set()


@patient
@given(some.lists(sources, max_size=4))
def test_a_recent_post_from_any_source_speaks_for_the_account(seen: list[AccountSource]) -> None:
    fresh = AccountSource("page", "http://weixin.gov.test/b", Item("今日要闻", "", ON, None), 1)
    seen = [one for one in seen if not (one.newest and one.newest.on and one.newest.on > ON)]
    assert failures([*seen, fresh]) & {"m-stale-14d", "m-zombie-close"} == set()
    assert verdicts([*seen, fresh])["m-stale-14d"][1].outcome is Outcome.PASSED


@patient
@given(some.lists(sources, max_size=4))
def test_what_only_a_person_reads_is_never_failed_by_machine(seen: list[AccountSource]) -> None:
    assert not [name for name in failures(seen) if CATALOGUE.get(name).automation is not Automation.FULL]


@patient
@given(some.lists(sources, max_size=4), some.randoms(use_true_random=False))
def test_the_order_of_sources_and_posts_changes_nothing(seen: list[AccountSource], chance: random.Random) -> None:
    other = [replace(one, posts=tuple(chance.sample(one.posts, len(one.posts)))) for one in seen]
    chance.shuffle(other)
    assert verdicts(other) == verdicts(seen)


@patient
@given(some.lists(sources, max_size=4))
def test_every_sentence_on_an_account_can_be_said(seen: list[AccountSource]) -> None:
    for indicator, verdict in verdicts(seen).values():
        sentence = render(indicator, verdict)
        assert sentence.endswith("。")
        assert "None" not in sentence


@pytest.mark.parametrize(
    "shown",
    [
        "示例财政",
        "示例市财政局",
        "示例财政发布",
        "示例财政（官方微信）",
        "某某省示例市财政局",
        "【示例财政】官方微博",
        "示例 财政",
    ],
)
def test_a_name_is_known_in_the_ways_people_write_it(shown: str) -> None:
    assert compare(shown, "示例财政", "示例市财政局") is Likeness.SAME


@pytest.mark.parametrize("shown", ["", "微信公众平台", "抖音", "（）", "发布", "登录"])
def test_a_platforms_own_words_are_no_name(shown: str) -> None:
    assert compare(shown, "示例财政") is None


@pytest.mark.parametrize("shown", ["Shili Finance", "示例先锋", "平安示例", "示例教育"])
def test_a_name_that_shares_something_or_is_in_another_script_asks_a_person(shown: str) -> None:
    assert compare(shown, "示例财政", "示例市财政局") is Likeness.UNCLEAR
