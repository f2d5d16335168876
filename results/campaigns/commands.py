"""``spotcheck campaign``: plan a week of visits, make them, show what came of them."""

from __future__ import annotations

import json
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.commands import print_problems
from crawler.config import load_config
from crawler.errors import InputError, VerificationError, printable
from crawler.inventory import load_inventory
from crawler.lexicon import say as door
from crawler.lock import only_one
from results.audit import Trail
from results.campaigns import view
from results.campaigns.agenda import Agenda
from results.campaigns.begin import Wish, begin
from results.campaigns.engine import Clock, Engine
from results.campaigns.link import Process
from results.campaigns.plan import METHOD, digest, draw
from results.campaigns.rows import Campaign, VisitRecord
from results.campaigns.words import say
from results.progress import Report
from results.rows import instant
from results.tables import show as show_table
from results.text import words

app = typer.Typer(no_args_is_help=True, help=say("campaign.help"))

Name = Annotated[str, typer.Argument(metavar="CAMPAIGN", help=say("campaign.name"))]
Target = Annotated[str, typer.Option("--target", help=say("campaign.target"))]
Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Settings = Annotated[Path | None, typer.Option("--config", help=door("door.config"))]
Json = Annotated[bool, typer.Option("--json", help=door("door.json"))]


@app.command("begin", help=say("begin.help"))
def begin_campaign(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    inventory: Annotated[Path, typer.Option("--inventory", help=door("run.inventory"))],
    by: Annotated[str, typer.Option("--by", help=say("begin.by"))],
    at: Annotated[str, typer.Option("--at", help=say("begin.at"))] = "",
    on: Annotated[str, typer.Option("--on", help=say("begin.on"))] = "",
    days: Annotated[int, typer.Option("--days", help=say("begin.days"), show_default=False)] = 0,
    visits: Annotated[int, typer.Option("--visits", help=say("begin.visits"), show_default=False)] = 0,
    seed: Annotated[str, typer.Option("--seed", help=say("begin.seed"))] = "",
    family: Annotated[list[str] | None, typer.Option("--family", help=say("begin.family"))] = None,
    day_s: Annotated[int, typer.Option("--rehearsal-day-s", help=say("begin.rehearsal"), show_default=False)] = 0,
    name: Annotated[str, typer.Option("--name", help=say("begin.name-help"))] = "",
    data: Data = Path("var"),
    config: Settings = None,
    as_json: Json = False,
) -> None:
    settings, listed = load_config(config), load_inventory(inventory)
    print_problems(listed, inventory)
    wish = Wish(by, at, on, days, visits, seed, tuple(family or ()), day_s, name)
    with Trail.open(data) as trail:
        campaign, sites = begin(trail, listed, wish, settings.availability)
    if settings.network.proxy or not settings.ipv6.control_hosts:
        print(say("begin.proxy" if settings.network.proxy else "begin.no-control"), file=sys.stderr)
    lines = view.lines_of(campaign, sites, ())
    if as_json:
        print(json.dumps(view.as_json(campaign, lines, ended=False), ensure_ascii=False))
    else:
        print(view.begun(campaign, lines))


@app.command("run", help=say("run.help"))
def run_campaigns(name: Name = "", data: Data = Path("var"), config: Settings = None) -> None:
    settings = load_config(config)
    lock = only_one(data / "campaign.lock", say("run.locked"), say("run.locked-next"))
    over = _end_asked_for()
    with lock, Trail.open(data, create=False) as trail, Report() as report:
        agendas = _agendas(trail, name)
        if not agendas:
            print(say("run.nothing"))
            return
        planned = sum(len(one.sites) * len(one.campaign.plan.families) * one.campaign.plan.slots for one in agendas)
        report.start(say("run.going"), planned, planned - sum(one.left for one in agendas))
        real = Clock(clock.now, clock.ticks, over.wait)
        names, most = [one.campaign.name for one in agendas], settings.availability.in_flight
        told = partial(_tell, report)
        Engine(trail, agendas, lambda: Process(data, settings), real, most, told, over.is_set).run()
        ends = trail.campaign_ends()
    states = words("campaigns")["show"]["states"]
    for one in names:
        counts = view.counted({states[state]: ends[one].counts[state] for state in states})
        print(say("run.ended", campaign=one, counts=counts))


def _tell(report: Report, one: VisitRecord) -> None:
    report.step(one.target)


def _end_asked_for() -> threading.Event:
    """Set by SIGTERM or Ctrl-C. An exception out of the handler could strike in the middle of any line, a row's too."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    return over


def _agendas(trail: Trail, name: str) -> list[Agenda]:
    """Every campaign that has not come to its end, or the one that was named."""
    ended = trail.campaign_ends()
    wanted = [trail.campaign(name)] if name else trail.campaigns()
    return [
        Agenda(one, trail.campaign_sites(one.name), (record.key for record in trail.campaign_visits(one.name)))
        for one in wanted
        if one.name not in ended
    ]


@app.command("show", help=say("show.help"))
def show(name: Name = "", target: Target = "", data: Data = Path("var"), as_json: Json = False) -> None:
    with Trail.read(data) as trail:
        campaign = trail.campaign(name)
        sites = trail.campaign_sites(campaign.name)
        if target:
            sites = tuple(site for site in sites if site.target == target)
        if not sites:
            raise InputError(
                say("campaign.unknown-target"), value=target, next_step=say("campaign.unknown-target-next")
            )
        visits = list(trail.campaign_visits(campaign.name, target)) if target else ()
        lines = view.lines_of(campaign, sites, visits or trail.campaign_visits(campaign.name, target))
        ended = campaign.name in trail.campaign_ends()
    if as_json:
        told = view.as_json(campaign, lines, ended=ended)
        print(json.dumps(told | ({"made": [*map(view.visit_json, visits)]} if target else {}), ensure_ascii=False))
        return
    headings = words("campaigns")["show"]
    print(printable(view.head(campaign)))
    if target:
        show_table(headings["visits"], view.visit_rows(visits))
    show_table(headings["headings"], view.table(lines))
    print(view.sums(lines))
    print(say("show.over" if ended else "show.ended-by-hand"))


@app.command("plan", help=say("plan.help"))
def plan(name: Name = "", target: Target = "", data: Data = Path("var"), as_json: Json = False) -> None:
    with Trail.read(data) as trail:
        campaign = trail.campaign(name)
        targets = [site.target for site in trail.campaign_sites(campaign.name)]
    if target and target not in targets:
        raise InputError(say("campaign.unknown-target"), value=target, next_step=say("campaign.unknown-target-next"))
    if campaign.plan.method != METHOD:
        raise InputError(say("plan.method"), value=str(campaign.plan.method), next_step=say("plan.method-next"))
    found = digest(campaign.plan, targets)
    slots = len(targets) * len(campaign.plan.families) * campaign.plan.slots
    if as_json:
        print(json.dumps(_plan_json(campaign, found, slots) | _slots_json(campaign, targets, target)))
    if found != campaign.plan_digest:
        raise VerificationError(say("plan.other", campaign=campaign.name, found=found, digest=campaign.plan_digest))
    if not as_json:
        print(say("plan.same", campaign=campaign.name, slots=slots, digest=found))


def _plan_json(campaign: Campaign, found: str, slots: int) -> dict[str, Any]:
    same = found == campaign.plan_digest
    return {"campaign": campaign.name, "digest": campaign.plan_digest, "found": found, "same": same, "slots": slots}


def _slots_json(campaign: Campaign, targets: list[Any], target: str) -> dict[str, Any]:
    """The times of one website's visits, where one was named."""
    own = [one for one in targets if one == target]
    drawn = draw(campaign.plan, own)
    return (
        {"plan": [{"family": one.family.value, "slot": one.number, "due_at": instant(one.due_at)} for one in drawn]}
        if own
        else {}
    )
