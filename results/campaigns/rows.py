"""Availability campaigns as rows of the trail: what was planned, what came of each visit, that all of it has come."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawler.clock import Quarter, china_day
from crawler.errors import InputError
from crawler.model import TargetId
from crawler.reading.availability.log import AccessVisit, Stage, State
from crawler.reading.service.probe import Family
from results.campaigns.plan import DAY_S, Plan
from results.campaigns.words import say
from results.migrations import Chain
from results.rows import Row, clean, instant, to_json


@dataclass(frozen=True, slots=True)
class Site:
    """A website of a campaign, as the inventory had it when the campaign began."""

    target: TargetId
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign as it was begun."""

    name: str
    plan: Plan
    limit_ms: int
    grace_s: int
    plan_digest: str
    inventory_digest: str
    begun_by: str

    @property
    def is_rehearsal(self) -> bool:
        """Its days are shorter than days, and nothing is judged by it."""
        return self.plan.day_s < DAY_S

    @property
    def quarter(self) -> Quarter:
        """The one it began in, as its name has it; a campaign across the end of a quarter, or year, is of the first."""
        return Quarter.of(china_day(self.plan.begins_at))


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """One planned visit and what came of it. Digests of captures are empty where nothing had to be kept."""

    target: TargetId
    visit: AccessVisit
    capture: str = ""
    control: str = ""

    @property
    def key(self) -> tuple[TargetId, Family, int]:
        return self.target, self.visit.family, self.visit.slot


@dataclass(frozen=True, slots=True)
class End:
    """That every visit of a campaign has its row."""

    counts: Mapping[str, int] = field(default_factory=dict)


class CampaignedChain(Chain):
    """The part of the trail that holds availability campaigns."""

    def begin_campaign(self, wanted: Campaign, sites: Sequence[Site], at: datetime) -> None:
        """A name that is taken raises InputError."""
        with self._transaction():
            if any(row["campaign"] == wanted.name for row in self.known_rows("campaigns")):
                raise InputError(say("begin.taken"), value=wanted.name, next_step=say("begin.taken-next"))
            self._append("campaigns", _row(wanted), at)
            for site in sites:
                row = {"campaign": wanted.name, "target": site.target, "name": clean(site.name), "url": clean(site.url)}
                self._append("campaign_targets", row, at)

    def record_visits(self, campaign: str, visits: Iterable[VisitRecord], at: datetime) -> None:
        """All or none; a visit that has its row already raises, as nothing may be counted twice."""
        with self._transaction():
            for one in visits:
                self._append("campaign_visits", _visit_row(campaign, one), at)

    def end_campaign(self, campaign: str, counts: Mapping[State, int], at: datetime) -> None:
        told = {state.value: counts.get(state, 0) for state in State}
        with self._transaction():
            self._append("campaign_ends", {"campaign": campaign, "counts": to_json(told)}, at)

    def campaigns(self) -> tuple[Campaign, ...]:
        """Every campaign, in the order they were begun; a database of an older version has none."""
        return tuple(map(_campaign, self.known_rows("campaigns")))

    def campaign(self, name: str = "") -> Campaign:
        """The one of that name, the newest for an empty one. Raises InputError where there is none."""
        known = self.campaigns()
        found = [one for one in known if not name or one.name == name]
        if not found:
            names = "、".join(one.name for one in known[-10:]) or say("campaign.none")
            raise InputError(say("campaign.unknown"), value=name, next_step=say("campaign.unknown-next", known=names))
        return found[-1]

    def campaign_ends(self) -> dict[str, End]:
        rows = self.known_rows("campaign_ends")
        return {str(row["campaign"]): End(json.loads(row["counts"])) for row in rows}

    def campaign_sites(self, campaign: str) -> tuple[Site, ...]:
        rows = self.known_rows("campaign_targets", campaign=campaign)
        return tuple(Site(TargetId(row["target"]), row["name"], row["url"]) for row in rows)

    def campaign_visits(self, campaign: str, target: str = "") -> Iterator[VisitRecord]:
        """Every visit with a row, of one website where one is named, in the order they were written."""
        wanted = {"campaign": campaign} | ({"target": target} if target else {})
        return map(_visit, self.known_rows("campaign_visits", **wanted))


def counts_of(visits: Iterable[VisitRecord]) -> Counter[State]:
    return Counter(one.visit.state for one in visits)


def _row(wanted: Campaign) -> dict[str, Any]:
    plan = wanted.plan
    return {
        "campaign": wanted.name,
        "begins_at": instant(plan.begins_at),
        "days": plan.days,
        "visits": plan.visits,
        "families": to_json([family.value for family in plan.families]),
        "seed": plan.seed,
        "day_s": plan.day_s,
        "method": plan.method,
        "limit_ms": wanted.limit_ms,
        "grace_s": wanted.grace_s,
        "plan_digest": wanted.plan_digest,
        "inventory_digest": wanted.inventory_digest,
        "begun_by": clean(wanted.begun_by),
    }


def _campaign(row: Row) -> Campaign:
    plan = Plan(
        begins_at=datetime.fromisoformat(row["begins_at"]),
        days=row["days"],
        visits=row["visits"],
        families=tuple(map(Family, json.loads(row["families"]))),
        seed=row["seed"],
        day_s=row["day_s"],
        method=row["method"],
    )
    told = {name: row[name] for name in ("limit_ms", "grace_s", "plan_digest", "inventory_digest", "begun_by")}
    return Campaign(name=row["campaign"], plan=plan, **told)


def _visit_row(campaign: str, one: VisitRecord) -> dict[str, Any]:
    visit = one.visit
    return {
        "campaign": campaign,
        "target": one.target,
        "family": visit.family.value,
        "slot": visit.slot,
        "due_at": visit.due_at,
        "state": visit.state.value,
        "stage": visit.stage.value,
        "began_at": visit.began_at,
        "took_ms": visit.took_ms,
        "status": visit.status,
        "address": clean(visit.address),
        "detail": clean(visit.detail),
        "capture": one.capture,
        "control": one.control,
    }


def _visit(row: Row) -> VisitRecord:
    visit = AccessVisit(
        family=Family(row["family"]),
        slot=row["slot"],
        due_at=row["due_at"],
        state=State(row["state"]),
        stage=Stage(row["stage"]),
        began_at=row["began_at"],
        took_ms=row["took_ms"],
        status=row["status"],
        address=row["address"],
        detail=row["detail"],
    )
    return VisitRecord(TargetId(row["target"]), visit, row["capture"], row["control"])
