"""The doctor's looks at what the office set and keeps: calendar, rules, trail, back-up, alerts."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from checks.packs import load_pack
from crawler.calendars import load_calendar
from crawler.clock import china_day
from crawler.disk import in_words
from crawler.errors import InputError, VerificationError
from results.alerts.delivery import destinations
from results.audit import DATABASE, Trail
from results.campaigns.course import courses
from results.migrations import expected_schema
from results.operations.backup import STATE
from results.operations.symptoms import Patient, State, Symptom, told
from results.seal import changed_blocks, read_seal, seal_path

ANNOUNCED = 11  # month by whose end the next year's holidays are usually announced
WHOLE = 1 << 30  # bytes of a database that are looked at in full
OLD, TOO_OLD = timedelta(days=2), timedelta(days=8)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """When the data folder was last copied."""

    at: datetime
    to: str
    is_sound: bool


def last_backup(data: Path) -> LastBackup | None:
    try:
        found = json.loads((data / STATE).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(found["at"]), str(found["to"]), bool(found["sound"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def calendar(patient: Patient) -> Iterator[Symptom]:
    today = china_day(patient.now())
    known = load_calendar(patient.config.rules.calendar)
    if not known.knows(today.year):
        yield told("calendar", State.TROUBLE, "unknown", year=today.year)
    elif known.knows(today.year + 1):
        yield told("calendar", State.OK, "ok", year=today.year, next=today.year + 1)
    else:
        late = today.month > ANNOUNCED
        yield told("calendar", State.WARNING if late else State.OK, "next", year=today.year, next=today.year + 1)


def rules(patient: Patient) -> Iterator[Symptom]:
    try:
        pack = load_pack(patient.config.rules.pack)
    except InputError as error:
        yield told("rules", State.TROUBLE, "bad", detail=error)
        return
    yield told("rules", State.OK, "ok", pack=pack.id)


def trail(patient: Patient) -> Iterator[Symptom]:
    """Quickly: the tables, the head and, where nobody wrote since, the seal. ``spotcheck verify`` looks at all."""
    path = patient.data / DATABASE
    if not path.exists():
        yield told("trail", State.OK, "none")
        return
    try:
        seal = read_seal(path)
        with Trail.inspect(path) as found:
            head = found.head()
            bad = found.schema() != expected_schema(found.version)
            small = path.stat().st_size <= WHOLE
            is_sealed = seal is not None and (seal.seq, seal.hash) == head
            bad = bad or (small and is_sealed and seal is not None and any(changed_blocks(path, seal)))
    except (InputError, VerificationError) as error:
        yield told("trail", State.TROUBLE, "unreadable", detail=error)
        return
    except (ValueError, KeyError, TypeError):
        yield told("trail", State.TROUBLE, "seal", file=seal_path(path))
        return
    yield told("trail", State.TROUBLE if bad else State.OK, "changed" if bad else "ok", seq=head[0])


def backup(patient: Patient) -> Iterator[Symptom]:
    if not (patient.data / DATABASE).exists():
        return
    last = last_backup(patient.data)
    if last is None:
        yield told("backup", State.WARNING, "never")
        return
    age = patient.now() - last.at
    state = State.TROUBLE if age > TOO_OLD or not last.is_sound else State.WARNING if age > OLD else State.OK
    key = "unsound" if not last.is_sound else "ok" if state is State.OK else "old"
    yield told("backup", state, key, hours=f"{age / timedelta(hours=1):.0f}", to=last.to)


def alerts(patient: Patient) -> Iterator[Symptom]:
    """Whether there is anybody to tell, and whether the secrets are at hand. Nothing is sent."""
    settings = patient.config.alerts
    ways = destinations(patient.config)
    if not ways:
        yield told("alerts", State.WARNING, "none")
        return
    wanted = [settings.mail_password_env] if settings.mail_host and settings.mail_user else []
    for hook in settings.webhooks.values():
        wanted += [name for name in (hook.url_env, hook.secret_env) if name]
    missing = [name for name in wanted if not os.environ.get(name, "").strip()]
    key = "missing" if missing else "ok"
    names = "、".join(missing or [way.name for way in ways])
    yield told("alerts", State.TROUBLE if missing else State.OK, key, names=names)


def service(patient: Patient) -> Iterator[Symptom]:
    """Whether the timetable is kept, where it ever was."""
    path = patient.data / "schedule.lock"
    if not path.exists():
        return
    try:
        with path.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        yield told("service", State.OK, "ok")
        return
    except OSError as error:
        yield told("service", State.WARNING, "unknown", detail=in_words(error))
        return
    yield told("service", State.WARNING, "stopped")


def campaign(patient: Patient) -> Iterator[Symptom]:
    """Whether the visits of what is under way are made, or lost to our own line and machine."""
    if not (patient.data / DATABASE).exists():
        return
    with Trail.read(patient.data) as found:
        known = list(courses(found, patient.now()))
    if not known:
        yield told("campaign", State.OK, "none")
    for one in known:
        is_ill = one.planned and one.is_ill(patient.config.availability.lost)
        if one.planned:
            yield told("campaign", State.TROUBLE if is_ill else State.OK, "lost" if is_ill else "ok", **one.told)
