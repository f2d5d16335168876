"""A year of the office over the sample city, on a clock of its own: APScheduler rings, the keeper works, nothing waits.

What has to come is worked out a second time here, day by day, from the State Council's calendar alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers import base
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scheduler
from crawler.calendars import load_calendar
from crawler.clock import CHINA
from crawler.config import Config, Rules, Schedule
from crawler.service_sections import Backup
from results.timetable.attempt import Ending
from results.timetable.leases import Lease
from results.timetable.rows import JobEnd, Result
from results.timetable.steps import Desk, Work
from results.verify import verify
from tests.results.timetable.office import DAY, HOUR, MINUTE, Key, Office, at, key
from tests.results.timetable.office import settings as lines
from tests.world.city import build_city
from tests.world.paperwork import city_rows, write_inventory

BEGINS, ENDS = at("2025-12-29 00:00"), at("2027-01-01 00:00")


# the year, worked out a second time


def first_workday_from(day: date) -> date:
    while not chinese_calendar.is_workday(day):
        day += DAY
    return day


def days_of(first: datetime, last: datetime) -> Iterator[date]:
    day = first.date()
    while day < last.date():
        yield day
        day += DAY


def expected(first: datetime, last: datetime) -> dict[str, set[datetime]]:
    """Job → when it has to come, by the default lines."""
    every = list(days_of(first, last))
    at_work = [day for day in every if chinese_calendar.is_workday(day)]

    def moved(chosen: Callable[[date], bool]) -> list[date]:
        around = days_of(first - 20 * DAY, last)
        return sorted({first_workday_from(day) for day in around if chosen(day)} & set(every))

    plan: dict[str, tuple[Sequence[date], time]] = {
        "quarterly-spot-check": (moved(lambda d: d.day == 10 and d.month % 3 == 0), time(1)),
        "weekly-retrieval": (moved(lambda d: d.weekday() == 0), time(1)),
        "weekly-check": (moved(lambda d: d.weekday() == 3), time(9)),
        "newmedia-pass": (every, time(5)),
        "campaign-begin": (moved(lambda d: d.day == 1 and d.month % 3 == 0), time(9)),
        "campaign-run": (every, time(0)),
        "early-warning": (at_work, time(8)),
        "due-list": (at_work, time(8, 30)),
        "rechecks": (at_work, time(3)),
        "annual-departments": (moved(lambda d: (d.month, d.day) == (2, 1)), time(2)),
        "annual-governments": (moved(lambda d: (d.month, d.day) == (4, 1)), time(2)),
        "log-head": (at_work, time(7)),
        "verification": ([d for d in every if d.day == 1], time(4)),
        "backup": (every, time(22)),
        "retention": ([d for d in every if d.day == 1], time(23)),
    }
    found = {job: {datetime.combine(day, hour, CHINA) for day in days} for job, (days, hour) in plan.items()}
    return {job: {due for due in dues if first < due < last} for job, dues in found.items()}


def last_words(ends: Sequence[JobEnd]) -> dict[Key, list[Result]]:
    """Occurrence → the ends after which no attempt follows: exactly one each."""
    found: dict[Key, list[Result]] = {}
    for end in ends:
        found.setdefault((end.job, end.due_at), []).extend([end.result] if end.result.is_last else [])
    return found


# APScheduler on the same clock


class HandCranked(base.BaseScheduler):  # type: ignore[misc]
    """APScheduler without a thread of its own: somebody turns it, and is told when to come back."""

    def wakeup(self) -> None:
        pass

    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)

    def turn(self) -> float:
        return float(self._process_jobs() or 0)


def hand_cranked(office: Office, monkeypatch: pytest.MonkeyPatch) -> HandCranked:
    class Clockwork(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return office.clock.now.astimezone(tz)

    monkeypatch.setattr(base, "datetime", Clockwork)
    real = scheduler.ringing(office.data)
    defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    made = HandCranked(executors={"default": DebugExecutor()}, job_defaults=defaults, timezone=CHINA)
    assert (real._job_defaults["coalesce"], real._job_defaults["misfire_grace_time"]) == (True, None)
    made.start(paused=True)
    scheduler.plan(made, office.jobs)
    made.resume()
    return made


@pytest.mark.slow
def test_a_simulated_year_over_the_sample_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_inventory(tmp_path / "inventory.csv", city_rows(build_city()))
    schedule = Schedule(inventory=str(tmp_path / "inventory.csv"), sample_percent=30, seed="云川")
    config = Config(backup=Backup(to=str(tmp_path / "copies")), schedule=schedule)
    office = Office(tmp_path, config, f"{BEGINS:%Y-%m-%d %H:%M}")
    desk, told = Desk(tmp_path, config), dict[Key, Work]()

    def build(lease: Lease) -> Work:
        told[key(lease)] = desk.work(lease)
        return Work((("stand-in",),))

    office.build = build
    office.tick()
    rings = hand_cranked(office, monkeypatch)
    wait = rings.turn()
    while office.clock.now + timedelta(seconds=wait) < ENDS:
        office.clock.now += timedelta(seconds=wait)
        wait = rings.turn()
        assert scheduler.bell.is_set()
        scheduler.bell.clear()
        office.tick()
    wanted = {(job, due) for job, dues in expected(BEGINS, ENDS).items() for due in dues}
    assert {(end.job, end.due_at) for end in office.ends} == wanted
    assert all(end.result is Result.DONE and end.attempt == 1 and end.late_s == 0 for end in office.ends)
    assert len(office.ends) == len(wanted) > 2000
    _quarters_are_those_they_were_due_in(told)
    office.close()
    assert verify(tmp_path) == []


def _quarters_are_those_they_were_due_in(told: dict[Key, Work]) -> None:
    checks = {due: work.steps[-1] for (job, due), work in told.items() if job == "quarterly-spot-check"}
    assert [(step[step.index("--quarter") + 1], step[step.index("--on") + 1]) for step in checks.values()] == [
        ("2026Q1", "2026-03-10"),
        ("2026Q2", "2026-06-10"),
        ("2026Q3", "2026-09-10"),
        ("2026Q4", "2026-12-10"),
    ]


def test_the_office_s_own_calendar_is_the_one_that_counts(tmp_path: Path) -> None:
    off = "01-01 01-23 01-24 01-25 01-26 02-03 04-05 05-01 05-02 06-24 10-01 10-02 10-03 10-12"
    days = [f"2031-{day}" for day in off.split()]
    text = f'[[year]]\nyear = 2031\nannounced_by = "国办发明电"\nholidays = {days!r}\nworkdays = ["2031-02-01"]\n'
    (tmp_path / "calendar.toml").write_text(text.replace("'", '"'), encoding="utf-8")
    assert load_calendar("calendar.toml", tmp_path).knows(2031)
    config = lines(**{"annual-departments": "0 2 1 2 * next-workday"})
    config = config.model_copy(update={"rules": Rules(calendar=str(tmp_path / "calendar.toml"))})
    timing = scheduler.timetable(config)["annual-departments"].timing
    assert timing
    found = timing.next_after(at("2031-01-01 00:00"))
    assert found and (found.due_at, found.guessed) == (at("2031-02-01 02:00"), False)  # a Saturday at work


# down at random, killed at random


class Killed(BaseException):
    """kill -9: nothing of ours gets a word in."""


@dataclass
class Fate:
    """Counts down what a keeper does; at nought it is killed, before or after the doing."""

    left: int = -1
    after: bool = False

    def __call__(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*values: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise Killed
            found = act(*values, **named)
            if self.left == 0:
                raise Killed
            return found

        return acted


class Mortal:
    """Leases, a trail or a launcher in whose every act one may be killed."""

    def __init__(self, one: object, fate: Fate) -> None:
        self._one, self._fate = one, fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._one, name)
        return self._fate(found) if callable(found) else found


JOBS = {
    "quarterly-spot-check": "0 1 12 2 * next-workday",
    "weekly-retrieval": "0 1 * * mon next-workday",
    "newmedia-pass": "0 5 * * * any",
    "due-list": "30 8 * * * workdays",
    "campaign-run": "0 0 * * * any",
}
TAKES = {"quarterly-spot-check": 30 * HOUR, "weekly-retrieval": 5 * HOUR, "campaign-run": 50 * HOUR}
TROUBLE = st.one_of(
    st.tuples(st.just("down"), st.integers(1, 200), st.booleans()),  # hours; whether the machine was down as well
    st.tuples(st.just("kill"), st.integers(1, 40), st.booleans()),  # acts from now on; before or after it
    st.tuples(st.just("fail"), st.integers(1, 4), st.booleans()),  # attempts that fail
    st.tuples(st.just("clock"), st.integers(-3000, 3000), st.booleans()),  # minutes
    st.tuples(st.just("pass"), st.integers(1, 100), st.booleans()),  # hours
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(troubles=st.lists(TROUBLE, max_size=12))
def test_every_occurrence_is_accounted_for_once_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, troubles: list[tuple[str, int, bool]]
) -> None:
    office = Office(tmp_path_factory.mktemp("year"), lines(**JOBS), "2026-01-20 12:00")
    office.work.takes = lambda lease: TAKES.get(lease.job, 20 * MINUTE)
    bound = Bound(office)
    bound.tick()
    for kind, size, yes in troubles:
        getattr(bound, kind)(size, yes)
    bound.fate.left = -1
    latest = max(bound.latest, office.clock.now)
    office.pass_time(latest + 9 * DAY, step=12 * HOUR)
    account(office, office.clock.now - 8 * DAY)
    office.close()


@dataclass
class Bound:
    """An office to which things happen."""

    office: Office

    def __post_init__(self) -> None:
        self.fate, self.latest, self.failing = Fate(), self.office.clock.now, 0
        for name in ("leases", "trail", "work"):
            setattr(self.office, name, Mortal(getattr(self.office, name), self.fate))
        self.office.work._one.ends = self._ending  # type: ignore[attr-defined]
        self.office.restart()

    def _ending(self, lease: Lease) -> Ending:
        self.failing -= 1
        return Ending(1, "", "no") if self.failing >= 0 else Ending(0)

    def tick(self) -> None:
        for _ in range(20):
            try:
                self.office.tick()
            except Killed:
                self.office.restart()
            else:
                self.latest = max(self.latest, self.office.clock.now)
                return
        raise AssertionError("killed without end")

    def down(self, hours: int, machine_too: bool) -> None:
        if machine_too:
            self.office.work.power_cut()
        self.office.clock.now += hours * HOUR
        self.office.restart()
        self.tick()

    def kill(self, acts: int, after: bool) -> None:
        self.fate.left, self.fate.after = acts, after
        getattr(self, "pass")(30, True)

    def fail(self, attempts: int, _: bool) -> None:
        self.failing = attempts

    def clock(self, minutes: int, _: bool) -> None:
        if minutes < 0:  # what is at work does not end earlier for it
            self.office.work._one.shift(minutes * MINUTE)  # type: ignore[attr-defined]
        self.office.clock.now += minutes * MINUTE
        self.tick()


def _pass(self: Bound, hours: int, _: bool) -> None:
    until = self.office.clock.now + hours * HOUR
    while self.office.clock.now < until:
        self.office.clock.now += 3 * HOUR
        self.tick()


setattr(Bound, "pass", _pass)


def account(office: Office, until: datetime) -> None:
    """Each occurrence has one last word; what was done was done once; what ended as done was done."""
    ends = office.ends
    wanted = {
        (name, one.due_at)
        for name, job in office.jobs.items()
        if job.timing
        for one in job.timing.between(at("2026-01-20 12:00"), until)
    }
    words = last_words(ends)
    missing = {occurrence for occurrence in wanted if not words.get(occurrence)}
    assert missing == set()
    done = Counter((end.job, end.due_at) for end in ends if end.result is Result.DONE)
    assert {occurrence: count for occurrence, count in done.items() if count > 1} == {}
    completed = Counter(office.work.completed)
    assert {occurrence: count for occurrence, count in completed.items() if count > 1} == {}
    borne = {(end.job, end.due_at) for end in ends if end.job == "campaign-run" and end.note}
    assert set(done) - borne <= set(completed)
    assert len({(end.job, end.due_at, end.attempt) for end in ends}) == len(ends)
