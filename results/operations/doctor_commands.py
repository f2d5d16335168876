"""``spotcheck doctor``: what is wrong with the machine, the line or the settings, and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from crawler.errors import printable
from crawler.lexicon import say as door
from results.operations.doctor import examine, is_well
from results.operations.symptoms import Symptom, title
from results.operations.words import say
from results.text import words

TROUBLE = 3
app = typer.Typer()


@app.command("doctor", help=say("doctor.help"))
def doctor(
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    config: Annotated[Path | None, typer.Option("--config", help=door("door.config"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    symptoms = examine(data, config)
    for symptom in symptoms:
        if as_json:
            row = {"what": symptom.what, "state": symptom.state.value, "seen": symptom.seen, "mend": symptom.mend}
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(printable(_line(symptom)))
    if not is_well(symptoms):
        raise typer.Exit(TROUBLE)


def _line(symptom: Symptom) -> str:
    state = words("operations")["states"][symptom.state]
    line = say("doctor.line", state=state, title=title(symptom.what), seen=symptom.seen)
    return f"{line} → {symptom.mend}" if symptom.mend else line
