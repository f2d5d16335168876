"""Reminders: given to the owners of what will be overdue, and counted for the office's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crawler import nearby
from crawler.clock import Quarter
from crawler.errors import InputError
from crawler.model import RunId, Target, TargetId
from results.audit import Trail
from results.rows import RunRecord
from results.text import say
from results.warning.forecast import EarlyWarning
from results.warning.rows import ReminderRecord


@dataclass(frozen=True, slots=True)
class Giving:
    """How a reminder is given: on which day, by whom, by what means, with what note."""

    on: date
    by: str
    how: str
    note: str = ""


def giving(on: date, today: date, by: str, how: str, note: str = "") -> Giving:
    """Raises InputError where the giver or the means is empty, or the day has not come yet."""
    if not by.strip():
        raise InputError(say("remind.no-name"), next_step=say("remind.no-name-next"))
    if not how.strip():
        raise InputError(say("remind.no-means"), next_step=say("remind.no-means-next"))
    if on > today:
        raise InputError(say("remind.later-day"), value=on.isoformat(), next_step=say("remind.later-day-next"))
    return Giving(on, by.strip(), how.strip(), note.strip())


def remind(trail: Trail, record: RunRecord, ids: Sequence[str], given: Giving, at: datetime) -> list[ReminderRecord]:
    """One reminder for each target, however often it is named. Raises InputError for one that is not the run's."""
    known = {target.id: target.name for target in trail.inventory(record.id)}
    wanted = list(dict.fromkeys(TargetId(each.strip()) for each in ids))
    for each in wanted:
        if each not in known:
            step = nearby.step(say("remind.unknown-target-next"), each, known)
            raise InputError(say("remind.unknown-target", run=record.id), value=each, next_step=step)
    records = [_record(record.id, each, given) for each in wanted]
    trail.record_reminders(records, at)
    return records


def remind_of(
    trail: Trail, record: RunRecord, warnings: Iterable[EarlyWarning], given: Giving, at: datetime
) -> list[ReminderRecord]:
    """One reminder for each target, about all its warnings that no reminder was about before."""
    before = {(one.target, *_key(subject)) for one in trail.reminders() for subject in one.subjects}
    about: dict[TargetId, list[dict[str, Any]]] = {}
    for one in warnings:
        subject = _subject(one)
        if (one.target.id, *_key(subject)) not in before:
            about.setdefault(one.target.id, []).append(subject)
    records = [_record(record.id, target, given, tuple(subjects)) for target, subjects in about.items()]
    if records:
        trail.record_reminders(records, at)
    return records


def _record(run: RunId, target: TargetId, given: Giving, subjects: tuple[dict[str, Any], ...] = ()) -> ReminderRecord:
    return ReminderRecord(run, target, given.on, given.by, given.how, given.note, subjects)


def _subject(one: EarlyWarning) -> dict[str, Any]:
    days = {"newest_on": one.newest_on.isoformat(), "crosses_on": one.crosses_on.isoformat()}
    return {"kind": one.kind, "what": one.what, "indicator": one.indicator, **days}


def _key(subject: Mapping[str, Any]) -> tuple[str, str, str]:
    """What tells one crossing from the next of the same column, account or home page."""
    return subject["kind"], subject["what"], subject["newest_on"]


def reminders_in(trail: Trail, quarter: Quarter | None) -> list[tuple[ReminderRecord, Target]]:
    """The reminders given in a quarter, or ever, with the target as the run's inventory had it."""
    found = [one for one in trail.reminders() if quarter is None or Quarter.of(one.given_on) == quarter]
    inventories = {run: {each.id: each for each in trail.inventory(run)} for run in {one.run for one in found}}
    return [(one, inventories[one.run][one.target]) for one in found]
