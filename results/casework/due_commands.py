"""``spotcheck due``: the work list of a day."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.calendars import load_calendar
from crawler.config import load_config
from crawler.errors import printable
from crawler.lexicon import say as door
from results.audit import Trail
from results.casework.contacts import telephones
from results.casework.recheck import unconfirmed
from results.casework.view import late
from results.casework.words import say, state_name
from results.casework.worklist import Line, Task, work_list
from results.tables import show
from results.text import words

app = typer.Typer()


@app.command("due", help=say("due.help"))
def due(
    on: Annotated[str, typer.Option("--on", help=say("due.on"))] = "",
    config: Annotated[Path | None, typer.Option("--config", help=door("door.config"))] = None,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    day = clock.parse_day(on) if on else clock.today()
    calendar = load_calendar(load_config(config).rules.calendar)
    with Trail.read(data) as trail:
        found = work_list(trail, day, calendar, unconfirmed(trail))
        rows = [
            {"on": day.isoformat(), **_as_json(line), "contact": _contact(trail, data, line)} for line in found.lines
        ]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif rows:
        show(words("casework")["due"]["headings"], map(_shown, rows))
    if not as_json:
        print(say("due.count" if rows else "due.none", on=day, count=len(rows)))
    if found.unknown_year:
        print(printable(say("due.calendar", year=found.unknown_year)), file=sys.stderr)


def _as_json(line: Line) -> dict[str, Any]:
    return {
        "task": line.task.value,
        "number": line.number,
        "owner": line.owner,
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "workdays_late": line.workdays_late,
        "findings": list(line.findings),
        "next": line.next_step,
    }


def _contact(trail: Trail, data: Path, line: Line) -> str:
    """The first telephone that the footer of a target in question gives."""
    for number in line.findings:
        finding, _ = trail.finding(number)
        if found := telephones(trail, data, finding.run, [finding.target]):
            return found[finding.target]
    return ""


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    days = late(row["task"] == Task.OVERDUE, row["workdays_late"])
    return {**row, "task": state_name("tasks", row["task"]), "due_on": row["due_on"] or "", "late": days}
