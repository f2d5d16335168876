"""When a fault is to be put right: working days by what it amounts to, as the run's rule pack and the office say."""

from __future__ import annotations

from datetime import date

from checks.indicator import Consequence, Indicator, Status
from checks.pack import Deadlines, Pack
from crawler.config import Office
from crawler.workdays import Workdays, after_workdays


def due_workdays(indicator: Indicator, pack: Pack, office: Office) -> int:
    """The rule's own figure, else the pack's by consequence; the office's setting where the pack has the usual ones."""
    own = pack.rule(indicator.id).due_workdays
    if own is not None:
        return own
    if pack.deadlines == Deadlines():
        return office.due_workdays
    if indicator.status is not Status.IN_FORCE:
        return pack.deadlines.advisory
    figures = {Consequence.VETO: pack.deadlines.veto, Consequence.DEDUCT: pack.deadlines.deduct}
    return figures.get(indicator.consequence, pack.deadlines.advisory)


def due_on(indicator: Indicator, pack: Pack, office: Office, issued_on: date, calendar: Workdays | None = None) -> date:
    """By the shipped calendar without another. Raises InputError for a year whose holidays are not announced."""
    return after_workdays(issued_on, due_workdays(indicator, pack, office), calendar)
