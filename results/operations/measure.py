"""The figures themselves, out of the trail and the data folder."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from crawler.clock import china_day
from crawler.model import RunId
from results.audit import DATABASE, Trail
from results.campaigns.course import courses
from results.casework.cases import cases
from results.gathering import CAPTURES
from results.health.rows import SETTINGS
from results.operations.backup import walk
from results.operations.metrics import Metric
from results.operations.office import last_backup

CAMPAIGNS = 2  # the newest, of which visits are told


def measure(data: Path, now: datetime) -> Iterator[Metric]:
    """A folder without a trail has figures of its disk alone."""
    yield from _disk(data)
    last = last_backup(data)
    if last is not None:
        age = (now - last.at).total_seconds()
        yield Metric("backup_age_seconds", "Seconds since the last back-up.", [({}, age)])
        yield Metric("backup_sound", "Whether the last back-up found its original sound.", [({}, float(last.is_sound))])
    if (data / DATABASE).exists():
        with Trail.read(data) as trail:
            yield Metric("trail_rows", "Rows of the audit trail.", [({}, trail.head()[0])], "counter")
            yield from _runs(trail)
            yield from _waiting(trail)
            yield from _notices(trail, now)
            yield from _jobs(trail)
            yield from _visits(trail)
            overdue = [({"campaign": one.campaign}, float(one.overdue)) for one in courses(trail, now)]
            yield Metric("campaign_visits_overdue", "Visits of the last day without a row past their time.", overdue)


def _runs(trail: Trail) -> Iterator[Metric]:
    states = Counter(_state(trail.is_healthy(run.id)) for run in trail.runs())
    yield Metric("runs_total", "Runs, by how they ended.", [({"state": one}, n) for one, n in sorted(states.items())])
    ended = [run for run in trail.checks() if trail.is_healthy(run.id) is not None]
    if not ended:
        return
    run = ended[-1]
    healthy = float(bool(trail.is_healthy(run.id)))
    yield Metric("last_run_healthy", "Whether the newest check is well.", [({"run": run.id}, healthy)])
    finished = [row["at"] for row in trail.known_rows("run_ends", run=run.id)][-1]
    at = datetime.fromisoformat(finished).timestamp()
    yield Metric("last_run_end_timestamp_seconds", "When the newest check ended.", [({}, at)])
    whole = [one for one in trail.monitors(run.id) if not one.target and one.monitor != SETTINGS]
    told = [({"monitor": one.monitor}, float(one.is_well)) for one in whole]
    yield Metric("last_run_monitor_well", "Monitors of the newest check: 1 well, 0 ill.", told)
    tally: Counter[str] = Counter()
    for (outcome, _), count in trail.tally(RunId(run.id)).items():
        tally[outcome.value] += count
    outcomes = [({"outcome": name}, float(count)) for name, count in sorted(tally.items())]
    yield Metric("last_run_findings", "Findings of the newest check, by outcome.", outcomes)


def _state(is_healthy: bool | None) -> str:
    return "unfinished" if is_healthy is None else "healthy" if is_healthy else "unhealthy"


def _waiting(trail: Trail) -> Iterator[Metric]:
    if not trail.checks():
        return
    rows = trail.known_rows("review_queue", run=trail.latest_check().id)
    waiting = Counter(str(row.get("consequence") or "unknown") for row in rows)
    told = [({"consequence": name}, float(count)) for name, count in sorted(waiting.items())]
    yield Metric("findings_awaiting", "Findings of the latest check that wait for a person.", told or [({}, 0)])


def _notices(trail: Trail, now: datetime) -> Iterator[Metric]:
    today = china_day(now)
    standing = [case for case in cases(trail).values() if not case.is_ended]
    late = sum(case.is_overdue(today) for case in standing)
    yield Metric("notices_open", "Notices that are not closed.", [({}, len(standing))])
    yield Metric("notices_overdue", "Notices past their due day.", [({}, late)])


def _jobs(trail: Trail) -> Iterator[Metric]:
    ends = list(trail.job_ends())
    counts = Counter((one.job, one.result.value) for one in ends)
    told = [({"job": job, "result": result}, float(n)) for (job, result), n in sorted(counts.items())]
    yield Metric("job_ends_total", "Attempts at jobs of the timetable, by how they ended.", told, "counter")
    latest = {one.job: one.at.timestamp() for one in ends if one.at and one.result.value == "done"}
    stamps = [({"job": job}, at) for job, at in sorted(latest.items())]
    yield Metric("job_done_timestamp_seconds", "When a job was last done.", stamps)


def _visits(trail: Trail) -> Iterator[Metric]:
    names = [str(row["campaign"]) for row in trail.known_rows("campaigns")][-CAMPAIGNS:]
    told = []
    for name in names:
        found = trail.known_rows("campaign_visits", campaign=name)
        counts = Counter((str(row["family"]), str(row["state"])) for row in found)
        for (family, state), count in sorted(counts.items()):
            told.append(({"campaign": name, "family": family, "state": state}, float(count)))
    yield Metric("campaign_visits", "Visits of the newest availability campaigns, by state.", told)


def _disk(data: Path) -> Iterator[Metric]:
    standing = next(one for one in (data, *data.absolute().parents) if one.exists())
    usage = shutil.disk_usage(standing)
    yield Metric("disk_free_bytes", "Free bytes on the disk of the data folder.", [({}, usage.free)])
    parts = Counter[str]()
    for path in walk(data):
        part = path.relative_to(data).parts[0]
        with suppress(FileNotFoundError):  # others work here meanwhile
            parts[part if part == CAPTURES or path.parent != data else "databases"] += path.stat().st_size
    told = [({"part": name}, float(size)) for name, size in sorted(parts.items())]
    yield Metric("data_bytes", "Bytes of the data folder, by part.", told)
