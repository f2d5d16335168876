"""``spotcheck retain``: delete captures whose time of keeping is over."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.config import load_config
from crawler.errors import InputError
from crawler.lexicon import say as door
from results.accounts.store import named
from results.retention.holds import Hold
from results.retention.retain import Request, Term, Treated
from results.retention.retain import retain as treat
from results.retention.words import say

MIB = 1 << 20
app = typer.Typer()


@app.command("retain", help=say("retain.help"))
def retain(
    by: Annotated[str, typer.Option("--by", help=say("retain.by"))],
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    config: Annotated[Path | None, typer.Option("--config", help=door("door.config"))] = None,
    before: Annotated[str, typer.Option("--before", help=say("retain.before"))] = "",
    keep_days: Annotated[int, typer.Option("--keep-days", min=0, help=say("retain.keep-days"))] = 0,
    reason: Annotated[str, typer.Option("--reason", help=say("retain.reason"))] = "",
    dry: Annotated[bool, typer.Option("--dry-run", help=say("retain.dry"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    term = _term(before, keep_days, load_config(config).retention.keep_days)
    if term is None:
        print(say("retain.off"), file=sys.stderr)
        return
    usual = "retain.why" if term.keep_days else "retain.why-day"
    why = reason.strip() or say(usual, days=term.keep_days, day=term.before)
    treated = []
    for one in treat(Request(data, term, named(by), why, dry), clock.now()):
        treated.append(one)
        if as_json:
            print(json.dumps(_as_json(one, dry), ensure_ascii=False))
        elif one.hold not in {Hold.RECENT, Hold.EMPTY}:
            print(_line(one, dry))
    if not as_json:
        print(_sum(treated, dry))


def _term(before: str, keep_days: int, usual: int) -> Term | None:
    """None where neither the command nor the settings name a term."""
    if before and keep_days:
        raise InputError(say("retain.both"), value=before, next_step=say("retain.both-next"))
    today = clock.today()
    if before:
        day = clock.parse_day(before)
        if day > today:
            raise InputError(say("retain.future"), value=before, next_step=say("retain.future-next", today=today))
        return Term(day)
    days = keep_days or usual
    return Term(today - timedelta(days), days) if days else None


def _as_json(one: Treated, dry: bool) -> dict[str, object]:
    return {
        "run": one.run,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "state": "kept" if one.hold else "to-remove" if dry else "removed",
        "hold": one.hold.value if one.hold else None,
        "files": one.files,
        "captures": one.captures,
        "bytes": one.size,
    }


def _line(one: Treated, dry: bool) -> str:
    if one.hold:
        return say("retain.kept", run=one.run, why=say(f"holds.{one.hold}"))
    figures = {"files": one.files, "captures": one.captures, "mib": one.size / MIB}
    return say("retain.would" if dry else "retain.removed", run=one.run, **figures)


def _sum(treated: Sequence[Treated], dry: bool) -> str:
    gone = [one for one in treated if not one.hold]
    size = sum(one.size for one in gone) / MIB
    return say("retain.sum-dry" if dry else "retain.sum", runs=len(gone), kept=len(treated) - len(gone), mib=size)
