"""The commands of early warning: what will be overdue, and the reminders that follow."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.errors import InputError, printable
from crawler.lexicon import say as door
from results.audit import Trail
from results.rows import RunRecord
from results.tables import show
from results.text import say, words
from results.warning import remind_commands
from results.warning.early_warning import Forecast, forecast, parse_within, window_of
from results.warning.forecast import NO_READING, EarlyWarning, Unknown, Window
from results.warning.reminders import Giving, giving, remind_of

app = typer.Typer()
app.registered_commands += remind_commands.app.registered_commands


@app.command("warn", help=say("warn.help"))
def warn(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    within: Annotated[str, typer.Option("--within", help=say("warn.within"))],
    run: Annotated[str, typer.Option("--run", help=say("warn.run"))] = "",
    on: Annotated[str, typer.Option("--on", help=say("warn.on"))] = "",
    not_known: Annotated[bool, typer.Option("--not-known", help=say("warn.not-known"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("warn.json"))] = False,
    reminded: Annotated[bool, typer.Option("--remind", help=say("warn.remind"))] = False,
    by: Annotated[str, typer.Option("--by", help=say("warn.by"))] = "",
    how: Annotated[str, typer.Option("--how", help=say("warn.how"), show_default=False)] = "",
    note: Annotated[str, typer.Option("--note", help=say("warn.note"))] = "",
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
) -> None:
    days, day = parse_within(within), clock.parse_day(on) if on else None
    given = _given(by, how, note, reminded=reminded, not_known=not_known)
    with Trail.open(data, create=False) if given else Trail.read(data) as trail:
        record = trail.check(run)
        window = window_of(record, day, days)
        found, healthy = forecast(trail, data, record, window), trail.is_healthy(record.id)
        written = remind_of(trail, record, found.warnings, given, clock.now()) if given else []
    _show(found, record, as_json=as_json, not_known=not_known)
    _tell(found, record, window, not_known=not_known)
    if not healthy:
        print(say("warn.unhealthy"), file=sys.stderr)
    if given and found.warnings:
        done = say("remind.done", count=len(written), how=given.how, by=given.by)
        print(printable(done if written else say("remind.already")), file=sys.stderr)


def _given(by: str, how: str, note: str, *, reminded: bool, not_known: bool) -> Giving | None:
    """How the reminders are given; None where none are. Raises InputError where the options contradict."""
    if not reminded and (by or how or note):
        raise InputError(say("warn.not-reminding"), next_step=say("warn.not-reminding-next"))
    if reminded and not_known:
        raise InputError(say("warn.both"), next_step=say("warn.both-next"))
    today = clock.today()
    return giving(today, today, by, how or say("remind.default-how"), note) if reminded else None


def _show(found: Forecast, record: RunRecord, *, as_json: bool, not_known: bool) -> None:
    if as_json:
        for row in map(unknown_json, found.unknown) if not_known else map(warning_json, found.warnings):
            print(json.dumps(row, ensure_ascii=False))
    elif not_known:
        show(words("console")["warn"]["unknown-headings"], unknown_rows(found.unknown, record))
    elif found.warnings:
        show(words("console")["warn"]["headings"], map(shown, found.warnings))


def _tell(found: Forecast, record: RunRecord, window: Window, *, not_known: bool) -> None:
    """What the list rests on, beside it."""
    told = {"run": record.id, "seen": record.on, "day": window.day, "within": window.within}
    key = "warn.count" if found.warnings else "warn.none"
    print(say(key, count=len(found.warnings), **told), file=sys.stderr)
    if found.unknown and not not_known:
        print(say("warn.unknown-count", count=len(found.unknown)), file=sys.stderr)
    if unread := sum(one.reason == NO_READING for one in found.unknown):
        print(say("warn.unread-count", count=unread, run=record.id), file=sys.stderr)


def warning_json(one: EarlyWarning) -> dict[str, Any]:
    """A warning for a machine."""
    return {
        "target": one.target.id,
        "name": one.target.name,
        "kind": one.kind,
        "what": one.what,
        "indicator": one.indicator,
        "newest_on": one.newest_on.isoformat(),
        "newest_title": one.newest_title,
        "url": one.url,
        "limit_days": one.limit_days,
        "crosses_on": one.crosses_on.isoformat(),
        "days_left": one.days_left,
        "owner": one.target.owner,
        "contact": one.contact,
    }


def unknown_json(one: Unknown) -> dict[str, Any]:
    """Something not known for a machine."""
    named = {"target": one.target.id, "name": one.target.name, "kind": one.kind, "what": one.what}
    return {**named, "reason": one.reason, "message": one.message, "owner": one.target.owner}


def shown(one: EarlyWarning) -> dict[str, Any]:
    """A warning for people."""
    what = one.what or say(f"warn.{one.kind}")
    return {**warning_json(one), "what": what, "newest_on": f"{one.newest_on} {one.newest_title}".strip()}


def unknown_rows(found: Iterable[Unknown], record: RunRecord) -> Iterator[Mapping[str, Any]]:
    """A row each, but the columns of a target for one reason together."""
    found = list(found)
    columns = Counter((one.target.id, one.reason) for one in found if one.kind == "column" and one.what)
    told: set[tuple[str, str]] = set()
    for one in found:
        key = (one.target.id, one.reason)
        count = columns[key] if one.kind == "column" else 0
        if count and key in told:
            continue
        told |= {key} if count else set()
        what = say("warn.column-count", count=count) if count > 1 else one.what or say(f"warn.{one.kind}")
        yield {"name": one.target.name, "what": what, "why": _why(one, record), "owner": one.target.owner}


def _why(one: Unknown, record: RunRecord) -> str:
    if one.message:
        return one.message
    known = words("console")["warn"]["why"]
    return str(known.get(one.reason, known["other"])).format(run=record.id, reason=one.reason)
