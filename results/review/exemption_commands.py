"""``spotcheck exempt``, ``exemptions`` and ``exempt-end``: explanations accepted, shown and taken back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from checks.indicator import Consequence
from crawler import clock
from crawler.errors import printable
from crawler.lexicon import say as door
from crawler.model import IndicatorId, TargetId
from results.audit import Trail
from results.review import exemptions
from results.review.exemption_rows import Ending, Exemption
from results.review.words import say
from results.tables import show
from results.text import words

app = typer.Typer()

Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Json = Annotated[bool, typer.Option("--json", help=door("door.json"))]


@app.command("exempt", help=say("exempt.help"))
def exempt(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    target: Annotated[str, typer.Argument(metavar="TARGET", help=say("exempt.target"))],
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help=say("exempt.indicator"))],
    reason: Annotated[str, typer.Option("--reason", help=say("exempt.reason"))],
    until: Annotated[str, typer.Option("--until", help=say("exempt.until"))],
    by: Annotated[str, typer.Option("--by", help=say("exempt.by"))],
    from_: Annotated[str, typer.Option("--from", help=say("exempt.from"))] = "",
    file: Annotated[list[Path] | None, typer.Option("--file", help=say("exempt.file"))] = None,
    veto: Annotated[bool, typer.Option("--veto", help=say("exempt.even-veto"))] = False,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    from_on = clock.parse_day(from_) if from_ else clock.today()
    ids = TargetId(target), IndicatorId(indicator)
    wanted = Exemption(*ids, reason, from_on, clock.parse_day(until), by)
    with Trail.open(data, create=False) as trail:
        granted = exemptions.grant(trail, data, wanted, tuple(file or ()), clock.now(), even_veto=veto)
        found = _record(trail, granted.id)
    _tell(found, as_json, "exempt.done")


@app.command("exempt-end", help=say("exempt.end-help"))
def exempt_end(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help=say("exempt.number"))],
    reason: Annotated[str, typer.Option("--reason", help=say("exempt.end-reason"))],
    by: Annotated[str, typer.Option("--by", help=say("exempt.end-by"))],
    on: Annotated[str, typer.Option("--on", help=say("exempt.end-on"))] = "",
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    day = clock.parse_day(on) if on else clock.today()
    with Trail.open(data, create=False) as trail:
        exemptions.end(trail, number, Ending(day, by, reason), clock.now())
        found = _record(trail, number)
    _tell(found, as_json, "exempt.end-done")


@app.command("exemptions", help=say("exempt.list-help"))
def list_exemptions(
    on: Annotated[str, typer.Option("--on", help=say("exempt.as-of"))] = "",
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    with Trail.read(data) as trail:
        found = list(exemptions.records(trail, clock.parse_day(on) if on else clock.today()))
    if as_json:
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
        return
    if found:
        show(words("review")["exempt"]["headings"], map(_shown, found))
    holding = [one for one in found if one["state"] == "holds"]
    vetoes = sum(one["consequence"] == Consequence.VETO for one in holding)
    print(say("exempt.count", count=len(found), holding=len(holding), vetoes=vetoes))


def _record(trail: Trail, number: int) -> dict[str, Any]:
    return next(one for one in exemptions.records(trail, clock.today()) if one["id"] == number)


def _tell(record: dict[str, Any], as_json: bool, sentence: str) -> None:
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
        return
    print(printable(say(sentence, **{**record, "ended_on": (record["ended"] or {}).get("on", "")})))
    if record["findings"]:
        numbers = " ".join(map(str, record["findings"]))
        print(say("exempt.covers", numbers=numbers))
    if record["consequence"] == Consequence.VETO:
        print(say("exempt.is-veto"), file=sys.stderr)


def _shown(record: dict[str, Any]) -> dict[str, Any]:
    names = words("review")
    files = say("exempt.files", count=len(record["files"])) if record["files"] else ""
    ended = say("exempt.taken-back", **record["ended"]) if record["ended"] else ""
    return {
        **record,
        "title": record["title"] or record["indicator"],
        "consequence": names["consequences"].get(record["consequence"], ""),
        "state": names["exempt"]["states"][record["state"]],
        "reason": "".join((record["reason"], files, ended)),
        "period": say("exempt.period", first=record["from_on"], last=record["until_on"]),
    }
