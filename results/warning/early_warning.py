"""提前预警: what of a run will cross its limit in the next days if nothing is published, and whom to remind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.captures.readings import Readings
from crawler.errors import InputError
from crawler.model import Evidence, Finding, IndicatorId, Registry, TargetId, TargetStatus
from crawler.reading.footer.footer import Footer
from crawler.registration import plain
from results.audit import Trail
from results.rows import RunRecord
from results.rules import catalogue_of
from results.text import say
from results.warning.forecast import COLUMNS, WHOLE, EarlyWarning, Outlook, Unknown, Window

LONGEST = 366  # days
_DAYS = {"d": 1, "w": 7}


@dataclass(frozen=True, slots=True)
class Forecast:
    """What comes, by day; and apart from it, what could not be told."""

    warnings: tuple[EarlyWarning, ...]
    unknown: tuple[Unknown, ...]


def parse_within(text: str) -> int:
    """``3d``, ``5d``, ``1w`` → days. Raises InputError for anything else, none at all and more than a year."""
    match = re.fullmatch(r"([0-9]{1,3})([dw])", text.strip().lower())
    days = int(match[1]) * _DAYS[match[2]] if match else 0
    if not 1 <= days <= LONGEST:
        raise InputError(say("warn.bad-within"), value=text, next_step=say("warn.bad-within-next"))
    return days


def window_of(record: RunRecord, day: date | None, within: int) -> Window:
    """``day`` None: today, or the run's own day where that is later. Raises InputError for a day before the run's:
    what the run saw may be younger."""
    day = max(clock.today(), record.on) if day is None else day
    if day < record.on:
        step = say("warn.early-day-next", on=record.on)
        raise InputError(say("warn.early-day", run=record.id, on=record.on), value=day.isoformat(), next_step=step)
    return Window(record.on, day, within)


def forecast(trail: Trail, data: Path, record: RunRecord, window: Window) -> Forecast:
    """Every account, home page and column of the run. Reads the trail and the kept readings, and no portal."""
    found: list[EarlyWarning | Unknown] = []
    own: dict[TargetId, str] = {}
    shared: dict[str, str] = {}
    for outlook in _outlooks(trail, data, record, window):
        found += [*outlook.whole(), *outlook.columns()]
        if telephone := _telephone(outlook.evidence or ()):
            own[outlook.target.id] = telephone
            shared.setdefault(plain(outlook.target.owner), telephone)
    shared.pop("", None)  # sites without an owner share nobody's telephone
    warnings = [
        replace(one, contact=own.get(one.target.id) or shared.get(plain(one.target.owner), ""))
        for one in found
        if isinstance(one, EarlyWarning)
    ]
    warnings.sort(key=lambda one: (one.crosses_on, one.target.owner, one.target.id, one.kind, one.what))
    return Forecast(tuple(warnings), tuple(one for one in found if isinstance(one, Unknown)))


def _outlooks(trail: Trail, data: Path, record: RunRecord, window: Window) -> Iterator[Outlook]:
    catalogue = catalogue_of(trail, record.id)
    registry, kept = Registry(trail.inventory(record.id)), Readings(data, record.id, record.on)
    manifests, readings = trail.gathered(record.id), trail.readings(record.id)
    findings = _findings(trail, record)
    for target in trail.targets(record.id):
        if target.status is not TargetStatus.RUNNING or target.id not in findings:
            continue
        found = kept.find(target.id, manifests.get(target.id, ""), readings.get(target.id, ""))
        yield Outlook(target, findings[target.id], found and found[0], registry, catalogue, window)


def _findings(trail: Trail, record: RunRecord) -> Mapping[TargetId, Mapping[IndicatorId, Finding]]:
    found: dict[TargetId, dict[IndicatorId, Finding]] = {}
    for indicator in (*WHOLE, *COLUMNS):
        for finding in trail.findings(record.id, indicator=indicator):
            found.setdefault(finding.target, {})[indicator] = finding
    return found


def _telephone(evidence: Sequence[Evidence[Any]]) -> str:
    """What the site's own footer gives; empty where that is none, or only a link."""
    footers = [one.seen for one in evidence if isinstance(one.seen, Footer)]
    return next((footer.contact for footer in footers if isinstance(footer.contact, str)), "")
