"""This stage's commands on what was found: decide and verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from crawler import clock
from crawler.errors import InputError, VerificationError, printable
from crawler.lexicon import say as door
from results.audit import Trail
from results.review import decide as review
from results.review.decide import Selection
from results.rows import RunRecord
from results.text import say
from results.verify import inspect

PROBLEMS_SHOWN = 50
NUMBERS_SHOWN = 20

app = typer.Typer()

Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Run = Annotated[str, typer.Option("--run", help=say("findings.run"))]


def _run(trail: Trail, run: str) -> RunRecord:
    return trail.run(run) if run else trail.latest_check()


@app.command("decide", help=say("decide.help"))
def decide(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    as_: Annotated[str, typer.Option("--as", help=say("decide.as"))],
    by: Annotated[str, typer.Option("--by", help=say("decide.by"))],
    reason: Annotated[str, typer.Option("--reason", help=say("decide.reason"))],
    finding: Annotated[list[int] | None, typer.Argument(help=say("decide.findings"))] = None,
    run: Annotated[str, typer.Option("--run", help=say("decide.run"))] = "",
    indicator: Annotated[str, typer.Option("--indicator", help=say("decide.indicator"))] = "",
    outcome: Annotated[str, typer.Option("--outcome", help=say("decide.outcome"))] = "",
    target: Annotated[str, typer.Option("--target", help=say("decide.target"))] = "",
    data: Data = Path("var"),
) -> None:
    selection, kind = Selection(outcome, target, indicator), review.decision_kind(as_)
    _require_one_way(bool(finding), bool(selection))
    with Trail.open(data, create=False) as trail:
        if finding:
            decided = review.decide(trail, finding, kind, by, reason, clock.now())
        else:
            record = _run(trail, run)
            decided = review.decide_selected(trail, record.id, selection, kind, by, reason, clock.now())
        waiting = review.awaiting(trail, decided)
    print(say("decide.done", count=len(decided), kind=kind.value, by=printable(decided[0].by)))
    if waiting:
        print(say("decide.second", count=len(waiting), numbers=_few(waiting)))


def _few(numbers: list[int]) -> str:
    return " ".join(map(str, numbers[:NUMBERS_SHOWN])) + (" …" if len(numbers) > NUMBERS_SHOWN else "")


def _require_one_way(has_numbers: bool, has_selection: bool) -> None:
    if has_numbers and has_selection:
        raise InputError(say("decide.both"), next_step=say("decide.both-next"))
    if not has_numbers and not has_selection:
        raise InputError(say("decide.no-selection"), next_step=say("decide.no-selection-next"))


@app.command("verify", help=say("verify.help"))
def verify(
    data: Data = Path("var"),
    head: Annotated[str, typer.Option("--head", help=say("verify.head"))] = "",
) -> None:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("verify.progress"), total=None)
        report = inspect(data, head.strip().lower(), lambda done, of: bar.update(task, completed=done, total=of))
    for line in report.notes:
        print(printable(say("verify.note", line=line)), file=sys.stderr)
    if report.problems:
        for line in report.problems[:PROBLEMS_SHOWN]:
            print(printable(line))
        if len(report.problems) > PROBLEMS_SHOWN:
            print(say("verify.more", count=len(report.problems) - PROBLEMS_SHOWN))
        raise VerificationError(say("verify.not-clean", count=len(report.problems)))
    counts = {"rows": report.rows, "runs": report.runs, "captures": report.captures}
    print(say("verify.clean", seq=report.head[0], hash=report.head[1], **counts))
