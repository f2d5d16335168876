"""``spotcheck head``: the head of the trail for publication."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.lexicon import say as door
from results.audit import Trail
from results.timetable.heads import FOLDER, write_head
from results.timetable.words import say

app = typer.Typer()


@app.command("head", help=say("head.help"))
def head(
    out: Annotated[Path | None, typer.Option("--out", help=say("head.out"))] = None,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
) -> None:
    with Trail.read(data) as trail:
        file, seq, hash_ = write_head(trail, out or data / FOLDER, clock.now())
    print(say("head.done", seq=seq, hash=hash_, file=file))
