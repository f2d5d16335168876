"""Puts one data folder's timetable together, and reads how it stands."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from crawler import clock
from crawler.config import Config
from results.audit import DATABASE, Trail
from results.timetable.attempt import Limits
from results.timetable.errand import Errand
from results.timetable.jobs import Kind, timetable
from results.timetable.keeper import Keeper, Place, Policy
from results.timetable.leases import DATABASE as LEASES
from results.timetable.leases import Lease, Leases, standing
from results.timetable.processes import LOGS, Launcher
from results.timetable.rows import JobEnd
from results.timetable.steps import Desk
from results.timetable.words import say

MIB = 1 << 20
CAMPAIGN_HOURS = 192.0  # a week, and a day to come to an end
HOUR_S = 3600


def keeper_of(
    data: Path, file: Path | None, config: Config, leases: Leases, launcher: Launcher, *, by_hand: bool = False
) -> Keeper:
    """The keeper of a folder, by its settings. ``by_hand``: nothing is attempted twice."""
    settings, jobs = config.schedule, timetable(config)
    desk = Desk(data.resolve(), config, file.resolve() if file else None)

    def limits(job: str) -> Limits:
        hours = max(settings.max_hours, CAMPAIGN_HOURS) if jobs[job].kind.goes_on else settings.max_hours
        return Limits(hours * HOUR_S, settings.memory_mb)

    place = Place(leases, lambda: Trail.open(data), launcher, desk.work, obstacles(data, settings.free_mb))
    policy = Policy(settings.attempts, timedelta(minutes=settings.pause_minutes), limits, by_hand)
    return Keeper(jobs, place, policy, holder(clock.now()))


def errands_of(data: Path, file: Path | None, config: Config) -> list[Errand]:
    """Alerts, where they have a destination."""
    if not config.alerts.mail_host and not config.alerts.webhooks:
        return []
    desk = Desk(data.resolve(), config, file.resolve() if file else None)
    return [Errand(desk.command("alert", "send"), data / LOGS / "alerts.log")]


def holder(now: datetime) -> str:
    """A name that no other process has."""
    return f"{socket.gethostname()}:{os.getpid()}:{now:%Y%m%dT%H%M%S%f}"


def obstacles(data: Path, free_mb: int) -> Callable[[Kind], str]:
    """Why a job cannot begin now: no room on the disk, or a run that a person began."""

    def obstacle(kind: Kind) -> str:
        if not kind.makes_room and shutil.disk_usage(data).free < free_mb * MIB:
            return say("held.disk", free_mb=free_mb)
        return say("held.run") if kind.runs and _is_locked(data / "run.lock") else ""

    return obstacle


def _is_locked(path: Path) -> bool:
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def ends_of(data: Path, **equal: object) -> list[JobEnd]:
    """Ends of jobs in their order; none where there is no trail yet."""
    if not (data / DATABASE).exists():
        return []
    with Trail.read(data) as trail:
        return list(trail.job_ends(**equal))


def leases_of(data: Path) -> list[Lease]:
    """What is at work and what waits; nothing where there is no table yet. Needs no right to write."""
    return standing(data) if (data / LEASES).exists() else []
