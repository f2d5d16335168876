"""Puts one data folder's timetable together, and reads how it stands."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from results.audit import DATABASE, Trail
from results.timetable.attempt import Limits
from results.timetable.jobs import Kind
from results.timetable.keeper import Keeper, Place, Policy
from results.timetable.leases import DATABASE as LEASES
from results.timetable.leases import Lease, Leases, standing
from results.timetable.processes import Launcher
from results.timetable.rows import JobEnd
from results.timetable.settings import Settings
from results.timetable.steps import Desk
from results.timetable.words import say

MIB = 1 << 20
CAMPAIGN_HOURS = 192.0  # a week, and a day to come to an end
HOUR_S = 3600


def keeper_of(
    data: Path, settings: Settings, leases: Leases, launcher: Launcher, holder: str, wrong: Callable[[], str]
) -> Keeper:
    """The keeper of a folder, by its settings. ``wrong``: what is wrong with those that stand in the files now."""
    schedule = settings.config.schedule
    place = place_of(data, settings, leases, launcher, wrong)
    policy = Policy(schedule.attempts, timedelta(minutes=schedule.pause_minutes), limits_of(settings))
    return Keeper(settings.jobs, place, policy, holder)


def keeper_by_hand(data: Path, settings: Settings, leases: Leases, launcher: Launcher, now: datetime) -> Keeper:
    """One that attempts nothing twice, for somebody looks on."""
    place = place_of(data, settings, leases, launcher, lambda: "")
    return Keeper(settings.jobs, place, Policy(1, timedelta(), limits_of(settings), by_hand=True), holder_at(now))


def place_of(data: Path, settings: Settings, leases: Leases, launcher: Launcher, wrong: Callable[[], str]) -> Place:
    desk = Desk(data.resolve(), settings.config, settings.file.resolve() if settings.file else None)
    held = obstacles(data, settings.config.schedule.free_mb, wrong)
    return Place(leases, lambda: Trail.open(data), launcher, desk.work, held)


def limits_of(settings: Settings) -> Callable[[str], Limits]:
    """What attempts at a job may use; a campaign goes on for longer."""
    schedule = settings.config.schedule

    def limits(job: str) -> Limits:
        goes_on = settings.jobs[job].kind.goes_on
        hours = max(schedule.max_hours, CAMPAIGN_HOURS) if goes_on else schedule.max_hours
        return Limits(hours * HOUR_S, schedule.memory_mb)

    return limits


def holder_at(now: datetime) -> str:
    """A name that no other process has."""
    return f"{socket.gethostname()}:{os.getpid()}:{now:%Y%m%dT%H%M%S%f}"


def obstacles(data: Path, free_mb: int, wrong: Callable[[], str]) -> Callable[[Kind], str]:
    """Why a job cannot begin now: settings it could not read, no room on the disk, or a run that a person began."""

    def obstacle(kind: Kind) -> str:
        if wrong():
            return say("held.settings")
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
