"""How a campaign goes that is under way: whether its visits are made, or lost to our own line and machine."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crawler.reading.availability.log import State
from crawler.reading.availability.outcome import OWN_MACHINE
from results.audit import Trail
from results.campaigns.plan import DAY_S
from results.campaigns.rows import Campaign

LEAST = 20  # visits planned for a window; of fewer nothing is said
PATIENCE_S = 900.0  # that a row may come after the time of grace


@dataclass(frozen=True, slots=True)
class Course:
    """The last day's visits of a campaign. ``slow``: of the missed and void, those that our own machine was too late
    for; ``overdue``: those that have no row, though the time in which they could begin is long over."""

    campaign: str
    planned: int
    states: Counter[State] = field(default_factory=Counter)
    slow: int = 0

    @property
    def overdue(self) -> int:
        return self.planned - self.states.total()

    @property
    def lost(self) -> int:
        """Visits that count for nothing, whatever the website does."""
        return self.states[State.MISSED] + self.states[State.VOID] + self.overdue

    @property
    def told(self) -> dict[str, Any]:
        """The figures, for a sentence."""
        missed, void = self.states[State.MISSED], self.states[State.VOID]
        counts = {"planned": self.planned, "missed": missed, "void": void, "slow": self.slow, "overdue": self.overdue}
        return {"campaign": self.campaign, "lost": self.lost, "share": f"{self.lost * 100 // self.planned}%", **counts}

    def is_ill(self, share: float) -> bool:
        """A share of the visits, or more, is lost: where that goes on the week cannot be judged."""
        return self.planned >= LEAST and self.lost >= share * self.planned


def courses(trail: Trail, now: datetime) -> Iterator[Course]:
    """Of every campaign that has begun and has not come to its end; rehearsals are nobody's business."""
    ended = trail.campaign_ends()
    for campaign in trail.campaigns():
        if campaign.name not in ended and not campaign.is_rehearsal and campaign.plan.begins_at < now:
            yield _course(trail, campaign, now)


def _course(trail: Trail, campaign: Campaign, now: datetime) -> Course:
    plan = campaign.plan
    ran_s = (now - plan.begins_at).total_seconds() - campaign.grace_s - PATIENCE_S
    until = max(0, min(plan.slots, math.floor(ran_s / plan.span_s)))  # spans that are over for every website
    begin = max(0, until - math.ceil(DAY_S / plan.span_s))
    since = plan.begins_at + timedelta(seconds=begin * plan.span_s)
    planned = (until - begin) * len(plan.families) * len(trail.campaign_sites(campaign.name))
    states, slow = Counter[State](), 0
    for row in trail.recent_rows("campaign_visits", since) if planned else ():
        if row["campaign"] == campaign.name and begin <= row["slot"] < until:
            state = State(row["state"])
            states[state] += 1
            slow += state is State.MISSED or (state is State.VOID and row["detail"].startswith(OWN_MACHINE))
    return Course(campaign.name, planned, states, slow)
