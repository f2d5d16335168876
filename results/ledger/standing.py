"""The state of each task on a day: from the findings of the latest check, or from what a person reported.

A fault that nobody upheld yet counts as none; a task is done where every finding on it passed, or a person says so
of what no machine sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.model import Finding, Outcome
from results.audit import Trail
from results.ledger.rows import LedgerRecord, TaskReport
from results.ledger.task import Task
from results.review.conclusions import Conclusion, conclusions
from results.review.exemption_rows import Explained


class State(StrEnum):
    PASSED = "passed"
    FAULTS = "faults"  # some are upheld
    UNDECIDED = "undecided"  # faults were seen, and no person concluded on them yet
    ASKS_PERSON = "asks-person"  # what was seen does not tell
    UNCHECKED = "unchecked"  # a machine looks at it, and the latest check did not
    PERSON = "person"  # only a person can report, and nobody did
    REPORTED = "reported"
    DONE = "done"  # a person reported it as done


@dataclass(slots=True)
class Counts:
    """Findings of the latest check on a task's indicators; inapplicable, dismissed and excused ones are left out."""

    passed: int = 0
    upheld: int = 0
    undecided: int = 0
    asks: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    task: Task
    state: State
    counts: Counts
    overdue: bool
    report: TaskReport | None = None


def standings(trail: Trail, ledger: LedgerRecord, on: date) -> tuple[Standing, ...]:
    """Every task of a version of a ledger, in its order."""
    counted = _counted(trail)
    reports = {report.number: report for report in trail.task_reports(ledger) if report.on <= on}
    return tuple(_standing(task, counted, reports.get(task.number), on) for task in trail.ledger_tasks(ledger))


def is_observed(trail: Trail, task: Task) -> bool:
    """Whether the latest check looked at what the task asks for: then nobody is asked to report on it."""
    counted = _counted(trail)
    return any(indicator in counted for indicator in task.indicators)


def _standing(task: Task, counted: Mapping[str, Counts], report: TaskReport | None, on: date) -> Standing:
    counts = Counts()
    for indicator in task.indicators:
        own = counted.get(indicator, Counts())
        counts.passed += own.passed
        counts.upheld += own.upheld
        counts.undecided += own.undecided
        counts.asks += own.asks
    state = _state(task, counts, report)
    is_done = state in {State.PASSED, State.DONE}
    return Standing(task, state, counts, is_late(task.deadline, on) and not is_done, report)


def _state(task: Task, counts: Counts, report: TaskReport | None) -> State:
    if counts.upheld:
        return State.FAULTS
    if counts.undecided:
        return State.UNDECIDED
    if counts.asks:
        return State.ASKS_PERSON
    if counts.passed:
        return State.PASSED
    if report is not None:
        return State.DONE if report.done else State.REPORTED
    return State.UNCHECKED if task.indicators else State.PERSON


def is_late(deadline: str | None, on: date) -> bool:
    """Whether a day has gone by; standing words have none."""
    try:
        return deadline is not None and date.fromisoformat(deadline) < on
    except ValueError:
        return False


def _counted(trail: Trail) -> dict[str, Counts]:
    """Of every indicator, the findings of the latest check that tell something; none before the first check."""
    checks = trail.checks()
    if not checks:
        return {}
    run = checks[-1]
    settled, explained = conclusions(trail, run.id), Explained(trail.exemptions())
    counted: dict[str, Counts] = {}
    for _, own in trail.findings_by_target(run.id, settled):
        for finding in own:
            is_excused = explained.by(finding, run.on) is not None
            for name in _counts_as(finding, settled.get(finding.id, Conclusion.OPEN), is_excused):
                counts = counted.setdefault(str(finding.indicator), Counts())
                setattr(counts, name, getattr(counts, name) + 1)
    return counted


def _counts_as(finding: Finding, conclusion: Conclusion, is_excused: bool) -> Iterator[str]:
    if finding.outcome is Outcome.INAPPLICABLE or is_excused:
        return
    if conclusion is Conclusion.UPHELD:
        yield "upheld"
    elif finding.outcome is Outcome.PASSED or conclusion is Conclusion.DISMISSED:
        yield "passed"
    else:
        yield "undecided" if finding.outcome is Outcome.FAILED else "asks"
