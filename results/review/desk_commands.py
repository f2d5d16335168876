"""``spotcheck review export`` and ``import``: deciding many findings in a spreadsheet."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler import clock
from crawler.errors import InputError, printable
from results.audit import Trail
from results.review import decide as review
from results.review.commands import Data, Indicator, Json, Run, Target, app
from results.review.decide import Selection
from results.review.desk_import import Conflict, Plan, plan, record
from results.review.desk_sheet import workbook
from results.review.queue import review_queue
from results.review.sheet_files import store
from results.review.words import say
from results.text import plain, words

__all__ = ["app"]


@app.command("export", help=say("desk.export-help"))
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=say("desk.file"))],
    run: Run = "",
    target: Target = "",
    indicator: Indicator = "",
    data: Data = Path("var"),
) -> None:
    if file.suffix.lower() != ".xlsx":
        raise InputError(say("desk.format"), file=str(file), next_step=say("desk.format-next"))
    if file.exists():
        raise InputError(say("desk.exists"), file=str(file), next_step=say("desk.exists-next"))
    with Trail.read(data) as trail:
        record_ = trail.check(run)
        found = review_queue(trail, record_.id, Selection(target=target, indicator=indicator))
    if not found:
        raise InputError(say("desk.nothing"), next_step=say("desk.nothing-next"))
    store(file, workbook(found, clock.now()))
    print(printable(say("desk.done", count=len(found), file=file)))


@app.command("import", help=say("import.help"))
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=say("import.file"))],
    by: Annotated[str, typer.Option("--by", help=say("import.by"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("import.dry-run"))] = False,
    skip_conflicts: Annotated[bool, typer.Option("--skip-conflicts", help=say("import.skip"))] = False,
    data: Data = Path("var"),
    as_json: Json = False,
) -> None:
    with Trail.open(data, create=False) as trail:
        found = plan(trail, file, by, clock.now())
        _complain(found, file)
        _require_clean(found, file, skip_conflicts)
        decided = [] if dry_run else record(trail, found)
        waiting = review.awaiting(trail, decided)
    if as_json:
        print(json.dumps(_as_json(found, waiting, dry_run), ensure_ascii=False))
    else:
        _tell(found, waiting, dry_run)


def _complain(found: Plan, file: Path) -> None:
    """Every row that is wrong or overtaken, a line each, on standard error."""
    for problem in found.problems:
        print(problem, file=sys.stderr)
    for conflict in found.conflicts:
        print(_conflict(conflict, file), file=sys.stderr)
    if found.missing:
        print(say("import.missing", count=found.missing), file=sys.stderr)


def _conflict(conflict: Conflict, file: Path) -> str:
    names, mine, theirs = words("review")["kinds"], conflict.entry, conflict.theirs
    problem = say(
        "import.conflict",
        by=plain(theirs.by), theirs=names[theirs.kind.value], their_reason=plain(theirs.reason),
        mine=names[mine.kind.value], my_reason=plain(mine.reason),
    )  # fmt: skip
    error = InputError(printable(problem), file=str(file), line=mine.line, value=str(mine.number), next_step="")
    error.next_step = say("import.conflict-next")
    return str(error)


def _require_clean(found: Plan, file: Path, skip_conflicts: bool) -> None:
    wrong, overtaken = len(found.problems), len(found.conflicts)
    if wrong or (overtaken and not skip_conflicts):
        step = say("import.refused-next") if wrong else say("import.conflicts-next")
        raise InputError(say("import.refused", wrong=wrong, conflicts=overtaken), file=str(file), next_step=step)


def _tell(found: Plan, waiting: list[int], dry_run: bool) -> None:
    kinds = words("review")["kinds"]
    counts = {shown: sum(word.kind == kind for word in found.words) for kind, shown in kinds.items()}
    parts = words("letter")["and"].join(f"{shown} {count}" for shown, count in counts.items() if count)
    sentence = "import.would" if dry_run else "import.done"
    shown = say("import.parts", parts=parts) if parts else ""
    print(say(sentence, count=len(found.words), parts=shown, blank=found.blank))
    if found.repeated:
        print(say("import.repeated", count=found.repeated))
    if waiting:
        print(say("import.second", count=len(waiting)))


def _as_json(found: Plan, waiting: list[int], dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "recorded": 0 if dry_run else len(found.words),
        "words": [{"finding": w.finding, "kind": w.kind.value, "by": w.by, "reason": w.reason} for w in found.words],
        "repeated": found.repeated,
        "blank": found.blank,
        "missing": found.missing,
        "awaiting": waiting,
        "conflicts": [
            {"line": one.entry.line, "finding": one.entry.number, "kind": one.entry.kind.value,
             "reason": one.entry.reason, "their_kind": one.theirs.kind.value, "their_by": one.theirs.by,
             "their_reason": one.theirs.reason}
            for one in found.conflicts
        ],
    }  # fmt: skip
