"""The inventory's command beyond its check: compare two lists."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.calendars import load_calendar
from crawler.changes import Change, ChangeKind, changes
from crawler.commands import inventory_app, print_problems
from crawler.config import load_config
from crawler.errors import InputError
from crawler.filing import FilingState, filing_days
from crawler.inventory import Inventory, load_inventory
from crawler.lexicon import load, say
from crawler.model import Target

FILING = filing_days()
CODED = frozenset({"status", "kind", "level", "ended_as"})  # columns that hold words of the house

app = inventory_app


@app.command("diff", help=say("inventory.diff-help"))
def inventory_diff(
    old: Annotated[Path, typer.Argument(help=say("inventory.old"))],
    new: Annotated[Path, typer.Argument(help=say("inventory.new"))],
    within: Annotated[
        int, typer.Option("--filing-days", min=1, max=250, help=say("inventory.filing-days"))
    ] = filing_days(),
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
    config: Annotated[Path | None, typer.Option("--config", help=say("door.config"))] = None,
) -> None:
    calendar = load_calendar(load_config(config).rules.calendar)
    found = changes(_reliable(old), _reliable(new), within=within, workdays=calendar)
    if as_json:
        for change in found:
            print(json.dumps(_as_json(change), ensure_ascii=False))
    else:
        print("\n".join(_report(found)))


def _reliable(path: Path) -> Inventory:
    """A list to compare. Raises InputError where rows were left out of it: they would look opened or gone."""
    inventory = load_inventory(path)
    print_problems(inventory, path)
    dropped = sum(problem.dropped for problem in inventory.problems)
    if dropped or not inventory.targets:
        problem = say("inventory.unreliable", dropped=dropped) if dropped else say("inventory.empty")
        raise InputError(problem, file=str(path), next_step=say("inventory.unreliable-next"))
    return inventory


def _as_json(change: Change) -> dict[str, Any]:
    target = change.target
    row: dict[str, Any] = {
        "kind": str(change.kind), "target": target.id, "name": target.name, "platform": target.platform,
        "owner": target.owner, "fields": {name: list(values) for name, values in change.fields.items()},
    }  # fmt: skip
    if change.merged_into:
        row["merged_into"] = change.merged_into
    if not change.stated:
        row["stated"] = False
    if change.filing:
        days = {name: getattr(change.filing, name) for name in ("changed_on", "filed_on", "due_on")}
        row["filing"] = {"state": str(change.filing.state)} | {k: day and day.isoformat() for k, day in days.items()}
    if change.kind is ChangeKind.AMBIGUOUS:
        row["list"] = "old" if change.is_old else "new"
        row["candidates"] = [{"target": each.id, "name": each.name} for each in change.candidates]
    return row


def _report(found: Sequence[Change]) -> Iterable[str]:
    """The changes in groups, a line each, and the counts."""
    counts = Counter(change.kind for change in found)
    for kind in ChangeKind:
        if counts[kind]:
            yield say("changes.group", kind=say(f"changes.{kind}"), count=counts[kind])
            yield from (_line(change) for change in found if change.kind is kind)
    if not found:
        yield say("changes.none")
    yield say("changes.counts", **{kind: counts[kind] for kind in ChangeKind})
    filings = Counter(change.filing.state for change in found if change.filing)
    if filings:
        yield say("changes.filings", **{state.name.lower(): filings[state] for state in FilingState})


def _line(change: Change) -> str:
    target = change.target
    owner = target.owner or say("changes.no-owner")
    details = "；".join(_details(change))
    return say("changes.line", what=_what(target), name=target.name, owner=owner, details=details and f"：{details}")


def _what(target: Target) -> str:
    return f"[{say('changes.site') if target.is_site else target.platform or say('fields.platform')}] "


def _details(change: Change) -> Iterable[str]:
    empty = say("changes.empty")
    words, values = load("console")["fields"], load("console")["values"]
    if not change.stated:
        yield say("changes.vanished")
    for name, (old, new) in change.fields.items():
        was, now = (values.get(value, value) if name in CODED else value for value in (old, new))
        yield say("changes.field", field=words[name], old=was or empty, new=now or empty)
    if change.merged_into and "merged_into" not in change.fields:
        yield say("changes.into", into=change.merged_into)
    if change.kind is ChangeKind.AMBIGUOUS:
        names = "、".join(say("changes.candidate", name=each.name, id=each.id) for each in change.candidates)
        yield say("changes.candidates", side=say("changes.in-old" if change.is_old else "changes.in-new"), names=names)
    if change.filing:
        known = {name: getattr(change.filing, name) or empty for name in ("changed_on", "filed_on", "due_on")}
        yield say(f"changes.filed-{change.filing.state}", **known)
