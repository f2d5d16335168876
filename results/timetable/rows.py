"""The ends of jobs as rows of the trail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from results.migrations import Chain
from results.rows import Row, clean, instant

TABLE = "job_ends"
NOTE_LENGTH = 400  # characters


class Result(StrEnum):
    """How an attempt at a job ended."""

    DONE = "done"
    UNHEALTHY = "unhealthy"  # done, and what it gathered feeds no pass rate
    FAILED = "failed"  # another attempt follows
    KILLED = "killed"  # ended from outside or at a limit; another attempt follows
    GIVEN_UP = "given-up"  # no attempt follows

    @property
    def is_last(self) -> bool:
        """Whether the occurrence is over with it."""
        return self not in {Result.FAILED, Result.KILLED}


@dataclass(frozen=True, slots=True)
class JobEnd:
    """One attempt at one occurrence of a job, ended. ``late_s``: seconds it began after its time."""

    job: str
    due_at: datetime
    began_at: datetime
    attempt: int
    result: Result
    exit_code: int = 0
    note: str = ""
    at: datetime | None = None  # None before it is written

    @property
    def late_s(self) -> int:
        return max(0, int((self.began_at - self.due_at).total_seconds()))


class TimetabledChain(Chain):
    """The part of the trail that holds the ends of jobs."""

    def record_job_end(self, end: JobEnd, at: datetime) -> JobEnd:
        """Once an attempt: of one that has its row already, that row is returned and nothing written."""
        with self._transaction():
            same = {"job": end.job, "due_at": instant(end.due_at), "attempt": end.attempt}
            for row in self.known_rows(TABLE, **same):
                return _end(row)
            self._append(TABLE, _row(end), at)
        return end

    def job_ends(self, **equal: object) -> Iterator[JobEnd]:
        """In the order they were written; a database of an older version has none."""
        return map(_end, self.known_rows(TABLE, **equal))


def _row(end: JobEnd) -> dict[str, Any]:
    return {
        "job": end.job,
        "due_at": instant(end.due_at),
        "began_at": instant(end.began_at),
        "attempt": end.attempt,
        "late_s": end.late_s,
        "result": str(end.result),
        "exit_code": end.exit_code,
        "note": clean(end.note)[:NOTE_LENGTH],
    }


def _end(row: Row) -> JobEnd:
    return JobEnd(
        job=row["job"],
        due_at=datetime.fromisoformat(row["due_at"]),
        began_at=datetime.fromisoformat(row["began_at"]),
        attempt=row["attempt"],
        result=Result(row["result"]),
        exit_code=row["exit_code"],
        note=row["note"],
        at=datetime.fromisoformat(row["at"]),
    )
