"""``spotcheck alert``: a message for trial, and what is new since the last one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.config import Config, load_config
from crawler.errors import InputError
from crawler.lexicon import say as door
from results.alerts.delivery import Destination, destinations
from results.alerts.message import trial
from results.alerts.send import Sent, send_news
from results.alerts.words import say

TROUBLE = 3
app = typer.Typer(no_args_is_help=True, help=say("help.alert"))
ConfigOption = Annotated[Path | None, typer.Option("--config", help=door("door.config"))]


@app.command("test", help=say("help.test"))
def test(config: ConfigOption = None) -> None:
    settings = load_config(config)
    failed = False
    for way in _ways(settings):
        why = way.deliver(trial(settings.office.name), clock.now())
        failed = failed or bool(why)
        print(say("send.failed" if why else "send.arrived", name=way.name, why=why))
    if failed:
        raise typer.Exit(TROUBLE)


@app.command("send", help=say("help.send"))
def send(
    config: ConfigOption = None,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    dry: Annotated[bool, typer.Option("--dry-run", help=say("help.dry"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    settings = load_config(config)
    ways = [] if dry else _ways(settings)
    sent = send_news(data, settings, ways, clock.now(), dry=dry)
    for message in sent.messages:
        row = {"kind": message.kind.value, "title": message.title, "text": message.text}
        print(json.dumps(row, ensure_ascii=False) if as_json else f"{message.title}\n{message.text}\n")
    _tell(sent, as_json)
    if not sent.is_whole:
        raise typer.Exit(TROUBLE)


def _tell(sent: Sent, as_json: bool) -> None:
    if not sent.messages and not as_json:
        print(say("send.nothing"))
    if sent.waiting:
        print(say("send.waiting", count=sent.waiting), file=sys.stderr)
    for name, why in sent.failures:
        print(say("send.failed", name=name, why=why), file=sys.stderr)


def _ways(settings: Config) -> list[Destination]:
    ways = destinations(settings)
    if not ways:
        raise InputError(say("send.nowhere"), next_step=say("send.nowhere-next"))
    return ways
