"""``spotcheck ledger``: a 要点 document as tasks, the state of each, what persons report of the rest."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.errors import InputError, printable
from crawler.lexicon import say as door
from results.audit import Trail
from results.files import digest_of, keep_files
from results.ledger.reader import read
from results.ledger.rows import LedgerRecord, TaskReport
from results.ledger.source import contents
from results.ledger.standing import Standing, State, is_observed, standings
from results.ledger.task import Reading, Task
from results.ledger.words import name as named
from results.ledger.words import say, table
from results.tables import show

app = typer.Typer(help=say("help"), no_args_is_help=True)

Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Json = Annotated[bool, typer.Option("--json", help=door("door.json"))]
Name = Annotated[str, typer.Option("--name", help=say("name"))]
LEFTOVER_SHOWN = 60  # characters


@app.command("import", help=say("import-help"))
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("file"))],
    name: Name = "",
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    body, found = contents(file)
    reading = read(found)
    if not reading.tasks:
        raise InputError(say("no-tasks"), file=str(file), next_step=say("no-tasks-next"))
    wanted = LedgerRecord(name or reading.title or file.stem, 0, reading.year, file.name, digest_of(body))
    with Trail.open(data) as trail:
        keep_files(data, [file])
        ledger, is_new = trail.record_ledger(wanted, reading, clock.now())
    if as_json:
        for task in reading.tasks:
            print(json.dumps(_as_json(task), ensure_ascii=False))
    else:
        show(table("headings")["import"], map(_shown, reading.tasks))
        said = {"name": ledger.name, "version": ledger.version, "tasks": len(reading.tasks)}
        print(printable(say("imported" if is_new else "unchanged", **said)))
    _tell_uncertain(reading)


def _as_json(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "title": task.title,
        "text": task.text,
        "lead_units": list(task.lead_units),
        "responsible_units": list(task.responsible_units),
        "deadline": task.deadline,
        "indicators": list(task.indicators),
    }


def _tell_uncertain(reading: Reading) -> None:
    """What was not read for certain, and the paragraphs that belong to no task: nothing goes without a word."""
    for task in reading.tasks:
        for note in task.notes:
            print(printable(say("note-of", number=task.number, note=note)), file=sys.stderr)
    for left in reading.leftovers:
        text = " ".join(left.text.split())
        text = text if len(text) <= LEFTOVER_SHOWN else f"{text[:LEFTOVER_SHOWN]}…"
        why = named("why", left.why)
        print(printable(say("leftover", why=why, line=left.line, text=text)), file=sys.stderr)


@app.command("show", help=say("show-help"))
def show_(
    name: Name = "",
    on: Annotated[str, typer.Option("--on", help=say("on"))] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help=say("overdue-only"))] = False,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    day = clock.parse_day(on) if on else clock.today()
    with Trail.read(data) as trail:
        every = standings(trail, trail.ledger(name), day)
        has_run = bool(trail.checks())
    found = [one for one in every if one.overdue or not overdue]
    if as_json:
        for one in found:
            print(json.dumps(_standing_json(one), ensure_ascii=False))
        return
    if found:
        show(table("headings")["show"], map(_standing_shown, found))
    late = sum(one.overdue for one in every)
    person = sum(one.state in {State.PERSON, State.REPORTED, State.DONE} for one in every)
    print(say("count", on=day, count=len(every), overdue=late, person=person))
    if not has_run:
        print(say("no-run"), file=sys.stderr)


def _standing_json(one: Standing) -> dict[str, Any]:
    report = one.report
    return {
        **_as_json(one.task),
        "state": one.state.value,
        "findings": asdict(one.counts),
        "overdue": one.overdue,
        "report": {"on": report.on.isoformat(), "by": report.by, "note": report.note, "done": report.done}
        if report
        else None,
        "notes": list(one.task.notes),
    }


def _shown(task: Task) -> dict[str, Any]:
    lead = [named("shown", "lead", units="、".join(task.lead_units))] if task.lead_units else []
    units = "；".join([*lead, *(["、".join(task.responsible_units)] if task.responsible_units else [])])
    indicators = " ".join(task.indicators)
    return {"number": task.number, "title": task.title, "units": units, "deadline": task.deadline or ""} | {
        "indicators": indicators
    }


def _standing_shown(one: Standing) -> dict[str, Any]:
    state, report = named("states", one.state.value), one.report
    if report is not None and one.state in {State.REPORTED, State.DONE}:
        state = named("shown", "with_note", state=state, on=report.on, by=report.by, note=report.note)
    counts = asdict(one.counts)
    told = named("shown", "counts", **counts) if any(counts.values()) else ""
    late = named("shown", "overdue") if one.overdue else ""
    return {**_shown(one.task), "state": state, "counts": told, "overdue": late}


@app.command("report", help=say("report-help"))
def report(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=say("number"))],
    note: Annotated[str, typer.Option("--note", help=say("note"))],
    by: Annotated[str, typer.Option("--by", help=say("by"))],
    done: Annotated[bool, typer.Option("--done", help=say("done"))] = False,
    name: Name = "",
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    if not note.strip() or not by.strip():
        raise InputError(say("no-note"), next_step=say("no-note-next"))
    with Trail.open(data, create=False) as trail:
        ledger = trail.ledger(name)
        task = next((one for one in trail.ledger_tasks(ledger) if one.number == number.strip()), None)
        if task is None:
            raise InputError(say("unknown-task"), value=number, next_step=say("unknown-task-next"))
        if is_observed(trail, task):
            raise InputError(say("observed"), value=number, next_step=say("observed-next"))
        day = clock.today()
        trail.record_task_report(
            TaskReport(ledger.name, ledger.version, task.number, day, by.strip(), note.strip(), done), clock.now()
        )
        found = next(one for one in standings(trail, ledger, day) if one.task.number == task.number)
    if as_json:
        print(json.dumps(_standing_json(found), ensure_ascii=False))
    else:
        print(printable(say("reported", name=ledger.name, number=task.number)))
