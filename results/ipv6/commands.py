"""``spotcheck ipv6``: look at hosts over IPv6 and IPv4, judge, and tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from checks.catalogue import Catalogue, load_catalogue
from checks.packs import load_pack
from crawler import clock
from crawler.captures.store import CaptureStore
from crawler.commands import print_problems
from crawler.config import Config, load_config
from crawler.disk import in_words
from crawler.errors import InputError
from crawler.lexicon import say
from crawler.model import Target
from results.gathering import CAPTURES
from results.ipv6 import hosts as given
from results.ipv6.inspection import Story, ipv6_rows, read_story
from results.ipv6.layout import paper
from results.ipv6.machine import as_json, one_line
from results.ipv6.story import tell, tell_in_a_line
from results.progress import Report

LOT, NAMES_LOT = 128, 2000  # hosts looked at before the first of them is told
ATTEMPTS = range(1, 21)

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be looked at, and how. ``data``: the folder of the captures."""

    targets: tuple[Target, ...]
    data: Path
    config: Config
    on: date
    names_only: bool = False


@app.command("ipv6", help=say("ipv6.help"))
def ipv6(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    hosts: Annotated[
        list[str] | None, typer.Argument(metavar="HOST", help=say("ipv6.hosts"), show_default=False)
    ] = None,
    listed: Annotated[Path | None, typer.Option("--from", help=say("ipv6.from"))] = None,
    as_object: Annotated[bool, typer.Option("--json", help=say("ipv6.json"))] = False,
    names_only: Annotated[bool, typer.Option("--names-only", help=say("ipv6.names-only"))] = False,
    control: Annotated[list[str] | None, typer.Option("--control", help=say("ipv6.control"))] = None,
    nameserver: Annotated[list[str] | None, typer.Option("--nameserver", help=say("ipv6.nameserver"))] = None,
    attempts: Annotated[int | None, typer.Option("--attempts", help=say("ipv6.attempts"))] = None,
    config: Annotated[Path | None, typer.Option("--config", help=say("door.config"))] = None,
    keep: Annotated[Path | None, typer.Option("--keep", help=say("ipv6.keep"))] = None,
    on: Annotated[str, typer.Option("--on", help=say("ipv6.on"))] = "",
) -> None:
    settings = _settings(load_config(config), control or (), nameserver or (), attempts)
    day = clock.parse_day(on) if on else clock.today()
    targets = _targets(hosts or (), listed)
    show = _printer(as_object=as_object, in_lines=names_only and len(targets) > 1)
    with _folder(keep) as data:
        for story in stories(Order(targets, data, settings, day, names_only)):
            show(story)


def stories(order: Order) -> Iterator[Story]:
    """The story of each target in the order given; each lot of targets is looked at side by side."""
    rules = load_catalogue(pack=load_pack(order.config.rules.pack))
    catalogue = ipv6_rows(rules, names_only=order.names_only)
    size = NAMES_LOT if order.names_only else LOT
    for begin in range(0, len(order.targets), size):
        yield from _lot(order, begin, order.targets[begin : begin + size], catalogue)


def _lot(order: Order, behind: int, targets: Sequence[Target], catalogue: Catalogue) -> Iterator[Story]:
    from spiders.ipv6 import inspect_hosts  # noqa: PLC0415  its libraries take long to load

    with Report() as report:
        report.start(say("run.gathering"), len(order.targets), behind)
        run = inspect_hosts(
            targets, order.data, order.config, order.on, lambda target: report.step(target.host),
            names_only=order.names_only,
        )  # fmt: skip
    with CaptureStore(order.data / CAPTURES) as store:
        for target in targets:
            yield read_story(store, run, target, catalogue, order.on)


def _targets(hosts: Sequence[str], listed: Path | None) -> tuple[Target, ...]:
    """Everything named, each website once. Raises InputError where that is nothing, or something is no host."""
    targets = [given.target_of(host) for host in hosts]
    if listed is not None and given.is_inventory(listed):
        inventory, sites = given.websites(listed)
        print_problems(inventory, listed)
        targets += sites
    elif listed is not None:
        targets += given.targets_of_list(listed)
    if not targets:
        place = str(listed) if listed else ""
        raise InputError(say("ipv6.no-host"), file=place, next_step=say("ipv6.no-host-next"))
    return given.different(targets)


def _settings(config: Config, control: Sequence[str], nameserver: Sequence[str], attempts: int | None) -> Config:
    """The settings with what was named on the command line in their place. Raises InputError for a wrong value."""
    if attempts is not None and attempts not in ATTEMPTS:
        raise InputError(say("ipv6.bad-attempts"), value=str(attempts), next_step=say("ipv6.bad-attempts-next"))
    ipv6_changes: dict[str, Any] = {"control_hosts": given.control_hosts(control)} if control else {}
    if attempts is not None:
        ipv6_changes["attempts"] = attempts
    network = config.network
    if nameserver:
        network = network.model_copy(update={"nameservers": given.nameservers(nameserver)})
    return config.model_copy(update={"ipv6": config.ipv6.model_copy(update=ipv6_changes), "network": network})


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder of the captures: the one named, or one that goes when all is told."""
    if keep is None:
        with TemporaryDirectory(prefix="spotcheck-ipv6-") as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = say("ipv6.no-folder", detail=in_words(error))
        raise InputError(problem, file=str(keep), next_step=say("ipv6.no-folder-next")) from error
    yield keep


def _printer(*, as_object: bool, in_lines: bool) -> Callable[[Story], None]:
    """How a story is shown: an object a line, a line a verdict, or whole."""
    if as_object:
        return lambda story: print(one_line(as_json(story)), flush=True)
    console = paper()
    return (lambda story: tell_in_a_line(console, story)) if in_lines else (lambda story: tell(console, story))
