"""Accepting an explanation, taking it back, and showing what is explained. A veto is never excused in passing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checks.catalogue import Catalogue
from checks.indicator import Consequence, Status
from crawler import nearby
from crawler.errors import InputError
from crawler.model import IndicatorId, RunId, Target, TargetId
from results.audit import Trail
from results.files import files_json, keep_files
from results.order_rows import Purpose
from results.review.decide import filled
from results.review.exemption_rows import Ending, Exemption, excused
from results.review.words import say
from results.rows import instant
from results.rules import catalogue_of


def grant(
    trail: Trail, data: Path, wanted: Exemption, proof: tuple[Path, ...], at: datetime, *, even_veto: bool = False
) -> Exemption:
    """Records an explanation with its proof.

    Raises InputError for a target or indicator there is not, days in the wrong order, an empty name or reason, a period
    that is explained already, a veto without ``even_veto``, and a file that cannot be read.
    """
    wanted = replace(wanted, by=filled(wanted.by, "decide.no-name"), reason=filled(wanted.reason, "decide.no-reason"))
    _require_target(trail, wanted.target)
    catalogue = catalogue_of(trail, trail.runs()[-1].id)
    _require_indicator(catalogue, wanted.indicator, even_veto)
    if wanted.until_on < wanted.from_on:
        step = say("exempt.early-next", on=wanted.from_on)
        raise InputError(say("exempt.early"), value=wanted.until_on.isoformat(), next_step=step)
    kept = replace(wanted, files=keep_files(data, proof))
    return trail.record_exemption(kept, at, lambda: _require_new(trail, kept))


def end(trail: Trail, number: int, ending: Ending, at: datetime) -> Exemption:
    """Records that an explanation no longer holds.

    Raises InputError for a number there is not, one that ended or ran out before, and an empty name or reason.
    """
    by, reason = filled(ending.by, "decide.no-name"), filled(ending.reason, "decide.no-reason")
    kept = replace(ending, by=by, reason=reason)
    trail.end_exemption(number, kept, at, lambda: _require_holding(trail, number, kept.on))
    return _find(trail, number)


def records(trail: Trail, on: date) -> Iterator[dict[str, Any]]:
    """One object an exemption, as machines read it; ``findings`` are those of the newest check that it covers."""
    granted = trail.exemptions()
    if not granted:
        return
    run, targets = _newest_check(trail), known_targets(trail)
    known = {one.id: one for one in catalogue_of(trail, run).indicators}
    for one in granted:
        indicator, target = known.get(one.indicator), targets.get(one.target)
        yield {
            "id": one.id,
            "target": one.target,
            "name": target.name if target else "",
            "owner": target.owner if target else "",
            "indicator": one.indicator,
            "title": indicator.title if indicator else "",
            "consequence": indicator.consequence.value if indicator else "",
            "from_on": one.from_on.isoformat(),
            "until_on": one.until_on.isoformat(),
            "state": state(one, on),
            "reason": one.reason,
            "by": one.by,
            "files": files_json(one.files),
            "ended": _ended(one.ending),
            "findings": sorted(excused(trail.findings(run, target=one.target, indicator=one.indicator), (one,))),
            "at": instant(one.at) if one.at else None,
        }


def state(exemption: Exemption, on: date) -> str:
    """One of the keys of the words for it: holds, to-come, expired, ended."""
    if exemption.ending and exemption.ending.on <= max(on, exemption.from_on):
        return "ended"
    if exemption.holds(on):
        return "holds"
    return "to-come" if on < exemption.from_on else "expired"


def known_targets(trail: Trail) -> dict[TargetId, Target]:
    """Every target of any run, as the newest run that listed it has it."""
    return {target.id: target for run in trail.runs() for target in trail.inventory(run.id)}


def _newest_check(trail: Trail) -> RunId:
    orders = trail.orders()
    return [run.id for run in trail.runs() if run.id not in orders or orders[run.id].purpose is Purpose.CHECK][-1]


def _ended(ending: Ending | None) -> dict[str, Any] | None:
    return {"on": ending.on.isoformat(), "by": ending.by, "reason": ending.reason} if ending else None


def _require_target(trail: Trail, target: TargetId) -> None:
    known = {one.id: one.name for one in known_targets(trail).values()}
    if target not in known:
        step = nearby.step(say("exempt.unknown-target-next"), target, known)
        raise InputError(say("exempt.unknown-target"), value=target, next_step=step)


def _require_indicator(catalogue: Catalogue, identifier: IndicatorId, even_veto: bool) -> None:
    known = {one.id: one for one in catalogue.indicators if one.status is not Status.RETIRED}
    if identifier not in known:
        step = nearby.step(say("exempt.unknown-indicator-next"), identifier, {k: one.title for k, one in known.items()})
        raise InputError(say("exempt.unknown-indicator"), value=identifier, next_step=step)
    if known[identifier].consequence is Consequence.VETO and not even_veto:
        problem = say("exempt.veto", title=known[identifier].title)
        raise InputError(problem, value=identifier, next_step=say("exempt.veto-next"))


def _require_new(trail: Trail, wanted: Exemption) -> None:
    for one in trail.exemptions():
        same = (one.target, one.indicator) == (wanted.target, wanted.indicator) and one.ending is None
        if same and one.from_on <= wanted.from_on and wanted.until_on <= one.until_on:
            problem = say("exempt.twice", number=one.id, until=one.until_on)
            raise InputError(problem, value=wanted.target, next_step=say("exempt.twice-next", number=one.id))


def _require_holding(trail: Trail, number: int, on: date) -> None:
    one = _find(trail, number)
    if one.ending is not None:
        problem = say("exempt.ended-before", on=one.ending.on, by=one.ending.by)
        raise InputError(problem, value=str(number), next_step=say("exempt.ended-before-next"))
    if on > one.until_on:
        problem = say("exempt.expired", on=one.until_on)
        raise InputError(problem, value=on.isoformat(), next_step=say("exempt.expired-next"))


def _find(trail: Trail, number: int) -> Exemption:
    for one in trail.exemptions():
        if one.id == number:
            return one
    raise InputError(say("exempt.unknown"), value=str(number), next_step=say("exempt.unknown-next"))
