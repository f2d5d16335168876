"""Opens the database of the audit trail, and makes an older one newer. Speaks SQL, with ``results.audit``."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

import sqlite_utils

from crawler.clock import now
from crawler.errors import InputError, VerificationError
from results.rows import GENESIS, instant, row_hash
from results.schema import statements_of, tables_of
from results.schema.views import views_of
from results.seal import has_bytes, read_seal, refuse_lost, write_seal
from results.text import say

APPLICATION_ID = 0x53504354  # "SPCT": tells our files from other people's
VERSION = 5
_PATIENCE_S = 60.0  # how long a writer waits for another one


def connect(path: Path, *, create: bool, readonly: bool = False) -> sqlite3.Connection:
    """The database, at its newest version. Raises InputError where it is not ours, VerificationError where damaged."""
    refuse_lost(path)
    if not create and not has_bytes(path):
        raise InputError(say("trail.missing"), file=str(path), next_step=say("trail.missing-next"))
    with guarded(path):
        connection = sqlite3.connect(address(path, readonly), uri=True, timeout=_PATIENCE_S, isolation_level=None)
        try:
            _recognise(connection, path)
            if not readonly:
                for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 1000"):
                    connection.execute(f"PRAGMA {pragma}")
                migrate(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA recursive_triggers = ON")
        except BaseException:
            connection.close()
            raise
    connection.row_factory = _as_dict
    return connection


def _as_dict(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}


def address(path: Path, readonly: bool) -> str:
    address = path.absolute().as_uri()
    if not readonly:
        return f"{address}?mode=rwc"
    # Beside a database that nobody may write to, SQLite cannot keep its own files and must be told so.
    still = not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    return f"{address}?mode=ro" + ("&immutable=1" if still else "")


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or tables):
        raise InputError(say("trail.other-program"), file=str(path), next_step=say("trail.not-ours-next"))
    if (version := _version(connection)) > VERSION:
        problem = say("trail.newer", found=version, known=VERSION)
        raise InputError(problem, file=str(path), next_step=say("trail.newer-next"))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turns what SQLite says of a file into words for a person: not ours, damaged, busy, no room."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.OperationalError as error:
        problem, step = say("trail.unusable", detail=error), say("trail.unusable-next")
        raise InputError(problem, file=str(path), next_step=step) from error
    except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError) as error:
        if not _looks_like_sqlite(path):
            problem, step = say("trail.not-database", detail=error), say("trail.not-ours-next")
            raise InputError(problem, file=str(path), next_step=step) from error
        raise VerificationError(say("trail.damaged", file=path, detail=error)) from error


def _looks_like_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def migrate(connection: sqlite3.Connection, version: int = VERSION) -> None:
    """Brings a database to a version, the newest where none is named; does nothing where it is already."""
    if _version(connection) >= version:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = _version(connection)
        if found == 0:
            _create(connection, version)
        elif found < version:
            _upgrade(connection, found, version)
        connection.execute(f"PRAGMA user_version = {version}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _create(connection: sqlite3.Connection, version: int) -> None:
    for table in tables_of(version):
        _create_table(connection, table)
    connection.execute("CREATE INDEX decisions_by_finding ON decisions(finding)")
    _create_views(connection, version)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _create_views(connection: sqlite3.Connection, version: int) -> None:
    """The views of this program in the place of those there are: they hold nothing of their own."""
    database = sqlite_utils.Database(connection)
    for view in database.views:
        view.drop()
    for name, select in views_of(version).items():
        database.create_view(name, select.strip())


def _upgrade(connection: sqlite3.Connection, found: int, version: int) -> None:
    """Adds what is new, and a row that says so: with it the head is another one, and the next close seals anew."""
    seq, hash_ = connection.execute(_head_of(tables_of(found))).fetchone() or (0, GENESIS)
    for table in tables_of(version):
        if table not in tables_of(found):
            _create_table(connection, table)
    _create_views(connection, version)
    row = {"seq": seq + 1, "at": instant(now()), "from_version": found, "to_version": version, "prev": hash_}
    _insert(connection, "upgrades", row | {"hash": row_hash("upgrades", row)})


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    names, places = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values()))  # noqa: S608


def _create_table(connection: sqlite3.Connection, table: str) -> None:
    """A table with the triggers that let it only grow."""
    for statement in statements_of(table):
        connection.execute(statement)


def expected_columns() -> dict[str, list[str]]:
    """Every table and view of the newest version with its columns, in their order."""
    with _model(VERSION) as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
        shapes = ((name, connection.execute(f"SELECT * FROM {name} LIMIT 0").description) for (name,) in names)  # noqa: S608
        return {name: [column[0] for column in shape] for name, shape in shapes}


def expected_schema(version: int = VERSION) -> dict[str, str]:
    """Every table, index, trigger and view of a version by name, as SQL."""
    with _model(version) as connection:
        rows = connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema")
        return {str(name): str(sql) for name, sql in rows}


@contextmanager
def _model(version: int) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, version)
        yield connection


@cache
def _head_of(tables: tuple[str, ...]) -> str:
    heads = " UNION ALL ".join(f"SELECT * FROM (SELECT seq, hash FROM {t} ORDER BY seq DESC LIMIT 1)" for t in tables)  # noqa: S608
    return f"SELECT seq, hash FROM ({heads}) ORDER BY seq DESC LIMIT 1"  # noqa: S608


class Chain:
    """One database and its one chain of rows over all tables: what the audit trail is written on."""

    def __init__(self, path: Path, connection: sqlite3.Connection, readonly: bool) -> None:
        self.path = path
        self._connection = connection
        self._readonly = readonly
        self._head = (0, GENESIS)
        self.version = next(iter(connection.execute("PRAGMA user_version").fetchone().values()))
        self.tables = tables_of(self.version)  # a database that was only read may be of an older version

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        with guarded(self.path):
            try:
                if not self._readonly:
                    self._seal()
            finally:
                self._connection.close()

    def _seal(self) -> None:
        """Seals what this close leaves behind, unless another process still writes: its own close will."""
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                return
            raise
        wal = Path(f"{self.path}-wal")
        seq, hash_ = self.head()
        if not (wal.exists() and wal.stat().st_size) and not self._is_sealed(seq, hash_):
            write_seal(self.path, seq, hash_)
        self._connection.execute("ROLLBACK")

    def _is_sealed(self, seq: int, hash_: str) -> bool:
        """A seal of this very head is kept: made anew, it would cover up what happened to the file since."""
        try:
            seal = read_seal(self.path)
        except ValueError:
            return True
        return seal is not None and seal.seq >= seq and (seal.seq > seq or seal.hash == hash_)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with guarded(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._head = self.head()
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _append(self, table: str, columns: Mapping[str, Any], at: datetime) -> int:
        seq, prev = self._head[0] + 1, self._head[1]
        row = {"seq": seq, "at": instant(at), **columns, "prev": prev}
        row["hash"] = row_hash(table, row)
        _insert(self._connection, table, row)
        self._head = (seq, row["hash"])
        return seq

    def _rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with guarded(self.path):
            return self._connection.execute(query, values).fetchall()

    def head(self) -> tuple[int, str]:
        """Number and hash of the newest row; (0, sixty-four zeros) in an empty trail."""
        found = self._rows(_head_of(self.tables))
        return (found[0]["seq"], found[0]["hash"]) if found else (0, GENESIS)

    # what verification looks at

    def table_rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Every row of one table in the chain's order, one by one."""
        with guarded(self.path):
            yield from self._connection.execute(f"SELECT * FROM {table} ORDER BY seq")  # noqa: S608

    def known_rows(self, table: str, **equal: object) -> Iterator[dict[str, Any]]:
        """The same of a table or view that a database of an older version may not have.

        ``equal``: only the rows with these values in these columns.
        """
        if table not in self.tables and table not in views_of(self.version):
            return
        wanted = " AND ".join(f"{column} = ?" for column in equal) or "1"
        query = f"SELECT * FROM {table} WHERE {wanted}" + (" ORDER BY seq" if table in self.tables else "")  # noqa: S608
        with guarded(self.path):
            yield from self._connection.execute(query, tuple(equal.values()))

    def complaints(self) -> list[str]:
        """What SQLite itself finds wrong: index against table, constraints, references; at most twenty."""
        found = [str(next(iter(row.values()))) for row in self._rows("PRAGMA integrity_check(20)")]
        orphans = self._rows("PRAGMA foreign_key_check")[:20]
        return [line for line in found if line != "ok"] + [f"{row['table']} {row['rowid']}: orphan" for row in orphans]

    def schema(self) -> dict[str, str]:
        """Every table, index, trigger and view by name, as SQL."""
        rows = self._rows("SELECT name, sql FROM sqlite_schema")  # a damaged file may hold bytes, or numbers, there
        return {str(row["name"]): str(row["sql"] or "") for row in rows}

    @classmethod
    def inspect(cls, path: Path) -> Self:
        """For verification: one unchanging view of the file, and text that is not UTF-8 kept as it is."""
        chain = cls(path, connect(path, create=False, readonly=True), readonly=True)
        chain._connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        chain._connection.execute("BEGIN")
        return chain
