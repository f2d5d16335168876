"""``spotcheck reconsider``: a finding looked at again because its unit asks, where the office offers it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.config import load_config
from crawler.errors import printable
from crawler.inventory import load_inventory
from crawler.lexicon import say as door
from crawler.model import Finding
from results.audit import Trail
from results.casework.commands import By, Config, Data, Json, Reason, word
from results.casework.reconsider import Asked, all_of, reconsider
from results.casework.reconsider_rows import Reconsideration, Reconsidered
from results.casework.words import say, state_name
from results.files import files_json
from results.progress import Report
from results.text import plain

app = typer.Typer()


@app.command("reconsider", help=say("reconsider.help"))
def reconsider_(  # noqa: PLR0913, PLR0917  every parameter is an option of the command
    finding: Annotated[int, typer.Argument(help=say("reconsider.finding"))],
    asked_by: Annotated[str, typer.Option("--asked-by", help=say("reconsider.asked-by"))],
    reason: Reason,
    by: By,
    on: Annotated[str, typer.Option("--on", help=say("reconsider.on"))] = "",
    file: Annotated[list[Path] | None, typer.Option("--file", help=say("reconsider.file"))] = None,
    stored_only: Annotated[bool, typer.Option("--stored-only", help=say("reconsider.stored-only"))] = False,
    inventory: Annotated[Path | None, typer.Option("--inventory", help=say("recheck.inventory"))] = None,
    config: Config = None,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    asked = Asked(finding, asked_by, word(by, reason, on), tuple(file or ()))
    listed = load_inventory(inventory) if inventory else None
    with Report() as report:
        done = reconsider(data, asked, load_config(config), listed, report, fresh=not stored_only)
    _show(done.request, done.original, done.result, as_json=as_json)
    if not as_json:
        print(say("reconsider.next", finding=finding))


@app.command("reconsiderations", help=say("reconsider.list-help"))
def list_reconsiderations(
    data: Data = Path("var"),
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    with Trail.read(data) as trail:
        found = all_of(trail)
    for request, original, result in found:
        _show(request, original, result, as_json=as_json)
    if not as_json:
        print(say("reconsider.count", count=len(found)))


def _show(request: Reconsideration, original: Finding, result: Reconsidered | None, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_as_json(request, original, result), ensure_ascii=False))
        return
    head = {"finding": request.finding, "unit": request.asked_by, "on": request.asked_on, "reason": request.reason}
    print(printable(say("reconsider.head", **head)))
    print(printable(say("reconsider.original", **_said(_original(original)))))
    if result is None:
        print(say("reconsider.unfinished"))
        return
    for name in ("stored", "fresh"):
        told: Mapping[str, Any] = getattr(result, name)
        print(printable(say(f"reconsider.{name}", **_said(told)) if told else say(f"reconsider.no-{name}")))


def _as_json(request: Reconsideration, original: Finding, result: Reconsidered | None) -> dict[str, Any]:
    return {
        "reconsideration": request.id,
        "finding": request.finding,
        "asked_by": request.asked_by,
        "asked_on": request.asked_on.isoformat(),
        "reason": request.reason,
        "by": request.by,
        "files": files_json(request.files),
        "original": _original(original),
        "stored": dict(result.stored) if result else None,
        "fresh": (dict(result.fresh) or None) if result else None,
    }


def _original(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "run": finding.run,
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "message": finding.message,
        "version": finding.indicator_version,
        "captures": list(finding.captures),
    }


def _said(told: Mapping[str, Any]) -> dict[str, str]:
    return {"outcome": state_name("outcomes", str(told["outcome"])), "message": plain(str(told["message"]), 400)}
