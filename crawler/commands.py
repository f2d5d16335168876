"""This stage's commands: check an inventory, read one saved page."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.config import load_config
from crawler.disk import in_words
from crawler.errors import InputError
from crawler.intervals import load_intervals
from crawler.inventory import Inventory, load_inventory
from crawler.lexicon import say
from crawler.reading.columns.intervals import Intervals
from crawler.reading.facts import read_file_facts
from crawler.registration import registration_json

KINDS = ("home", "column", "list", "article", "annual-report")

app = typer.Typer(no_args_is_help=True)
inventory_app = typer.Typer(no_args_is_help=True, help=say("inventory.help"))


@inventory_app.command("check", help=say("inventory.check-help"))
def inventory_check(
    file: Annotated[Path, typer.Argument(help=say("inventory.file"))],
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
) -> None:
    inventory = load_inventory(file)
    if as_json:
        print(json.dumps(_inventory_json(inventory), ensure_ascii=False))
    else:
        print_problems(inventory, file)
        print(summary(inventory))
    if inventory.problems:
        raise typer.Exit(2)


def print_problems(inventory: Inventory, file: Path) -> None:
    """Every problem and hint, a line each, on standard error."""
    for problem in (*inventory.problems, *inventory.hints):
        print(problem.sentence(str(file)), file=sys.stderr)


def summary(inventory: Inventory) -> str:
    """How many targets a list holds and how many rows were left out."""
    sites = sum(target.is_site for target in inventory.targets)
    counts = {"sites": sites, "accounts": len(inventory.targets) - sites}
    if not inventory.problems:
        return say("inventory.clean", **counts)
    dropped = sum(problem.dropped for problem in inventory.problems)
    return say("inventory.found", **counts, problems=len(inventory.problems), dropped=dropped)


def _inventory_json(inventory: Inventory) -> dict[str, Any]:
    return {
        "targets": [asdict(target) for target in inventory.targets],
        "problems": [asdict(problem) for problem in inventory.problems],
        "hints": [asdict(hint) for hint in inventory.hints],
        "registrations": {id: registration_json(life) for id, life in inventory.registrations.items()},
    }


@app.command("read", help=say("read.help"))
def read(
    file: Annotated[Path | None, typer.Argument(help=say("read.file"))] = None,
    url: Annotated[str, typer.Option("--url", help=say("read.url"))] = "",
    on: Annotated[str, typer.Option("--on", help=say("read.on"))] = "",
    kind: Annotated[str, typer.Option("--as", help=say("read.as"))] = "",
    manifest: Annotated[Path | None, typer.Option("--manifest", help=say("read.manifest"))] = None,
    config: Annotated[Path | None, typer.Option("--config", help=say("door.config"))] = None,
) -> None:
    if (file is None) == (manifest is None):
        raise InputError(say("read.one-of"), next_step=say("read.one-of-next"))
    intervals = load_intervals(load_config(config).columns.intervals)
    if manifest is not None:
        raise typer.Exit(_read_manifest(manifest, intervals))
    facts = _read_file(Path(str(file)), url, on, kind, intervals)
    print(json.dumps(facts, ensure_ascii=False, indent=2))


def _read_file(path: Path, url: str, on: str, kind: str, intervals: Intervals) -> dict[str, Any]:
    """The facts of one saved page. Raises InputError for a wrong path, address, day or kind."""
    if not url.startswith(("http://", "https://")):
        raise InputError(say("read.bad-url"), file=str(path), value=url, next_step=say("read.bad-url-next"))
    if kind and kind not in KINDS:
        raise InputError(say("read.bad-kind"), file=str(path), value=kind, next_step=say("read.bad-kind-next"))
    day: date = clock.parse_day(on) if on else clock.today()
    try:
        body = path.read_bytes()
    except OSError as error:
        problem = say("read.unreadable", detail=in_words(error))
        raise InputError(problem, file=str(path), next_step=say("read.unreadable-next")) from error
    return read_file_facts(body, url, on=day, kind=kind or None, intervals=intervals)


def _read_manifest(manifest: Path, intervals: Intervals) -> int:
    """One JSON line out per line in; a line that cannot be read gives an ``error`` and exit code 2 at the end."""
    try:
        lines = manifest.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = say("read.unreadable", detail=in_words(error))
        raise InputError(problem, file=str(manifest), next_step=say("read.unreadable-next")) from error
    code = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            facts = _read_line(manifest, number, line, intervals)
        except InputError as error:
            print(error, file=sys.stderr)
            facts, code = {"error": str(error)}, 2
        print(json.dumps(facts, ensure_ascii=False), flush=True)
    return code


def _read_line(manifest: Path, number: int, line: str, intervals: Intervals) -> dict[str, Any]:
    try:
        row = json.loads(line)
        path, url = Path(row["path"]), str(row["url"])
    except (ValueError, KeyError, TypeError) as error:
        problem = say("read.bad-line")
        step = say("read.bad-line-next")
        raise InputError(problem, file=str(manifest), line=number, value=line, next_step=step) from error
    if not path.exists() and not path.is_absolute():
        path = manifest.parent / path
    try:
        facts = _read_file(path, url, str(row.get("on") or ""), str(row.get("as") or ""), intervals)
    except InputError as error:
        error.file, error.line = str(manifest), number
        raise
    return {"path": row["path"], "url": url, **facts}
