"""备案: was a change filed within the working days it has? What a list does not say is not known, and never late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.lexicon import load
from crawler.registration import Registration
from crawler.workdays import Workdays, shipped


class FilingState(StrEnum):
    IN_TIME = "in-time"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Filing:
    """One change and its filing. ``due_on`` is the last day in time, None where the day of the change is not known."""

    state: FilingState
    changed_on: date | None = None
    filed_on: date | None = None
    due_on: date | None = None


def filing_days() -> int:
    """Working days to file a change within, as the rule of the pack has it."""
    days: int = load("inventory")["filing"]["workdays"]
    return days


def filed(life: Registration, within: int, *, is_opening: bool = False, workdays: Workdays | None = None) -> Filing:
    """Was the change filed in time? ``is_opening``: the change is the opening, which may be filed beforehand.

    ``workdays``: another calendar than the shipped one.

    Any other filing from before the change may be that of an older one, and proves nothing.
    """
    changed_on = (life.opened_on if is_opening else None) or life.changed_on
    due_on = (workdays or shipped()).due(changed_on, within) if changed_on else None
    state = FilingState.UNKNOWN
    if changed_on and life.filed_on and due_on and (is_opening or life.filed_on >= changed_on):
        state = FilingState.IN_TIME if life.filed_on <= due_on else FilingState.LATE
    if state is FilingState.LATE and life.changed_on and life.changed_on != changed_on:
        state = FilingState.UNKNOWN  # filed anew after a later change: when the opening was filed is not said
    return Filing(state, changed_on, life.filed_on, due_on)
