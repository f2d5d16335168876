"""What each job runs: the commands that a person would type, one after the other.

A job that is begun again gets the same commands: its day is the one its first attempt began on, its quarter the one it
was due in. So a run that was cut short is gone on with, also on another day.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from crawler import clock
from crawler.clock import Quarter
from crawler.config import Config
from crawler.errors import InputError
from crawler.inventory import load_inventory
from crawler.model import TargetKind
from results.audit import DATABASE, Trail
from results.casework.cases import cases
from results.casework.recheck import matters_answered, matters_due, unconfirmed
from results.order_rows import Matter, Purpose
from results.timetable.leases import Lease
from results.timetable.words import say

DOOR = (sys.executable, "-m", "spotcheck")
SITES = (TargetKind.PORTAL, TargetKind.DEPARTMENT_SITE)
WEEKLY, NEWMEDIA, ANNUAL = "weekly", "newmedia", "annual"  # routines, as the ids of their runs have them
WEEK = 7


@dataclass(frozen=True, slots=True)
class Work:
    """``steps`` to be run in their order. None where there is nothing to do, and ``note`` says why."""

    steps: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a job is worked: the data folder, the settings and their file."""

    data: Path
    config: Config
    file: Path | None = None

    def work(self, lease: Lease) -> Work:
        """Raises InputError where a setting is missing."""
        return BUILDERS[lease.job](self, lease)

    def command(self, *words: str, configured: bool = True) -> tuple[str, ...]:
        settings = ("--config", str(self.file)) if configured and self.file else ()
        return (*DOOR, *words, "--data", str(self.data), *settings)

    @property
    def inventory(self) -> tuple[str, str]:
        base = self.file.parent if self.file else Path.cwd()
        return "--inventory", str(base / self.config.schedule.inventory)

    def has_any(self, kinds: Collection[TargetKind]) -> bool:
        """Whether the inventory has targets of a kind; of one that cannot be read the run will tell."""
        try:
            path = Path(self.inventory[1])
            return not _kinds(path, path.stat().st_mtime_ns).isdisjoint(kinds)
        except (InputError, OSError):
            return True

    @property
    def has_trail(self) -> bool:
        return (self.data / DATABASE).exists()


@lru_cache(maxsize=1)
def _kinds(inventory: Path, changed_ns: int) -> frozenset[TargetKind]:
    """The kinds of targets in an inventory, read again when it has changed."""
    return frozenset(target.kind for target in load_inventory(inventory).targets)


def quarter_of(lease: Lease) -> Quarter:
    return Quarter.of(clock.china_day(lease.planned_at))


def day_of(lease: Lease) -> date:
    """The day in China on which the job began."""
    return clock.china_day(lease.first_at or lease.due_at)


def _run(desk: Desk, lease: Lease, *words: str) -> tuple[str, ...]:
    period = ("--quarter", str(quarter_of(lease)), "--on", day_of(lease).isoformat())
    return desk.command("run", *desk.inventory, *period, *words)


def _spot_check(desk: Desk, lease: Lease) -> Work:
    """A quarter that was drawn already, by hand or by an earlier attempt, is inspected by its newest draw."""
    quarter, settings = quarter_of(lease), desk.config.schedule
    drawn = ""
    if desk.has_trail:
        with Trail.read(desk.data) as trail:
            drawn = next((one.id for one in reversed(trail.samples()) if one.quarter == quarter), "")
    check = _run(desk, lease, "--sample", drawn or f"{quarter}-1")
    if drawn:
        return Work((check,))
    rate, seed = f"{settings.sample_percent:g}%", f"{settings.seed.strip()} {quarter}".strip()
    lot = ("--rate", rate, "--seed", seed, "--quarter", str(quarter), "--by", say("words.by"))
    return Work((desk.command("sample", *desk.inventory, *lot, configured=False), check))


def _whole(routine: str, *kinds: TargetKind) -> Callable[[Desk, Lease], Work]:
    words = ["--routine", routine, *(word for kind in kinds for word in ("--kind", kind.value))]

    def build(desk: Desk, lease: Lease) -> Work:
        if kinds and not desk.has_any(kinds):
            return Work(note=say("notes.no-target"))
        return Work((_run(desk, lease, *words),))

    return build


def _weekly_check(desk: Desk, lease: Lease) -> Work:
    """The newest retrieval judged again by today's rules and readers, then what waits for a person, and what nears."""
    run = newest_run(desk, WEEKLY)
    if not run:
        return Work(note=say("notes.no-run"))
    return Work((
        desk.command("judge", run, configured=False),
        desk.command("review", "--run", run, configured=False),
        desk.command("warn", "--within", f"{WEEK}d", "--run", run, configured=False),
    ))  # fmt: skip


def _campaign(desk: Desk, lease: Lease) -> Work:
    """One a quarter, whoever began it."""
    quarter = quarter_of(lease)
    if desk.has_trail:
        with Trail.read(desk.data) as trail:
            known = [one.quarter for one in trail.campaigns() if not one.is_rehearsal]
        if quarter in known:
            return Work(note=say("notes.campaign", quarter=quarter))
    return Work((desk.command("campaign", "begin", *desk.inventory, "--by", say("words.by")),))


def _early_warning(desk: Desk, lease: Lease) -> Work:
    run = newest_run(desk, WEEKLY) or newest_run(desk, "")
    if not run:
        return Work(note=say("notes.no-run"))
    within = f"{desk.config.schedule.warn_days}d"
    return Work((desk.command("warn", "--within", within, "--run", run, configured=False),))


def newest_run(desk: Desk, routine: str) -> str:
    """The newest finished run of a routine, or the newest that is of none; empty where there is none."""
    if not desk.has_trail:
        return ""
    with Trail.read(desk.data) as trail:
        ended = [one for one in trail.checks() if one.routine == routine and trail.is_healthy(one.id) is not None]
    return ended[-1].id if ended else ""


def _rechecks(desk: Desk, lease: Lease) -> Work:
    """Notices whose owners answered, and once each whose day has come; not where a look waits for a person's word."""
    if not desk.has_trail:
        return Work(note=say("notes.no-recheck"))
    day = day_of(lease)
    with Trail.read(desk.data) as trail:
        waiting, notices = unconfirmed(trail), trail.notices()
        answered = {one.notice for one in _matters(trail, matters_answered)}
        came_due = {one.notice for one in _matters(trail, lambda one: matters_due(one, day))} - _looked_at(trail)
        named = [notices[one] for one in sorted(filter(None, answered | came_due)) if one not in waiting]
    if not named:
        return Work(note=say("notes.no-recheck"))
    words = [word for one in named for word in ("--notice", f"{one.year}-{one.number}")]
    return Work((desk.command("recheck", *words, "--on", day.isoformat()),))


def _matters(trail: Trail, ask: Callable[[Trail], tuple[Matter, ...]]) -> tuple[Matter, ...]:
    try:
        return ask(trail)
    except InputError:
        return ()  # there is none


def _looked_at(trail: Trail) -> set[int | None]:
    """Notices that were looked at again on their present due day or after it."""
    known = cases(trail)
    found = set[int | None]()
    for run, order in trail.orders().items():
        if order.purpose is Purpose.RECHECK:
            on, asked = trail.run(run).on, {matter.notice for matter in trail.matters(run)}
            found |= {one for one in asked if one in known and on >= known[one].next_due}
    return found


def _on_trail(*words: str, configured: bool = False) -> Callable[[Desk, Lease], Work]:
    """A command that looks at what there is."""
    return lambda desk, lease: (
        Work((desk.command(*words, configured=configured),)) if desk.has_trail else Work(note=say("notes.no-trail"))
    )


def _log_head(desk: Desk, lease: Lease) -> Work:
    """A trail into which nothing was written yet has no head."""
    if desk.has_trail:
        with Trail.read(desk.data) as trail:
            if trail.head()[0]:
                return Work((desk.command("head", configured=False),))
    return Work(note=say("notes.no-trail"))


def _backup(desk: Desk, lease: Lease) -> Work:
    if not desk.config.backup.to:
        raise InputError(say("words.no-backup"), next_step=say("words.no-backup-next"))
    return Work((desk.command("backup"),)) if desk.has_trail else Work(note=say("notes.no-trail"))


BUILDERS: Mapping[str, Callable[[Desk, Lease], Work]] = {
    "quarterly-spot-check": _spot_check,
    "weekly-retrieval": _whole(WEEKLY),
    "weekly-check": _weekly_check,
    "newmedia-pass": _whole(NEWMEDIA, TargetKind.ACCOUNT),
    "campaign-begin": _campaign,
    "campaign-run": _on_trail("campaign", "run", configured=True),
    "early-warning": _early_warning,
    "due-list": _on_trail("due", configured=True),
    "rechecks": _rechecks,
    "annual-departments": _whole(ANNUAL, *SITES),
    "annual-governments": _whole(ANNUAL, TargetKind.PORTAL),
    "log-head": _log_head,
    "verification": _on_trail("verify"),
    "backup": _backup,
    "retention": _on_trail("retain", "--by", say("words.by"), configured=True),
}
