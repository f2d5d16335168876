"""Who works which occurrence: a small table of its own that any number of processes may share. Speaks SQL.

What is to come is nowhere written: it follows from a job's line. What came due is a row, from ``waiting`` over
``working`` to ``over``, and nobody works a row that he has not claimed. How it ended stands in the audit trail.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from results.migrations import address, guarded
from results.rows import instant
from results.timetable.rows import Result
from results.timetable.times import Occurrence

DATABASE = "leases.sqlite"
LEASE = timedelta(seconds=60)  # a claim that is not renewed for so long has nobody behind it
PATIENCE_S = 30.0
TABLES = """
CREATE TABLE IF NOT EXISTS leases ( -- One row an occurrence that came due.
  job TEXT NOT NULL,
  due_at TEXT NOT NULL, -- China time, as all instants here.
  planned_at TEXT NOT NULL, -- The time its line names; a day off moves the due one.
  state TEXT NOT NULL CHECK (state IN ('waiting', 'working', 'over')),
  attempt INTEGER NOT NULL DEFAULT 0, -- Attempts that began.
  tries INTEGER NOT NULL DEFAULT 0, -- Those among them that failed by themselves.
  first_at TEXT NOT NULL DEFAULT '', -- When the first attempt began.
  began_at TEXT NOT NULL DEFAULT '', -- When the last one began.
  holder TEXT NOT NULL DEFAULT '', -- Who works it.
  expires_at TEXT NOT NULL DEFAULT '', -- The claim is renewed before that.
  not_before TEXT NOT NULL DEFAULT '', -- A pause between attempts.
  result TEXT NOT NULL DEFAULT '', -- Where it is over.
  PRIMARY KEY (job, due_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS leases_by_state ON leases(state);
CREATE TABLE IF NOT EXISTS seen ( -- One row a job, and one without a name for the clock: noted up to when.
  job TEXT PRIMARY KEY,
  until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_NEW = (
    "INSERT OR IGNORE INTO leases (job, due_at, planned_at, state) SELECT ?1, ?2, ?3, 'waiting' "
    "WHERE NOT EXISTS (SELECT 1 FROM leases WHERE job = ?1 AND planned_at = ?3)"
)


@dataclass(frozen=True, slots=True)
class Lease:
    """One row. Instants are aware; None where they are not yet."""

    job: str
    due_at: datetime
    planned_at: datetime
    state: str
    attempt: int = 0
    tries: int = 0
    first_at: datetime | None = None
    began_at: datetime | None = None
    holder: str = ""
    expires_at: datetime | None = None
    not_before: datetime | None = None
    result: str = ""

    def is_stale(self, now: datetime) -> bool:
        """Nobody renewed it in time; or the clock went back, so that its time says nothing."""
        return self.expires_at is None or not now < self.expires_at <= now + 2 * LEASE


class Leases:
    """The table of one data folder. Every method is one transaction, on disk before it returns.

    Raises InputError where the file cannot be written or read.
    """

    def __init__(self, data: Path) -> None:
        self.path = data / DATABASE
        data.mkdir(parents=True, exist_ok=True)
        with guarded(self.path):
            self._connection = sqlite3.connect(self.path, timeout=PATIENCE_S, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with guarded(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    # what came due

    def seen(self, job: str = "") -> datetime | None:
        """Up to when a job's occurrences were noted; without a job: the latest instant this table knows of."""
        with guarded(self.path):
            row = self._connection.execute("SELECT until FROM seen WHERE job = ?", (job,)).fetchone()
        return datetime.fromisoformat(row["until"]) if row else None

    def note(self, job: str, occurrences: Sequence[Occurrence], until: datetime, now: datetime) -> None:
        """Rows for what came due. What has a row already, also by its planned time, gets no other."""
        with self._transaction() as database:
            for one in occurrences:
                database.execute(_NEW, (job, instant(one.due_at), instant(one.planned_at)))
            _see(database, job, until)
            _see(database, "", now)

    def add(self, job: str, now: datetime) -> Lease:
        """An occurrence that is due now because a person says so. It tells nothing of what came due by itself."""
        with self._transaction() as database:
            database.execute(_NEW, (job, instant(now), instant(now)))
        return next(lease for lease in self.every(job=job) if lease.due_at == now)

    def withdraw(self, lease: Lease) -> None:
        """What a person asked for and did not get is not owed."""
        with self._transaction() as database:
            database.execute("DELETE FROM leases WHERE job = ? AND due_at = ? AND state = 'waiting'", _key(lease))

    def keep_only(self, jobs: Collection[str]) -> None:
        """Of a job that is switched off nothing is noted; when it is switched on again, it counts from then."""
        with self._transaction() as database:
            for row in database.execute("SELECT job FROM seen WHERE job <> ''").fetchall():
                if row["job"] not in jobs:
                    database.execute("DELETE FROM seen WHERE job = ?", (row["job"],))

    def step_back(self, now: datetime) -> None:
        """The clock went back: what was given up of the time to come waits for it again; what was done stays done."""
        at = instant(now)
        with self._transaction() as database:
            database.execute(
                "UPDATE leases SET state = 'waiting', not_before = due_at, result = '' "
                "WHERE state = 'over' AND result = ? AND due_at > ?",
                (Result.GIVEN_UP, at),
            )
            database.execute("UPDATE leases SET not_before = '' WHERE state = 'waiting' AND due_at <= ?", (at,))
            database.execute("UPDATE seen SET until = ?1 WHERE until > ?1", (at,))

    # who works it

    def every(self, state: str = "", job: str = "") -> list[Lease]:
        """In the order of their times."""
        query = "SELECT * FROM leases WHERE (?1 = '' OR state = ?1) AND (?2 = '' OR job = ?2) ORDER BY due_at, job"
        with guarded(self.path):
            return [_lease(row) for row in self._connection.execute(query, (state, job))]

    def claim(self, lease: Lease, holder: str, now: datetime, attempt: int, *, alone: bool = True) -> Lease | None:
        """The row as one's own, at its next attempt; None where another was quicker.

        ``alone``: also where another occurrence of the job is worked.
        """
        query = (
            "UPDATE leases SET state = 'working', holder = ?3, attempt = ?8, began_at = ?4, expires_at = ?5, "
            "not_before = '', first_at = CASE first_at WHEN '' THEN ?4 ELSE first_at END "
            "WHERE job = ?1 AND due_at = ?2 AND state = 'waiting' AND attempt = ?6 "
            "AND NOT (?7 AND EXISTS (SELECT 1 FROM leases WHERE job = ?1 AND state = 'working')) RETURNING *"
        )
        values = (*_key(lease), holder, instant(now), instant(now + LEASE), lease.attempt, alone, attempt)
        with self._transaction() as database:
            row = database.execute(query, values).fetchone()
        return _lease(row) if row else None

    def renew(self, lease: Lease, holder: str, now: datetime) -> None:
        """Keeps a claim, or takes over one whose holder is gone."""
        query = (
            "UPDATE leases SET holder = ?3, expires_at = ?4 "
            "WHERE job = ?1 AND due_at = ?2 AND state = 'working' AND attempt = ?5"
        )
        with self._transaction() as database:
            database.execute(query, (*_key(lease), holder, instant(now + LEASE), lease.attempt))

    def wait(self, lease: Lease, not_before: datetime, tries: int) -> None:
        """Another attempt follows."""
        query = (
            "UPDATE leases SET state = 'waiting', holder = '', expires_at = '', not_before = ?3, tries = ?4 "
            "WHERE job = ?1 AND due_at = ?2 AND state = 'working' AND attempt = ?5"
        )
        with self._transaction() as database:
            database.execute(query, (*_key(lease), instant(not_before), tries, lease.attempt))

    def end(self, lease: Lease, result: str) -> None:
        """It is over."""
        query = (
            "UPDATE leases SET state = 'over', holder = '', expires_at = '', not_before = '', result = ?3 "
            "WHERE job = ?1 AND due_at = ?2 AND state = 'working' AND attempt = ?4"
        )
        with self._transaction() as database:
            database.execute(query, (*_key(lease), result, lease.attempt))


def standing(data: Path) -> list[Lease]:
    """What is at work and what waits, for whoever may read."""
    path = data / DATABASE
    query = "SELECT * FROM leases WHERE state <> 'over' ORDER BY state DESC, due_at, job"
    with (
        guarded(path),
        closing(sqlite3.connect(address(path, readonly=True), uri=True, timeout=PATIENCE_S)) as database,
    ):
        database.row_factory = sqlite3.Row
        return [_lease(row) for row in database.execute(query)]


def _see(database: sqlite3.Connection, job: str, until: datetime) -> None:
    """Only ever later: a step back of the clock is told by :meth:`Leases.step_back`."""
    database.execute(
        "INSERT INTO seen VALUES (?1, ?2) ON CONFLICT (job) DO UPDATE SET until = max(until, excluded.until)",
        (job, instant(until)),
    )


def _key(lease: Lease) -> tuple[str, str]:
    return lease.job, instant(lease.due_at)


def _lease(row: sqlite3.Row) -> Lease:
    values = {field.name: row[field.name] for field in fields(Lease)}
    for name, value in values.items():
        if name.endswith("_at") or name == "not_before":
            values[name] = datetime.fromisoformat(value) if value else None
    return Lease(**values)
