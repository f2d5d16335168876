"""The commands of a notice's life: what is open, what happened, and recording what happens next."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.calendars import load_calendar
from crawler.config import load_config
from crawler.errors import InputError, printable
from crawler.lexicon import say as door
from crawler.workdays import Workdays
from results.audit import Trail
from results.casework import actions as case_actions
from results.casework.actions import Word
from results.casework.cases import cases, find_notice, numbers
from results.casework.letter import escalate
from results.casework.machine import Case, NoticeEvent
from results.casework.moves import EventKind
from results.casework.view import case_json, event_lines, shown
from results.casework.words import say, state_name
from results.letters.print_report import differences
from results.notices.files import Order
from results.tables import show
from results.text import words

app = typer.Typer(no_args_is_help=True, help=say("notice.help"))

Number = Annotated[str, typer.Argument(metavar="NUMBER", help=say("notice.number"))]
By = Annotated[str, typer.Option("--by", help=say("notice.by"))]
On = Annotated[str, typer.Option("--on", help=say("notice.on"))]
Note = Annotated[str, typer.Option("--note", help=say("notice.note"))]
Reason = Annotated[str, typer.Option("--reason", help=say("notice.reason"))]
Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Config = Annotated[Path | None, typer.Option("--config", help=door("door.config"))]
Json = Annotated[bool, typer.Option("--json", help=door("door.json"))]


def word(by: str, note: str, on: str) -> Word:
    today = clock.today()
    return Word(clock.parse_day(on) if on else today, by, note, today, clock.now())


@app.command("list", help=say("notice.list-help"))
def list_notices(
    only_open: Annotated[bool, typer.Option("--open", help=say("notice.open"))] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help=say("notice.overdue"))] = False,
    on: Annotated[str, typer.Option("--on", help=say("notice.as-of"))] = "",
    data: Data = Path("var"),
    config: Config = None,
    as_json: Json = False,
) -> None:
    day, calendar = clock.parse_day(on) if on else clock.today(), calendar_of(config)
    with Trail.read(data) as trail:
        records = trail.notices()
        found = [case_json(trail, records[number], case, day, calendar) for number, case in cases(trail).items()]
    found = [one for one in found if not (only_open and one["ended"]) and not (overdue and not one["overdue"])]
    if as_json:
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
        return
    if found:
        show(words("casework")["notice"]["headings"], map(shown, found))
    print(say("notice.count", count=len(found)))


@app.command("show", help=say("notice.show-help"))
def show_notice(number: Number, config: Config = None, data: Data = Path("var"), as_json: Json = False) -> None:
    with Trail.read(data) as trail:
        record = find_notice(trail, number, clock.today())
        case = cases(trail)[record.id]
        found = case_json(trail, record, case, clock.today(), calendar_of(config), full=True)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for line in event_lines(found):
        print(printable(line))


@app.command("serve", help=say("notice.serve-help"))
def serve(
    number: Number,
    how: Annotated[str, typer.Option("--how", help=say("notice.how"))],
    by: By,
    on: On = "",
    data: Data = Path("var"),
) -> None:
    case_actions.required(how, "--how")
    _record(data, number, EventKind.SERVED, word(by, how, on))


@app.command("acknowledge", help=say("notice.acknowledge-help"))
def acknowledge(number: Number, by: By, on: On = "", note: Note = "", data: Data = Path("var")) -> None:
    _record(data, number, EventKind.ACKNOWLEDGED, word(by, note, on))


@app.command("respond", help=say("notice.respond-help"))
def respond(
    number: Number,
    by: By,
    file: Annotated[list[Path] | None, typer.Option("--file", help=say("notice.file"))] = None,
    note: Note = "",
    on: On = "",
    data: Data = Path("var"),
) -> None:
    said = word(by, note, on)
    with Trail.open(data, create=False) as trail:
        record = find_notice(trail, number, said.today)
        case, written = case_actions.respond(trail, data, record, said, tuple(file or ()))
        name = numbers(trail)[record.id]
    _tell(name, case, written)


@app.command("extend", help=say("notice.extend-help"))
def extend(
    number: Number,
    due: Annotated[str, typer.Option("--due", help=say("notice.due"))],
    reason: Reason,
    by: By,
    on: On = "",
    data: Data = Path("var"),
) -> None:
    case_actions.required(reason, "--reason")
    _record(data, number, EventKind.EXTENDED, word(by, reason, on), clock.parse_day(due))


@app.command("escalate", help=say("notice.escalate-help"))
def escalate_(
    number: Number,
    by: By,
    note: Note = "",
    due: Annotated[str, typer.Option("--due", help=say("notice.new-due"))] = "",
    out: Annotated[Path | None, typer.Option("--out", help=say("notice.out"))] = None,
    on: On = "",
    config: Config = None,
    data: Data = Path("var"),
) -> None:
    said, settings = word(by, note, on), load_config(config)
    with Trail.open(data, create=False) as trail:
        record = find_notice(trail, number, said.today)
        letter_due = clock.parse_day(due) if due else None
        order = Order(data, out or data / "notices", trail.run(record.run), said.on, said.at, letter_due)
        order = replace(order, calendar=calendar_of(config))
        case, letter = escalate(trail, order, record, said, settings.office)
        name, its_name = numbers(trail)[record.id], numbers(trail)[letter.record.id]
    _tell(name, case, case.events[-1:])
    print(printable(say("notice.letter", number=its_name, file=order.out / letter.record.file)))
    for text in differences([letter.made.printed] if letter.made else []):
        print(text, file=sys.stderr)


@app.command("close", help=say("notice.close-help"))
def close(number: Number, by: By, note: Note, on: On = "", data: Data = Path("var")) -> None:
    case_actions.required(note, "--note")
    _record(data, number, EventKind.CLOSED, word(by, note, on))


@app.command("cancel", help=say("notice.cancel-help"))
def cancel(number: Number, by: By, reason: Reason, on: On = "", data: Data = Path("var")) -> None:
    case_actions.required(reason, "--reason")
    _record(data, number, EventKind.CANCELLED, word(by, reason, on))


@app.command("reopen", help=say("notice.reopen-help"))
def reopen(
    number: Number,
    by: By,
    reason: Reason,
    finding: Annotated[list[int] | None, typer.Option("--finding", help=say("notice.finding"))] = None,
    due: Annotated[str, typer.Option("--due", help=say("notice.new-due"))] = "",
    on: On = "",
    config: Config = None,
    data: Data = Path("var"),
) -> None:
    said = word(by, case_actions.required(reason, "--reason"), on)
    due_on = new_due(due, said.on, config)
    with Trail.open(data, create=False) as trail:
        record = find_notice(trail, number, said.today)
        case, written = case_actions.reopen(trail, record, said, due_on, tuple(finding or ()))
        name = numbers(trail)[record.id]
    _tell(name, case, written)


def new_due(due: str, on: date, config: Path | None) -> date:
    """The day that was named, or the office's working days from a day. Raises InputError where neither can be told."""
    return clock.parse_day(due) if due else calendar_of(config).after(on, load_config(config).office.due_workdays)


def calendar_of(config: Path | None) -> Workdays:
    """The working days the office goes by."""
    return load_calendar(load_config(config).rules.calendar)


def _record(data: Path, number: str, kind: EventKind, said: Word, due_on: date | None = None) -> None:
    with Trail.open(data, create=False) as trail:
        record = find_notice(trail, number, said.today)
        name = numbers(trail)[record.id]
        try:
            case, written = case_actions.record(trail, record, kind, said, due_on)
        except InputError as error:
            raise _named(error, name) from error
    _tell(name, case, written)


def _named(error: InputError, number: str) -> InputError:
    """The same complaint with the notice it is about."""
    step, value = error.next_step, error.value
    return InputError(f"{number} {error.problem}", next_step=step, file=error.file, line=error.line, value=value)


def _tell(number: str, case: Case, written: tuple[NoticeEvent, ...]) -> None:
    first = written[0]
    data: dict[str, Any] = {"number": number, "event": state_name("events", first.kind), "on": first.happened_on}
    data |= {"state": state_name("states", case.state), "due": case.next_due}
    print(printable(say("notice.done", **data)))
    if first.files:
        print(say("notice.files", count=len(first.files)))
