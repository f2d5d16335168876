"""``spotcheck metrics``: figures for a monitoring system."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.disk import in_words
from crawler.errors import InputError
from crawler.lexicon import say as door
from results.operations.measure import measure
from results.operations.metrics import exposition
from results.operations.words import say

READABLE = 0o644  # a collector is another user
app = typer.Typer()


@app.command("metrics", help=say("metrics.help"))
def metrics(
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    out: Annotated[Path | None, typer.Option("--out", help=say("metrics.out"))] = None,
) -> None:
    text = exposition(measure(data, clock.now()))
    if out is None:
        sys.stdout.write(text)
    else:
        _write(out, text)


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a collector may read at any moment, and takes only what ends with .prom."""
    draft = path.parent / f"{path.name}.new"
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        draft.write_text(text, encoding="utf-8")
        draft.chmod(READABLE)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        problem = say("metrics.unwritable", detail=in_words(error))
        raise InputError(problem, file=str(path), next_step=say("metrics.unwritable-next")) from error
