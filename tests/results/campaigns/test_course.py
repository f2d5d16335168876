"""Somebody is told where a campaign loses its visits to our own line and machine, or where nobody makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.reading.availability.log import AccessVisit, State
from crawler.workdays import Workdays
from results.alerts.collect import standing
from results.alerts.message import Kind
from results.audit import Trail
from results.campaigns.course import Course, courses
from results.campaigns.plan import draw
from results.campaigns.rows import VisitRecord
from results.operations import office
from results.operations.measure import measure
from results.operations.symptoms import Patient
from results.operations.symptoms import State as Sign
from results.rows import instant
from tests.results.campaigns.simulated import BEGINS_AT, campaign, trail_with

WEEK = campaign(days=7, visits=20, sites=2)  # 80 visits a day
NOW = BEGINS_AT + timedelta(days=3)
LATE = "own machine late by 3.0 s: timeout: http: no answer"


@pytest.fixture
def trail(tmp_path: Path) -> Iterator[Trail]:
    with trail_with(tmp_path, WEEK) as opened:
        yield opened


def made(trail: Trail, lost: int, state: State = State.MISSED, detail: str = "", until: datetime = NOW) -> None:
    """Every visit up to an instant, of which of each day and family the first were lost."""
    one, sites = WEEK
    for slot in draw(one.plan, [site.target for site in sites]):
        if slot.due_at < until:
            is_lost = slot.number % 20 < lost
            visit = AccessVisit(slot.family, slot.number, instant(slot.due_at), State.KEPT)
            visit = replace(visit, state=state, detail=detail) if is_lost else visit
            trail.record_visits(one.name, [VisitRecord(slot.target, visit)], slot.due_at + timedelta(seconds=20))


def course(trail: Trail, now: datetime = NOW) -> Course:
    (found,) = courses(trail, now)
    return found


def test_a_campaign_that_goes_well_is_told_to_nobody(trail: Trail) -> None:
    made(trail, 1)
    found = course(trail)
    assert (found.planned, found.states[State.MISSED], found.overdue) == (80, 4, 0)
    assert not found.is_ill(0.1)


@pytest.mark.parametrize(
    ("state", "detail", "slow"),
    [(State.MISSED, "not begun in time", 8), (State.VOID, LATE, 8), (State.VOID, "control hosts failed too", 0)],
)
def test_a_share_of_lost_visits_is_told_with_what_took_them(trail: Trail, state: State, detail: str, slow: int) -> None:
    made(trail, 2, state, detail)
    found = course(trail)
    assert (found.lost, found.slow) == (8, slow)
    assert found.is_ill(0.1) and not found.is_ill(0.11)


def test_visits_that_nobody_makes_are_told(trail: Trail) -> None:
    made(trail, 0, until=NOW - timedelta(hours=12))
    found = course(trail)
    assert found.states[State.MISSED] == 0 and 32 <= found.overdue <= 42
    assert found.is_ill(0.1)


def test_a_campaign_in_its_first_hours_or_over_is_told_to_nobody(trail: Trail) -> None:
    assert not course(trail, BEGINS_AT + timedelta(minutes=20)).is_ill(0.1)
    assert list(courses(trail, BEGINS_AT - timedelta(hours=1))) == []
    trail.end_campaign(WEEK[0].name, {}, NOW)
    assert list(courses(trail, NOW)) == []


def test_a_rehearsal_is_told_to_nobody(tmp_path: Path) -> None:
    with trail_with(tmp_path, campaign(day_s=3600)) as opened:
        assert list(courses(opened, NOW)) == []


def test_alerts_doctor_and_figures_say_so(trail: Trail, tmp_path: Path) -> None:
    made(trail, 3, State.VOID, LATE)
    calendar = Workdays(())
    told = [one for one in standing(trail, tmp_path, Config(), calendar, NOW) if one.kind is Kind.CAMPAIGN]
    assert len(told) == 1 and "12 次（15%）不能计入" in told[0].line and "过于繁忙的 12 次" in told[0].line
    (symptom,) = office.campaign(Patient(tmp_path, Config(), lambda: NOW))
    assert symptom.state is Sign.TROUBLE and "2026Q4-a1" in symptom.seen and "campaign run" in symptom.mend
    (late,) = [one for one in measure(tmp_path, NOW) if one.name == "campaign_visits_overdue"]
    assert late.samples == [({"campaign": "2026Q4-a1"}, 0.0)]


def test_the_doctor_says_that_all_is_well(trail: Trail, tmp_path: Path) -> None:
    made(trail, 0)
    (symptom,) = office.campaign(Patient(tmp_path, Config(), lambda: NOW))
    assert symptom.state is Sign.OK
