"""What another rule pack would change, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from crawler.model import Finding
from results.rating.scoring import ScoredRating
from results.rating.under_pack import Shift, Trial, points_of
from results.rating.view import amount
from results.text import plain, words


def heading(trial: Trial) -> str:
    """Which run and which packs."""
    said = words("under_pack")
    line = plain(said["title"].format(run=trial.run.id, old=trial.old.id, new=trial.new.id))
    return f"{line}\n{said['same']}" if trial.old.digest == trial.new.digest else line


def table(trial: Trial) -> Table:
    """Every change, one a row."""
    said = words("under_pack")
    found = Table(*said["headings"].values(), box=box.SIMPLE)
    for shift in trial.shifts:
        found.add_row(*_cells(shift, said))
    return found


def figures(trial: Trial) -> str:
    """How much changes, in a line."""
    said = words("under_pack")
    if not trial.shifts:
        return str(said["nothing"])
    counts = {
        "targets": len({shift.target.id for shift in trial.shifts}),
        "findings": sum(shift.indicator is not None for shift in trial.shifts),
        "ratings": len({shift.target.id for shift in trial.shifts if shift.moves_rating}),
    }
    return str(said["count"]).format(**counts)


def note(trial: Trial) -> str:
    """Where changes may have another cause; empty where they cannot."""
    return str(words("under_pack")["note"]).format(run=trial.run.id) if trial.is_mixed else ""


def as_json(shift: Shift) -> dict[str, Any]:
    """One change; ``indicator`` is null where the rating alone changes, a side where nothing is judged or rated."""
    return {
        "target": shift.target.id,
        "name": shift.target.name,
        "indicator": shift.indicator,
        "title": shift.title or None,
        "before": _said(shift.before),
        "after": _said(shift.after),
        "rating_before": _rating_json(shift.rated_before),
        "rating_after": _rating_json(shift.rated_after),
    }


def _said(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {"outcome": finding.outcome.value, "reason": finding.reason, "message": finding.message}


def _cells(shift: Shift, said: Mapping[str, Any]) -> list[str]:
    before, after = "", ""
    if shift.indicator:
        before = said["outcomes"][shift.before.outcome] if shift.before else said["new"]
        after = said["outcomes"][shift.after.outcome] if shift.after else said["gone"]
    rated = [_rating(one, said) for one in (shift.rated_before, shift.rated_after)]
    return [f"{plain(shift.target.name)}\n{shift.target.id}", shift.title, before, after, *rated]


def _rating(rating: ScoredRating | None, said: Mapping[str, Any]) -> str:
    if rating is None:
        return str(said["unrated"])
    kind, total = str(said["ratings"][rating.kind]), points_of(rating)
    return kind if total is None else str(said["scored"]).format(kind=kind, total=amount(total, rating.score.pass_line))


def _rating_json(rating: ScoredRating | None) -> dict[str, Any] | None:
    """``total`` is null where nothing is scored, and while the rating is pending."""
    if rating is None:
        return None
    total = points_of(rating)
    return {"rating": rating.kind.value, "total": None if total is None else float(round(total, 2))}
