"""m-registered: the opening, change or end of an account is filed, as far as the office's list tells."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check
from checks.wording import named
from crawler.model import Target, TargetStatus, Verdict, cant_tell, passed
from crawler.registration import Registration


@check("m-registered", version=2)
def is_registered(registration: Registration, target: Target, on: date) -> Verdict:
    """Never fails by machine: what the list does not say may well stand in the national report system."""
    life, is_running = registration, target.status is TargetStatus.RUNNING
    data: dict[str, Any] = {"filed_on": str(life.filed_on or ""), "changed_on": str(life.changed_on or "")}
    if is_running and (life.ended_as or life.merged_into):
        return cant_tell("ended-yet-running", ending=named("endings", life.ended_as or "merged"))
    if life.filed_on is None:
        return cant_tell("no-filing-day")
    later = max(life.filed_on, life.changed_on or life.filed_on)
    if later > on:
        return cant_tell("future-day", day=later.isoformat())
    if not is_running and life.changed_on is None:
        return cant_tell("no-closing-day", **data)
    if life.changed_on and life.filed_on < life.changed_on:
        return cant_tell("filed-before-change", **data)
    return passed("filed", **data)
