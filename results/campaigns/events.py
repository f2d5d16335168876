"""What goes to the visiting process for a visit, and what comes back, as a row of the trail. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from crawler.reading.availability.log import AccessVisit, Stage, State
from results.campaigns.agenda import Agenda
from results.campaigns.plan import Slot
from results.campaigns.rows import VisitRecord
from results.rows import instant

Event = Mapping[str, Any]


def missed(slot: Slot, why: str) -> VisitRecord:
    """A visit that was not made: we were down."""
    visit = AccessVisit(slot.family, slot.number, instant(slot.due_at), State.MISSED, detail=why)
    return VisitRecord(slot.target, visit)


def record(slot: Slot, event: Event) -> VisitRecord:
    visit = AccessVisit(
        family=slot.family,
        slot=slot.number,
        due_at=instant(slot.due_at),
        state=State(event["state"]),
        stage=Stage(event["stage"]),
        began_at=event["began_at"],
        took_ms=event["took_ms"],
        status=event["status"],
        address=event["address"],
        detail=event["detail"],
    )
    return VisitRecord(slot.target, visit, event["capture"], event["control"])


def errand(agenda: Agenda, slot: Slot) -> Event:
    campaign = agenda.campaign
    return {
        "campaign": campaign.name,
        "target": slot.target,
        "url": agenda.urls[slot.target],
        "family": slot.family.value,
        "slot": slot.number,
        "limit_ms": campaign.limit_ms,
        "begin_by": (slot.due_at + timedelta(seconds=campaign.grace_s)).isoformat(),
    }
