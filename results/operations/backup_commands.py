"""``spotcheck backup``, ``spotcheck restore`` and ``spotcheck backups``."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.config import load_config
from crawler.errors import InputError, VerificationError, printable
from crawler.lexicon import say as door
from results.operations.backup import Request, make
from results.operations.restore import restore as put_back
from results.operations.store import Backups, Item, Manifest
from results.operations.words import say

NOT_SOUND = 4
SHOWN = 20
MIB = 1 << 20
app = typer.Typer()
JsonOption = Annotated[bool, typer.Option("--json", help=door("door.json"))]


@app.command("backup", help=say("backup.help"))
def backup(
    to: Annotated[Path | None, typer.Option("--to", help=say("backup.to"))] = None,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    config: Annotated[Path | None, typer.Option("--config", help=door("door.config"))] = None,
    keep: Annotated[int | None, typer.Option("--keep", min=0, help=say("backup.keep"))] = None,
    reread: Annotated[bool, typer.Option("--reread", help=say("backup.reread"))] = False,
    as_json: JsonOption = False,
) -> None:
    settings = load_config(config).backup
    folder = to or (Path(settings.to) if settings.to else None)
    if folder is None:
        raise InputError(say("backup.nowhere"), next_step=say("backup.nowhere-next"))
    made = make(Request(data, folder, settings.keep if keep is None else keep, reread), clock.now())
    manifest, broken = made.manifest, list(made.unread)
    figures = {"backup": manifest.name, "files": len(manifest.items), "bytes": made.size, "added": made.added}
    if as_json:
        print(
            json.dumps({**figures, "freed": made.freed, "problems": [*manifest.problems, *broken]}, ensure_ascii=False)
        )
    else:
        print(say("backup.done", **figures, mib=made.size / MIB, added_mib=made.added / MIB, seq=manifest.head[0]))
    if not manifest.is_sound:
        _complain(say("backup.unsound", backup=manifest.name), manifest.problems)
    if broken:
        _complain(say("backup.unread", backup=manifest.name), made.unread)
    if broken or not manifest.is_sound:
        raise typer.Exit(NOT_SOUND)


@app.command("restore", help=say("restore.help"))
def restore(
    source: Annotated[Path, typer.Option("--from", help=say("restore.from"))],
    data: Annotated[Path, typer.Option("--data", help=say("restore.data"))],
    name: Annotated[str, typer.Option("--backup", help=say("restore.backup"))] = "",
    as_json: JsonOption = False,
) -> None:
    restored = put_back(source, data, name)
    manifest = restored.manifest
    figures = {"backup": manifest.name, "files": len(manifest.items) - len(restored.broken), "data": str(data)}
    if as_json:
        found = {"broken": list(restored.broken), "problems": list(restored.problems)}
        print(json.dumps({**figures, **found}, ensure_ascii=False))
    if not restored.is_whole:
        _complain(say("restore.not-whole", backup=manifest.name), (*restored.broken, *restored.problems))
        raise typer.Exit(NOT_SOUND)
    if not as_json:
        print(say("restore.done", **figures, made_at=_when(manifest), seq=manifest.head[0], hash=manifest.head[1]))


@app.command("backups", help=say("backups.help"))
def backups(
    folder: Annotated[Path, typer.Option("--from", help=say("restore.from"))],
    check: Annotated[bool, typer.Option("--check", help=say("backups.check"))] = False,
    as_json: JsonOption = False,
) -> None:
    store, damaged = Backups(folder), False
    if not store.names():
        raise InputError(say("restore.nothing"), file=str(folder), next_step=say("restore.nothing-next"))
    for name in store.names():
        try:
            manifest = store.read(name)
        except VerificationError as error:
            print(printable(str(error)), file=sys.stderr)
            damaged = True
            continue
        broken = tuple(_lost(store, item) for item in store.broken(manifest)) if check else ()
        damaged = damaged or bool(broken)
        _show(manifest, broken, as_json)
    if damaged:
        raise typer.Exit(NOT_SOUND)


def _show(manifest: Manifest, broken: tuple[str, ...], as_json: bool) -> None:
    size = sum(item.size for item in manifest.items)
    row = {"backup": manifest.name, "made_at": manifest.made_at, "files": len(manifest.items), "bytes": size}
    if as_json:
        more = {"head": manifest.head[0], "sound": manifest.is_sound, "broken": list(broken)}
        print(json.dumps({**row, **more}, ensure_ascii=False))
    else:
        key = "backups.row" if manifest.is_sound else "backups.row-unsound"
        print(say(key, **row | {"made_at": _when(manifest)}, mib=size / MIB, seq=manifest.head[0]))
        if broken:
            _complain(say("backups.broken", backup=manifest.name), broken)


def _when(manifest: Manifest) -> str:
    return f"{datetime.fromisoformat(manifest.made_at).astimezone(clock.CHINA):%Y-%m-%d %H:%M}"


def _lost(store: Backups, item: Item) -> str:
    return say("restore.broken", path=item.path, file=store.place(item.sha256))


def _complain(sentence: str, lines: tuple[str, ...]) -> None:
    print(sentence, file=sys.stderr)
    for line in lines[:SHOWN]:
        print(printable(f"  {line}"), file=sys.stderr)
    if len(lines) > SHOWN:
        print(say("backup.more", count=len(lines) - SHOWN), file=sys.stderr)
