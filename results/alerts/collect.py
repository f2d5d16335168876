"""What is worth a message: out of the trail since it was last looked at, and as matters stand now."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from checks.indicator import Consequence
from crawler.clock import china_day
from crawler.config import Config
from crawler.lexicon import load
from crawler.model import Outcome, RunId
from crawler.workdays import Workdays
from results.alerts.message import Alert, Kind
from results.alerts.words import say
from results.audit import Trail
from results.casework.recheck import unconfirmed
from results.casework.words import state_name
from results.casework.worklist import Task, work_list

FIRST = timedelta(days=1)  # how far back the first look goes
ENDS = {"failed", "killed", "given-up"}
DUE = {Task.OVERDUE, Task.TODAY, Task.SOON}
MIB = 1 << 20
Row = Mapping[str, Any]


def news(trail: Trail, seen: int | None, now: datetime) -> Iterator[Alert]:
    """What rows of the trail written since say: jobs, ill runs, vetoes that wait for review."""
    for row in _since(trail, "job_ends", seen, now):
        if row["result"] in ENDS:
            yield _job(row)
    for row in _since(trail, "run_ends", seen, now):
        if not row["healthy"]:
            yield from _ill(trail, row)
    for row in _since(trail, "review_queue", seen, now):
        if row["consequence"] == Consequence.VETO and row["outcome"] == Outcome.FAILED:
            line = say("line.veto", **{name: row[name] for name in ("run", "name", "owner", "title", "message")})
            yield Alert(Kind.VETO, f"veto {row['finding']}", line)


def standing(trail: Trail, data: Path, config: Config, calendar: Workdays, now: datetime) -> Iterator[Alert]:
    """How matters stand: due days of notices, room on the disk."""
    yield from disk(data, config.alerts.free_mb)
    today = china_day(now)
    for line in work_list(trail, today, calendar, unconfirmed(trail)).lines:
        if line.task in DUE and line.due_on and _is_near(line.due_on, today, calendar, config.alerts.due_days):
            words = {"task": state_name("tasks", line.task), "number": line.number, "owner": line.owner}
            key = f"due {line.notice} {line.task} {line.due_on}"
            yield Alert(Kind.DUE, key, say("line.due", due=line.due_on, **words))


def disk(data: Path, least_mb: int) -> Iterator[Alert]:
    free = shutil.disk_usage(data).free // MIB
    if free < least_mb:
        yield Alert(Kind.DISK, "disk", say("line.disk", free=free, least=least_mb, data=data), again=True)


def _since(trail: Trail, table: str, seen: int | None, now: datetime) -> Iterator[Row]:
    """Rows behind the newest that was looked at; of the last day where none ever was."""
    for row in trail.known_rows(table):
        number = row["finding"] if table == "review_queue" else row["seq"]
        at = datetime.fromisoformat(row["observed_at"] if table == "review_queue" else row["at"])
        if number > seen if seen is not None else at > now - FIRST:
            yield row


def _job(row: Row) -> Alert:
    titles = load("console")["jobs"]
    told = {
        "title": titles.get(row["job"], row["job"]),
        "due": row["due_at"][:16].replace("T", " "),
        "note": row["note"],
    }
    line = say(f"line.job-{row['result']}", attempt=row["attempt"], **told)
    return Alert(Kind.JOB, f"job {row['job']} {row['result']}", line, again=True)


def _ill(trail: Trail, row: Row) -> Iterator[Alert]:
    advice = [one.advice for one in trail.monitors(RunId(row["run"])) if not one.is_well and not one.target]
    base = Alert(Kind.RUN, f"run {row['run']}", say("line.run", run=row["run"]))
    yield base
    for number, line in enumerate(advice):
        yield replace(base, key=f"run {row['run']} {number}", line=line)


def _is_near(due: date, today: date, calendar: Workdays, days: int) -> bool:
    """Up to so many working days ahead; where the calendar does not know, so many days and a week."""
    if due <= today:
        return True
    last = calendar.due(today, days) if days else today
    return due <= (last or today + timedelta(days + 7))
