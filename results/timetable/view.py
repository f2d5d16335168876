"""Jobs for people and for machines: when they come next, why then, and how they ended last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from crawler.clock import CHINA
from crawler.errors import printable
from results.text import words
from results.timetable.jobs import Job
from results.timetable.leases import Lease
from results.timetable.rows import JobEnd
from results.timetable.words import say

LATE_FROM_S = 60  # less is no delay worth a word
DAY_S, HOUR_S, MINUTE_S = 86400, 3600, 60


def job_json(job: Job, leases: Iterable[Lease], last: JobEnd | None, now: datetime) -> dict[str, Any]:
    """One object for a machine. Instants are ISO in China time, or null."""
    due = job.timing.next_after(now) if job.timing else None
    why = ""
    if due and due.is_moved:
        why = say("list.moved", planned=_day(due.planned_at), due=_day(due.due_at))
    if due and due.guessed:
        why += (say("list.and") if why else "") + say("list.guessed", year=due.due_at.year)
    return {
        "job": job.name,
        "title": job.title,
        "line": job.line,
        "enabled": job.is_on,
        "next_run_at": due.due_at.isoformat() if due else None,
        "why": why,
        "now": [_standing(lease) for lease in leases if lease.job == job.name],
        "last": end_json(last) if last else None,
    }


def job_row(job: Job, leases: Iterable[Lease], last: JobEnd | None, now: datetime) -> Mapping[str, Any]:
    """One row for people: when it comes next and why then, what of it waits or is at work, how it ended last."""
    row = job_json(job, leases, last, now)
    due = job.timing.next_after(now) if job.timing else None
    notes = [row["why"], *row["now"]]
    shown = {"due": _minute(due.due_at) if due else say("list.off"), "last": last_words(last)}
    return row | shown | {"note": say("list.and").join(note for note in notes if note)}


def renewed(before: Mapping[str, Job], after: Mapping[str, Job], now: datetime) -> str:
    """One line on other settings: how many jobs, and when those come now that come at other times."""
    changed = [job for name, job in after.items() if job.timing != before[name].timing]
    count = sum(job.is_on for job in after.values())
    return say("service.renewed", count=count, changes="".join(_coming(job, now) for job in changed))


def _coming(job: Job, now: datetime) -> str:
    due = job.timing.next_after(now) if job.timing else None
    return (
        say("service.coming", title=job.title, due=_minute(due.due_at)) if due else say("service.off", title=job.title)
    )


def end_json(end: JobEnd) -> dict[str, Any]:
    """An end for a machine."""
    return {
        "due_at": end.due_at.isoformat(),
        "began_at": end.began_at.isoformat(timespec="seconds"),
        "ended_at": end.at.isoformat(timespec="seconds") if end.at else None,
        "attempt": end.attempt,
        "late_s": end.late_s,
        "result": end.result.value,
        "exit_code": end.exit_code,
        "note": end.note,
    }


def end_rows(ends: Iterable[JobEnd]) -> Iterator[Mapping[str, Any]]:
    """Ends for people."""
    for end in ends:
        row = end_json(end) | {"due_at": _minute(end.due_at), "began_at": _minute(end.began_at), "late": late(end)}
        yield row | {"result": words("timetable")["results"][end.result.value], "note": printable(end.note)}


def last_words(end: JobEnd | None) -> str:
    """How a job ended last, in a few words; a late start is told."""
    if end is None:
        return say("list.never")
    delay = say("list.late", late=late(end)) if late(end) else ""
    return say("list.last", due=_minute(end.due_at), result=words("timetable")["results"][end.result.value], late=delay)


def late(end: JobEnd) -> str:
    """How late an attempt began; empty where it is not worth a word."""
    seconds = end.late_s
    if seconds < LATE_FROM_S:
        return ""
    unit, size = ("days", DAY_S) if seconds >= DAY_S else ("hours", HOUR_S) if seconds >= HOUR_S else ("minutes", 60)
    return say(f"list.{unit}", n=seconds // size)


def _standing(lease: Lease) -> str:
    if lease.state == "working":
        began = _minute(lease.began_at) if lease.began_at else ""
        return say("list.working", due=_minute(lease.due_at), attempt=lease.attempt, began=began)
    if lease.not_before and lease.attempt:
        at = _minute(lease.not_before)
        return say("list.pausing", due=_minute(lease.due_at), attempt=lease.attempt, at=at)
    return say("list.waiting", due=_minute(lease.due_at))


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _day(instant: datetime) -> str:
    return instant.astimezone(CHINA).date().isoformat()
