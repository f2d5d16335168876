"""A campaign's visiting plan, drawn beforehand from a seed: anyone who knows the campaign's row draws the same. Pure.

Each day of a target and family is cut into as many equal spans as there are visits; a visit falls at a drawn instant in
the middle half of its span, so that two visits are never closer than half a span and no server can learn when we come.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.model import TargetId
from crawler.reading.service.probe import Family

METHOD = 1  # of drawing; a change makes the next
DAY_S = 86_400
EARLIEST, DRAWN = 1, 2  # quarters of a span: the visit falls after the first, within the next two
LOT = 2**64


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan is drawn from. ``day_s``: seconds of one day; a rehearsal has shorter ones."""

    begins_at: datetime  # aware
    days: int
    visits: int  # a day, of each target and family
    families: tuple[Family, ...]
    seed: str
    day_s: int = DAY_S
    method: int = METHOD

    @property
    def span_s(self) -> float:
        """Seconds from one visit's span to the next."""
        return self.day_s / self.visits

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + timedelta(seconds=self.days * self.day_s)

    @property
    def slots(self) -> int:
        """Visits of one target by one family."""
        return self.days * self.visits


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One visit to be made. ``number`` counts from 0 within the target and family."""

    due_at: datetime  # whole milliseconds
    target: TargetId
    family: Family
    number: int

    @property
    def key(self) -> tuple[TargetId, Family, int]:
        return self.target, self.family, self.number


def draw(plan: Plan, targets: Sequence[TargetId]) -> Iterator[Slot]:
    """Every visit of the campaign, in the order of their times; all of one target and family at a time in memory."""
    rows = (_row(plan, target, family) for target in targets for family in plan.families)
    return heapq.merge(*rows)


def due_at(plan: Plan, target: TargetId, family: Family, number: int) -> datetime:
    """When a visit falls due."""
    share = _lot(plan, target, family, number)
    offset_ms = round(1000 * plan.span_s * (number + (EARLIEST + DRAWN * share) / 4))
    return plan.begins_at + timedelta(milliseconds=offset_ms)


def digest(plan: Plan, targets: Sequence[TargetId]) -> str:
    """SHA-256 over the lines ``time target family number`` of the whole plan."""
    over = hashlib.sha256()
    for slot in draw(plan, targets):
        over.update(f"{slot.due_at.isoformat()} {slot.target} {slot.family} {slot.number}\n".encode())
    return f"sha256:{over.hexdigest()}"


def _row(plan: Plan, target: TargetId, family: Family) -> Iterator[Slot]:
    for number in range(plan.slots):
        yield Slot(due_at(plan, target, family, number), target, family, number)


def _lot(plan: Plan, target: TargetId, family: Family, number: int) -> float:
    """Between 0 and 1, as drawn for this visit."""
    text = "\n".join((plan.seed, target, family, str(number)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / LOT
