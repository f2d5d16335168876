"""The visiting plan: anyone draws the same, and no visit comes close to another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crawler.clock import CHINA
from crawler.model import TargetId
from crawler.reading.service.probe import Family
from results.campaigns.plan import Plan, Slot, digest, draw, due_at

BEGINS_AT = datetime(2026, 11, 23, tzinfo=CHINA)
TARGETS = [TargetId(name) for name in ("a", "b", "c")]
WEEK = Plan(BEGINS_AT, 7, 20, (Family.V4, Family.V6), "摇号结果 3 9 27")
PLANS = st.builds(
    Plan,
    begins_at=st.just(BEGINS_AT),
    days=st.integers(1, 9),
    visits=st.integers(1, 40),
    families=st.sampled_from([(Family.V4,), (Family.V6,), (Family.V4, Family.V6)]),
    seed=st.text(min_size=1, max_size=20),
    day_s=st.integers(60, 86_400),
)


def test_a_week_has_140_visits_of_each_website_and_family() -> None:
    slots = list(draw(WEEK, TARGETS))
    assert len(slots) == 140 * 2 * 3
    assert len({slot.key for slot in slots}) == len(slots)
    assert slots == sorted(slots)


def test_the_digest_of_a_known_plan_is_known() -> None:
    found = digest(WEEK, TARGETS)
    assert found == "sha256:428e40482d08f04666f8fddde5934077e145968c406b741570a8e6df819a19bf"


def test_another_seed_or_website_is_another_plan() -> None:
    assert digest(WEEK, TARGETS) != digest(replace(WEEK, seed="另一个"), TARGETS)
    assert digest(WEEK, TARGETS) != digest(WEEK, TARGETS[:2])


def test_a_websites_times_do_not_depend_on_who_else_is_visited() -> None:
    def own(slots: list[Slot]) -> list[Slot]:
        return [slot for slot in slots if slot.target == "b"]

    assert own([*draw(WEEK, TARGETS)]) == [*draw(WEEK, TARGETS[1:2])]


@given(PLANS)
def test_every_day_has_its_visits_and_none_is_closer_to_the_next_than_half_a_span(plan: Plan) -> None:
    times = [due_at(plan, TARGETS[0], plan.families[0], number) for number in range(plan.slots)]
    least = timedelta(seconds=plan.span_s / 2) - timedelta(milliseconds=2)  # times are whole milliseconds
    assert all(later - earlier >= least for earlier, later in pairwise(times))
    days = [int((at - plan.begins_at) / timedelta(seconds=plan.day_s)) for at in times]
    assert [days.count(day) for day in range(plan.days)] == [plan.visits] * plan.days
    assert times[-1] < plan.ends_at
