"""The judging of a run: stored captures in, findings out, with no network in sight."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import Any

from checks.catalogue import Catalogue, load_catalogue
from checks.check import discover
from checks.judge import Judged, errors, judge
from crawler import clock
from crawler.captures.readings import Readings
from crawler.captures.store import CaptureStore
from crawler.lexicon import say
from crawler.model import (
    Digest,
    Evidence,
    Fault,
    FaultKind,
    Finding,
    IndicatorId,
    Registry,
    RunId,
    Target,
    TargetId,
    TargetStatus,
)
from crawler.reading.evidence import read_target, unread
from results import text
from results.audit import Change, Trail
from results.gathering import CAPTURES
from results.progress import Report
from results.retention.removed import refuse_removed
from results.rows import RunRecord
from results.rules import matters_of

CHUNK = 4  # targets a process takes at once
AHEAD = 100  # targets a process may be ahead of what is written down: all at once would fill the memory


@dataclass(frozen=True, slots=True)
class Sitting:
    """Everything a judging process must know."""

    data: Path
    record: RunRecord
    registry: Registry
    program_version: str
    manifests: Mapping[TargetId, str] = field(default_factory=dict)  # of the captures, as the trail has them
    readings: Mapping[TargetId, str] = field(default_factory=dict)  # digests of kept readings
    catalogue: Catalogue = field(default_factory=load_catalogue)
    matters: frozenset[tuple[TargetId, IndicatorId]] = frozenset()  # what alone is judged; empty: everything
    keeps: bool = True  # whether new readings are kept


def sitting_of(
    trail: Trail, record: RunRecord, catalogue: Catalogue, fresh: Mapping[TargetId, str] | None = None
) -> Sitting:
    """What judging a run takes, out of the trail. ``fresh``: the readings just made.

    Raises InputError where the run's captures were deleted.
    """
    refuse_removed(trail, record.id)
    return Sitting(
        data=trail.path.parent,
        record=record,
        registry=Registry(trail.inventory(record.id)),
        program_version=version("spotcheck"),
        manifests=trail.gathered(record.id),
        readings={**trail.readings(record.id), **(fresh or {})},
        catalogue=catalogue,
        matters=matters_of(trail, record.id),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """One target judged: its findings, and the checks of ours that crashed."""

    target: TargetId
    findings: tuple[Finding, ...]
    errors: tuple[str, ...]
    reading: str = ""  # digest of the reading kept


def judge_run(trail: Trail, sitting: Sitting, judgement: int, report: Report) -> tuple[list[Change], list[str]]:
    """Judge every gathered target that this judgement has not judged yet; (what changed, which checks crashed).

    In a first judgement everything is new, and is not told as a change.
    """
    run = sitting.record.id
    gathered, judged = trail.gathered(run), trail.judged(run, judgement)
    targets = [t for t in trail.targets(run) if t.id in gathered or t.status is not TargetStatus.RUNNING]
    waiting = [target for target in targets if target.id not in judged]
    report.start(say("run.judging"), len(targets), len(targets) - len(waiting))
    changes: list[Change] = []
    crashed: list[str] = []
    for result in results(sitting, waiting):
        changed = trail.record_findings(run, judgement, result.target, result.findings, clock.now(), result.reading)
        changes += changed if judgement > 1 else ()
        crashed += result.errors
        report.step()
    return changes, crashed


def results(sitting: Sitting, targets: Sequence[Target]) -> Iterator[Result]:
    """Judge in as many processes as there are cores. A page that kills its process costs that one target."""
    workers = min(len(os.sched_getaffinity(0)), (len(targets) + CHUNK - 1) // CHUNK)
    if workers <= 1:
        yield from _alone(sitting, targets)
        return
    left = {target.id: target for target in targets}
    try:
        with _pool(sitting, workers) as pool:
            for part in (targets[at : at + AHEAD * workers] for at in range(0, len(targets), AHEAD * workers)):
                for result in pool.map(judge_target, part, chunksize=CHUNK):
                    del left[result.target]
                    yield result
    except BrokenProcessPool:
        yield from _alone(sitting, tuple(left.values()))


def _alone(sitting: Sitting, targets: Sequence[Target]) -> Iterator[Result]:
    """One process at a time, and a new one after each that died."""
    waiting = list(targets)
    while waiting:
        try:
            with _pool(sitting, 1) as pool:
                while waiting:
                    result = pool.submit(judge_target, waiting[0]).result()
                    del waiting[0]
                    yield result
        except BrokenProcessPool:
            _sit(sitting)
            yield _unreadable(sitting, waiting.pop(0))


def _pool(sitting: Sitting, workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(sitting,))


def _unreadable(sitting: Sitting, target: Target) -> Result:
    fault = Fault(FaultKind.READER_FAILED, "process died", target.address)
    judged = _judged(sitting, target, unread(target, fault))
    findings = tuple(_finding(sitting, target, one, {}) for one in judged)
    return Result(target.id, findings, (f"{target.id}: reading killed its process",))


def _judged(sitting: Sitting, target: Target, evidence: Sequence[Evidence[Any]]) -> list[Judged]:
    """The verdicts of one target; of a run that looks at findings again, only on those."""
    found = judge(target, evidence, sitting.registry, sitting.catalogue, sitting.record.on)
    return [one for one in found if not sitting.matters or (target.id, one.indicator.id) in sitting.matters]


_SITTING: list[Sitting] = []


def _sit(sitting: Sitting) -> None:
    _SITTING[:] = [sitting]


def _begin(sitting: Sitting) -> None:
    """A judging process ends with the run that started it, also where that run was killed and told nobody."""
    _sit(sitting)
    discover()
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@cache
def _store(data: Path) -> CaptureStore:
    return CaptureStore(data / CAPTURES)


def judge_target(target: Target) -> Result:
    """Read a target's captures, or take the reading kept of them, and judge."""
    sitting = _SITTING[0]
    evidence, made, reading = _read(sitting, target)
    judged = _judged(sitting, target, evidence)
    findings = tuple(_finding(sitting, target, one, made) for one in judged)
    return Result(target.id, findings, tuple(errors(judged)), reading)


def _read(sitting: Sitting, target: Target) -> tuple[tuple[Evidence[Any], ...], Mapping[Digest, datetime], str]:
    record, manifest = sitting.record, sitting.manifests.get(target.id, "")
    kept, reading = Readings(sitting.data, record.id, record.on), sitting.readings.get(target.id, "")
    found = kept.find(target.id, manifest, reading) if reading else None
    if found is not None:
        return *found, reading
    read = read_target(target, _store(sitting.data).of_target(record.id, target.id), record.on)
    evidence = read.evidence()
    return evidence, read.made, kept.keep(target.id, manifest, evidence, read.made) if sitting.keeps else ""


def _finding(sitting: Sitting, target: Target, one: Judged, made: Mapping[Digest, datetime]) -> Finding:
    record, indicator = sitting.record, one.indicator
    seen = [made[digest] for digest in one.captures if digest in made] or list(made.values())
    return Finding(
        run=RunId(record.id),
        target=target.id,
        indicator=indicator.id,
        indicator_version=indicator.version,
        outcome=one.verdict.outcome,
        reason=one.verdict.reason,
        data=one.verdict.data,
        subjects=one.verdict.subjects,
        message=text.render(indicator, one.verdict),
        captures=one.captures,
        observed_at=max(seen, default=record.started_at),
        monitored_on=record.on,
        catalogue_digest=sitting.catalogue.digest,
        program_version=sitting.program_version,
    )
