"""The office's work list of a day: what is late, due, answered, looked at again, or waits for somebody's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from crawler.model import RunId
from crawler.workdays import Workdays
from results.audit import Trail
from results.casework.cases import cases, numbers
from results.casework.machine import Case
from results.casework.moves import FindingState, NoticeState
from results.casework.words import say
from results.notices.rows import NoticeKind, NoticeRecord
from results.review.conclusions import Conclusion, standings

SOON = 5  # working days that "this week" is
LONGEST_WEEK = timedelta(20)  # days that so many working days take at most, with the longest holidays


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
    notice: int = 0  # its row
    due_on: date | None = None
    workdays_late: int | None = None
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkList:
    """``unknown_year``: the year whose holidays are not known, so that working days could not be counted."""

    on: date
    lines: tuple[Line, ...]
    unknown_year: int | None = None


def work_list(trail: Trail, on: date, calendar: Workdays, waiting: Mapping[int, RunId] | None = None) -> WorkList:
    """``waiting``: notice → the run that looked at its findings again and that nobody has confirmed yet."""
    week = calendar.due(on, SOON) or date.max  # where the calendar ends before, no day is too far to be in it
    records, printed, found = trail.notices(), numbers(trail), list[Line]()
    prompts = {number for number, form in trail.notice_forms().items() if form.kind is NoticeKind.PROMPT}
    for number, case in cases(trail).items():
        run = (waiting or {}).get(number)
        task = _task(case, on, week, run is not None)
        if task:
            found.append(_line(task, case, records[number], printed[number], run or "", number in prompts))
    found = [replace(line, workdays_late=_late(line, on, calendar)) for line in found] + list(_second_words(trail))
    order = list(Task)
    found.sort(key=lambda line: (order.index(line.task), line.due_on or date.max, line.notice, line.findings))
    first = min((line.due_on for line in found if line.task is Task.OVERDUE and line.due_on), default=on)
    return WorkList(on, tuple(found), calendar.unknown_year(first, on if week != date.max else on + LONGEST_WEEK))


def _late(line: Line, on: date, calendar: Workdays) -> int | None:
    return calendar.between(line.due_on, on) if line.task is Task.OVERDUE and line.due_on else None


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


def _line(task: Task, case: Case, record: NoticeRecord, number: str, run: str, is_prompt: bool) -> Line:
    key = Task.TODAY if task is Task.OVERDUE and is_prompt else task  # what only reminds is not supervised
    step = say(f"next.{key}", notice=f"{record.year}-{record.number}", run=run)
    return Line(task, record.owner, step, number, case.notice, case.next_due, None, case.unsettled)


def _second_words(trail: Trail) -> Iterator[Line]:
    """Vetoes that one person upheld, by run and owner."""
    for run in trail.checks():
        replaced = {one.finding for one in trail.outdated_decisions(run.id).values()}
        held = [n for n, one in standings(trail, run.id).items() if one.conclusion is Conclusion.AWAITING_SECOND]
        owners = {target.id: target.owner for target in trail.targets(run.id)} if held else {}
        by_owner: dict[str, list[int]] = {}
        for number in held:
            if number not in replaced:
                by_owner.setdefault(owners[trail.finding(number)[0].target], []).append(number)
        for owner, own in by_owner.items():
            step = say("next.second-word", findings=" ".join(map(str, own)))
            yield Line(Task.SECOND_WORD, owner, step, findings=tuple(own))
