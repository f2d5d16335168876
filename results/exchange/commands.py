"""The command on findings: shown, or handed on as a file."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.table import Table

from crawler.errors import InputError
from crawler.lexicon import say as door
from results.audit import DATABASE, Trail
from results.exchange import earl, lines
from results.exchange.browsing import metadata
from results.exchange.out import placed, refusal, require_place
from results.exchange.records import records
from results.exchange.sheet import findings_sheet
from results.exchange.spreadsheet import write
from results.review.decide import Selection
from results.rows import RunRecord
from results.tables import WIDE
from results.text import say

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    trail: Trail
    run: RunRecord
    selection: Selection
    with_names: bool


def _csv(order: Order) -> Iterator[str]:
    return lines.as_csv(records(order.trail, order.run.id, order.selection))


def _jsonl(order: Order) -> Iterator[str]:
    return lines.as_json_lines(records(order.trail, order.run.id, order.selection))


def _earl(order: Order) -> Iterator[str]:
    return earl.pieces(order.trail, order.run.id, order.selection, order.with_names)


TEXTS: Mapping[str, Callable[[Order], Iterator[str]]] = {"csv": _csv, "jsonl": _jsonl, "earl": _earl}
FORMS = {"table", "xlsx", *TEXTS}


@app.command("findings", help=say("findings.help"))
def findings(
    run: Annotated[str, typer.Option("--run", help=say("findings.run"))] = "",
    outcome: Annotated[str, typer.Option("--outcome", help=say("findings.outcome"))] = "",
    target: Annotated[str, typer.Option("--target", help=say("findings.target"))] = "",
    indicator: Annotated[str, typer.Option("--indicator", help=say("findings.indicator"))] = "",
    form: Annotated[str, typer.Option("--format", help=say("findings.format"))] = "table",
    out: Annotated[Path | None, typer.Option("--out", help=say("findings.out"))] = None,
    with_names: Annotated[bool, typer.Option("--with-names", help=say("findings.with-names"))] = False,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
) -> None:
    if form not in FORMS:
        raise InputError(say("findings.bad-format"), value=form, next_step=say("findings.bad-format-next"))
    if form == "xlsx" and out is None:
        raise refusal("wanted")
    with Trail.read(data) as trail:
        record = trail.run(run) if run else trail.latest_check()
        order = Order(trail, record, Selection(outcome, target, indicator), with_names)
        if out is not None:
            require_place(out, data)
            with placed(out, data) as file:
                _write(order, form, file)
            print(out)
        elif form in TEXTS:
            sys.stdout.writelines(TEXTS[form](order))
        else:
            _show(order)


def _write(order: Order, form: str, file: BinaryIO) -> None:
    if form == "xlsx":
        sheet = findings_sheet(order.trail, order.run.id, order.selection, order.with_names)
        write(file, [sheet], sheet.name, order.run.started_at)
        return
    pieces = TEXTS[form](order) if form in TEXTS else iter([_table_text(order)])
    file.writelines(piece.encode() for piece in pieces)


def _table_text(order: Order) -> str:
    console = Console(width=WIDE, file=io.StringIO(), color_system=None)
    with console.capture() as shown:
        console.print(_table(order))
    return shown.get()


def _show(order: Order) -> None:
    table = _table(order)
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
    print(say("findings.count", count=table.row_count), file=sys.stderr)


def _table(order: Order) -> Table:
    return lines.as_table(records(order.trail, order.run.id, order.selection))


@app.command("datasette-metadata", help=say("browsing.help"))
def datasette_metadata(
    out: Annotated[Path | None, typer.Option("--out", help=say("browsing.out"))] = None,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
) -> None:
    text = json.dumps(metadata(), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        print(text, end="")
        return
    with placed(out, data) as file:
        file.write(text.encode())
    print(out)
    print(say("browsing.next", database=data / DATABASE, file=out), file=sys.stderr)
