"""The tables and views of the audit trail, as text. ``results.migrations`` builds the database from it.

Every table only grows. Every row of every table carries its number in the one chain over all tables (``seq``), the
instant it was written (``at``), the hash of the row before it in the chain (``prev``) and its own (``hash``).
The comments stay in the database and become ``docs/data-dictionary.md``. Current state is a view, never a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from results.schema import accounts, casework, inspection, ledger, publishing, timetable
from results.schema.views import VIEWS

__all__ = ["NAMED", "SINCE", "TABLES", "VIEWS", "statements_of", "tables_of"]

# table: what it holds, its own columns, and the keys no two rows may share
TABLES = {
    **inspection.TABLES,
    **accounts.TABLES,
    **casework.TABLES,
    **ledger.TABLES,
    **publishing.TABLES,
    **timetable.TABLES,
}
# First version with the table; of all others: 1.
SINCE = {
    "upgrades": 2,
    "account_imports": 2,
    "account_attestations": 2,
    "reminders": 3,
    "rules": 4,
    "run_orders": 4,
    "run_matters": 4,
    "samples": 4,
    "sample_targets": 4,
    "exemptions": 4,
    "exemption_ends": 4,
    "notice_forms": 4,
    "notice_events": 4,
    "reconsiderations": 4,
    "reconsideration_results": 4,
    "ledgers": 4,
    "ledger_tasks": 4,
    "ledger_reports": 4,
    "set_asides": 5,
    "editions": 5,
    "edition_targets": 5,
    "edition_findings": 5,
    "edition_rectifications": 5,
    "campaigns": 5,
    "campaign_targets": 5,
    "campaign_visits": 5,
    "campaign_ends": 5,
    "job_ends": 5,
    "capture_removals": 5,
    "run_monitors": 5,
}
NAMED = frozenset(
    {"runs", "samples", "campaigns"}
)  # tables whose own name, not the number, is the primary key: browsers link to it


def tables_of(version: int) -> tuple[str, ...]:
    """The tables of a database of this version, in their order."""
    return tuple(table for table in TABLES if SINCE.get(table, 1) <= version)


HEAD = """
  seq INTEGER {seq}, -- Number in the one chain over all tables.
  at TEXT NOT NULL CHECK (at GLOB '20[0-9][0-9]-*T*+08:00'), -- When the row was written, China time."""
TAIL = """  prev TEXT NOT NULL CHECK (length(prev) = 64), -- Hash of the row before it in the chain.
  hash TEXT NOT NULL CHECK (length(hash) = 64){comma} -- SHA-256 over the table's name and all other columns."""


def statements_of(table: str) -> Iterator[str]:
    """What makes a table and the triggers that let it only grow."""
    purpose, columns, keys = TABLES[table]
    body, constraints = _split(columns)
    named = table in NAMED
    constraints += [f"  {'PRIMARY KEY' if named else 'UNIQUE'} ({key})" for key in keys]
    head = HEAD.format(seq="NOT NULL UNIQUE" if named else "PRIMARY KEY")
    tail = TAIL.format(comma="," if constraints else "")
    yield f"CREATE TABLE {table} ( -- {purpose}{head}\n{body}\n{tail}\n" + ",\n".join(constraints) + "\n) STRICT"
    for event in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT raise(ABORT, '{table} only grows: no {event}'); END"
        )
    yield _no_replace(table, keys)


def _split(columns: str) -> tuple[str, list[str]]:
    """The columns and, apart from them, the table's own constraints, which SQL wants last."""
    lines = columns.strip("\n").splitlines()
    own = [line for line in lines if re.match(r"  (FOREIGN|CHECK)\b", line)]
    return "\n".join(line for line in lines if line not in own), [line.rstrip(",") for line in own]


def _no_replace(table: str, keys: tuple[str, ...]) -> str:
    """INSERT OR REPLACE slips past delete triggers on a plain connection, so an existing key is refused before."""
    same = ["seq = NEW.seq"]
    same += [" AND ".join(f"{column} = NEW.{column}" for column in key.split(", ")) for key in keys]
    exists = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {condition})" for condition in same)  # noqa: S608
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} "
        f"BEGIN SELECT raise(ABORT, '{table} only grows: this row exists'); END"
    )
