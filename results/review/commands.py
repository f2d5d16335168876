"""``spotcheck review``: what waits for a person, and the evidence sheet of each finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from crawler.errors import InputError
from crawler.lexicon import say as door
from results.audit import Trail
from results.review import sheet_files
from results.review.conclusions import Conclusion
from results.review.decide import Selection
from results.review.queue import Waiting, Weight, counts, review_queue
from results.review.sheet import Sheet, sheet
from results.review.sheet_view import view
from results.review.words import say
from results.tables import WIDE, show
from results.text import plain, words

MESSAGE_SHOWN = 60  # characters in the table
SHOWN = 50  # findings on a console where nobody says how many

app = typer.Typer(invoke_without_command=True, help=say("review.help"))

Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Json = Annotated[bool, typer.Option("--json", help=door("door.json"))]
Run = Annotated[str, typer.Option("--run", help=say("review.run"))]
Target = Annotated[str, typer.Option("--target", help=say("review.target"))]
Indicator = Annotated[str, typer.Option("--indicator", help=say("review.indicator"))]


@app.callback()
def review(
    context: typer.Context,
    run: Run = "",
    target: Target = "",
    indicator: Indicator = "",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help=say("review.limit"))] = None,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    if context.invoked_subcommand:
        _require_own_options(context)
        return
    with Trail.read(data) as trail:
        record = trail.check(run)
        found = review_queue(trail, record.id, Selection(target=target, indicator=indicator))
    if as_json:
        for one in found[:limit]:
            print(json.dumps(one.as_json(), ensure_ascii=False))
        return
    print(summary(found, record.id))
    _show(found, limit or SHOWN)


def _require_own_options(context: typer.Context) -> None:
    """Options before a subcommand's name would go unheard."""
    given = [name for name in context.params if str(context.get_parameter_source(name)).endswith("COMMANDLINE")]
    if given:
        raise InputError(say("review.misplaced"), value=f"--{given[0]}", next_step=say("review.misplaced-next"))


def summary(found: list[Waiting], run: str) -> str:
    """How many findings wait, by weight."""
    if not found:
        return say("review.nothing", run=run)
    names = words("review")["weights"]
    parts = (say("review.part", name=names[weight.value], count=count) for weight, count in counts(found).items())
    second = sum(one.standing.conclusion is Conclusion.AWAITING_SECOND for one in found)
    text = say("review.count", run=run, count=len(found), parts=words("letter")["and"].join(parts))
    return text + (say("review.second", count=second) if second else "")


def _show(found: list[Waiting], limit: int) -> None:
    if found:
        show(words("review")["review"]["headings"], map(_shown, found[:limit]))
        print(say("review.next"))
    if len(found) > limit:
        print(say("review.more", count=len(found) - limit))


def _shown(one: Waiting) -> dict[str, Any]:
    names = words("review")
    state = names["conclusions"][one.standing.conclusion.value]
    if one.weight is Weight.EXCUSED and one.exemption:
        state = say("review.excused", number=one.exemption.id)
    return {
        "id": one.finding.id,
        "weight": names["weights"][one.weight.value],
        "name": one.target.name,
        "owner": one.target.owner,
        "title": one.title,
        "message": plain(one.finding.message, MESSAGE_SHOWN),
        "state": state,
    }


@app.command("show", help=say("review.show-help"))
def show_sheet(
    finding: Annotated[int, typer.Argument(metavar="FINDING", help=say("review.finding"))],
    html: Annotated[Path | None, typer.Option("--html", help=say("review.html"))] = None,
    out: Annotated[Path | None, typer.Option("--out", help=say("review.out"))] = None,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    with Trail.read(data) as trail:
        found = sheet(trail, data, finding)
    if as_json:
        print(json.dumps(_as_json(found), ensure_ascii=False))
    for path in filter(None, (html, out and out / f"{found.finding.run}-{finding}.html")):
        sheet_files.store(path, sheet_files.html(found))
        if not as_json:
            print(path)
    if not (as_json or html or out):
        console = Console()
        wide = console if console.is_terminal else Console(width=WIDE)
        wide.print(sheet_files.console(found))


def _as_json(found: Sheet) -> dict[str, Any]:
    shown = view(found)
    return {
        "id": found.finding.id,
        "current": found.is_current,
        "outcome": found.finding.outcome.value,
        "reason": found.finding.reason,
        "message": found.finding.message,
        "data": dict(found.finding.data),
        "limits": dict(found.indicator.limits) if found.indicator else {},
        "subjects": [dict(subject) for subject in found.finding.subjects],
        "conclusion": found.standing.conclusion.value,
        "words": [{"kind": w.kind.value, "by": w.by, "reason": w.reason} for w in found.standing.words],
        "exemption": found.exemption.id if found.exemption else None,
        "screenshot": found.picture.capture.digest if found.picture else None,
        "notes": list(shown.notes),
        "captures": [{"digest": p.digest, "url": p.url, "commands": list(p.commands)} for p in shown.proofs],
    }
