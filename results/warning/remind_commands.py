"""The commands of reminders: give some, and count those given."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.clock import Quarter
from crawler.errors import printable
from crawler.lexicon import say as door
from crawler.model import Target
from results.audit import Trail
from results.rows import instant
from results.tables import show
from results.text import say, words
from results.warning import reminders
from results.warning.rows import ReminderRecord

app = typer.Typer()
Given = tuple[ReminderRecord, Target]


@app.command("remind", help=say("remind.help"))
def remind(
    target: Annotated[list[str], typer.Argument(metavar="ID", help=say("remind.targets"))],
    by: Annotated[str, typer.Option("--by", help=say("remind.by"))],
    how: Annotated[str, typer.Option("--how", help=say("remind.how"), show_default=False)] = say("remind.default-how"),
    note: Annotated[str, typer.Option("--note", help=say("remind.note"))] = "",
    on: Annotated[str, typer.Option("--on", help=say("remind.on"))] = "",
    run: Annotated[str, typer.Option("--run", help=say("remind.run"))] = "",
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
) -> None:
    today = clock.today()
    given = reminders.giving(clock.parse_day(on) if on else today, today, by, how, note)
    with Trail.open(data, create=False) as trail:
        record = trail.check(run)
        written = reminders.remind(trail, record, target, given, clock.now())
    print(printable(say("remind.done", count=len(written), how=given.how, by=given.by)))


@app.command("reminders", help=say("reminders.help"))
def list_reminders(
    quarter: Annotated[str, typer.Option("--quarter", help=say("reminders.quarter"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("reminders.json"))] = False,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
) -> None:
    period = Quarter.parse(quarter) if quarter else None
    with Trail.read(data) as trail:
        found = reminders.reminders_in(trail, period)
    if as_json:
        for one in found:
            print(json.dumps(_as_json(*one), ensure_ascii=False))
        return
    if found:
        show(words("console")["reminders"]["headings"], (_shown(*one) for one in found))
    print(printable(_counts(found, period)))


def _as_json(given: ReminderRecord, target: Target) -> dict[str, Any]:
    return {
        "id": given.id,
        "at": instant(given.at) if given.at else None,
        "given_on": given.given_on.isoformat(),
        "run": given.run,
        "target": target.id,
        "kind": target.kind.value,
        "name": target.name,
        "owner": target.owner,
        "by": given.by,
        "how": given.how,
        "note": given.note,
        "about": [dict(subject) for subject in given.subjects],
    }


def _shown(given: ReminderRecord, target: Target) -> dict[str, Any]:
    return {**_as_json(given, target), "about": "、".join(_about(given.subjects))}


def _about(subjects: Sequence[Mapping[str, Any]]) -> list[str]:
    return [one["what"] or say(f"warn.{one['kind']}") for one in subjects]


def _counts(found: Sequence[Given], period: Quarter | None) -> str:
    """How many reminders were given, to what, and by what means."""
    accounts = sum(not target.is_site for _, target in found)
    counts = {"count": len(found), "accounts": accounts, "sites": len(found) - accounts}
    told = say("reminders.count", targets=len({target.id for _, target in found}), **counts)
    means = Counter(given.how for given, _ in found).most_common()
    by_means = "，".join(say("reminders.by-means", how=how, count=count) for how, count in means)
    head = say("reminders.in-quarter", quarter=period) if period else ""
    return f"{head}{told}{say('reminders.means', means=by_means) if means else ''}"
