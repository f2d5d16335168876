"""The commands on letters: issue them, and take out their templates to edit."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.calendars import load_calendar
from crawler.config import Office, load_config
from crawler.errors import InputError, printable
from crawler.lexicon import say as door
from results.audit import Trail
from results.casework.moves import EventKind
from results.letters.print_report import differences
from results.letters.templates import export
from results.notices.issue import Issued, Order, issue
from results.notices.letter import printed_number
from results.notices.rows import NoticeForm, NoticeKind, NoticeRecord
from results.rules import catalogue_of
from results.text import say

ISSUED = (NoticeKind.RECTIFICATION, NoticeKind.PROMPT)
app = typer.Typer()
templates_app = typer.Typer(help=say("templates.help"), no_args_is_help=True)

Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Config = Annotated[Path | None, typer.Option("--config", help=door("door.config"))]


@app.command("notices", help=say("notices.help"))
def notices(
    run: Annotated[str, typer.Option("--run", help=say("findings.run"))] = "",
    kind: Annotated[list[str] | None, typer.Option("--kind", help=say("notices.kind"))] = None,
    out: Annotated[Path | None, typer.Option("--out", help=say("notices.out"))] = None,
    on: Annotated[str, typer.Option("--on", help=say("notices.on"))] = "",
    due: Annotated[str, typer.Option("--due", help=say("notices.due"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
    config: Config = None,
    data: Data = Path("var"),
) -> None:
    settings, kinds = load_config(config), _kinds(kind)
    office, calendar = settings.office, load_calendar(settings.rules.calendar)
    issued_on = clock.parse_day(on) if on else clock.today()
    due_on = clock.parse_day(due) if due else None
    with Trail.open(data, create=False) as trail:
        order = Order(data, out or data / "notices", trail.check(run), issued_on, clock.now(), due_on, kinds, calendar)
        issued = issue(trail, order, office, catalogue_of(trail, order.run.id))
        forms, cancelled = trail.notice_forms(), _cancelled(trail)
    if as_json:
        for record, count in issued.written:
            print(json.dumps(_summary(record, forms[record.id], count), ensure_ascii=False))
    else:
        _list(issued, order, forms, cancelled)
    _warn(issued, office, forms)


@templates_app.command("export", help=say("templates.export-help"))
def export_templates(folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("templates.folder"))]) -> None:
    for path in export(folder):
        print(say("templates.exported", file=path))
    print(say("templates.exported-next", folder=folder), file=sys.stderr)


def _kinds(names: list[str] | None) -> tuple[NoticeKind, ...]:
    for name in names or ():
        if name not in ISSUED:
            raise InputError(say("notices.bad-kind"), value=name, next_step=say("notices.bad-kind-next"))
    return tuple(kind for kind in ISSUED if not names or kind in names)


def _cancelled(trail: Trail) -> frozenset[int]:
    return frozenset(event.notice for event in trail.notice_events() if event.kind is EventKind.CANCELLED)


def _list(issued: Issued, order: Order, forms: dict[int, NoticeForm], cancelled: Collection[int]) -> None:
    for record, count in issued.written:
        words = {"number": printed_number(record, forms[record.id]), "owner": record.owner, "due": record.due_on}
        print(printable(say("notices.written", **words, findings=count, file=order.out / record.file)))
        if forms[record.id].printed:
            print(printable(say("notices.printed", file=order.out / forms[record.id].printed)))
    for record, count in issued.standing:
        words = {"number": printed_number(record, forms.get(record.id)), "owner": record.owner}
        key = "notices.cancelled" if record.id in cancelled else "notices.standing"
        print(printable(say(key, **words, findings=count)))
    if not issued.written and not issued.standing:
        print(say("notices.nothing"))


def _warn(issued: Issued, office: Office, forms: dict[int, NoticeForm]) -> None:
    for record, finding in issued.revoked:
        number = printed_number(record, forms.get(record.id))
        print(printable(say("notices.revoked", number=number, owner=record.owner, finding=finding)), file=sys.stderr)
    if issued.excused:
        numbers = " ".join(map(str, issued.excused))
        print(say("notices.excused", count=len(issued.excused), numbers=numbers), file=sys.stderr)
    if issued.open:
        print(say("notices.open-count", count=issued.open), file=sys.stderr)
    if issued.written:
        for key in ("name", "city"):
            if not getattr(office, key):
                print(say("notices.no-office" if key == "name" else "notices.no-city"), file=sys.stderr)
    for text in differences([one.printed for one in issued.made]):
        print(text, file=sys.stderr)


def _summary(record: NoticeRecord, form: NoticeForm, count: int) -> dict[str, object]:
    """A letter for a machine."""
    return {
        "number": printed_number(record, form),
        "kind": str(form.kind),
        "owner": record.owner,
        "findings": count,
        "issued_on": record.issued_on.isoformat(),
        "due_on": record.due_on.isoformat(),
        "file": record.file,
        "printed": form.printed,
    }
