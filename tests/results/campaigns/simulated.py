"""Campaigns driven by a clock and a visiting process of our own: days pass in no time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.clock import CHINA
from crawler.model import TargetId
from crawler.reading.service.probe import Family
from results.audit import Trail
from results.campaigns.agenda import Agenda
from results.campaigns.engine import Clock, Engine
from results.campaigns.plan import Plan, digest
from results.campaigns.rows import Campaign, Site

BEGINS_AT = datetime(2026, 11, 23, tzinfo=CHINA)
BOTH = (Family.V4, Family.V6)


class Killed(BaseException):
    """kill -9: nothing of ours runs any more."""


@dataclass
class Time:
    """A wall clock that can be put, and running time that cannot."""

    wall: datetime = field(default_factory=lambda: BEGINS_AT.astimezone(UTC))
    running: float = 1000.0

    def now(self) -> datetime:
        return self.wall

    def ticks(self) -> float:
        return self.running

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.running += seconds

    def put(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.ticks, self.pass_by)


@dataclass
class Visits:
    """A visiting process: every visit takes its time and opens, unless told otherwise. ``deadly``: (target, slot)."""

    time: Time
    took_s: float = 2.0
    answer: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda visit: {}
    deadly: frozenset[tuple[str, int]] = frozenset()
    made: list[tuple[str, str, int, datetime]] = field(default_factory=list)  # target, family, slot, when
    started: int = 0
    _open: list[tuple[float, Mapping[str, Any]]] = field(default_factory=list)

    def begin(self) -> Visits:
        self.started += 1
        self._open.clear()
        return self

    def send(self, visit: Mapping[str, Any]) -> None:
        self.made.append((visit["target"], visit["family"], visit["slot"], self.time.wall))
        self._open.append((self.time.running + self.took_s, visit))

    def poll(self, seconds: float) -> Mapping[str, Any] | None:
        due, visit = min(self._open, key=lambda one: one[0], default=(0.0, None))
        if visit is None or due > self.time.running + seconds:
            self.time.pass_by(seconds)
            return {}
        self.time.pass_by(max(0.0, due - self.time.running))
        self._open = [one for one in self._open if one[1] is not visit]
        if (visit["target"], visit["slot"]) in self.deadly:
            return None
        told = {"state": "kept", "stage": "", "began_at": self.time.wall.astimezone(CHINA).isoformat(), "status": 200}
        told |= {"took_ms": round(self.took_s * 1000), "address": "192.0.2.1", "detail": "", "capture": ""}
        return {**{name: visit[name] for name in ("campaign", "target", "family", "slot")}, **told, "control": "",
                **self.answer(visit)}  # fmt: skip

    def stop(self) -> None:
        self._open.clear()


def campaign(
    days: int = 1, visits: int = 4, families: tuple[Family, ...] = BOTH, sites: int = 2, day_s: int = 86_400,
    name: str = "2026Q4-a1",
) -> tuple[Campaign, tuple[Site, ...]]:  # fmt: skip
    plan = Plan(BEGINS_AT, days, visits, families, "种子", day_s)
    own = tuple(Site(TargetId(f"t-{n}"), f"网站{n}", f"http://www.t{n}.gov.test/") for n in range(sites))
    drawn = digest(plan, [site.target for site in own])
    return Campaign(name, plan, 15_000, min(1200, int(plan.span_s / 4)), drawn, "sha256:inventory", "王芳"), own


def trail_with(data: Path, *campaigns: tuple[Campaign, tuple[Site, ...]]) -> Trail:
    trail = Trail.open(data)
    for one, sites in campaigns:
        trail.begin_campaign(one, sites, BEGINS_AT)
    return trail


def engine(
    trail: Trail, time: Time, visits: Visits, most: int = 100, over: Callable[[], bool] = lambda: False
) -> Engine:
    """As the command makes it: every campaign that has not ended, with what the trail has of it."""
    ended = trail.campaign_ends()
    agendas = [
        Agenda(one, trail.campaign_sites(one.name), (row.key for row in trail.campaign_visits(one.name)))
        for one in trail.campaigns()
        if one.name not in ended
    ]
    return Engine(trail, agendas, visits.begin, time.clock, most, longest_pause_s=120, over=over)
