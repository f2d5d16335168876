"""The judge: exactly one verdict for each indicator that concerns a target, whatever was seen.

Absence is handled here and nowhere else: not gathered is untested, a fault asks a person, a check that crashed asks
a person and marks the run unhealthy.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checks import wording
from checks.catalogue import Catalogue
from checks.check import CHECKS, Check, Need, unseen
from checks.indicator import Indicator
from crawler.model import (
    Digest,
    Evidence,
    Fault,
    Outcome,
    Registry,
    Target,
    TargetStatus,
    Verdict,
    cant_tell,
    inapplicable,
)
from crawler.reading.columns.intervals import Intervals
from crawler.workdays import Workdays

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict, with the captures behind it. ``error`` is not empty where the check crashed: our own mistake."""

    indicator: Indicator
    verdict: Verdict
    captures: tuple[Digest, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    target: Target
    evidence: Sequence[Evidence[Any]]
    registry: Registry
    indicator: Indicator
    intervals: Intervals
    workdays: Workdays
    on: date


def judge(
    target: Target, evidence: Sequence[Evidence[Any]], registry: Registry, catalogue: Catalogue, on: date
) -> list[Judged]:
    """A verdict for every indicator that concerns the target, in the catalogue's order.

    A kind of fact comes as one Evidence, or (columns) as several; ``seen`` may also be a tuple of facts. One Fault
    among the evidence of a kind is enough to ask a person. The run is unhealthy where any ``error`` is not empty.
    """
    return [
        _judged(_Case(target, evidence, registry, indicator, catalogue.intervals, catalogue.workdays, on))
        for indicator in catalogue.indicators
        if indicator.concerns(target)
    ]


def errors(judged: Sequence[Judged]) -> list[str]:
    """One line for each check that crashed; a run with any is unhealthy."""
    return [one.error for one in judged if one.error]


def _judged(case: _Case) -> Judged:
    check = CHECKS.get(case.indicator.id)
    verdict = _without_looking(case, check)
    if verdict is not None or check is None:
        return _finished(case, verdict or Verdict(Outcome.UNTESTED, "manual"))
    used = [one for need in check.needs.values() for one in _of_kind(case, need)]
    captures = tuple(dict.fromkeys(digest for one in used for digest in one.captures))
    verdict = _unseen(case, check)
    if verdict is not None:
        return _finished(case, verdict, captures)
    try:
        verdict = check.function(**{name: _argument(case, need) for name, need in check.needs.items()})
        _ = case.indicator.messages[verdict.reason]
    # A fault in one check must not cost the other verdicts of the run; it is reported, and is never a finding.
    except Exception as error:
        log.exception("check %s failed on %s", check.id, case.target.id)
        line = f"{check.id} on {case.target.id}: {type(error).__name__}: {error}"
        return _finished(case, cant_tell("check-failed", error=type(error).__name__), captures, line)
    return _finished(case, verdict, captures)


def _without_looking(case: _Case, check: Check | None) -> Verdict | None:
    """The verdicts that need no evidence."""
    levels, statuses = case.indicator.applies_to.levels, case.indicator.applies_to.statuses
    if case.target.status not in statuses:
        return inapplicable("not-running" if TargetStatus.RUNNING in statuses else "running")
    if levels and not case.target.level:
        return cant_tell("level-unknown")
    if levels and case.target.level not in levels:
        return inapplicable("other-level", level=wording.level_name(case.target.level))
    return Verdict(Outcome.UNTESTED, "manual") if check is None else None


def _unseen(case: _Case, check: Check) -> Verdict | None:
    for need in check.needs.values():
        found = _of_kind(case, need)
        if not (need.is_context or need.optional or found):
            return Verdict(Outcome.UNTESTED, "not-gathered")
        fault = next((one.seen for one in found if isinstance(one.seen, Fault)), None)
        if fault is not None:
            return unseen(fault)
    return None


def _of_kind(case: _Case, need: Need) -> list[Evidence[Any]]:
    return [one for one in case.evidence if one.target == case.target.id and one.kind is need.kind]


def _argument(case: _Case, need: Need) -> object:
    context: dict[type, object] = {
        Indicator: case.indicator,
        Intervals: case.intervals,
        Workdays: case.workdays,
        date: case.on,
        Target: case.target,
        Registry: case.registry,
    }
    if need.is_context:
        return context[need.kind]
    seen = [one.seen for one in _of_kind(case, need)]
    facts = tuple(fact for one in seen for fact in (one if isinstance(one, tuple) else (one,)))
    return facts if need.many else next(iter(facts), None) if need.optional else facts[0]


def _finished(case: _Case, verdict: Verdict, captures: tuple[Digest, ...] = (), error: str = "") -> Judged:
    """The verdict with what every sentence may speak of: the day, the target and its address."""
    target = case.target
    data: dict[str, Any] = {"on": case.on.isoformat(), "target": target.name, **verdict.data}
    data["url"] = data.get("url") or target.address or target.name
    return Judged(case.indicator, replace(verdict, data=data), captures, error)
