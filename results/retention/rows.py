"""Removals of captures as rows of the trail: the files that were deleted, with their digests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from crawler.model import RunId
from results.migrations import Chain
from results.rows import Row, clean, to_json

TABLE = "capture_removals"


@dataclass(frozen=True, slots=True)
class RemovedFile:
    """One WARC file. ``size`` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Removal:
    """What was deleted of one run, and why."""

    run: RunId
    files: Sequence[RemovedFile]
    captures: int
    kept_until: date
    by: str
    reason: str
    at: datetime | None = None  # None before it is written

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


class RetainedChain(Chain):
    """The part of the trail that holds removals of captures."""

    def record_removal(self, removal: Removal, at: datetime) -> None:
        row = {
            "run": removal.run,
            "files": to_json([asdict(file) for file in removal.files]),
            "captures": removal.captures,
            "bytes": removal.size,
            "kept_until": removal.kept_until.isoformat(),
            "removed_by": clean(removal.by),
            "reason": clean(removal.reason),
        }
        with self._transaction():
            self._append(TABLE, row, at)

    def removals(self) -> dict[RunId, Removal]:
        """By run; a database of an older version has none."""
        return {RunId(row["run"]): removal_of(row) for row in self.known_rows(TABLE)}

    def removal(self, run: RunId) -> Removal | None:
        return next((removal_of(row) for row in self.known_rows(TABLE, run=run)), None)


def removal_of(row: Row) -> Removal:
    return Removal(
        run=RunId(row["run"]),
        files=tuple(RemovedFile(**file) for file in json.loads(row["files"])),
        captures=row["captures"],
        kept_until=date.fromisoformat(row["kept_until"]),
        by=row["removed_by"],
        reason=row["reason"],
        at=datetime.fromisoformat(row["at"]),
    )
