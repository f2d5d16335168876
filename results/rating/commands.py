"""The command for ratings: all of a run, or one target's sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from crawler import nearby
from crawler.errors import InputError, printable
from crawler.lexicon import say as door
from crawler.model import TargetId
from results.audit import Trail
from results.rating.rated import Rated, rated
from results.rating.view import as_json, heading, overview, rows, say, sums
from results.rules import catalogue_of
from results.tables import show
from results.text import words

app = typer.Typer()


@app.command("rating", help=say("help"))
def rating(
    target: Annotated[str, typer.Argument(metavar="TARGET", help=say("target"))] = "",
    run: Annotated[str, typer.Option("--run", help=say("run"))] = "",
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    json_: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    with Trail.read(data) as trail:
        record = trail.check(run)
        found = rated(trail, record, catalogue_of(trail, record.id))
    wanted = TargetId(target.strip())
    if target and wanted not in found.ratings:
        step = nearby.step(say("unknown-next"), wanted, {one: found.targets[one].name for one in found.ratings})
        raise InputError(say("unknown"), value=target, next_step=step)
    if json_:
        for one in (wanted,) if target else found.ratings:
            print(json.dumps(as_json(found, one), ensure_ascii=False))
    elif target:
        _print_sheet(found, wanted)
    elif found.ratings:
        show(words("rating")["rating"]["headings"], overview(found))
    else:
        print(say("nothing"))


def _print_sheet(found: Rated, target: TargetId) -> None:
    for line in heading(found, target).splitlines():
        print(printable(line))
    listed = list(rows(found, target))
    if listed:
        show(words("rating")["rating"]["sheet"], listed)
    for line in sums(found, target):
        print(printable(line))
