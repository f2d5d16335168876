"""Looks whether the trail and the captures are what was written. Changes nothing, stops at nothing."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from crawler.captures import CaptureStore
from crawler.errors import InputError, VerificationError
from crawler.model import TargetId
from crawler.warc import manifest_of
from results.audit import DATABASE, RunRecord, Trail
from results.migrations import expected_schema, guarded
from results.rows import GENESIS, row_hash
from results.schema import TABLES
from results.seal import Seal, changed_blocks, read_seal
from results.text import say

Watch = Callable[[int, int], None]
NOTHING = manifest_of(())[0]  # the manifest of a target without a capture


@dataclass(slots=True)
class Report:
    """What verification saw. Clean when ``problems`` is empty."""

    rows: int = 0
    runs: int = 0
    captures: int = 0  # targets whose captures were looked through
    head: tuple[int, str] = (0, GENESIS)
    problems: list[str] = field(default_factory=list)
    heads_seen: set[str] = field(default_factory=set)


def verify(data: Path) -> list[str]:
    """The problems found, each a sentence naming table and row, or bytes, or a capture; empty when clean."""
    return inspect(data).problems


def inspect(data: Path, wanted_head: str = "", watch: Watch = lambda done, of: None) -> Report:
    """Recomputes everything. ``wanted_head``: a hash that was printed once and must be in the chain.

    ``watch`` is told (done, of how many) as it goes.
    Raises InputError only where there is no database of ours at all.
    """
    report = Report()
    database = data / DATABASE
    seal = _seal(database, report)
    try:
        with Trail.inspect(database) as trail:
            _look_at_rows(trail, seal, report)
            _look_at_schema(trail, report)
            _look_at_captures(trail, data, report, watch)
    except (InputError, VerificationError) as error:
        if not database.exists() or (seal is None and isinstance(error, InputError)):
            raise
        report.problems.append(say("verify.database-unreadable", error=error))
    _look_at_seal(database, seal, report)
    if wanted_head and wanted_head not in report.heads_seen:
        report.problems.append(say("verify.head-unknown", hash=wanted_head))
    return report


def _seal(database: Path, report: Report) -> Seal | None:
    try:
        return read_seal(database)
    except (ValueError, KeyError, TypeError) as error:
        report.problems.append(say("verify.seal-changed", file=database.with_suffix(".seal").name, error=error))
        return None


def _look_at_rows(trail: Trail, seal: Seal | None, report: Report) -> None:
    """The whole chain, all tables at once, in its order."""
    streams = [_table(trail, table, report) for table in TABLES]
    seq, previous = 0, GENESIS
    for number, table, row in heapq.merge(*streams, key=itemgetter(0)):
        report.problems.extend(_row_problems(table, row, seq, previous))
        seq, previous = number, row["hash"]
        report.rows += 1
        report.heads_seen.add(previous)
        if seal and number == seal.seq and previous != seal.hash:
            report.problems.append(say("verify.head-rewritten", seq=number, sealed=seal.hash, hash=previous))
    report.head = (seq, previous)


def _table(trail: Trail, table: str, report: Report) -> Iterator[tuple[int, str, dict[str, Any]]]:
    seq = 0
    try:
        for row in trail.table_rows(table):
            seq = row["seq"]
            yield seq, table, row
    except (InputError, VerificationError) as error:
        report.problems.append(say("verify.table-unreadable", table=table, seq=seq, error=error))


def _row_problems(table: str, row: dict[str, Any], seq: int, previous: str) -> Iterator[str]:
    place = {"table": table, "seq": row["seq"]}
    if row["hash"] != row_hash(table, row):
        yield say("verify.row-changed", **place)
    if row["seq"] > seq + 1:
        yield say("verify.rows-missing", first=seq + 1, last=row["seq"] - 1, **place)
    elif row["seq"] <= seq:
        yield say("verify.row-twice", **place)
    elif row["prev"] != previous:
        yield say("verify.row-unlinked", **place)


def _look_at_schema(trail: Trail, report: Report) -> None:
    expected, found = expected_schema(), trail.schema()
    names = sorted(expected.keys() | found.keys())
    report.problems += [say("verify.schema-changed", name=n) for n in names if expected.get(n) != found.get(n)]
    report.problems += [say("verify.database-says", line=line) for line in trail.complaints()]


def _look_at_captures(trail: Trail, data: Path, report: Report, watch: Watch) -> None:
    """Every capture of every run, through the store's own recomputation."""
    folder = data / "captures"
    runs = trail.runs()
    for number, run in enumerate(runs):
        watch(number, len(runs))
        manifests = trail.gathered(run.id)
        report.runs += 1
        report.captures += len(manifests)
        if folder.is_dir():
            report.problems += [
                say("verify.capture", run=run.id, line=line) for line in _captures(folder, run, manifests)
            ]
        elif any(manifest != NOTHING for manifest in manifests.values()):
            report.problems.append(say("verify.captures-missing", run=run.id, folder=folder))


def _captures(folder: Path, run: RunRecord, manifests: dict[TargetId, str]) -> list[str]:
    try:
        with guarded(folder / "index.sqlite"), CaptureStore(folder) as store:
            return list(store.problems(run.id, manifests))
    except (InputError, VerificationError) as error:
        return [str(error)]


def _look_at_seal(database: Path, seal: Seal | None, report: Report) -> None:
    """Where the head is still the sealed one, every byte must be; a newer head is a crash before the next seal."""
    if seal is None or report.head[0] > seal.seq:
        return
    if report.head[0] < seal.seq:
        report.problems.append(say("verify.tail-missing", sealed=seal.seq, seq=report.head[0]))
    report.problems += changed_blocks(database, seal)
