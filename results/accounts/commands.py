"""The commands that take in what people hand over for an account: an export, or a word with a screenshot."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.errors import InputError, printable
from crawler.inventory import load_inventory
from crawler.lexicon import say as door
from crawler.model import Target
from results.accounts.given import AttestOrder, Imported, ImportOrder, account_of, attest, import_file
from results.accounts.rows import AttestationRecord, ImportRecord
from results.accounts.words import say
from results.audit import DATABASE, Trail

MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2}))?")

app = typer.Typer(no_args_is_help=True, help=say("account.help"))

Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
List = Annotated[Path | None, typer.Option("--inventory", help=say("account.inventory"))]
By = Annotated[str, typer.Option("--by", help=say("account.by"))]
Json = Annotated[bool, typer.Option("--json", help=door("door.json"))]


@app.command("import", help=say("import.help"))
def import_(
    file: Annotated[Path, typer.Argument(help=say("import.file"))],
    by: By,
    inventory: List = None,
    platform: Annotated[str, typer.Option("--platform", help=say("import.platform"))] = "",
    account: Annotated[str, typer.Option("--account", help=say("import.account"))] = "",
    until: Annotated[str, typer.Option("--until", help=say("import.until"))] = "",
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    targets = _targets(inventory, data)
    day = clock.parse_day(until) if until else None
    done = import_file(ImportOrder(data, file, by, targets, platform, account, day))
    for problem in done.problems:
        print(printable(problem.sentence(str(file))), file=sys.stderr)
    if as_json:
        for record in done.records:
            print(json.dumps(_import_json(record, record in done.new), ensure_ascii=False))
    else:
        _tell(done, targets)
    if not done.records:
        raise InputError(say("import.nothing"), file=str(file), next_step=say("import.nothing-next"))
    if done.problems:
        raise typer.Exit(2)


@app.command("attest", help=say("attest.help"))
def attest_(  # noqa: PLR0913, PLR0917
    account: Annotated[str, typer.Argument(metavar="ID", help=say("attest.id"))],
    last_post: Annotated[str, typer.Option("--last-post", help=say("attest.last-post"))],
    screenshot: Annotated[Path, typer.Option("--screenshot", help=say("attest.screenshot"))],
    by: By,
    title: Annotated[str, typer.Option("--title", help=say("attest.title"))] = "",
    seen_at: Annotated[str, typer.Option("--seen-at", help=say("attest.seen-at"))] = "",
    inventory: List = None,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    targets, moment = _targets(inventory, data), _moment(seen_at) if seen_at else None
    order = AttestOrder(data, account, clock.parse_day(last_post), screenshot, by, targets, title, moment)
    record, is_new = attest(order)
    if as_json:
        print(json.dumps(_attestation_json(record, is_new), ensure_ascii=False))
    elif is_new:
        name, seen = account_of(targets, account).name, f"{record.seen_at.astimezone(clock.CHINA):%Y-%m-%d %H:%M}"
        words = {"by": record.by, "seen": seen, "id": account, "name": name, "last": record.last_post_on}
        print(printable(say("attest.done", **words)))
    else:
        print(printable(say("attest.stands", at=_written(record))))


def _targets(inventory: Path | None, data: Path) -> Sequence[Target]:
    """The list named, or that of the newest run. Raises InputError where there is neither."""
    if inventory is not None:
        listed = load_inventory(inventory)
        for problem in (one for one in listed.problems if one.dropped):
            print(printable(problem.sentence(str(inventory))), file=sys.stderr)
        return listed.targets
    if (data / DATABASE).exists():
        with Trail.read(data) as trail:
            if checks := trail.checks():
                return trail.inventory(checks[-1].id)
    raise InputError(say("given.no-inventory"), next_step=say("given.no-inventory-next"))


def _moment(text: str) -> datetime:
    """A time in China; a day alone is its first minute, for nobody knows what came later on it."""
    match = MOMENT.fullmatch(text.strip())
    try:
        day = clock.parse_day(match[1] if match else "")
        return datetime(day.year, day.month, day.day, int(match[2] or 0), int(match[3] or 0), tzinfo=clock.CHINA)  # type: ignore[index]
    except (ValueError, InputError) as error:
        raise InputError(say("attest.bad-time"), value=text, next_step=say("attest.bad-time-next")) from error


def _tell(done: Imported, targets: Sequence[Target]) -> None:
    names = {target.id: target.name for target in targets}
    for record in done.new:
        words = {"id": record.target, "name": names[record.target], "posts": record.posts}
        print(printable(say("import.done", **words, newest=record.newest_on, title=record.newest_title[:40])))
    for record in done.standing:
        words = {"id": record.target, "name": names[record.target], "by": record.by}
        print(printable(say("import.stands", **words, at=_written(record))))
    counts = {"new": len(done.new), "standing": len(done.standing), "problems": len(done.problems)}
    print(say("import.counted", rows=done.rows, **counts))
    if any(record.until_on is None for record in done.records):
        print(say("import.no-until"), file=sys.stderr)


def _written(record: ImportRecord | AttestationRecord) -> str:
    return f"{record.at:%Y-%m-%d %H:%M}" if record.at else ""


def _import_json(record: ImportRecord, is_new: bool) -> dict[str, Any]:
    return {
        "account": record.target,
        "new": is_new,
        "posts": record.posts,
        "left_out": record.left_out,
        "newest_on": record.newest_on.isoformat(),
        "newest_title": record.newest_title,
        "until_on": record.until_on.isoformat() if record.until_on else None,
        "capture": record.capture,
        "file": record.file,
        "file_digest": record.file_digest,
        "by": record.by,
        "row": record.id,
    }


def _attestation_json(record: AttestationRecord, is_new: bool) -> dict[str, Any]:
    return {
        "account": record.target,
        "new": is_new,
        "last_post_on": record.last_post_on.isoformat(),
        "title": record.title,
        "seen_at": record.seen_at.isoformat(),
        "capture": record.capture,
        "screenshot_digest": record.screenshot_digest,
        "by": record.by,
        "row": record.id,
    }
