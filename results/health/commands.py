"""``spotcheck health``: how well the gathering of a run was, monitor by monitor."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.lexicon import say as door
from results.audit import Trail
from results.health.rows import Reading
from results.health.words import say
from results.tables import show
from results.text import words

UNHEALTHY = 3
app = typer.Typer()


@app.command("health", help=say("health.help"))
def health(
    run: Annotated[str, typer.Argument(metavar="[RUN]", help=say("health.run"))] = "",
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    with Trail.read(data) as trail:
        record = trail.run(run) if run else trail.latest_check()
        readings, is_well = list(trail.monitors(record.id)), trail.is_healthy(record.id)
    if as_json:
        for one in readings:
            print(json.dumps({"run": record.id, **_as_json(one)}, ensure_ascii=False))
    else:
        print(say(_state(is_well), run=record.id))
        if readings:
            show(words("health")["headings"], map(_shown, readings))
        for line in dict.fromkeys(one.advice for one in readings if one.advice):
            print(line)
    if not readings and is_well is not None:
        print(say("health.none", run=record.id), file=sys.stderr)
    if is_well is False:
        raise typer.Exit(UNHEALTHY)


def _state(is_well: bool | None) -> str:
    return "health.unfinished" if is_well is None else "health.well" if is_well else "health.ill"


def _as_json(one: Reading) -> dict[str, Any]:
    return {
        "monitor": one.monitor,
        "target": one.target or None,
        "well": one.is_well,
        "seen": one.seen,
        "expected": one.expected,
        "advice": one.advice,
    }


def _shown(one: Reading) -> dict[str, Any]:
    state = words("health")["states"]["well" if one.is_well else "ill"]
    return {**_as_json(one), "monitor": words("health")["monitors"][one.monitor], "well": state, "target": one.target}
