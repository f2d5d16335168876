"""The command that shows and checks calendars of working days."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.calendars import calendar_text, example, load_calendar, notes
from crawler.config import load_config
from crawler.lexicon import say
from crawler.workdays import Arrangement, Workdays

app = typer.Typer(no_args_is_help=False)


@app.command("calendar", help=say("calendar.help"))
def calendar(
    file: Annotated[Path | None, typer.Argument(help=say("calendar.file"))] = None,
    config: Annotated[Path | None, typer.Option("--config", help=say("door.config"))] = None,
    as_example: Annotated[bool, typer.Option("--example", help=say("calendar.example"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
) -> None:
    if as_example:
        print(example(), end="")
        return
    wanted = str(file) if file else load_config(config).rules.calendar
    known = load_calendar(wanted)
    if wanted:
        for note in notes(calendar_text(Path(wanted)), wanted):
            print(say("calendar.spot", file=wanted, line=note.line, sentence=note.sentence), file=sys.stderr)
    for one in known.arrangements:
        row = _row(one, known)
        print(json.dumps(row, ensure_ascii=False) if as_json else _sentence(row))
    if not as_json:
        print(say("calendar.next"))


def _row(one: Arrangement, known: Workdays) -> dict[str, Any]:
    return {**one.as_json(), "count": known.between(date(one.year - 1, 12, 31), date(one.year, 12, 31))}


def _sentence(row: dict[str, Any]) -> str:
    counts = {"holidays": len(row["holidays"]), "workdays": len(row["workdays"]), "count": row["count"]}
    return say("calendar.year", year=row["year"], by=row["announced_by"], **counts)
