"""Points: exact, traceable, nothing deducted twice, never outside the full number and the bonus."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.catalogue import Catalogue, under
from checks.indicator import AppliesTo, Points
from checks.pack import Basis, Pack, Rule, Scoring
from crawler.model import Finding, IndicatorId, Outcome, RatingKind, Target, TargetKind
from results.rating.points import Unscored
from results.rating.scoring import ScoredRating, rating
from results.review.conclusions import Conclusion
from tests.results.office import ACCOUNT, BUREAU, PORTAL, finding
from tests.results.test_scoring import indicator

VETO, BLANK, STALE, OTHER, LINKS, GUIDE, BONUS, PLAIN = (
    "home-stale-14d", "d-blank", "d-stale", "d-other", "d-links", "d-guide", "b-all", "d-plain",
)  # fmt: skip
CATALOGUE = Catalogue(
    (
        indicator(VETO),
        *(indicator(one, consequence="deduct") for one in (BLANK, STALE, OTHER, LINKS, GUIDE, PLAIN)),
        indicator("d-trial", consequence="deduct", status="trial"),
        indicator(BONUS, consequence="bonus"),
    )
)
DEDUCTS = (BLANK, STALE, OTHER, LINKS, GUIDE)


def rule(value: str, each: str | None = None) -> Rule:
    return Rule(points=Points(value=Decimal(value), each=Decimal(each) if each else None))


def pack(rules: Mapping[str, Rule] | None = None, **scoring: Any) -> Pack:
    """A city's pack: blank and stale columns first, the other columns once; no points for ``d-plain``."""
    usual = {
        BLANK: rule("10", "2"), STALE: rule("20", "5"), OTHER: rule("8", "1"), LINKS: rule("30"), GUIDE: rule("25"),
        BONUS: rule("12"), "d-trial": rule("50"),
    }  # fmt: skip
    values = {"portal": Basis.POINTS, "once": ((BLANK, STALE, OTHER),), **scoring}
    known = {IndicatorId(one): what for one, what in (usual if rules is None else rules).items()}
    return Pack(id="city-2026", title="某市", scoring=Scoring(**values), indicators=known)


def place(name: str, **other: Any) -> dict[str, Any]:
    return {"path": f"首页 > {name}", "url": f"http://www.linjiang.gov.test/{name}/", **other}


def places(*names: str) -> tuple[dict[str, Any], ...]:
    return tuple(map(place, names))


def judged(target: Target = PORTAL, /, **subjects: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """A finding an indicator, numbered from 1: failed where subjects are named, even none, else passed."""
    found = []
    for number, one in enumerate(CATALOGUE.indicators, 1):
        named = subjects.get(one.id.replace("-", "_"))
        outcome = Outcome.PASSED if named is None else Outcome.FAILED
        found.append(replace(finding(target, one.id, outcome, subjects=tuple(named or ())), id=number))
    return found


def number(identifier: str) -> int:
    return [str(one.id) for one in CATALOGUE.indicators].index(identifier) + 1


def rated(
    findings: Sequence[Finding],
    rules: Pack | None = None,
    said: Mapping[int, Conclusion] | None = None,
    target: Target = PORTAL,
    excused: Sequence[int] = (),
) -> ScoredRating:
    """Rated with every failed finding upheld, where nothing else is said."""
    by = rules or pack()
    concluded = {one.id: Conclusion.UPHELD for one in findings if one.outcome is Outcome.FAILED} | dict(said or {})
    return rating(target, findings, concluded, under(CATALOGUE, by), by, excused)


def pts(exact: Fraction | None) -> float | None:
    """Points for reading; the score itself is exact."""
    return None if exact is None else float(exact)


def test_a_portal_without_faults_has_full_points_and_no_more() -> None:
    found = rated(judged())
    assert (found.kind, found.score.scored, pts(found.score.total)) == (RatingKind.QUALIFIED, True, 100)


def test_each_subject_costs_and_the_value_is_the_most() -> None:
    assert rated(judged(d_blank=places("a", "b"))).score.total == 96
    found = rated(judged(d_blank=places(*"abcdefg"))).score
    assert (pts(found.total), found.deductions[0].is_capped, found.deductions[0].number) == (90, True, 7)


def test_a_value_without_each_is_the_whole_at_once() -> None:
    assert rated(judged(d_links=places(*"abc"))).score.total == 70


def test_a_finding_that_names_no_place_counts_as_one() -> None:
    assert rated(judged(d_blank=())).score.total == 98
    assert rated(judged(d_blank=({"host": "x"}, {"host": "y"}))).score.total == 98


def test_the_same_place_twice_is_one() -> None:
    twice = (*places("a"), {"path": "首页 > 甲", "url": "https://www.linjiang.gov.test/a"}, {"path": "首页 > a"})
    assert rated(judged(d_blank=twice)).score.total == 98


def test_a_subject_that_is_shown_but_is_no_fault_costs_nothing() -> None:
    nearly = (place("a", days=31, limit=30), place("b", days=30, limit=30), place("c", days=29, limit=30))
    assert rated(judged(d_blank=nearly)).score.total == 98
    sums = ({"place": "表三", "left": "1+2=4", "right": "3"}, {"place": "表四", "left": "?+2=4", "right": "4"})
    assert rated(judged(d_stale=sums)).score.total == 95


@given(
    st.lists(st.dictionaries(st.sampled_from(["url", "path", "name", "days", "limit", "left"]), st.text() | st.none()))
)
def test_whatever_a_subject_holds_the_cap_stands(subjects: list[dict[str, Any]]) -> None:
    found = rated(judged(d_blank=subjects)).score
    assert found.total is not None
    assert 90 <= found.total <= 98


def test_an_address_that_is_none_is_still_a_place() -> None:
    assert rated(judged(d_blank=({"url": "http://[x"}, {"url": "javascript:void(0)"}))).score.total == 96


def test_sums_are_counted_by_their_place() -> None:
    sums = tuple({"place": f"表三第{row}行", "left": "1+2=4", "right": "3"} for row in (1, 2))
    assert rated(judged(d_blank=sums)).score.total == 96


def test_a_place_that_cost_points_costs_none_under_a_later_indicator_of_its_group() -> None:
    found = rated(judged(d_blank=places("a"), d_other=places("a", "b"))).score
    assert found.total == 100 - 2 - 1
    (blank, other) = found.deductions
    assert (blank.counted, other.counted, other.taken) == (("首页 > a",), ("首页 > b",), ("首页 > a",))


def test_a_finding_all_of_whose_places_were_taken_costs_nothing() -> None:
    found = rated(judged(d_blank=places("a", "b"), d_other=places("b"))).score
    assert found.total == 96
    assert found.deductions[1].points == 0


def test_findings_of_a_group_that_name_no_place_are_about_the_same_thing() -> None:
    found = rated(judged(d_blank=(), d_stale=(), d_links=())).score
    assert found.total == 100 - 5 - 30
    assert rated(judged(d_blank=(), d_stale=places("a"))).score.total == 100 - 2 - 5


def test_without_a_group_the_same_place_costs_under_both() -> None:
    assert rated(judged(d_blank=places("a"), d_other=places("a")), pack(once=())).score.total == 97


def test_a_place_is_known_by_its_path_or_name_where_one_has_no_address() -> None:
    by_path = judged(d_blank=({"path": "首页 > 甲"},), d_other=({"path": "首页 >  甲", "url": "http://x.gov.test/a"},))
    assert rated(by_path).score.total == 98
    by_name = judged(d_blank=({"name": "甲"},), d_other=({"name": "甲", "url": "http://x.gov.test/a"},))
    assert rated(by_name).score.total == 98


def test_two_places_of_one_name_and_other_addresses_are_two() -> None:
    one, two = place("a") | {"name": "通知公告"}, place("b") | {"name": "通知公告"}
    assert rated(judged(d_blank=(one,), d_other=(two,))).score.total == 97


def test_a_cheap_fault_does_not_shield_a_dear_one() -> None:
    dear = pack({BLANK: rule("10", "1"), OTHER: rule("40")})
    alone = rated(judged(d_other=places("a")), dear).score
    both = rated(judged(d_blank=places("a"), d_other=places("a")), dear).score
    assert (pts(alone.total), pts(both.total)) == (60, 60)
    assert both.deductions[0].is_spared


def test_a_veto_is_the_end_and_nothing_is_scored() -> None:
    found = rated(judged(home_stale_14d=(), d_blank=places("a")))
    assert (found.kind, found.score.unscored, pts(found.score.total)) == (RatingKind.UNQUALIFIED, Unscored.VETOED, None)


def test_below_the_line_is_unqualified_and_on_it_is_not() -> None:
    on = rated(judged(d_links=(), d_blank=places(*"abcdefg")))
    assert (pts(on.score.total), on.kind) == (60, RatingKind.QUALIFIED)
    below = rated(judged(d_links=(), d_guide=()))
    assert (pts(below.score.total), below.kind) == (45, RatingKind.UNQUALIFIED)
    assert rated(judged(d_guide=()), pack(pass_line=80)).kind is RatingKind.UNQUALIFIED


def test_the_bonus_counts_above_the_gate_only() -> None:
    earned = {number(BONUS): Conclusion.UPHELD}
    untested = [replace(one, outcome=Outcome.UNTESTED) if one.indicator == BONUS else one for one in judged()]
    assert rated(untested, said=earned).score.total == 112
    assert rated(untested, pack(bonus_full=5), said=earned).score.total == 105
    faulty = {one.id: one for one in judged(d_stale=places("a", "b", "c", "d"))}
    on_gate = [
        replace(faulty[one.id], outcome=one.outcome) if one.indicator == BONUS else faulty[one.id] for one in untested
    ]
    found = rated(on_gate, said=earned).score
    assert (pts(found.part_two), pts(found.part_three), pts(found.total)) == (80, 0, 80)


def test_a_bonus_that_the_machine_saw_is_not_met_earns_nothing() -> None:
    assert rated(judged(b_all=())).score.total == 100


def test_an_open_bonus_keeps_nothing_pending_and_is_told() -> None:
    found = rated(judged(b_all=()), said={number(BONUS): Conclusion.OPEN})
    assert (found.kind, found.score.open_bonuses) == (RatingKind.QUALIFIED, (number(BONUS),))


@pytest.mark.parametrize("said", [Conclusion.OPEN, Conclusion.UNDECIDABLE, Conclusion.AWAITING_SECOND])
def test_an_open_fault_with_points_keeps_the_rating_pending(said: Conclusion) -> None:
    found = rated(judged(d_blank=()), said={number(BLANK): said})
    assert (found.kind, found.open) == (RatingKind.PENDING, (number(BLANK),))


def test_a_fault_with_points_that_nobody_looked_at_keeps_the_rating_pending() -> None:
    assert rated([one for one in judged() if one.indicator != BLANK]).kind is RatingKind.PENDING


def test_an_open_fault_without_points_keeps_nothing_pending() -> None:
    assert rated(judged(d_plain=()), said={number(PLAIN): Conclusion.OPEN}).kind is RatingKind.QUALIFIED


def test_a_veto_outweighs_what_is_open() -> None:
    findings = judged(home_stale_14d=(), d_blank=())
    assert rated(findings, said={number(BLANK): Conclusion.OPEN}).kind is RatingKind.UNQUALIFIED


def test_a_fault_without_points_is_not_scored_and_is_told() -> None:
    found = rated(judged(d_plain=())).score
    assert (pts(found.total), found.without_points) == (100, (number(PLAIN),))


def test_a_trial_indicator_costs_nothing() -> None:
    assert rated(judged(d_trial=())).score.total == 100


def test_without_points_in_the_pack_nothing_is_scored() -> None:
    found = rated(judged(d_blank=()), pack({}))
    assert (found.kind, found.score.unscored, pts(found.score.total)) == (
        RatingKind.QUALIFIED,
        Unscored.NO_POINTS,
        None,
    )


@pytest.mark.parametrize("target", [BUREAU, ACCOUNT])
def test_department_sites_and_accounts_are_rated_by_vetoes_alone(target: Target) -> None:
    everything = AppliesTo(kinds=tuple(TargetKind))
    catalogue = Catalogue(tuple(one.model_copy(update={"applies_to": everything}) for one in CATALOGUE.indicators))
    findings = judged(target, d_links=(), d_guide=())
    concluded = {one.id: Conclusion.UPHELD for one in findings if one.outcome is Outcome.FAILED}
    found = rating(target, findings, concluded, under(catalogue, pack()), pack())
    assert (found.kind, found.score.unscored) == (RatingKind.QUALIFIED, Unscored.BY_VETOES)
    scored = pack(department_site=Basis.POINTS, account=Basis.POINTS)
    found = rating(target, findings, concluded, under(catalogue, scored), scored)
    assert (found.kind, pts(found.score.total)) == (RatingKind.UNQUALIFIED, 45)


def test_a_target_without_services_skips_them_and_carries_the_rest_by_the_factor() -> None:
    rules = pack(without_services="4/3", service_indicators=(GUIDE,))
    target = replace(PORTAL, note="政务服务网集中办理；无对外办事服务")
    findings = judged(d_guide=(), d_links=())
    found = rated(findings, rules, target=target).score
    assert (pts(found.total), found.left_out) == (100 - 40, (number(GUIDE),))
    assert rated(findings, rules).score.total == 45
    denied = replace(PORTAL, note="并非无对外办事服务")
    assert rated(findings, rules, target=denied).score.total == 45


def test_a_factor_that_is_typed_rounded_is_what_it_means() -> None:
    for typed in ("4/3", "1.3333", "1.333"):
        rules = pack(without_services=typed, service_indicators=(GUIDE,))
        target = replace(PORTAL, note="无对外办事服务")
        assert rated(judged(d_links=()), rules, target=target).score.factor == Fraction(4, 3)


def test_an_excused_finding_does_not_count_and_is_told() -> None:
    findings = judged(home_stale_14d=(), d_links=(), d_blank=())
    numbers = [number(VETO), number(LINKS), number(BLANK)]
    found = rated(findings, said={number(BLANK): Conclusion.OPEN}, excused=[*numbers, 999])
    assert (found.kind, pts(found.score.total)) == (RatingKind.QUALIFIED, 100)
    assert set(found.excused) == set(numbers)
    assert not set(found.upheld) & set(numbers)


# properties

NAMES = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True)
AMOUNTS = st.integers(1, 120).map(lambda tenths: Decimal(tenths) / 10)
POINTS = st.builds(lambda value, each: Rule(points=Points(value=value, each=each)), AMOUNTS, st.none() | AMOUNTS)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    rules = {one: draw(POINTS) for one in (*DEDUCTS, BONUS) if draw(st.integers(0, 5))}
    groups = draw(st.lists(st.permutations(DEDUCTS).map(lambda one: tuple(one[:3])), max_size=2))
    without = draw(st.sampled_from([None, "4/3"]))
    return pack(rules, once=groups, without_services=without, service_indicators=(GUIDE,))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Pack, list[Finding], dict[int, Conclusion], Target]:
    named = {one.replace("-", "_"): places(*draw(NAMES)) for one in DEDUCTS if draw(st.booleans())}
    findings = judged(**named)
    said = {one.id: draw(st.sampled_from(Conclusion)) for one in findings if one.outcome is Outcome.FAILED}
    bonus = replace(findings[number(BONUS) - 1], outcome=Outcome.UNTESTED)
    said[bonus.id] = draw(st.sampled_from(Conclusion))
    target = replace(PORTAL, note=draw(st.sampled_from(["", "无对外办事服务"])))
    return draw(packs()), [bonus if one.id == bonus.id else one for one in findings], said, target


@given(cases())
def test_a_score_is_never_outside_its_bounds(case: tuple[Pack, list[Finding], dict[int, Conclusion], Target]) -> None:
    rules, findings, said, target = case
    found = rated(findings, rules, said, target)
    total = found.score.total
    assert total is None or 0 <= total <= 130
    assert found.score.scored == any(one in rules.indicators for one in DEDUCTS if one != GUIDE or not target.note) or (
        rules.scoring.without_services is None
    )
    for item in found.score.deductions:
        assert 0 <= item.points <= item.value


@given(cases())
def test_nothing_is_deducted_twice(case: tuple[Pack, list[Finding], dict[int, Conclusion], Target]) -> None:
    rules, findings, said, target = case
    items = rated(findings, rules, said, target).score.deductions
    assert len({item.finding for item in items}) == len(items)
    for group in rules.scoring.once:
        counted = [name for item in items if item.indicator in group for name in item.counted]
        assert len(counted) == len(set(counted))


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(
    case: tuple[Pack, list[Finding], dict[int, Conclusion], Target], chance: random.Random
) -> None:
    rules, findings, said, target = case
    one, other = (
        rated(findings, rules, said, target),
        rated(chance.sample(findings, len(findings)), rules, said, target),
    )
    assert (one.kind, one.score.total, one.score.deductions) == (
        other.kind,
        other.score.total,
        other.score.deductions,
    )


@given(cases())
def test_a_dismissed_finding_changes_nothing(case: tuple[Pack, list[Finding], dict[int, Conclusion], Target]) -> None:
    rules, findings, said, target = case
    dismissed = {number for number, one in said.items() if one is Conclusion.DISMISSED}
    passed = [replace(one, outcome=Outcome.PASSED, subjects=()) if one.id in dismissed else one for one in findings]
    assert rated(findings, rules, said, target) == rated(passed, rules, said, target)


@given(cases())
def test_upholding_one_fault_more_never_raises_a_score(
    case: tuple[Pack, list[Finding], dict[int, Conclusion], Target],
) -> None:
    rules, findings, said, target = case
    before = rated(findings, rules, said, target).score.total
    for one in findings:
        if one.outcome is Outcome.FAILED:
            after = rated(findings, rules, {**said, one.id: Conclusion.UPHELD}, target).score.total
            assert before is None or after is None or after <= before
