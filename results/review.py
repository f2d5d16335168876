"""The reviewer's desk: which findings there are, and a named person's word on them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.errors import InputError
from crawler.model import Decision, DecisionKind, Finding, IndicatorId, Outcome, RunId, TargetId
from results.audit import Trail
from results.rows import instant
from results.scoring import OPEN, is_open
from results.text import say


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings of a run; an empty field chooses all. Values as a person typed them."""

    outcome: str = ""
    target: str = ""
    indicator: str = ""

    def __bool__(self) -> bool:
        return bool(self.outcome or self.target or self.indicator)


def chosen(trail: Trail, run: RunId, selection: Selection) -> list[Finding]:
    """The current findings of a selection. Raises InputError for an outcome or a target there is not."""
    outcome = _outcome(selection.outcome) if selection.outcome else None
    target = TargetId(selection.target) if selection.target else None
    if target and target not in {one.id for one in trail.targets(run)}:
        problem, step = say("findings.unknown-target"), say("findings.unknown-target-next")
        raise InputError(problem, value=selection.target, next_step=step)
    indicator = IndicatorId(selection.indicator) if selection.indicator else None
    return list(trail.findings(run, outcome=outcome, target=target, indicator=indicator))


def _outcome(text: str) -> Outcome:
    for outcome in Outcome:
        if outcome.value.lower() == text.strip().lower():
            return outcome
    raise InputError(say("findings.bad-outcome"), value=text, next_step=say("findings.bad-outcome-next"))


def records(trail: Trail, run: RunId, selection: Selection) -> Iterator[dict[str, Any]]:
    """One object a finding, as machines read it; ``decision`` is null where nobody decided.

    ``outdated_decision`` is a decision on what a later judgement replaced: it no longer counts.
    """
    decisions, outdated = trail.decisions(run), trail.outdated_decisions(run)
    for finding in chosen(trail, run, selection):
        yield {
            "id": finding.id,
            "run": finding.run,
            "target": finding.target,
            "indicator": finding.indicator,
            "indicator_version": finding.indicator_version,
            "outcome": finding.outcome.value,
            "reason": finding.reason,
            "data": dict(finding.data),
            "subjects": [dict(subject) for subject in finding.subjects],
            "message": finding.message,
            "captures": list(finding.captures),
            "observed_at": instant(finding.observed_at),
            "monitored_on": finding.monitored_on.isoformat(),
            "catalogue_digest": finding.catalogue_digest,
            "program_version": finding.program_version,
            "decision": _decision(decisions.get(finding.id)),
            "outdated_decision": _decision(outdated.get((finding.target, finding.indicator))),
        }


def _decision(decision: Decision | None) -> Mapping[str, Any] | None:
    if decision is None:
        return None
    at = instant(decision.at)
    return {"id": decision.id, "kind": decision.kind.value, "by": decision.by, "reason": decision.reason, "at": at}


def decide(
    trail: Trail, findings: Sequence[int], kind: DecisionKind, by: str, reason: str, at: datetime
) -> list[Decision]:
    """Records one word on several findings, all or none.

    Raises InputError for a number there is not, a finding that was replaced since or needs no decision, and for an
    empty name or reason.
    """
    by = _filled(by, "decide.no-name")
    reason = _filled(reason, "decide.no-reason")
    wanted = list(dict.fromkeys(findings))
    for number in wanted:
        _require_open(trail, number)
    return trail.record_decisions(wanted, kind, by, reason, at)


def decide_selected(
    trail: Trail, run: RunId, selection: Selection, kind: DecisionKind, by: str, reason: str, at: datetime
) -> list[Decision]:
    """The same for a selection, of which only what nobody has concluded on: a batch overrides no considered word.

    Raises InputError where nothing is left.
    """
    decisions = trail.decisions(run)
    numbers = [finding.id for finding in chosen(trail, run, selection) if is_open(finding, decisions)]
    if not numbers:
        raise InputError(say("decide.nothing"), next_step=say("decide.nothing-next"))
    return decide(trail, numbers, kind, by, reason, at)


def decision_kind(text: str) -> DecisionKind:
    """Raises InputError for a word outside the closed list."""
    try:
        return DecisionKind(text.strip().lower())
    except ValueError as error:
        raise InputError(say("decide.bad-kind"), value=text, next_step=say("decide.bad-kind-next")) from error


def _require_open(trail: Trail, number: int) -> None:
    finding, is_current = trail.finding(number)
    if not is_current:
        raise InputError(say("decide.replaced"), value=str(number), next_step=say("decide.replaced-next"))
    if finding.outcome not in OPEN:
        problem = say("decide.not-open", outcome=finding.outcome.value)
        raise InputError(problem, value=str(number), next_step=say("decide.not-open-next"))


def _filled(text: str, complaint: str) -> str:
    """Text without control characters, or InputError where nothing is left that a person could read."""
    kept = "".join(char for char in text if unicodedata.category(char)[0] != "C").strip()
    if not any(unicodedata.category(char)[0] in "LN" for char in kept):
        raise InputError(say(complaint), value=text, next_step=say(f"{complaint}-next"))
    return kept
