"""A campaign's results for people and for machines: every planned visit is in one of the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.model import TargetId
from crawler.reading.availability.log import State
from crawler.reading.service.probe import Family
from results.campaigns.rows import Campaign, Site, VisitRecord
from results.campaigns.words import say
from results.rows import instant
from results.text import words


@dataclass(slots=True)
class Line:
    """One website and family. ``planned`` visits are those with a row and those to come."""

    site: Site
    family: Family
    planned: int
    states: Counter[State] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)  # of the failed

    @property
    def to_come(self) -> int:
        return self.planned - self.states.total()

    @property
    def counted(self) -> int:
        return self.states[State.KEPT] + self.states[State.FAILED]

    @property
    def rate(self) -> str:
        """Cut, not rounded; "-" where nothing is counted."""
        if not self.counted:
            return "-"
        return (
            f"{self.states[State.FAILED] * 1000 // self.counted / 10:g}% ({self.states[State.FAILED]}/{self.counted})"
        )


def lines_of(campaign: Campaign, sites: Sequence[Site], visits: Iterable[VisitRecord]) -> list[Line]:
    found: dict[tuple[TargetId, Family], Line] = {
        (site.target, family): Line(site, family, campaign.plan.slots)
        for site in sites
        for family in campaign.plan.families
    }
    for one in visits:
        line = found[one.target, one.visit.family]
        line.states[one.visit.state] += 1
        if one.visit.state is State.FAILED:
            line.stages[one.visit.stage.value] += 1
    return list(found.values())


# for people


def table(lines: Iterable[Line]) -> Iterator[Mapping[str, str]]:
    families, stages = words("campaigns")["show"]["families"], words("campaigns")["show"]["stages"]
    for one in lines:
        told = [say("show.count", name=stages[stage], count=count) for stage, count in sorted(one.stages.items())]
        yield {
            "target": one.site.target,
            "name": one.site.name,
            "family": families[one.family.value],
            **{state.value: str(one.states[state]) for state in State},
            "stages": say("show.separator").join(told),
            "to_come": str(one.to_come),
            "rate": one.rate,
        }


def head(campaign: Campaign) -> str:
    plan = campaign.plan
    told = {"days": plan.days, "visits": plan.visits, "seconds": f"{campaign.limit_ms / 1000:g}"}
    return say("show.head", campaign=campaign.name, begins_at=instant(plan.begins_at)[:19].replace("T", " "), **told)


def begun(campaign: Campaign, lines: Sequence[Line]) -> str:
    """What was planned."""
    plan = campaign.plan
    told = {"days": plan.days, "visits": plan.visits, "digest": campaign.plan_digest}
    told |= {"sites": len({one.site.target for one in lines}), "slots": sum(one.planned for one in lines)}
    begins_at = instant(plan.begins_at)[:19].replace("T", " ")
    sentence = say("begin.done", campaign=campaign.name, begins_at=begins_at, **told)
    return f"{sentence}\n{say('begin.rehearsal-note', day_s=plan.day_s)}" if campaign.is_rehearsal else sentence


def sums(lines: Sequence[Line]) -> str:
    states, names = Counter[State](), words("campaigns")["show"]["states"]
    for one in lines:
        states += one.states
    counts = counted({names[state.value]: states[state] for state in State})
    planned = sum(one.planned for one in lines)
    return say(
        "show.sums", planned=planned, recorded=states.total(), counts=counts, to_come=planned - states.total()
    )  # fmt: skip


def counted(counts: Mapping[str, int]) -> str:
    return say("show.separator").join(say("show.count", name=name, count=count) for name, count in counts.items())


def visit_rows(visits: Iterable[VisitRecord]) -> Iterator[Mapping[str, str]]:
    """One website's visits, one by one."""
    table: Mapping[str, Any] = words("campaigns")["show"]
    for one in sorted(visits, key=lambda one: (one.visit.family, one.visit.slot)):
        visit = one.visit
        yield {
            "slot": str(visit.slot),
            "family": table["families"][visit.family.value],
            "due_at": visit.due_at[:19].replace("T", " "),
            "began_at": visit.began_at[:19].replace("T", " "),
            "state": table["states"][visit.state.value],
            "stage": table["stages"].get(visit.stage.value, ""),
            "took_ms": str(visit.took_ms or ""),
            "status": str(visit.status or ""),
            "address": visit.address,
            "detail": visit.detail,
        }


# for machines


def as_json(campaign: Campaign, lines: Sequence[Line], *, ended: bool) -> dict[str, Any]:
    plan = campaign.plan
    return {
        "campaign": campaign.name,
        "begins_at": instant(plan.begins_at),
        "ends_at": instant(plan.ends_at),
        "days": plan.days,
        "visits": plan.visits,
        "families": [family.value for family in plan.families],
        "seed": plan.seed,
        "day_s": plan.day_s,
        "limit_ms": campaign.limit_ms,
        "grace_s": campaign.grace_s,
        "rehearsal": campaign.is_rehearsal,
        "plan_digest": campaign.plan_digest,
        "ended": ended,
        "planned": sum(one.planned for one in lines),
        "sites": [_line_json(one) for one in lines],
    }


def _line_json(one: Line) -> dict[str, Any]:
    return {
        "target": one.site.target,
        "name": one.site.name,
        "url": one.site.url,
        "family": one.family.value,
        "planned": one.planned,
        **{state.value: one.states[state] for state in State},
        "stages": dict(sorted(one.stages.items())),
        "to_come": one.to_come,
        "rate": one.states[State.FAILED] / one.counted if one.counted else None,
    }


def visit_json(one: VisitRecord) -> dict[str, Any]:
    visit = one.visit
    return {
        "target": one.target,
        "family": visit.family.value,
        "slot": visit.slot,
        "due_at": visit.due_at,
        "state": visit.state.value,
        "stage": visit.stage.value,
        "began_at": visit.began_at,
        "took_ms": visit.took_ms,
        "status": visit.status,
        "address": visit.address,
        "detail": visit.detail,
        "capture": one.capture,
        "control": one.control,
    }
