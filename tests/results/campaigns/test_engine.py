"""The engine: none lost, none twice, whatever dies and however clocks jump."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import InputError
from crawler.reading.availability.log import State
from crawler.reading.service.probe import Family
from results.audit import Trail
from results.campaigns.agenda import Agenda
from results.campaigns.rows import Campaign, Site, VisitRecord, counts_of
from results.campaigns.view import lines_of
from tests.results.campaigns.simulated import BEGINS_AT, Killed, Time, Visits, campaign, engine, trail_with

WEEK = campaign(days=7, visits=20, sites=1)
TOTAL = 7 * 20 * 2


def rows(trail: Trail, name: str = "2026Q4-a1") -> list[VisitRecord]:
    return list(trail.campaign_visits(name))


def whole(trail: Trail, told: tuple[Campaign, tuple[Site, ...]]) -> Counter[State]:
    """The states of a campaign that came to its end: each planned visit has one row."""
    one, sites = told
    found = rows(trail, one.name)
    assert len({row.key for row in found}) == len(found) == len(sites) * len(one.plan.families) * one.plan.slots
    counts = counts_of(found)
    assert trail.campaign_ends()[one.name].counts == {state.value: counts[state] for state in State}
    for line in lines_of(one, sites, found):
        assert line.states.total() == line.planned == one.plan.slots
        assert line.to_come == 0
    return counts


def test_an_undisturbed_week_is_visited_to_the_last_visit(tmp_path: Path) -> None:
    time = Time()
    visits = Visits(time)
    with trail_with(tmp_path, WEEK) as trail:
        engine(trail, time, visits).run()
        assert whole(trail, WEEK) == {State.KEPT: TOTAL}
    assert visits.started == 1


def test_a_visit_begins_at_its_time_and_not_before(tmp_path: Path) -> None:
    time = Time()
    visits = Visits(time)
    with trail_with(tmp_path, WEEK) as trail:
        engine(trail, time, visits).run()
        due = {row.key: datetime.fromisoformat(row.visit.due_at) for row in rows(trail)}
    for target, family, slot, began in visits.made:
        late = began - due[target, Family(family), slot]  # type: ignore[index]
        assert timedelta(0) <= late < timedelta(seconds=3)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 60), max_size=6), st.lists(st.integers(0, 30_000), min_size=6, max_size=6))
def test_a_kill_at_any_point_loses_no_visit_and_makes_none_twice(steps: list[int], downs: list[int]) -> None:
    """Each number: rounds until kill -9; and seconds until the next start."""
    small = campaign(days=1, visits=6, sites=2)
    time = Time()
    visits = Visits(time, took_s=700)
    with TemporaryDirectory() as folder, trail_with(Path(folder), small) as trail:
        for count, down in zip(steps, downs, strict=False):
            one = engine(trail, time, visits)
            one._room = one.most
            for _ in range(count * 5):
                if one.agendas:
                    one.step()
            time.pass_by(down)
        engine(trail, time, visits).run()
        counts = whole(trail, small)
        grace = timedelta(seconds=small[0].grace_s)
        for row in rows(trail):
            if row.visit.state is State.KEPT:
                began = datetime.fromisoformat(row.visit.began_at) - timedelta(seconds=700)
                assert datetime.fromisoformat(row.visit.due_at) <= began + timedelta(seconds=1)
                assert began <= datetime.fromisoformat(row.visit.due_at) + grace + timedelta(seconds=1)
    assert counts[State.KEPT] + counts[State.MISSED] == 24


class Dying(Trail):
    """A trail whose program is killed at a certain write: before it, or right after."""

    left = 1
    before = True

    def record_visits(self, *told: Any) -> None:
        self.left -= 1
        if self.left == 0 and self.before:
            raise Killed
        super().record_visits(*told)
        if self.left == 0:
            raise Killed


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", [1, 2, 7])
def test_a_kill_at_a_write_counts_that_visit_once(tmp_path: Path, number: int, before: bool) -> None:
    small = campaign(days=1, visits=6, sites=2)
    time = Time()
    trail_with(tmp_path, small).close()
    with Dying.open(tmp_path) as trail:
        trail.left, trail.before = number, before
        one = engine(trail, time, Visits(time))
        one._room = 10
        with pytest.raises(Killed):
            while True:
                one.step()
    with Trail.open(tmp_path) as trail:
        engine(trail, time, Visits(time)).run()
        assert whole(trail, small)[State.KEPT] >= 23


@pytest.mark.parametrize("rounds", [0, 1, 2, 3, 7, 20])
def test_an_end_that_is_asked_for_comes_between_two_rounds_and_keeps_what_is_known(tmp_path: Path, rounds: int) -> None:
    small, time = campaign(days=1, visits=6, sites=2), Time()
    left = iter(range(rounds))
    with trail_with(tmp_path, small) as trail:
        visits = Visits(time)
        with pytest.raises(KeyboardInterrupt):
            engine(trail, time, visits, over=lambda: next(left, None) is None).run()
        told = engine(trail, time, visits)
        assert sum(agenda.left for agenda in told.agendas) + len(rows(trail)) == 24
        told.run()
        assert whole(trail, small)[State.KEPT] == 24
    assert len(visits.made) <= 24 + 2  # at most what was under way is made again


def test_what_fell_into_a_time_of_being_down_was_missed_and_the_rest_is_made(tmp_path: Path) -> None:
    time = Time()
    visits = Visits(time)
    time.pass_by(2 * 86_400)
    with trail_with(tmp_path, WEEK) as trail:
        engine(trail, time, visits).run()
        counts = whole(trail, WEEK)
        missed = [row.visit for row in rows(trail) if row.visit.state is State.MISSED]
    assert counts[State.MISSED] == 2 * 20 * 2
    assert all(one.slot < 40 and one.began_at == "" for one in missed)


def test_a_start_after_the_end_of_the_campaign_misses_everything_and_ends_it(tmp_path: Path) -> None:
    time = Time()
    time.pass_by(8 * 86_400)
    with trail_with(tmp_path, WEEK) as trail:
        engine(trail, time, Visits(time)).run()
        assert whole(trail, WEEK) == {State.MISSED: TOTAL}


@pytest.mark.parametrize("hours", [-30, -3, -1, 1, 3])
def test_a_clock_that_is_put_wrong_and_right_again_within_a_minute_costs_nothing(tmp_path: Path, hours: int) -> None:
    time = Time()
    with trail_with(tmp_path, WEEK) as trail:
        one = engine(trail, time, Visits(time))
        one._room = 100
        while time.now() < BEGINS_AT + timedelta(days=2):
            one.step()
        time.put(hours * 3600)
        one.longest_pause_s = 1
        for _ in range(20):
            one.step()
        time.put(-hours * 3600)
        one.longest_pause_s = 120
        one.run()
        assert whole(trail, WEEK) == {State.KEPT: TOTAL}


@pytest.mark.parametrize("hours", [-50, -2, 2, 50])
def test_a_clock_that_is_put_for_good_loses_no_visit_and_makes_none_twice(tmp_path: Path, hours: int) -> None:
    time = Time()
    visits = Visits(time)
    with trail_with(tmp_path, WEEK) as trail:
        one = engine(trail, time, visits)
        one._room = 100
        while time.now() < BEGINS_AT + timedelta(days=3):
            one.step()
        time.put(hours * 3600)
        one.run()
        counts = whole(trail, WEEK)
    assert counts[State.KEPT] + counts[State.MISSED] == TOTAL
    assert counts[State.MISSED] <= max(0, hours + 1) * 20 / 24 * 2 + 2
    assert len({made[:3] for made in visits.made}) == len(visits.made)


def test_a_visiting_process_that_dies_is_begun_again_and_its_visits_are_taken_up(tmp_path: Path) -> None:
    time = Time()
    visits = Visits(time, deadly=frozenset({("t-0", 5)}))
    with trail_with(tmp_path, WEEK) as trail:
        engine(trail, time, visits).run()
        counts = whole(trail, WEEK)
        lost = [row for row in rows(trail) if row.visit.state is State.MISSED]
    assert {(row.target, row.visit.slot) for row in lost} == {("t-0", 5)}
    assert counts == {State.KEPT: TOTAL - 2, State.MISSED: 2}
    assert visits.started > 4


def test_a_page_that_kills_the_process_costs_only_its_own_visit_among_many_at_once(tmp_path: Path) -> None:
    crowd = campaign(days=1, visits=1, sites=60, families=(Family.V4,), day_s=4)
    crowd = (Campaign(**{**_fields(crowd[0]), "grace_s": 600}), crowd[1])
    time = Time()
    visits = Visits(time, took_s=1, deadly=frozenset({("t-30", 0)}))
    with trail_with(tmp_path, crowd) as trail:
        engine(trail, time, visits).run()
        lost = [row.target for row in rows(trail) if row.visit.state is State.MISSED]
    assert lost == ["t-30"]


def _fields(one: Campaign) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Campaign.__dataclass_fields__}


def test_a_full_disk_stops_with_a_clear_word_and_the_next_start_goes_on(tmp_path: Path) -> None:
    small = campaign(days=1, visits=6, sites=2)
    time = Time()

    def full(visit: Mapping[str, Any]) -> dict[str, Any]:
        return {"trouble": "No space left on device"} if visit["slot"] == 2 else {}

    with trail_with(tmp_path, small) as trail:
        with pytest.raises(InputError, match="No space left"):
            engine(trail, time, Visits(time, answer=full)).run()
        before = len(rows(trail))
        engine(trail, time, Visits(time)).run()
        counts = whole(trail, small)
    assert 0 < before < 24
    assert counts[State.KEPT] == 24


def test_a_process_that_hangs_is_ended_and_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("results.campaigns.engine.STUCK_S", 300.0)
    small = campaign(days=1, visits=2, sites=1, families=(Family.V4,))
    time = Time()
    visits = Visits(time, took_s=10_000)

    def begin() -> Visits:
        visits.took_s = 10_000 if visits.started == 0 else 1
        return visits.begin()

    with trail_with(tmp_path, small) as trail:
        one = engine(trail, time, visits)
        one.begin = begin
        one.run()
        assert whole(trail, small) == {State.KEPT: 2}
    assert visits.started == 2


def test_two_campaigns_at_once_are_kept_apart(tmp_path: Path) -> None:
    first, second = campaign(days=1, visits=6), campaign(days=2, visits=3, name="2026Q4-a2")
    time = Time()
    with trail_with(tmp_path, first, second) as trail:
        engine(trail, time, Visits(time)).run()
        assert whole(trail, first) == {State.KEPT: 24}
        assert whole(trail, second) == {State.KEPT: 24}


def test_no_more_visits_are_under_way_than_the_settings_allow(tmp_path: Path) -> None:
    crowd = campaign(days=1, visits=1, sites=40, families=(Family.V4,), day_s=40)
    time = Time()
    visits = Visits(time, took_s=4)
    most = 0

    class Counting(Visits):
        def poll(self, seconds: float) -> Mapping[str, Any] | None:
            nonlocal most
            most = max(most, len(self._open))
            return super().poll(seconds)

    with trail_with(tmp_path, crowd) as trail:
        engine(trail, time, Counting(time, took_s=visits.took_s), most=3).run()
        counts = whole(trail, crowd)
    assert most == 3
    assert counts[State.MISSED] > 0


def test_a_visit_that_has_its_row_gets_no_second() -> None:
    one, sites = campaign()
    agenda = Agenda(one, sites)
    key = (sites[0].target, Family.V4, 0)
    agenda.settle(key)
    with pytest.raises(ValueError, match="second row"):
        agenda.settle(key)


class Held(Trail):
    """A trail that somebody else holds for a while: every write waits in vain."""

    time: Time
    until: float = 0.0
    refused: int = 0

    def record_visits(self, *told: Any) -> None:
        if self.time.running < self.until:
            self.refused += 1
            self.time.pass_by(60)  # as long as SQLite waits for another writer
            raise InputError("database is locked", next_step="wait")
        super().record_visits(*told)


@pytest.mark.parametrize("minutes", [2, 10])
def test_a_trail_that_somebody_else_holds_for_minutes_costs_no_visit(tmp_path: Path, minutes: int) -> None:
    small = campaign(days=1, visits=6, sites=2)
    time = Time()
    trail_with(tmp_path, small).close()
    visits = Visits(time)
    with Held.open(tmp_path) as trail:
        trail.time = time
        one = engine(trail, time, visits)
        one._room = one.most
        while not visits.made:
            one.step()
        trail.until = time.running + minutes * 60
        one.run()
        assert trail.refused > 0
        assert whole(trail, small) == {State.KEPT: 24}
    assert len({made[:3] for made in visits.made}) == len(visits.made) == 24


def test_a_writer_that_holds_the_database_costs_no_visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("results.migrations._PATIENCE_S", 0.01)
    small = campaign(days=1, visits=6, sites=2)
    time = Time()
    with trail_with(tmp_path, small) as trail, closing(sqlite3.connect(trail.path)) as other:
        one = engine(trail, time, Visits(time))
        one._room = one.most
        while not one._rows:
            one.step()
        other.execute("BEGIN IMMEDIATE")
        for _ in range(5):
            one.step()
        assert one._rows
        other.execute("ROLLBACK")
        one.run()
        assert whole(trail, small) == {State.KEPT: 24}


def test_a_trail_that_takes_no_row_any_more_stops_with_a_clear_word_and_the_next_start_goes_on(tmp_path: Path) -> None:
    small = campaign(days=1, visits=6, sites=2)
    time = Time()
    trail_with(tmp_path, small).close()
    with Held.open(tmp_path) as trail:
        trail.time, trail.until = time, time.running + 10 * 86_400
        with pytest.raises(InputError, match="locked"):
            engine(trail, time, Visits(time)).run()
        trail.until = 0.0
        engine(trail, time, Visits(time)).run()
        assert whole(trail, small)[State.KEPT] >= 22


def test_many_websites_on_one_slow_host_cost_the_others_nothing(tmp_path: Path) -> None:
    plan, sites = campaign(days=1, visits=1, sites=60, families=(Family.V4,), day_s=60)
    one = Campaign(**{**_fields(plan), "grace_s": 120})
    shared = tuple(
        Site(site.target, site.name, f"http://www.shared.gov.test/{number}/" if number < 50 else site.url)
        for number, site in enumerate(sites)
    )
    time = Time()

    class Slow(Visits):
        def send(self, visit: Mapping[str, Any]) -> None:
            self.took_s = 20.0 if "shared" in visit["url"] else 1.0
            super().send(visit)

    visits = Slow(time)
    with trail_with(tmp_path, (one, shared)) as trail:
        engine(trail, time, visits, most=10).run()
        whole(trail, (one, shared))
        lost = {row.target for row in rows(trail) if row.visit.state is State.MISSED}
    assert lost and lost <= {site.target for site in shared[:50]}


def test_one_host_has_one_visit_at_a_time_whatever_the_campaign_and_family(tmp_path: Path) -> None:
    one, sites = campaign(days=1, visits=3, sites=4, day_s=60)
    one = Campaign(**{**_fields(one), "grace_s": 600})
    shared = tuple(Site(site.target, site.name, f"http://www.shared.gov.test:80/{site.target}") for site in sites)
    time = Time()
    most = 0

    class Counting(Visits):
        def poll(self, seconds: float) -> Mapping[str, Any] | None:
            nonlocal most
            most = max(most, len(self._open))
            return super().poll(seconds)

    with trail_with(tmp_path, (one, shared)) as trail:
        engine(trail, time, Counting(time, took_s=3)).run()
        assert whole(trail, (one, shared)) == {State.KEPT: 24}
    assert most == 1
