"""Events in the life of notices, as rows of the trail: served, answered, re-checked, closed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from results.casework.machine import NoticeEvent
from results.casework.moves import EventKind
from results.casework.reconsider_rows import ReconsideredChain
from results.files import files_json, files_of
from results.rows import Row, clean, to_json

TABLE = "notice_events"


class EventedChain(ReconsideredChain):
    """The part of the trail that holds events of notices, and what units asked to be looked at again."""

    def record_events(self, propose: Callable[[], Sequence[NoticeEvent]], at: datetime) -> tuple[NoticeEvent, ...]:
        """All or none. ``propose`` looks at the case and may refuse by raising: nobody else writes in between."""
        with self._transaction():
            return tuple(replace(event, at=at, id=self._append(TABLE, _row(event), at)) for event in propose())

    def notice_events(self, notice: int | None = None) -> tuple[NoticeEvent, ...]:
        """Of one notice or of all, in the order they were written; a database of an older version has none."""
        return tuple(_event(row) for row in self.known_rows(TABLE) if notice in {None, row["notice"]})


def _row(event: NoticeEvent) -> dict[str, Any]:
    return {
        "notice": event.notice,
        "finding": event.finding,
        "event": str(event.kind),
        "happened_on": event.happened_on.isoformat(),
        "due_on": event.due_on.isoformat() if event.due_on else "",
        "recorded_by": clean(event.by),
        "note": clean(event.note),
        "files": to_json(files_json(event.files)),
        "seen": event.seen,
    }


def _event(row: Row) -> NoticeEvent:
    return NoticeEvent(
        notice=row["notice"],
        kind=EventKind(row["event"]),
        happened_on=date.fromisoformat(row["happened_on"]),
        by=row["recorded_by"],
        note=row["note"],
        finding=row["finding"],
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        files=files_of(json.loads(row["files"])),
        seen=row["seen"],
        at=datetime.fromisoformat(row["at"]),
        id=row["seq"],
    )
