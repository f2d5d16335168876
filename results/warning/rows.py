"""Reminders given, as rows of the trail: who reminded whom, of what, when and how."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crawler.model import RunId, TargetId
from results.migrations import Chain
from results.rows import Row, clean, to_json

TABLE = "reminders"


@dataclass(frozen=True, slots=True)
class ReminderRecord:
    """One reminder to one target's owner. ``subjects``: the early warnings it was about; empty where only named."""

    run: RunId
    target: TargetId
    given_on: date
    by: str
    how: str
    note: str = ""
    subjects: tuple[Mapping[str, Any], ...] = ()
    at: datetime | None = None  # None before it is written
    id: int = 0


class RemindedChain(Chain):
    """The part of the trail that holds reminders."""

    def record_reminders(self, records: Sequence[ReminderRecord], at: datetime) -> None:
        """All or none. A target that its run does not know raises."""
        with self._transaction():
            for record in records:
                self._append(TABLE, _row(record), at)

    def reminders(self) -> tuple[ReminderRecord, ...]:
        """Every reminder, in the order they were written; a database of an older version has none."""
        return tuple(map(_record, self.known_rows(TABLE)))


def _row(record: ReminderRecord) -> dict[str, Any]:
    return {
        "run": record.run,
        "target": record.target,
        "given_on": record.given_on.isoformat(),
        "given_by": clean(record.by),
        "how": clean(record.how),
        "note": clean(record.note),
        "subjects": to_json([dict(subject) for subject in record.subjects]),
    }


def _record(row: Row) -> ReminderRecord:
    return ReminderRecord(
        run=RunId(row["run"]),
        target=TargetId(row["target"]),
        given_on=date.fromisoformat(row["given_on"]),
        by=row["given_by"],
        how=row["how"],
        note=row["note"],
        subjects=tuple(json.loads(row["subjects"])),
        at=datetime.fromisoformat(row["at"]),
        id=row["seq"],
    )
