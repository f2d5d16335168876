"""This stage's command: the catalogue."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from checks.catalogue import load_catalogue
from checks.indicator import Indicator
from checks.packs import load_pack
from crawler.lexicon import load, say

app = typer.Typer()
COLUMNS = ("id", "title", "status", "consequence", "source", "statement")


@app.command("catalogue", help=say("catalogue.help"))
def catalogue(
    pack: Annotated[str, typer.Option("--pack", help=say("catalogue.pack"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
) -> None:
    indicators = load_catalogue(pack=load_pack(pack) if pack else None).indicators
    if as_json:
        print(json.dumps([describe(indicator) for indicator in indicators], ensure_ascii=False))
        return
    headings = load("console")["catalogue"]
    table = Table(*(headings[name] for name in COLUMNS))
    for indicator in indicators:
        row = describe(indicator) | {"source": indicator.source.document}
        row["consequence"] = indicator.effect or indicator.consequence
        words = {name: load("console")["terms"].get(str(row[name]), str(row[name])) for name in COLUMNS}
        table.add_row(*words.values())
    Console().print(table)


def describe(indicator: Indicator) -> dict[str, Any]:
    """One indicator for a machine: what is inspected, on what basis, and how far a machine can see it."""
    return {
        "id": indicator.id,
        "title": indicator.title,
        "version": indicator.version,
        "status": indicator.status,
        "consequence": indicator.consequence,
        "effect": indicator.effect,
        "points": indicator.points.model_dump(mode="json") if indicator.points else None,
        "source": indicator.source.model_dump(),
        "mark": indicator.mark,
        "applies_to": indicator.applies_to.model_dump(mode="json"),
        "limits": json.loads(json.dumps(indicator.limits, default=str)),
        "automation": indicator.automation,
        "manual": indicator.manual,
        "statement": indicator.statement,
        "reasons": list(indicator.own_reasons),
        "remedy": indicator.remedy,
    }
