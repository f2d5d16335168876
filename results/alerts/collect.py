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
from results.campaigns.course import courses
from results.casework.cases import cases, numbers
from results.casework.moves import NoticeState
from results.casework.recheck import unconfirmed
from results.casework.words import state_name
from results.casework.worklist import Task

FIRST = timedelta(days=1)  # how far back the first look goes
ENDS = {"failed", "killed", "given-up"}
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
    for row in trail.awaiting(_first(trail, now) if seen is None else seen):
        if row.get("consequence") == Consequence.VETO and row["outcome"] == Outcome.FAILED:
            line = say("line.veto", **{name: row[name] for name in ("run", "name", "owner", "title", "message")})
            quarter = trail.run(RunId(row["run"])).quarter  # the daily pass finds the same day after day
            yield Alert(Kind.VETO, f"veto {quarter} {row['target']} {row['indicator']}", line)


def _first(trail: Trail, now: datetime) -> int:
    """The newest row before anything was judged in the last day."""
    rows = trail.known_rows("judgements")
    begun = (row["seq"] for row in rows if datetime.fromisoformat(row["at"]) > now - FIRST)
    return next(begun, trail.head()[0] + 1) - 1


def standing(trail: Trail, data: Path, config: Config, calendar: Workdays, now: datetime) -> Iterator[Alert]:
    """How matters stand: due days of notices, room on the disk, a campaign that loses its visits."""
    yield from disk(data, config.alerts.free_mb)
    yield from _campaigns(trail, config.availability.lost, now)
    today = china_day(now)
    yield from _due(trail, today, last_day(today, calendar, config.alerts.due_days))


def _due(trail: Trail, today: date, last: date) -> Iterator[Alert]:
    """As the day's work list tells them, without its other lines: it is asked every few minutes."""
    records, printed, looked_at = trail.notices(), numbers(trail), unconfirmed(trail)
    for number, case in cases(trail).items():
        is_open = not case.is_ended and not case.is_settled and case.state is not NoticeState.ISSUED
        if not is_open or number in looked_at or case.next_due > last:
            continue
        if case.is_overdue(today) or case.waits_for_owner:
            task = Task.OVERDUE if case.is_overdue(today) else Task.TODAY if case.next_due == today else Task.SOON
            words = {"task": state_name("tasks", task), "number": printed[number], "owner": records[number].owner}
            key = f"due {number} {task} {case.next_due}"
            yield Alert(Kind.DUE, key, say("line.due", due=case.next_due, **words))


def _campaigns(trail: Trail, share: float, now: datetime) -> Iterator[Alert]:
    """What our own line and machine cost is no website's doing, and nobody else would ever be told of it."""
    for one in courses(trail, now):
        if one.is_ill(share):
            line = f"{say('line.campaign', **one.told)}{say('line.campaign-advice')}"
            yield Alert(Kind.CAMPAIGN, f"campaign {one.campaign}", line, again=True)


def disk(data: Path, least_mb: int) -> Iterator[Alert]:
    free = shutil.disk_usage(data).free // MIB
    if free < least_mb:
        yield Alert(Kind.DISK, "disk", say("line.disk", free=free, least=least_mb, data=data), again=True)


def wrong_settings(error: str) -> Alert:
    """What the service found when its settings were changed."""
    return Alert(Kind.SETTINGS, f"settings {error}", say("line.settings", error=error), again=True)


def _since(trail: Trail, table: str, seen: int | None, now: datetime) -> Iterator[Row]:
    """Rows behind the newest that was looked at; of the last day where none ever was."""
    for row in trail.known_rows(table):
        if row["seq"] > seen if seen is not None else datetime.fromisoformat(row["at"]) > now - FIRST:
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


def last_day(today: date, calendar: Workdays, days: int) -> date:
    """So many working days ahead; where the calendar does not know, so many days and a week."""
    return (calendar.due(today, days) if days else today) or today + timedelta(days + 7)
