"""The commands of sampling: draw a quarter's targets, list draws, repeat one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.commands import print_problems
from crawler.errors import InputError, VerificationError, printable
from crawler.inventory import Inventory, load_inventory
from crawler.lexicon import say as door
from crawler.model import Target, TargetId
from results.audit import DATABASE, Trail
from results.rows import instant
from results.sampling.draws import DrawOrder, find_sample, make, preview, repeated
from results.sampling.method import Draw, Drawn, Request, parse_quarter, parse_rate, parse_seed
from results.sampling.rows import SampleRecord
from results.sampling.words import say
from results.tables import show
from results.text import words

app = typer.Typer()
Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Json = Annotated[bool, typer.Option("--json", help=door("door.json"))]


@app.command("sample", help=say("sample.help"))
def sample(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    rate: Annotated[str, typer.Option("--rate", help=say("sample.rate"))],
    seed: Annotated[str, typer.Option("--seed", help=say("sample.seed"))],
    quarter: Annotated[str, typer.Option("--quarter", help=say("sample.quarter"))],
    inventory: Annotated[Path, typer.Option("--inventory", help=door("run.inventory"))],
    by: Annotated[str, typer.Option("--by", help=say("sample.by"))],
    again: Annotated[str, typer.Option("--again", help=say("sample.again-help"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("sample.dry-run"))] = False,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    request = Request(parse_quarter(quarter), parse_rate(rate), parse_seed(seed))
    listed = load_inventory(inventory)
    print_problems(listed, inventory)
    order = DrawOrder(listed, request, _named(by), again.strip())
    record, drawn = _preview(data, order) if dry_run else _make(data, order)
    if as_json:
        print(json.dumps(_as_json(record, drawn.drawn) | _reach(drawn), ensure_ascii=False))
    else:
        _show(record, drawn.drawn, listed)
        print(printable(say("sample.tried" if dry_run else "sample.done", sample=record.id, by=record.by)))
    _warn(record, drawn, listed)


def _named(by: str) -> str:
    if not any(char.isalnum() for char in by):
        raise InputError(say("sample.no-name"), value=by, next_step=say("sample.no-name-next"))
    return by.strip()


def _make(data: Path, order: DrawOrder) -> tuple[SampleRecord, Draw]:
    with Trail.open(data) as trail:
        return make(trail, order, clock.now())


def _preview(data: Path, order: DrawOrder) -> tuple[SampleRecord, Draw]:
    if not (data / DATABASE).exists():
        return preview(None, order)
    with Trail.read(data) as trail:
        return preview(trail, order)


@app.command("samples", help=say("samples.help"))
def samples(
    name: Annotated[str, typer.Argument(metavar="SAMPLE", help=say("samples.name"))] = "",
    inventory: Annotated[Path | None, typer.Option("--inventory", help=say("samples.inventory"))] = None,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    listed = load_inventory(inventory) if inventory else None
    if listed and not name:
        raise InputError(say("samples.which"), value=str(inventory), next_step=say("samples.which-next"))
    with Trail.read(data) as trail:
        found = [find_sample(trail, name)] if name else list(trail.samples())
        drawn = {one.id: trail.sample_targets(one.id) for one in found}
    if as_json:
        for one in found:
            print(json.dumps(_as_json(one, drawn[one.id]), ensure_ascii=False))
    elif name:
        _show(found[0], drawn[found[0].id], listed)
    else:
        _list(found)
    if listed:
        _compare(found[0], drawn[found[0].id], listed)


def _list(found: list[SampleRecord]) -> None:
    if not found:
        print(say("samples.nothing"))
        return
    rows = ({**_as_json(one, ()), "rate": _percent(one), "again": one.inputs["again"]} for one in found)
    show(words("sampling")["samples"]["headings"], rows)


def _compare(record: SampleRecord, drawn: tuple[Drawn, ...], listed: Inventory) -> None:
    """The draw made again from this inventory. Raises VerificationError where the list is another one."""
    mine = {one.target for one in repeated(record, listed.targets).drawn}
    theirs = {one.target for one in drawn}
    if mine != theirs:
        found = {"missing": _ids(theirs - mine), "more": _ids(mine - theirs)}
        raise VerificationError(printable(say("samples.other", sample=record.id, **found)))
    key = "samples.same" if listed.digest == record.inventory_digest else "samples.same-list"
    print(say(key, sample=record.id, count=len(mine)), file=sys.stderr)


def _ids(ids: set[TargetId]) -> str:
    return "、".join(sorted(ids)[:20]) or say("samples.none")


def _as_json(record: SampleRecord, drawn: tuple[Drawn, ...]) -> dict[str, Any]:
    """A draw for a machine."""
    found = {
        "sample": record.id,
        "quarter": str(record.quarter),
        "rate": format(record.rate, "f"),
        "seed": record.seed,
        "method": record.method,
        "inventory_digest": record.inventory_digest,
        "population": record.population,
        "drawn": record.drawn,
        "by": record.by,
        "at": instant(record.at) if record.at else None,
        "inputs": dict(record.inputs),
    }
    why: Mapping[str, str] = record.inputs["required"]
    rows = [
        {"target": one.target, "stratum": one.stratum, "ground": str(one.ground), "why": why.get(one.target, "")}
        for one in drawn
    ]
    return found | ({"targets": rows} if rows else {})


def _reach(drawn: Draw) -> dict[str, Any]:
    """Whether every target is reached this year; ``enough_rate`` is the rate that would, in whole per cent."""
    strata = [
        {"stratum": one.name, "population": one.population, "drawn": len(one.drawn), "missed": one.missed}
        for one in drawn.strata
    ]
    return {"strata": strata, "missed": drawn.missed, "enough_rate": f"{drawn.enough}%" if drawn.missed else ""}


def _show(record: SampleRecord, drawn: tuple[Drawn, ...], listed: Inventory | None) -> None:
    names = {one.id: one for one in listed.targets} if listed else {}
    show(words("sampling")["sample"]["headings"], _rows(record, drawn, names))
    values = {"sample": record.id, "quarter": record.quarter, "rate": _percent(record), "seed": record.seed}
    print(printable(say("sample.counts", **values, drawn=record.drawn, population=record.population)))


def _rows(
    record: SampleRecord, drawn: tuple[Drawn, ...], names: Mapping[TargetId, Target]
) -> Iterator[Mapping[str, Any]]:
    grounds, whys = words("sampling")["grounds"], words("sampling")["whys"]
    for number, one in enumerate(drawn, 1):
        why = whys.get(record.inputs["required"].get(one.target, ""), "") if one.ground == "required" else ""
        target = names.get(one.target)
        shown = {"number": number, "target": one.target, "name": target.name if target else ""}
        yield shown | {"stratum": stratum_name(one.stratum), "ground": grounds[one.ground] + why}


def stratum_name(stratum: str) -> str:
    """A stratum in Chinese: portals, department sites, accounts with their platform."""
    kind, _, platform = stratum.partition(":")
    name = str(words("sampling")["strata"][kind])
    return say("strata.of-platform", name=name, platform=platform) if platform else name


def _percent(record: SampleRecord) -> str:
    return f"{format((record.rate * 100).normalize(), 'f')}%"


def _warn(record: SampleRecord, drawn: Draw, listed: Inventory) -> None:
    """That rows of the list were left out, or that the year will end before every target was drawn; and what does."""
    if dropped := sum(problem.dropped for problem in listed.problems):
        print(say("sample.dropped", count=dropped), file=sys.stderr)
    if drawn.missed:
        values = {"missed": drawn.missed, "rate": _percent(record), "enough": f"{drawn.enough}%"}
        print(say("sample.missed", year=record.quarter.year, **values), file=sys.stderr)
