"""Looks whether the trail and the captures are what was written. Changes nothing, stops at nothing."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from crawler.captures.store import CaptureStore
from crawler.captures.warc import manifest_of
from crawler.errors import InputError, VerificationError, printable
from crawler.model import Digest, RunId, TargetId
from crawler.reading.availability.log import run_of
from results.accounts.store import LISTED
from results.accounts.words import say as say_given
from results.audit import DATABASE, Trail
from results.files import digest_of, files_of, is_whole, place_of
from results.migrations import expected_schema, guarded
from results.retention.removed import problems as removal_problems
from results.retention.rows import TABLE, Removal, removal_of
from results.rows import GENESIS, Row, row_hash
from results.seal import Seal, changed_blocks, read_seal
from results.text import say

Watch = Callable[[int, int], None]
WATCHED = 1000  # rows between two signs of life
GIVEN = {"account_imports": ("capture", "file_digest"), "account_attestations": ("capture", "screenshot_digest")}
HANDED_IN = ("notice_events", "exemptions", "reconsiderations", "ledgers")  # tables that name files people handed in
NOTHING = manifest_of(())[0]  # the manifest of a target without a capture


@dataclass(slots=True)
class Report:
    """What verification saw. Clean when ``problems`` is empty; ``notes`` are worth knowing and accuse nobody."""

    rows: int = 0
    runs: int = 0
    captures: int = 0  # targets whose captures were looked through
    head: tuple[int, str] = (0, GENESIS)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heads_seen: set[str] = field(default_factory=set)
    damaged: set[int] = field(default_factory=set)  # rows whose words are not to be relied on


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
            if _look_at_schema(trail, report):
                _look_at_rows(trail, seal, report, watch)
                _look_at_captures(trail, data, report, watch)
                _look_at_given(trail, data, report)
                _look_at_visits(trail, data, report)
                _look_at_lists(data, report)
                _look_at_notices(trail, data, report)
                _look_at_files(trail, data, report)
            # While this reader holds its view, no writer can bring new pages into the file.
            _look_at_seal(database, seal, report)
    except (InputError, VerificationError) as error:
        if not database.exists() or (seal is None and isinstance(error, InputError)):
            raise
        report.problems.append(say("verify.database-unreadable", error=error.__cause__ or error))
        report.problems += changed_blocks(database, seal) if seal else []
    if wanted_head and wanted_head not in report.heads_seen:
        report.problems.append(say("verify.head-unknown", hash=wanted_head))
    return report


def _seal(database: Path, report: Report) -> Seal | None:
    try:
        return read_seal(database)
    except (ValueError, KeyError, TypeError) as error:
        report.problems.append(say("verify.seal-changed", file=database.with_suffix(".seal").name, error=error))
        return None


def _look_at_rows(trail: Trail, seal: Seal | None, report: Report, watch: Watch) -> None:
    """The whole chain, all tables at once, in its order."""
    streams = [_table(trail, table, report) for table in trail.tables]
    seq, previous, last = 0, GENESIS, trail.head()[0]
    for number, table, row in heapq.merge(*streams, key=itemgetter(0)):
        if row["hash"] != row_hash(table, row):
            report.problems.append(say("verify.row-changed", table=table, seq=number))
            report.damaged.add(number)
        report.problems.extend(_gaps(table, row, seq, previous))
        seq, previous = number, row["hash"]
        report.rows += 1
        if report.rows % WATCHED == 0:
            watch(number, last)
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
        report.problems.append(say("verify.table-unreadable", table=table, seq=seq, error=error.__cause__ or error))


def _gaps(table: str, row: dict[str, Any], seq: int, previous: str) -> Iterator[str]:
    place = {"table": table, "seq": row["seq"]}
    if row["seq"] > seq + 1:
        yield say("verify.rows-missing", first=seq + 1, last=row["seq"] - 1, **place)
    elif row["seq"] <= seq:
        yield say("verify.row-twice", **place)
    elif row["prev"] != previous:
        yield say("verify.row-unlinked", **place)


def _look_at_schema(trail: Trail, report: Report) -> bool:
    """Whether the tables are still those we know, so that their rows can be read by name."""
    expected, found = expected_schema(trail.version), trail.schema()
    changed = [name for name in sorted(expected.keys() | found.keys()) if expected.get(name) != found.get(name)]
    report.problems += [say("verify.schema-changed", name=name) for name in changed]
    report.problems += [say("verify.database-says", line=line) for line in trail.complaints()]
    return not set(changed) & set(trail.tables)


def _look_at_captures(trail: Trail, data: Path, report: Report, watch: Watch) -> None:
    """Every capture of every run, through the store's own recomputation."""
    folder = data / "captures"
    runs = [row["run"] for row in _sound(trail, "runs", report)]
    ended = {row["run"] for row in _sound(trail, "run_ends", report)}
    manifests: dict[str, dict[TargetId, str]] = {run: {} for run in runs}
    for row in _sound(trail, "gathered", report):
        manifests.setdefault(row["run"], {})[row["target"]] = row["manifest"]
    removed = {row["run"]: row for row in _sound(trail, TABLE, report)} if TABLE in trail.tables else {}
    for number, run in enumerate(runs):
        watch(number, len(runs))
        report.runs += 1
        report.captures += len(manifests[run])
        if run in removed:
            _look_at_removed(folder, removal_of(removed[run]), manifests[run], report)
            continue
        # A run under way, or killed, may have bytes without a row; going on with it mends them.
        place = report.problems if run in ended else report.notes
        place += _capture_problems(folder, run, manifests[run])


def _look_at_given(trail: Trail, data: Path, report: Report) -> None:
    """What people handed in: each row's bytes, in a folder of their own."""
    wanted: dict[RunId, set[str]] = {}
    for table, columns in GIVEN.items():
        for row in _sound(trail, table, report) if table in trail.tables else ():
            wanted.setdefault(row["folder"], set()).update(row[column] for column in columns)
            report.captures += 1
    folder = data / "captures"
    for number, (place, digests) in enumerate(wanted.items()):
        if not folder.is_dir():
            report.problems.append(say("verify.captures-missing", run=place, folder=folder))
            continue
        found = _captures(folder, place, {}, digests, index=not number and not report.runs)
        report.problems += [say("verify.capture", run=place, line=line) for line in found]


def _look_at_visits(trail: Trail, data: Path, report: Report) -> None:
    """The logs of visits that availability campaigns kept."""
    if "campaigns" not in trail.tables:
        return
    ended = {row["campaign"] for row in _sound(trail, "campaign_ends", report)}
    removed = {row["run"]: removal_of(row) for row in _sound(trail, TABLE, report)}
    wanted: dict[str, set[str]] = {row["campaign"]: set() for row in _sound(trail, "campaigns", report)}
    for row in _sound(trail, "campaign_visits", report):
        wanted.setdefault(row["campaign"], set()).update(filter(None, (row["capture"], row["control"])))
    folder = data / "captures"
    for campaign, digests in wanted.items():
        place = run_of(campaign)
        if place in removed:
            _look_at_removed(folder, removed[place], {}, report, digests)
        elif folder.is_dir() and (digests or (folder / place).is_dir()):
            told = report.problems if campaign in ended else report.notes
            found = _captures(folder, place, {}, digests, index=not report.runs)
            told += [say("verify.capture", run=place, line=line) for line in found]
        elif digests:
            report.problems.append(say("verify.captures-missing", run=place, folder=folder))


def _look_at_lists(data: Path, report: Report) -> None:
    """Lists of accounts, fetched outside any run: the trail knows none, but their files and the index must agree."""
    folder = data / "captures"
    for place in sorted(folder.glob(f"{LISTED}*")):
        found = _captures(folder, RunId(place.name), {}, index=False)
        report.problems += [say("verify.capture", run=place.name, line=line) for line in found]


def _look_at_removed(
    folder: Path, removal: Removal, manifests: dict[TargetId, str], report: Report, digests: Collection[str] = ()
) -> None:
    """Captures that were deleted when their time was over: the trail says so, and what they were is still known."""
    found: list[tuple[bool, str]] = []
    try:
        with guarded(folder / "index.sqlite"), CaptureStore(folder) as store:
            found.extend(removal_problems(store, removal, manifests, digests))
    except (InputError, VerificationError, OSError, ValueError) as error:
        found.append((True, str(error.__cause__ or error)))
    for is_problem, line in found:
        told = report.problems if is_problem else report.notes
        told.append(say("verify.capture", run=removal.run, line=line))


def _capture_problems(folder: Path, run: RunId, manifests: dict[TargetId, str]) -> list[str]:
    if folder.is_dir():
        return [say("verify.capture", run=run, line=line) for line in _captures(folder, run, manifests)]
    if any(manifest != NOTHING for manifest in manifests.values()):
        return [say("verify.captures-missing", run=run, folder=folder)]
    return []


def _sound(trail: Trail, table: str, report: Report) -> list[dict[str, Any]]:
    return [row for _, _, row in _table(trail, table, report) if row["seq"] not in report.damaged]


def _captures(
    folder: Path, run: RunId, manifests: dict[TargetId, str], digests: Collection[str] = (), *, index: bool = True
) -> list[str]:
    found: list[str] = []
    try:
        with guarded(folder / "index.sqlite"), CaptureStore(folder) as store:
            found.extend(store.problems(run, manifests, index=index))
            held = store.digests(run) if digests else frozenset[Digest]()
            found.extend(say_given("given.gone", digest=digest) for digest in sorted(set(digests) - held))
    except (InputError, VerificationError) as error:
        found.append(str(error.__cause__ or error))
    # Rows of a damaged index lead to places that no file has.
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        found.append(say("verify.captures-unreadable", folder=folder, error=error))
    return found


def _look_at_notices(trail: Trail, data: Path, report: Report) -> None:
    """The office's own copies. A person may have worked in one, so a difference is told and is no alarm."""
    named = [(row["file"], row["document_digest"]) for row in _sound(trail, "notices", report)]
    if "notice_forms" in trail.tables:
        named += [(row["printed"], row["printed_digest"]) for row in _sound(trail, "notice_forms", report)]
    for name, digest in named:
        path = data / "notices" / str(name)
        if name and not path.exists():
            report.notes.append(say("verify.notice-missing", file=path))
        elif name and digest_of(path.read_bytes()) != digest:
            report.notes.append(say("verify.notice-changed", file=path))


def _look_at_files(trail: Trail, data: Path, report: Report) -> None:
    """Replies and proof that people handed in, each under its digest."""
    for table in (table for table in HANDED_IN if table in trail.tables):
        for row in _sound(trail, table, report):
            for name, digest in _named(row):
                whole = is_whole(data, digest)
                if not whole:
                    key = "verify.file-missing" if whole is None else "verify.file-changed"
                    place = {"table": table, "seq": row["seq"], "name": printable(name)}
                    report.problems.append(say(key, **place, file=place_of(data, digest)))


def _named(row: Row) -> list[tuple[str, Digest]]:
    """The files a row names: several beside a word, or the one it was made from."""
    if "files" in row:
        return [(file.name, file.digest) for file in files_of(json.loads(row["files"]))]
    return [(row["file"], Digest(row["file_digest"]))]


def _look_at_seal(database: Path, seal: Seal | None, report: Report) -> None:
    """Where the head is still the sealed one, every byte must be; a newer head is a crash before the next seal."""
    if seal is None and report.rows:
        report.notes.append(say("verify.no-seal", file=database.with_suffix(".seal").name))
    if seal is None or report.head[0] > seal.seq:
        return
    if report.head[0] < seal.seq:
        report.problems.append(say("verify.tail-missing", sealed=seal.seq, seq=report.head[0]))
    report.problems += changed_blocks(database, seal)
