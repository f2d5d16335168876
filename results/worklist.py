"""The office's work list of a day: what is late, due, answered, looked at again, or waits for somebody's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.errors import InputError
from crawler.model import TargetId
from crawler.workdays import after_workdays
from results.audit import Trail
from results.cases import cases
from results.casework import Case
from results.casework_words import say
from results.conclusions import Conclusion, standings
from results.moves import FindingState, NoticeState
from results.notice_letter import notice_number
from results.notice_rows import NoticeRecord

SOON = 5  # working days that "this week" is


class Task(StrEnum):
    """Kinds of lines, in the order of the list."""

    OVERDUE = "overdue"
    TODAY = "due-today"
    SOON = "due-soon"
    ANSWERED = "answered"  # the owner answered: look again
    LOOKED_AT = "looked-at"  # looked at again: a person says what came of it
    UNCLEAR = "unclear"  # a person could not tell: look again, or otherwise
    SETTLED = "settled"  # all put right or withdrawn: close it
    SECOND_WORD = "second-word"
    UNSERVED = "unserved"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. ``workdays_late`` is None where it is not late, or where the calendar is not known."""

    task: Task
    owner: str
    next_step: str  # the command to type
    number: str = ""  # of the notice, as printed
    due_on: date | None = None
    workdays_late: int | None = None
    findings: tuple[int, ...] = ()
    targets: tuple[TargetId, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkList:
    """``unknown_year``: the year whose holidays are not known, so that working days could not be counted."""

    on: date
    lines: tuple[Line, ...]
    unknown_year: int | None = None


def work_list(trail: Trail, on: date, waiting: Mapping[int, str] | None = None) -> WorkList:
    """``waiting``: notice → the run that looked at its findings again and that nobody has confirmed yet."""
    week, unknown = _week(on)
    records, found = trail.notices(), list[Line]()
    for number, case in cases(trail).items():
        task = _task(case, on, week, number in (waiting or {}))
        if task:
            found.append(_line(task, case, records[number], on, (waiting or {}).get(number, "")))
    late = [line for line in found if line.task is Task.OVERDUE and line.workdays_late is None]
    found += _second_words(trail)
    order = list(Task)
    found.sort(key=lambda line: (order.index(line.task), line.due_on or date.max, line.number, line.findings))
    return WorkList(on, tuple(found), unknown or (on.year if late else None))


def _week(on: date) -> tuple[date, int | None]:
    """The last day of this week's working days; where the calendar ends before, no day is too far to be in it."""
    try:
        return after_workdays(on, SOON), None
    except InputError:
        return date.max, on.year + 1


def _task(case: Case, on: date, week: date, is_looked_at: bool) -> Task | None:
    """What a notice asks for on a day: the first of these that is so."""
    asks = {
        Task.LOOKED_AT: is_looked_at,  # a closed one, too, by a follow-up
        None: case.is_ended,
        Task.UNSERVED: case.state is NoticeState.ISSUED,
        Task.SETTLED: case.is_settled,
        Task.OVERDUE: case.is_overdue(on),
        Task.TODAY: case.waits_for_owner and on == case.next_due,
        Task.SOON: case.waits_for_owner and case.next_due <= week,
        Task.ANSWERED: case.follows is None and not case.waits_for_owner and (not _was_seen(case)),
        Task.UNCLEAR: case.follows is None and not case.waits_for_owner,
    }
    return next((task for task, applies in asks.items() if applies), None)


def _was_seen(case: Case) -> bool:
    """Whether everything that was answered was looked at again since."""
    all_seen = all(case.findings[number] is not FindingState.OPEN for number in case.unsettled)
    return case.state is NoticeState.RECHECKED and all_seen


def _line(task: Task, case: Case, record: NoticeRecord, on: date, run: str) -> Line:
    named = f"{record.year}-{record.number}"
    words = {"notice": named, "run": run}
    late = workdays_after(case.next_due, on) if task is Task.OVERDUE else None
    step = say(f"next.{task}", **words)
    number = notice_number(record.year, record.number)
    return Line(task, record.owner, step, number, case.next_due, late, case.unsettled)


def workdays_after(due_on: date, on: date) -> int | None:
    """Working days from the day after ``due_on`` to ``on``; None where a year's holidays are not known."""
    count, day = 0, due_on
    try:
        while (day := after_workdays(day, 1)) <= on:
            count += 1
    except InputError:
        return None
    return count


def _second_words(trail: Trail) -> Iterator[Line]:
    """Vetoes that one person upheld, by run and owner."""
    for run in trail.runs():
        replaced = {one.finding for one in trail.outdated_decisions(run.id).values()}
        held = [n for n, one in standings(trail, run.id).items() if one.conclusion is Conclusion.AWAITING_SECOND]
        owners = {target.id: target.owner for target in trail.targets(run.id)} if held else {}
        by_owner: dict[str, list[int]] = {}
        for number in held:
            if number not in replaced:
                by_owner.setdefault(owners[trail.finding(number)[0].target], []).append(number)
        for owner, numbers in by_owner.items():
            step = say("next.second-word", findings=" ".join(map(str, numbers)))
            yield Line(Task.SECOND_WORD, owner, step, findings=tuple(numbers))
