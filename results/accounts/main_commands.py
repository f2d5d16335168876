"""``spotcheck account main``: the main account of each owner on each platform, and what to do with the others."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.commands import print_problems
from crawler.config import load_config
from crawler.disk import in_words
from crawler.errors import InputError, printable
from crawler.inventory import load_inventory
from crawler.lexicon import say as door
from crawler.model import Target, TargetId
from crawler.platforms import platform_name
from results.accounts.activity import activity_of
from results.accounts.commands import app
from results.accounts.main_account import (
    Activity,
    Group,
    Place,
    Rule,
    groups,
    is_placed,
    is_running_account,
    members_of,
)
from results.audit import DATABASE, Trail
from results.rows import RunRecord
from results.tables import csv_text, show
from results.text import words

__all__ = ["app"]
WORDS = words("main_account")


def say(name: str, **data: object) -> str:
    """A sentence of this command."""
    sentence: str = WORDS["says"][name]
    return sentence.format(**data) if data else sentence


@dataclass(frozen=True, slots=True)
class Basis:
    """What the table rests on: a list, and where there is one a run with what it says of activity."""

    targets: Sequence[Target]
    record: RunRecord | None = None
    known: Mapping[TargetId, Activity] = field(default_factory=dict)


@app.command("main", help=say("help"))
def main(
    inventory: Annotated[Path | None, typer.Option("--inventory", help=say("inventory"))] = None,
    run: Annotated[str, typer.Option("--run", help=say("run"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("json"))] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help=say("csv"))] = None,
    config: Annotated[Path | None, typer.Option("--config", help=door("door.config"))] = None,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
) -> None:
    if as_json and csv:
        raise InputError(say("both"), next_step=say("both-next"))
    settings = load_config(config).newmedia
    basis = _basis(inventory, run, data)
    found = list(groups(basis.targets, basis.known, Rule(settings.main_by, settings.main_equal_days)))
    found.sort(key=lambda group: len(group.places) == 1)  # first those with something to do
    if as_json:
        for group in found:
            print(json.dumps(_as_json(group), ensure_ascii=False))
    elif csv:
        _write(csv, found)
    elif found:
        show(WORDS["headings"], (_shown(group, place) for group in found for place in group.places))
    for line in _notes(found, basis):
        print(printable(line), file=sys.stderr)


def _basis(inventory: Path | None, run: str, data: Path) -> Basis:
    """Raises InputError where there is neither a list nor a run, or not the run that was named."""
    listed = None
    if inventory is not None:
        read = load_inventory(inventory)
        print_problems(read, inventory)
        listed = read.targets
    if not run and not (data / DATABASE).exists():
        return _only(listed)
    with Trail.read(data) as trail:
        if not run and not trail.checks():
            return _only(listed)
        record = trail.check(run)
        inspected = trail.inventory(record.id)
        targets = inspected if listed is None else listed
        return Basis(targets, record, activity_of(trail, data, record, _compared(targets, inspected)))


def _only(listed: Sequence[Target] | None) -> Basis:
    if listed is None:
        raise InputError(say("no-inventory"), next_step=say("no-inventory-next"))
    return Basis(listed)


def _compared(targets: Sequence[Target], inspected: Sequence[Target]) -> list[TargetId]:
    """The accounts whose activity the run knows: an id that has gone over to another account is not one of them."""
    then = {one.id: one for one in inspected}
    members = (one for group in members_of(targets).values() for one in group)
    return [one.id for one in members if one.id in then and _is_same(one, then[one.id])]


def _is_same(one: Target, other: Target) -> bool:
    if platform_name(one.platform) != platform_name(other.platform):
        return False
    marks = ("name", "account_id", "address")
    return any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in marks)


def _notes(found: Sequence[Group], basis: Basis) -> Iterator[str]:
    running = [one for one in basis.targets if is_running_account(one)]
    if not running:
        yield say("none")
        return
    several = [group for group in found if len(group.places) > 1]
    counts = {"groups": len(found), "accounts": sum(len(group.places) for group in found), "several": len(several)}
    yield say("count", others=sum(len(group.places) - 1 for group in several), **counts)
    yield say("basis", run=basis.record.id, seen=basis.record.on) if basis.record else say("no-activity")
    unplaced = sum(not is_placed(one) for one in running)
    if unplaced:
        yield say("unplaced", count=unplaced)


def _as_json(group: Group) -> dict[str, Any]:
    main_place, *others = map(_place_json, group.places)
    return {"owner": group.owner, "platform": group.platform, "main": main_place, "others": others}


def _place_json(place: Place) -> dict[str, Any]:
    newest = place.activity.newest_on
    told = {"target": place.target.id, "name": place.target.name, "account_id": place.target.account_id}
    seen = {"newest_on": newest.isoformat() if newest else None, "verified": place.activity.verified}
    return {**told, **seen, "state": place.activity.state or None, "why": list(place.why), "advice": place.advice}


def _shown(group: Group, place: Place) -> dict[str, str]:
    verified = {True: "yes", False: "no", None: "unknown"}[place.activity.verified]
    return {
        "owner": group.owner,
        "platform": group.platform,
        "role": WORDS["role"]["main" if place.is_main else "other"],
        "target": place.target.id,
        "name": place.target.name,
        "account_id": place.target.account_id,
        "newest_on": str(place.activity.newest_on or WORDS["verified"]["unknown"]),
        "verified": WORDS["verified"][verified],
        "why": "；".join(WORDS["why"][name] for name in place.why),
        "advice": WORDS["advice"][place.advice],
    }


def _write(file: Path, found: Sequence[Group]) -> None:
    rows = [_shown(group, place) for group in found for place in group.places]
    headings: Mapping[str, str] = WORDS["csv"]
    text = csv_text([list(headings.values()), *([row[name] for name in headings] for row in rows)])
    try:
        file.write_bytes(text.encode())
    except OSError as error:
        step = say("unwritable-next")
        raise InputError(say("unwritable", detail=in_words(error)), file=str(file), next_step=step) from error
    print(say("written", file=file))
