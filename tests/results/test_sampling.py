"""Draws: the same for anyone, a share of every stratum, and every target within the year."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clock import Quarter
from crawler.errors import InputError
from crawler.model import Target, TargetId, TargetKind, TargetStatus
from results.sampling.method import Draw, Ground, Past, Request, draw, parse_quarter, parse_rate, parse_seed, stratum_of

PLATFORMS = ("微信", "微博", "抖音", "")


def target(number: int, kind: str = "department_site", platform: str = "", status: str = "running") -> Target:
    name = f"对象{number}"
    kinds = TargetKind(kind)
    return Target(
        TargetId(f"t{number}"), kinds, name, "", name, platform=platform, status=TargetStatus(status)
    )  # fmt: skip


def sites(count: int, first: int = 0) -> list[Target]:
    return [target(number) for number in range(first, first + count)]


def request(rate: str = "0.3", seed: str = "甲", quarter: str = "2026Q1") -> Request:
    return Request(Quarter.parse(quarter), Decimal(rate), seed)


def ids(found: Draw, *grounds: Ground) -> set[TargetId]:
    return {one.target for one in found.drawn if not grounds or one.ground in grounds}


@st.composite
def inventories(maker: st.DrawFn) -> list[Target]:
    kinds = maker(st.lists(st.sampled_from(["portal", "department_site", "account"]), max_size=40))
    made = []
    for number, kind in enumerate(kinds):
        platform = maker(st.sampled_from(PLATFORMS)) if kind == "account" else ""
        made.append(target(number, kind, platform, maker(st.sampled_from(["running", "running", "closed"]))))
    return made


RATES = st.integers(1, 100).map(lambda number: Decimal(number) / 100)
ENOUGH = st.integers(25, 100).map(lambda number: Decimal(number) / 100)
SEEDS = st.text(alphabet="甲乙丙abc0 9", min_size=1, max_size=8)


def year(
    inventories_of: Sequence[Sequence[Target]], rate: Decimal, seed: str, required: Sequence[Iterable[str]] = ()
) -> list[Draw]:
    """A year's draws, one an inventory; what was not running in the quarter before has to be in, as has what is named.

    Shorter than a year: its last quarters.
    """
    covered: dict[TargetId, str] = {}
    found: list[Draw] = []
    before: set[TargetId] | None = None
    for place, targets in enumerate(inventories_of):
        quarter = Quarter(2026, 4 - len(inventories_of) + place + 1)
        running = {one.id for one in targets if one.status is TargetStatus.RUNNING}
        must = {TargetId(one): "failed" for one in (required[place] if required else ())}
        must |= dict.fromkeys(running - before if before is not None else set(), "new")
        found.append(draw(targets, Request(quarter, rate, seed), Past(dict(covered), must)))
        covered |= {one.target: one.stratum for one in found[-1].drawn}
        before = running
    return found


@given(inventories(), RATES, SEEDS, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_list_whatever_the_order_of_the_inventory(
    targets: list[Target], rate: Decimal, seed: str, chance: random.Random
) -> None:
    asked = Request(Quarter(2026, 2), rate, seed)
    shuffled = chance.sample(targets, len(targets))
    assert draw(targets, asked) == draw(shuffled, asked)


@given(inventories(), RATES, SEEDS)
def test_every_stratum_has_its_share_and_closed_targets_are_never_drawn(
    targets: list[Target], rate: Decimal, seed: str
) -> None:
    found = draw(targets, Request(Quarter(2026, 1), rate, seed))
    running = [one for one in targets if one.status is TargetStatus.RUNNING]
    assert ids(found) <= {one.id for one in running}
    assert {one.name for one in found.strata} == {stratum_of(one) for one in running}
    for stratum in found.strata:
        all_of_it = stratum.name == "portal"
        assert len(stratum.drawn) == (stratum.population if all_of_it else max(1, ceil(rate * stratum.population)))


@given(inventories(), ENOUGH, SEEDS)
def test_every_target_is_drawn_within_the_year(targets: list[Target], rate: Decimal, seed: str) -> None:
    found = year([targets] * 4, rate, seed)
    drawn = set[TargetId]().union(*map(ids, found))
    assert drawn == {one.id for one in targets if one.status is TargetStatus.RUNNING}
    assert not any(one.missed for one in found)


@given(inventories(), ENOUGH, SEEDS, st.data())
def test_targets_that_have_to_be_in_take_nobodys_turn(
    targets: list[Target], rate: Decimal, seed: str, chance: st.DataObject
) -> None:
    some = st.sets(st.sampled_from([one.id for one in targets])) if targets else st.just(set[TargetId]())
    must = [chance.draw(some) for _ in range(4)]
    found = year([targets] * 4, rate, seed, must)
    drawn = set[TargetId]().union(*map(ids, found))
    running = {one.id for one in targets if one.status is TargetStatus.RUNNING}
    assert drawn == running
    for named, one in zip(must, found, strict=True):
        assert named & running <= ids(one)


@given(inventories(), ENOUGH, SEEDS, st.data())
def test_targets_that_open_and_close_within_the_year_are_reached_too(
    targets: list[Target], rate: Decimal, seed: str, chance: st.DataObject
) -> None:
    lists, current = [], list(targets)
    for place in range(4):
        lists.append(current)
        closing = chance.draw(st.sets(st.integers(0, len(current) - 1))) if current else set()
        current = [
            replace(one, status=TargetStatus.CLOSED) if number in closing else one for number, one in enumerate(current)
        ]
        current = current + sites(chance.draw(st.integers(0, 3)), first=1000 + 10 * place)
    found = year(lists, rate, seed)
    drawn = set[TargetId]().union(*map(ids, found))
    assert {one.id for one in lists[-1] if one.status is TargetStatus.RUNNING} <= drawn


@given(inventories(), RATES, SEEDS, st.data())
def test_a_draw_is_never_larger_than_its_share_but_for_what_has_to_be_in(
    targets: list[Target], rate: Decimal, seed: str, chance: st.DataObject
) -> None:
    must = [chance.draw(st.sets(st.sampled_from([one.id for one in targets]))) if targets else set() for _ in range(4)]
    for found in year([targets] * 4, rate, seed, must):
        for stratum in found.strata:
            share = max(1, ceil(rate * stratum.population))
            others = [one for one in stratum.drawn if one.ground in {Ground.QUOTA, Ground.DRAWN}]
            assert len(others) <= share
            assert len(stratum.drawn) >= share


@given(inventories(), st.integers(1, 24).map(lambda number: Decimal(number) / 100), SEEDS, st.integers(1, 4))
def test_a_rate_that_is_too_small_is_said_with_the_one_that_does(
    targets: list[Target], rate: Decimal, seed: str, quarters: int
) -> None:
    first = year([targets] * quarters, rate, seed)[0]
    running = {one.id for one in targets if one.status is TargetStatus.RUNNING}
    reached = set[TargetId]().union(*map(ids, year([targets] * quarters, rate, seed)))
    assert bool(running - reached) == bool(first.missed)
    if first.missed:
        assert len(running - reached) == first.missed
        enough = Decimal(first.enough) / 100
        assert set[TargetId]().union(*map(ids, year([targets] * quarters, enough, seed))) == running
        less = Decimal(first.enough - 1) / 100
        assert set[TargetId]().union(*map(ids, year([targets] * quarters, less, seed))) < running


def test_portals_are_always_in() -> None:
    found = draw([target(1, "portal"), target(2, "portal"), *sites(10, 10)], request("0.1"))
    assert ids(found, Ground.ALWAYS) == {"t1", "t2"}


def test_a_rate_of_a_hundred_per_cent_draws_everything() -> None:
    targets = [target(1, "portal"), *sites(7, 10), target(30, "account", "微信")]
    assert len(draw(targets, request("1")).drawn) == len(targets)


def test_platforms_are_strata_by_their_one_name() -> None:
    accounts = [target(1, "account", "微信"), target(2, "account", "微信公众号"), target(3, "account", "新浪微博")]
    assert [one.population for one in draw(accounts, request()).strata] == [2, 1]


def test_what_has_to_be_in_is_in_and_counts_towards_the_share() -> None:
    found = draw(sites(10), request(), Past({}, {TargetId("t7"): "failed", TargetId("gone"): "failed"}))
    assert ids(found, Ground.REQUIRED) == {"t7"}
    assert len(found.drawn) == 3


def test_those_never_drawn_come_first_when_the_year_would_end_without_them() -> None:
    done = {TargetId(f"t{number}"): "department_site" for number in range(7)}
    found = draw(sites(10), request(quarter="2026Q4"), Past(done))
    assert ids(found, Ground.QUOTA) == {"t7", "t8", "t9"}
    assert len(found.drawn) == 3


def test_a_quarter_too_late_for_its_rate_says_which_one_does() -> None:
    found = draw(sites(10), request(quarter="2026Q3"))
    assert (found.missed, found.enough) == (4, 41)


def test_other_seeds_and_quarters_give_other_lists() -> None:
    lists = [ids(draw(sites(100), one)) for one in (request(), request(seed="乙"), request(quarter="2026Q2"))]
    assert len({frozenset(one) for one in lists}) == 3


def test_a_draw_of_method_1_stays_what_it_was() -> None:
    """Drawn lists are public: this one may change only with the number of the method."""
    found = draw([*sites(10), target(90, "account", "微信")], request("0.3", "2026年第一季度"))
    assert [(one.target, one.ground) for one in found.drawn] == METHOD_1


METHOD_1 = [("t1", Ground.QUOTA), ("t5", Ground.DRAWN), ("t4", Ground.DRAWN), ("t90", Ground.DRAWN)]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("30%", "0.3"), ("0.3", "0.3"), ("30 ％", "0.3"), ("３０％", "0.3"), (" 12.5% ", "0.125"), (".25", "0.25"),
        ("100%", "1"), ("1", "1"), ("1.0", "1"), ("0.5 %", "0.005"),
    ],
)  # fmt: skip
def test_a_rate_is_read_as_people_type_it(text: str, rate: str) -> None:
    assert parse_rate(text) == Decimal(rate)


@pytest.mark.parametrize("text", ["", "0", "0%", "30", "101%", "-30%", "1.2", "三成", "30%%", "nan", "1e-2", "30,5%"])
def test_a_rate_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="30%"):
        parse_rate(text)


@pytest.mark.parametrize("text", ["", "  ", "甲\n乙", "\u200b", "种" * 201, "\udcff"])
def test_a_seed_that_cannot_be_told_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_seed(text)


def test_a_seed_loses_the_blanks_around_it_only() -> None:
    assert parse_seed(" 第 4 季度 ") == "第 4 季度"


@pytest.mark.parametrize("text", ["2026Q5", "2026", "Q4", "2026年第4季度", ""])
def test_a_quarter_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_quarter(text)


def test_a_quarter_is_read_in_full_width() -> None:
    assert parse_quarter(" ２０２６Ｑ４ ") == Quarter(2026, 4)
