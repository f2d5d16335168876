"""The life of a notice as a state machine over its events. Pure: the same events give the same state.

What may follow what stands in ``results.casework.moves`` and nowhere else. Being overdue is no state: it follows from
the due day and the day asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from crawler.errors import InputError
from results.casework.moves import (
    DATED,
    ENDED,
    FINDING_MOVES,
    MOVES,
    RESULTS,
    SETTLED,
    WAITING,
    EventKind,
    FindingState,
    NoticeState,
)
from results.casework.words import say, state_name
from results.files import HandedIn


@dataclass(frozen=True, slots=True)
class NoticeEvent:
    """One event. ``finding`` None: of the whole notice; ``seen``: the finding of the re-check it rests on."""

    notice: int
    kind: EventKind
    happened_on: date
    by: str
    note: str = ""
    finding: int | None = None
    due_on: date | None = None
    files: tuple[HandedIn, ...] = ()
    seen: int | None = None
    at: datetime | None = None  # None before it is written
    id: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One notice as its events so far make it.

    ``due_days`` are the days of single findings, as long as no later event set one day for all;
    ``withdrawn`` are the findings that a person upheld and no longer does; ``follows`` tells that it is a supervision
    letter about an earlier notice, and ``followed_ended`` whether that one has come to its end.
    """

    notice: int
    issued_on: date
    due_on: date
    findings: Mapping[int, FindingState] = field(default_factory=dict)
    due_days: Mapping[int, date] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()
    follows: int | None = None
    followed_ended: bool = False
    state: NoticeState = NoticeState.ISSUED
    latest: EventKind | None = None  # of the whole notice, extensions apart
    last_on: date | None = None  # day of the newest event
    answered_on: date | None = None
    events: tuple[NoticeEvent, ...] = ()

    @property
    def unsettled(self) -> tuple[int, ...]:
        """Findings that keep it from being closed."""
        return tuple(n for n, state in self.findings.items() if state not in SETTLED and n not in self.withdrawn)

    @property
    def is_settled(self) -> bool:
        """Whether it may be closed."""
        return not self.unsettled and (self.follows is None or self.followed_ended)

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def next_due(self) -> date:
        """The first day by which something is still to be put right."""
        return min((self.due_days.get(number, self.due_on) for number in self.unsettled), default=self.due_on)

    def is_overdue(self, on: date) -> bool:
        """Whether the owner is late on a day: not before the letter is served, nor where the office's word is due."""
        return on > self.next_due and self.waits_for_owner

    def is_late(self, finding: int, on: date) -> bool:
        """Whether its owner is late with one finding on a day: past its day, and the next word is the owner's."""
        return self.waits_for_owner and finding in self.unsettled and on > self.due_days.get(finding, self.due_on)

    @property
    def waits_for_owner(self) -> bool:
        if self.follows is not None or (self.findings and not self.unsettled):
            return False
        late = {FindingState.NOT_RECTIFIED, FindingState.REOPENED}
        late |= set() if self.answered_on else {FindingState.OPEN}
        waits = self.state is NoticeState.RECHECKED and any(self.findings[n] in late for n in self.unsettled)
        return self.state in WAITING or waits


def apply(case: Case, event: NoticeEvent) -> Case:
    """The case after an event. Raises InputError, which says why, for what the table or the days do not allow."""
    _require_move(case, event)
    _require_days(case, event)
    return _moved(case, event)


def _moved(case: Case, event: NoticeEvent) -> Case:
    whole = event.finding is None
    findings = _findings(case, event)
    return replace(
        case,
        state=MOVES[case.state][event.kind],
        findings=findings,
        due_on=event.due_on or case.due_on,
        due_days={} if event.due_on else case.due_days,
        latest=event.kind if whole and event.kind is not EventKind.EXTENDED else case.latest,
        last_on=event.happened_on,
        answered_on=_answered_on(case, event),
        events=(*case.events, event),
    )


def replay(case: Case, events: Iterable[NoticeEvent], *, followed_ended: bool = False) -> Case:
    """The case after all events, in the order they were written.

    What stands in the trail was allowed when it was written; what was withdrawn, or ended, since does not undo it.
    """
    for event in events:
        case = _moved(case, event)
    return replace(case, followed_ended=followed_ended)


def _answered_on(case: Case, event: NoticeEvent) -> date | None:
    if event.kind is EventKind.REOPENED:
        return None
    return event.happened_on if event.kind is EventKind.RESPONDED else case.answered_on


def _findings(case: Case, event: NoticeEvent) -> Mapping[int, FindingState]:
    if event.kind is EventKind.CLOSED:
        return {number: FINDING_MOVES[state][event.kind] for number, state in case.findings.items()}
    if event.finding is None:
        return case.findings
    return {**case.findings, event.finding: FINDING_MOVES[case.findings[event.finding]][event.kind]}


def _require_move(case: Case, event: NoticeEvent) -> None:
    if event.kind not in MOVES[case.state]:
        known = "、".join(state_name("events", kind) for kind in MOVES[case.state]) or say("case.nothing")
        words = {"state": state_name("states", case.state), "event": state_name("events", event.kind)}
        raise _refused("not-now", known=known, **words)
    _require_subject(case, event)
    if event.finding is not None:
        _require_finding_move(case, event, event.finding)
    if event.kind is EventKind.CLOSED and not case.is_settled:
        if case.unsettled:
            raise _refused("unsettled", findings="、".join(map(str, case.unsettled)))
        raise _refused("followed-open")
    if event.kind is EventKind.ESCALATED and not case.is_overdue(event.happened_on):
        raise _refused("not-overdue", due=case.next_due.isoformat())


def _require_subject(case: Case, event: NoticeEvent) -> None:
    """Reopening is first of the notice, then of its findings; what else there is concerns either or the other."""
    one = event.kind in RESULTS
    if event.kind is EventKind.REOPENED:
        one = case.state is not NoticeState.CLOSED
    if one != (event.finding is not None):
        raise ValueError(f"{event.kind} of {case.notice} concerns {'one finding' if one else 'the whole notice'}")


def _require_finding_move(case: Case, event: NoticeEvent, number: int) -> None:
    if number not in case.findings:
        known = "、".join(map(str, case.findings)) or say("case.nothing")
        raise _refused("unknown-finding", value=str(number), known=known)
    state = case.findings[number]
    if event.kind not in FINDING_MOVES[state]:
        words = {"state": state_name("findings", state), "event": state_name("events", event.kind)}
        raise _refused("finding-not-now", value=str(number), **words)
    if event.kind in RESULTS and event.seen is None:
        raise ValueError(f"{event.kind} rests on no re-check")


def _require_days(case: Case, event: NoticeEvent) -> None:
    day = event.happened_on
    if day < case.issued_on:
        raise _refused("before-issue", value=day.isoformat(), issued=case.issued_on.isoformat())
    if case.last_on and day < case.last_on:
        last = state_name("events", case.events[-1].kind)
        raise _refused("before-last", value=day.isoformat(), last=last, on=case.last_on.isoformat())
    wanted = event.kind in DATED and event.finding is None
    if wanted != (event.due_on is not None):
        raise ValueError(f"{event.kind} {'without' if wanted else 'with'} a due day")
    if event.due_on is None:
        return
    if event.due_on < day:
        raise _refused("due-past", value=event.due_on.isoformat(), on=day.isoformat())
    latest_due = max([case.due_on, *case.due_days.values()])
    if event.kind is EventKind.EXTENDED and event.due_on <= latest_due:
        raise _refused("not-later", value=event.due_on.isoformat(), due=latest_due.isoformat())


def _refused(why: str, value: str = "", **words: Any) -> InputError:
    return InputError(say(f"refused.{why}", **words), value=value, next_step=say(f"refused.{why}-next", **words))
