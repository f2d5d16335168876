"""The commands of re-checks: look again, show before and after, and record a person's word on it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.clock import Quarter
from crawler.commands import print_problems
from crawler.config import Columns, load_config
from crawler.config import Config as Settings
from crawler.errors import InputError, printable
from crawler.inventory import Inventory, load_inventory
from results.audit import Trail
from results.casework.actions import required
from results.casework.cases import find_notice
from results.casework.commands import By, Config, Data, Json, Reason, new_due, word
from results.casework.confirm import Confirmation, confirm, result_kind
from results.casework.recheck import (
    Look,
    by_rules,
    compared,
    matters_answered,
    matters_closed,
    matters_due,
    matters_of_notices,
    where,
)
from results.casework.recheck_view import comparison_json, comparison_lines
from results.casework.words import say, state_name
from results.order_rows import Matter, Purpose
from results.progress import Report
from results.rows import RunRecord
from results.runs import Order, Outcomes, run

app = typer.Typer(help=say("recheck.help"), invoke_without_command=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to be looked at again: exactly one of these."""

    notices: tuple[str, ...] = ()
    due: bool = False
    answered: bool = False
    follow_up: int = 0

    def require_one(self) -> None:
        if sum(map(bool, (self.notices, self.due, self.answered, self.follow_up))) != 1:
            raise InputError(say("recheck.which"), next_step=say("recheck.which-next"))

    @property
    def purpose(self) -> Purpose:
        return Purpose.FOLLOW_UP if self.follow_up else Purpose.RECHECK

    def matters(self, trail: Trail, on: date) -> tuple[Matter, ...]:
        if self.follow_up:
            return matters_closed(trail, self.follow_up)
        if self.due:
            return matters_due(trail, on)
        if self.answered:
            return matters_answered(trail)
        named = {record.id: record for record in (find_notice(trail, text, on) for text in self.notices)}
        return matters_of_notices(trail, list(named.values()))


@app.callback()
def recheck(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    context: typer.Context,
    notice: Annotated[list[str] | None, typer.Option("--notice", help=say("recheck.notice"))] = None,
    due: Annotated[bool, typer.Option("--due", help=say("recheck.due"))] = False,
    all_answered: Annotated[bool, typer.Option("--all-answered", help=say("recheck.all-answered"))] = False,
    follow_up: Annotated[int, typer.Option("--follow-up", metavar="YEAR", help=say("recheck.follow-up"))] = 0,
    inventory: Annotated[Path | None, typer.Option("--inventory", help=say("recheck.inventory"))] = None,
    on: Annotated[str, typer.Option("--on", help=say("recheck.on"))] = "",
    config: Config = None,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    if context.invoked_subcommand:
        return
    wanted = Wanted(tuple(notice or ()), due, all_answered, follow_up)
    wanted.require_one()
    settings, day = load_config(config), clock.parse_day(on) if on else clock.today()
    listed = load_inventory(inventory) if inventory else None
    if listed and inventory:
        print_problems(listed, inventory)
    with Trail.read(data) as trail:
        matters = wanted.matters(trail, day)
        _require_later(trail, matters, day)
        orders = [
            _order(trail, data, look, wanted.purpose, listed, settings, day) for look in by_rules(trail, data, matters)
        ]
    for order in orders:
        with Report() as report:
            _tell(run(order, report), data, as_json=as_json)


def _require_later(trail: Trail, matters: Sequence[Matter], on: date) -> None:
    found = max(trail.finding(matter.finding)[0].monitored_on for matter in matters)
    if on < found:
        step = say("recheck.early-next", on=found)
        raise InputError(say("recheck.early"), value=on.isoformat(), next_step=step)


def _order(
    trail: Trail, data: Path, look: Look, purpose: Purpose, listed: Inventory | None, settings: Settings, on: date
) -> Order:
    inventory, targets = where(trail, look.matters, listed)
    own = settings.model_copy(update={"columns": Columns(intervals=look.intervals)})
    return Order(
        data=data,
        inventory=inventory,
        config=own,
        quarter=Quarter.of(on),
        on=on,
        only=targets,
        purpose=purpose,
        matters=look.matters,
        rules=look.pack,
    )


def _tell(outcomes: Outcomes, data: Path, *, as_json: bool) -> None:
    record = outcomes.record
    with Trail.read(data) as trail:
        found = compared(trail, record)
    proposed = [one.proposal for one in found]
    if as_json:
        counts = {kind: proposed.count(kind) for kind in dict.fromkeys(proposed)}
        print(json.dumps({"run": record.id, "healthy": outcomes.healthy, "findings": len(found), "proposed": counts}))
        return
    print(say("recheck.done", run=record.id, count=len(found)))
    for kind in dict.fromkeys(proposed):
        print(say("recheck.proposed", kind=state_name("proposals", kind), count=proposed.count(kind)))
    for one in (one for one in found if one.has_moved):
        print(printable(say("recheck.moved", target=one.now.id, then=one.then.address, now=one.now.address)))
    if not outcomes.healthy:
        print(say("recheck.unhealthy"), file=sys.stderr)
    print(say("recheck.next", run=record.id))


@app.command("show", help=say("recheck.show-help"))
def show(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help=say("recheck.run"))],
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    with Trail.read(data) as trail:
        record = trail.run(run_id)
        found = compared(trail, record)
        if trail.is_healthy(record.id) is None:
            print(say("recheck.unfinished"), file=sys.stderr)
    for one in found:
        if as_json:
            print(json.dumps(comparison_json(one), ensure_ascii=False))
        else:
            for line in comparison_lines(one):
                print(printable(line))


@app.command("confirm", help=say("confirm.help"))
def confirm_(  # noqa: PLR0913, PLR0917
    run_id: Annotated[str, typer.Argument(metavar="RUN", help=say("recheck.run"))],
    as_: Annotated[str, typer.Option("--as", help=say("confirm.as"))],
    by: By,
    reason: Reason,
    finding: Annotated[list[int] | None, typer.Option("--finding", help=say("confirm.finding"))] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help=say("confirm.reopen"))] = False,
    due: Annotated[str, typer.Option("--due", help=say("notice.new-due"))] = "",
    on: Annotated[str, typer.Option("--on", help=say("notice.on"))] = "",
    config: Config = None,
    data: Data = Path("var"),
) -> None:
    said, kind = word(by, required(reason, "--reason"), on), result_kind(as_)
    with Trail.open(data, create=False) as trail:
        record: RunRecord = trail.run(run_id)
        said = said if on else said.no_earlier(record.on)
        reopen_due = new_due(due, said.on, config) if reopen else None
        written = confirm(trail, record, Confirmation(kind, said, tuple(finding or ()), reopen_due))
    count = sum(event.kind is kind for event in written)
    print(say("confirm.done", count=count, kind=state_name("events", kind), by=printable(said.by)))
