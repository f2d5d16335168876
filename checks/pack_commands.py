"""``spotcheck pack``: which rule packs there are, what one says, and whether a file is right."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from checks.pack_view import Setting, differences, settings
from checks.packs import Layer, load_lineage, shipped_packs
from crawler.errors import printable
from crawler.lexicon import load, say

WIDE = 160  # columns of a table that goes into a file
SHOWN = 300  # characters of a value

app = typer.Typer(no_args_is_help=True, help=say("pack.help"))
Json = Annotated[bool, typer.Option("--json", help=say("door.json"))]


@app.command("list", help=say("pack.list-help"))
def list_packs(as_json: Json = False) -> None:
    found = [load_lineage(identifier)[-1] for identifier in shipped_packs()]
    if as_json:
        for layer in found:
            print(json.dumps(_summary(layer), ensure_ascii=False))
        return
    table = _table("id", "title", "lineage", "documents")
    for layer in found:
        pack = layer.pack
        table.add_row(pack.id, pack.title, " ← ".join(pack.lineage), "\n".join(pack.documents))
    _print(table)


@app.command("show", help=say("pack.show-help"))
def show(wanted: Annotated[str, typer.Argument(metavar="PACK", help=say("pack.pack"))], as_json: Json = False) -> None:
    lineage = load_lineage(wanted)
    if as_json:
        print(json.dumps(_summary(lineage[-1]) | {"content": lineage[-1].pack.content}, ensure_ascii=False))
        return
    _print_head(lineage)
    table = _table("key", "meaning", "value", "by")
    for one in settings(lineage):
        table.add_row(one.key, one.meaning, _shown(one.value), one.by or say("pack.of-program"))
    _print(table)


@app.command("check", help=say("pack.check-help"))
def check(wanted: Annotated[str, typer.Argument(metavar="FILE", help=say("pack.file"))], as_json: Json = False) -> None:
    lineage = load_lineage(wanted)
    changed = differences(lineage)
    if as_json:
        found = [{"key": one.key, "before": one.before, "value": one.value} for one in changed]
        print(json.dumps(_summary(lineage[-1]) | {"changes": found}, ensure_ascii=False))
        return
    print(say("pack.right"))
    _print_head(lineage)
    _print_changes(changed, is_first=len(lineage) == 1)


def _print_changes(changed: Iterable[Setting], *, is_first: bool) -> None:
    table = _table("key", "meaning", "before", "value")
    for one in changed:
        table.add_row(one.key, one.meaning, _shown(one.before), _shown(one.value))
    if not table.row_count:
        print(say("pack.no-changes"))
        return
    print(say("pack.first-changes" if is_first else "pack.changes", count=table.row_count))
    _print(table)


def _print_head(lineage: tuple[Layer, ...]) -> None:
    pack = lineage[-1].pack
    print(printable(say("pack.head", id=pack.id, title=pack.title)))
    print(printable(say("pack.chain", chain=" ← ".join(pack.lineage))))
    for layer in lineage:
        print(printable(say("pack.layer", id=layer.pack.id, file=layer.file.path)))
    print(say("pack.digest", digest=pack.digest))


def _summary(layer: Layer) -> dict[str, Any]:
    pack = layer.pack
    return {
        "id": pack.id,
        "title": pack.title,
        "issued_by": pack.issued_by,
        "documents": list(pack.documents),
        "lineage": list(pack.lineage),
        "digest": pack.digest,
        "file": str(layer.file.path),
    }


def _table(*names: str) -> Table:
    headings = load("console")["pack-headings"]
    found = Table(box=box.SIMPLE)
    for name in names:
        found.add_column(headings[name], overflow="fold", no_wrap=name == "key")
    return found


def _print(table: Table) -> None:
    Console(width=None if sys.stdout.isatty() else WIDE).print(table, markup=False)


def _shown(value: object) -> str:
    """A value as a person reads it; nothing said is a dash."""
    if value is None or value in ("", []):
        return "-"
    if isinstance(value, bool):
        return say("pack.true" if value else "pack.false")
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    text = "、".join(_inner(one) for one in value) if isinstance(value, list) else text
    text = load("console")["terms"].get(text, text)
    return printable(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _inner(value: object) -> str:
    """A value within a list; a list within a list in brackets."""
    return f"（{_shown(value)}）" if isinstance(value, list) else _shown(value)
