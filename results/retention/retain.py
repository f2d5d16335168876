"""Deletes captures whose time is over: first the word in the trail, then the index, then the bytes.

Whatever stops it in between, the next call finishes what the trail already says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from crawler.captures.store import CaptureStore
from crawler.clock import china_day
from crawler.model import RunId, TargetId
from crawler.reading.availability.log import run_of
from results.audit import Trail
from results.gathering import CAPTURES
from results.operations.backup import one_backup
from results.operations.store import digest_of as digest_of_file
from results.retention.holds import Hold, Matters, ended_on
from results.retention.rows import Removal, RemovedFile
from results.runs import one_run


@dataclass(frozen=True, slots=True)
class Term:
    """Runs that ended before ``before`` are over their time. ``keep_days`` 0: somebody named the day."""

    before: date
    keep_days: int = 0

    def kept_until(self, ended: date) -> date:
        return ended + timedelta(self.keep_days) if self.keep_days else self.before - timedelta(1)


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for what. ``dry``: nothing is deleted."""

    data: Path
    term: Term
    by: str
    reason: str
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Treated:
    """One run: kept for a reason, or its captures deleted (or to be)."""

    run: RunId
    ended_on: date | None
    hold: Hold | None
    files: int = 0
    captures: int = 0
    size: int = 0


def retain(request: Request, now: datetime) -> Iterator[Treated]:
    """Run by run. Raises InputError while a run or a back-up is under way."""
    Trail.read(request.data).close()  # a mistyped folder is refused before anything is made in it
    with one_backup(request.data), one_run(request.data), Trail.open(request.data, create=False) as trail:
        gone = trail.removals()
        with closing(CaptureStore(request.data / CAPTURES)) as store:
            for removal in gone.values():
                if not request.dry:
                    _delete(store, removal)
            for candidate in _candidates(trail, Matters.of(trail, china_day(now)), request.term.before):
                if candidate.run not in gone:
                    yield _treat(request, trail, store, candidate, now)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One folder of captures: a run's, or a campaign's, which has no manifests."""

    run: RunId
    ended_on: date | None
    hold: Hold | None
    manifests: Mapping[TargetId, str] = field(default_factory=dict)


def _candidates(trail: Trail, matters: Matters, before: date) -> Iterator[_Candidate]:
    for run in trail.runs():
        yield _Candidate(run.id, ended_on(trail, run.id), matters.hold(run, before), trail.gathered(run.id))
    for campaign in trail.campaigns():
        hold = matters.hold_of_campaign(campaign, before)
        yield _Candidate(run_of(campaign.name), china_day(campaign.plan.ends_at), hold)


def _treat(request: Request, trail: Trail, store: CaptureStore, one: _Candidate, now: datetime) -> Treated:
    hold = one.hold
    if hold is None and next(store.problems(one.run, one.manifests, index=False), None):
        hold = Hold.DAMAGED
    if hold is not None or one.ended_on is None:
        return Treated(one.run, one.ended_on, hold)
    removal = _removal(request, store, one.run, one.ended_on)
    if not removal.files:
        return Treated(one.run, one.ended_on, Hold.EMPTY)
    if not request.dry:
        trail.record_removal(removal, now)
        _delete(store, removal)
    return Treated(one.run, one.ended_on, None, len(removal.files), removal.captures, removal.size)


def _removal(request: Request, store: CaptureStore, run: RunId, ended: date) -> Removal:
    paths = sorted((store.root / run).glob("*.warc.gz"))
    files = tuple(RemovedFile(path.name, f"sha256:{digest_of_file(path)}", path.stat().st_size) for path in paths)
    until = request.term.kept_until(ended)
    return Removal(run, files, store.index.count(run), until, request.by, request.reason)


def _delete(store: CaptureStore, removal: Removal) -> None:
    """Only what the trail names; a file that is not the one it names stays for verification to find."""
    folder = store.root / removal.run
    if store.index.files(removal.run):
        store.index.remove(removal.run)
    for file in removal.files:
        path = folder / file.name
        if path.is_file() and path.stat().st_size == file.size and f"sha256:{digest_of_file(path)}" == file.sha256:
            path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    shutil.rmtree(store.root.parent / "readings" / removal.run, ignore_errors=True)
