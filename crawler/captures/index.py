"""The index of the capture store: one row a capture, in SQLite."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from crawler.captures.warc import FILE_KIND, Row
from crawler.model import CaptureKind, Digest, Role, RunId, TargetId

COLUMNS = tuple(field.name for field in fields(Row))
INTEGERS = {"status", "truncated", "offset", "length"}
TYPED = ", ".join(f"{name} {'INTEGER' if name in INTEGERS else 'TEXT'} NOT NULL" for name in COLUMNS)
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS captures (
  id INTEGER PRIMARY KEY,
  {TYPED}
) STRICT;
CREATE INDEX IF NOT EXISTS captures_target ON captures (run, target, url);
CREATE INDEX IF NOT EXISTS captures_digest ON captures (digest);
CREATE INDEX IF NOT EXISTS captures_place ON captures (run, file, offset);
CREATE TABLE IF NOT EXISTS finished (run TEXT NOT NULL, target TEXT NOT NULL, manifest TEXT NOT NULL) STRICT;
"""
# Made when the first captures are deleted, so that looking at an older folder changes nothing in it.
ASIDE = f"""
CREATE TABLE IF NOT EXISTS removed (id INTEGER PRIMARY KEY, {TYPED}) STRICT;
CREATE INDEX IF NOT EXISTS removed_target ON removed (run, target);
CREATE INDEX IF NOT EXISTS removed_digest ON removed (digest);
"""
SELECT = f"SELECT {', '.join(COLUMNS)} FROM captures"  # noqa: S608 the names are our own
REMOVED = f"SELECT {', '.join(COLUMNS)} FROM removed"  # noqa: S608
INSERT = f"INSERT INTO captures ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Tally:
    """How many captures of one sort a target has. Repeated readings of a page already taken are not counted."""

    target: str
    role: str
    kind: str
    status: int
    note: str
    count: int
    first_at: str
    last_at: str


class Index:
    """The rows. Autocommit in WAL mode: one insert a response, several writers at once.

    What writes raises OSError where the disk takes nothing more.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._on_disk():
            self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(SCHEMA)

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            is_full = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL
            raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error), str(self._path)) from error

    def add(self, row: Row) -> None:
        with self._on_disk():
            self._db.execute(INSERT, astuple(row))

    def finish(self, run: RunId, manifests: Mapping[TargetId, str]) -> None:
        """Note finished targets and bring every row so far to the disk, come what may."""
        self._db.execute("PRAGMA synchronous=FULL")
        with self._on_disk(), self._db:
            self._db.execute("BEGIN IMMEDIATE")
            rows = [(run, target, manifest) for target, manifest in manifests.items()]
            self._db.executemany("INSERT INTO finished VALUES (?, ?, ?)", rows)
        self._db.execute("PRAGMA synchronous=NORMAL")

    def is_finished(self, run: RunId, target: TargetId) -> bool:
        """Whether a visit of the target has come to its end in this run."""
        found = self._db.execute("SELECT 1 FROM finished WHERE run = ? AND target = ? LIMIT 1", (run, target))
        return found.fetchone() is not None

    def drop(self, run: RunId, file: str, offset: int) -> None:
        with self._on_disk():
            self._db.execute("DELETE FROM captures WHERE run = ? AND file = ? AND offset >= ?", (run, file, offset))

    def remove(self, run: RunId) -> None:
        """Put a run's rows aside: their bytes are deleted, what they say of them is kept."""
        self._db.execute("PRAGMA synchronous=FULL")
        with self._on_disk(), self._db:
            self._db.executescript(ASIDE)
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("INSERT INTO removed SELECT * FROM captures WHERE run = ?", (run,))
            self._db.execute("DELETE FROM captures WHERE run = ?", (run,))
            self._db.execute("DELETE FROM finished WHERE run = ?", (run,))
        self._db.execute("PRAGMA synchronous=NORMAL")

    def of_target(self, run: RunId, target: TargetId, *, removed: bool = False) -> Iterator[Row]:
        """``removed``: rows whose bytes were deleted."""
        return self._rows("WHERE run = ? AND target = ? ORDER BY id", run, target, removed=removed)

    def of_run(self, run: RunId, *, removed: bool = False) -> Iterator[Row]:
        return self._rows("WHERE run = ?", run, removed=removed)

    def of_file(self, run: RunId, file: str) -> Iterator[Row]:
        return self._rows("WHERE run = ? AND file = ? ORDER BY offset", run, file)

    def of_url(self, run: RunId, target: TargetId, url: str) -> list[Row]:
        return list(self._rows("WHERE run = ? AND target = ? AND url = ? ORDER BY id", run, target, url))

    def of_digest(self, digest: Digest, *, removed: bool = False) -> Row | None:
        return next(self._rows("WHERE digest = ? ORDER BY id LIMIT 1", digest, removed=removed), None)

    def at(self, run: RunId, file: str, offset: int) -> Row | None:
        return next(self._rows("WHERE run = ? AND file = ? AND offset = ?", run, file, offset), None)

    def files(self, run: RunId, *, removed: bool = False) -> list[str]:
        if removed and not self._has_removed():
            return []
        table = "removed" if removed else "captures"
        found = self._db.execute(f"SELECT DISTINCT file FROM {table} WHERE run = ? ORDER BY file", (run,))  # noqa: S608
        return [file for (file,) in found]

    def count(self, run: RunId) -> int:
        """Captures of a run: what only opens a file is none."""
        query = "SELECT count(*) FROM captures WHERE run = ? AND kind <> ?"
        return int(self._db.execute(query, (run, FILE_KIND)).fetchone()[0])

    def tallies(self, run: RunId) -> Iterator[Tally]:
        """Counted by target, role, kind, status and note."""
        sorts = "target, role, kind, status, note"
        query = f"""SELECT {sorts}, count(*), min(at), max(at) FROM captures
                    WHERE run = ? AND kind <> ? AND source = '' GROUP BY {sorts}"""  # noqa: S608
        return (Tally(*found) for found in self._db.execute(query, (run, FILE_KIND)))

    def of_role(self, run: RunId, role: Role, kind: CaptureKind, most: int) -> Iterator[Row]:
        return self._rows("WHERE run = ? AND role = ? AND kind = ? ORDER BY id LIMIT ?", run, role, kind, most)

    def extents(self) -> dict[tuple[str, str], int]:
        """(run, file) → the bytes that rows account for, of every file."""
        found = self._db.execute("SELECT run, file, max(offset + length) FROM captures GROUP BY run, file")
        return {(run, file): extent for run, file, extent in found}

    def damage(self) -> Iterator[str]:
        """What SQLite itself finds wrong with the file: a lookup tree that no longer fits its rows."""
        for (line,) in self._db.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield str(line)

    def _rows(self, where: str, *wanted: object, removed: bool = False) -> Iterator[Row]:
        if removed and not self._has_removed():
            return
        for found in self._db.execute(f"{REMOVED if removed else SELECT} {where}", wanted):
            values = dict(zip(COLUMNS, found, strict=True))
            yield Row(**{**values, "truncated": bool(values["truncated"])})

    def _has_removed(self) -> bool:
        return self._db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'removed'").fetchone() is not None

    def close(self) -> None:
        self._db.close()
