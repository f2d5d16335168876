"""The commands that make findings: run, and judge again."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from checks.pack import Pack
from checks.packs import load_pack
from crawler import clock
from crawler.clock import Quarter
from crawler.commands import print_problems
from crawler.config import load_config
from crawler.errors import InputError, printable
from crawler.inventory import Inventory, load_inventory
from crawler.lexicon import say
from crawler.model import Finding, TargetKind
from results.audit import Trail
from results.progress import Report
from results.rating import under_pack_view
from results.rating.under_pack import try_pack
from results.runs import Order, Outcomes, judge_again
from results.runs import run as run_order
from results.sampling.draws import inspected
from results.sampling.words import say as sampling
from results.tables import WIDE
from results.text import words

UNHEALTHY = 3
app = typer.Typer()


@app.command("run", help=say("run.help"))
def run(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    inventory: Annotated[Path, typer.Option("--inventory", help=say("run.inventory"))],
    data: Annotated[Path, typer.Option("--data", help=say("door.data"))] = Path("var"),
    config: Annotated[Path | None, typer.Option("--config", help=say("door.config"))] = None,
    quarter: Annotated[str, typer.Option("--quarter", help=say("run.quarter"))] = "",
    on: Annotated[str, typer.Option("--on", help=say("run.on"))] = "",
    only: Annotated[list[str] | None, typer.Option("--only", help=say("run.only"))] = None,
    sample: Annotated[str | None, typer.Option("--sample", help=sampling("run.sample"))] = None,
    kind: Annotated[list[TargetKind] | None, typer.Option("--kind", help=sampling("run.kind"))] = None,
    routine: Annotated[str, typer.Option("--routine", help=sampling("run.routine"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
) -> None:
    settings = load_config(config)
    day = clock.parse_day(on) if on else clock.today()
    listed = load_inventory(inventory)
    print_problems(listed, inventory)
    if not listed.targets:
        raise InputError(say("inventory.empty"), file=str(inventory), next_step=say("inventory.empty-next"))
    period, wanted = Quarter.parse(quarter) if quarter else None, _chosen(listed, only or (), kind or ())
    asked = Order(data, listed, settings, period or Quarter.of(day), day, wanted, routine=_routine(routine))
    order = asked if sample is None else _of_sample(asked, sample, period)
    with Report() as report:
        outcomes = run_order(order, report)
    if as_json:
        print(json.dumps(_summary(outcomes), ensure_ascii=False))
    else:
        print(say("run.done", run=outcomes.record.id))
        print(say("run.counts", **outcomes.counts))
        print(say("run.next"))
    _end(outcomes)


def _chosen(listed: Inventory, only: Sequence[str], kinds: Collection[TargetKind]) -> tuple[str, ...]:
    """The ids named, or those of the kinds named; none for all. Raises InputError where a kind has no target."""
    if only and kinds:
        raise InputError(sampling("run.only-kind"), value=only[0], next_step=sampling("run.both-next"))
    if only:
        return tuple(only)
    found = tuple(target.id for target in listed.targets if target.kind in kinds)
    if kinds and not found:
        raise InputError(sampling("run.no-kind"), value=" ".join(kinds), next_step=sampling("run.no-kind-next"))
    return found


def _routine(name: str) -> str:
    if name and not re.fullmatch("[a-z]{1,20}", name):
        raise InputError(sampling("run.bad-routine"), value=name, next_step=sampling("run.bad-routine-next"))
    return name


def _of_sample(asked: Order, name: str, quarter: Quarter | None) -> Order:
    """The same for the targets of a draw, in its quarter."""
    if asked.only:
        raise InputError(sampling("run.both"), value=name, next_step=sampling("run.both-next"))
    with Trail.read(asked.data) as trail:
        record, ids = inspected(trail, name, asked.inventory, quarter)
    if asked.inventory.digest != record.inventory_digest:
        print(sampling("run.other-inventory", sample=record.id), file=sys.stderr)
    return replace(asked, quarter=record.quarter, only=tuple(ids), sample=record.id)


@app.command("judge", help=say("judge.help"))
def judge(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help=say("judge.run"))],
    data: Annotated[Path, typer.Option("--data", help=say("door.data"))] = Path("var"),
    pack: Annotated[str, typer.Option("--pack", help=words("under_pack")["option"])] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
) -> None:
    if pack:
        _try_pack(data, run_id, load_pack(pack), as_json)
        return
    with Report() as report:
        outcomes = judge_again(data, run_id, report)
    if as_json:
        print(json.dumps(_summary(outcomes) | {"changes": _changes(outcomes)}, ensure_ascii=False))
    else:
        _print_changes(outcomes)
    _end(outcomes)


def _try_pack(data: Path, run_id: str, pack: Pack, as_json: bool) -> None:
    """What another rule pack would change, shown and written nowhere."""
    with Report() as report:
        trial = try_pack(data, run_id, pack, report)
    if as_json:
        for shift in trial.shifts:
            print(json.dumps(under_pack_view.as_json(shift), ensure_ascii=False))
    else:
        print(under_pack_view.heading(trial))
        if trial.shifts:
            Console(width=None if sys.stdout.isatty() else WIDE).print(under_pack_view.table(trial), markup=False)
        print(under_pack_view.figures(trial))
    if note := under_pack_view.note(trial):
        print(note, file=sys.stderr)


def _print_changes(outcomes: Outcomes) -> None:
    print(say("judge.changed", count=len(outcomes.changes)) if outcomes.changes else say("judge.unchanged"))
    for old, new in outcomes.changes:
        either = new or old
        if either:
            words = {"target": either.target, "indicator": either.indicator, "old": _verdict(old), "new": _verdict(new)}
            key = "judge.detail" if words["old"] == words["new"] else "judge.change"
            print(printable(say(key, **words)))


def _summary(outcomes: Outcomes) -> dict[str, Any]:
    """A run or judgement for a machine."""
    counts = dict(outcomes.counts)
    return {
        "run": outcomes.record.id,
        "healthy": outcomes.healthy,
        "outcomes": counts,
        "crashed": list(outcomes.crashed),
    }


def _changes(outcomes: Outcomes) -> list[dict[str, Any]]:
    """What a judgement changed: target, indicator, and both verdicts (null where there was or is none)."""
    pairs = ((new or old, old, new) for old, new in outcomes.changes)
    return [
        {"target": one.target, "indicator": one.indicator, "old": old and _verdict(old), "new": new and _verdict(new)}
        for one, old, new in pairs
        if one
    ]


def _verdict(finding: Finding | None) -> str:
    return f"{finding.outcome} / {finding.reason}" if finding else "-"


def _end(outcomes: Outcomes) -> None:
    """Say why a run is not healthy, and leave with its exit code."""
    if outcomes.healthy:
        return
    print(say("run.unhealthy"), file=sys.stderr)
    for line in outcomes.crashed:
        print(printable(say("run.crashed", line=line)), file=sys.stderr)
    for line in outcomes.advice:
        print(line, file=sys.stderr)
    raise typer.Exit(UNHEALTHY)
