"""The work ledger as rows of the trail: versions of documents, their tasks, reports of persons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crawler.errors import InputError
from results.ledger.task import Reading, Task
from results.ledger.words import say
from results.migrations import Chain
from results.rows import Row, clean, to_json


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """One version of one document."""

    name: str
    version: int
    year: int | None
    file: str
    file_digest: str


@dataclass(frozen=True, slots=True)
class TaskReport:
    """A person's word on the progress of a task."""

    ledger: str
    version: int
    number: str
    on: date
    by: str
    note: str
    done: bool


class LedgerChain(Chain):
    """The part of the trail that holds work ledgers."""

    def record_ledger(self, wanted: LedgerRecord, reading: Reading, at: datetime) -> tuple[LedgerRecord, bool]:
        """The version that now counts, and whether it is new: what the newest one says already is not written again."""
        tasks = [_task_row(task) for task in reading.tasks]
        with self._transaction():
            same = [one for one in self.ledgers() if one.name == clean(wanted.name)]
            if same and same[-1].file_digest == wanted.file_digest and self._rows_of(same[-1]) == tasks:
                return same[-1], False
            version = len(same) + 1
            leftovers = [{"text": one.text, "why": one.why, "line": one.line} for one in reading.leftovers]
            row = {"name": clean(wanted.name), "version": version, "year": wanted.year or 0}
            row |= {"file": clean(wanted.file), "file_digest": wanted.file_digest, "tasks": len(tasks)}
            self._append("ledgers", row | {"leftovers": to_json(leftovers)}, at)
            for task in tasks:
                self._append("ledger_tasks", {"ledger": clean(wanted.name), "version": version, **task}, at)
        return LedgerRecord(clean(wanted.name), version, wanted.year, wanted.file, wanted.file_digest), True

    def _rows_of(self, ledger: LedgerRecord) -> list[dict[str, Any]]:
        return [_task_row(task) for task in self.ledger_tasks(ledger)]

    def record_task_report(self, report: TaskReport, at: datetime) -> None:
        row = {"ledger": report.ledger, "version": report.version, "number": report.number}
        row |= {"reported_on": report.on.isoformat(), "reported_by": clean(report.by), "note": clean(report.note)}
        with self._transaction():
            self._append("ledger_reports", row | {"done": int(report.done)}, at)

    def ledgers(self) -> tuple[LedgerRecord, ...]:
        """Every version, in the order they were imported; a database of an older version has none."""
        return tuple(map(_ledger, self.known_rows("ledgers")))

    def ledger(self, name: str = "") -> LedgerRecord:
        """The newest version of a ledger. Raises InputError where there is none, or several and no name."""
        newest = {one.name: one for one in self.ledgers()}
        known = "、".join(newest)
        if not newest:
            raise InputError(say("no-ledger"), next_step=say("no-ledger-next"))
        if name and name not in newest:
            raise InputError(say("unknown-ledger"), value=name, next_step=say("unknown-ledger-next", known=known))
        if not name and len(newest) > 1:
            raise InputError(say("ambiguous"), next_step=say("ambiguous-next", known=known))
        return newest[name] if name else next(iter(newest.values()))

    def ledger_tasks(self, ledger: LedgerRecord) -> tuple[Task, ...]:
        rows = self.known_rows("ledger_tasks")
        return tuple(_task(row) for row in rows if (row["ledger"], row["version"]) == (ledger.name, ledger.version))

    def task_reports(self, ledger: LedgerRecord) -> tuple[TaskReport, ...]:
        """Reports on tasks of every version of a ledger, the oldest first."""
        return tuple(_report(row) for row in self.known_rows("ledger_reports") if row["ledger"] == ledger.name)


def _ledger(row: Row) -> LedgerRecord:
    return LedgerRecord(row["name"], row["version"], row["year"] or None, row["file"], row["file_digest"])


def _task_row(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "title": clean(task.title),
        "text": clean(task.text),
        "lead_units": to_json(list(task.lead_units)),
        "responsible_units": to_json(list(task.responsible_units)),
        "deadline": task.deadline or "",
        "indicators": to_json(list(task.indicators)),
        "notes": to_json(list(task.notes)),
        "source": clean(task.source),
    }


def _task(row: Row) -> Task:
    lists: Sequence[tuple[str, ...]] = [
        tuple(json.loads(row[name])) for name in ("lead_units", "responsible_units", "indicators", "notes")
    ]
    lead, joint, indicators, notes = lists
    words = row["number"], row["title"], row["text"]
    return Task(*words, lead, joint, row["deadline"] or None, indicators, notes, row["source"])


def _report(row: Row) -> TaskReport:
    on = date.fromisoformat(row["reported_on"])
    return TaskReport(
        row["ledger"], row["version"], row["number"], on, row["reported_by"], row["note"], bool(row["done"])
    )
