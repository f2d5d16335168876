"""The reviewer's desk: which findings there are, and a named person's word on them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler import nearby
from crawler.errors import InputError, printable
from crawler.model import Decision, DecisionKind, Finding, IndicatorId, Outcome, RunId, TargetId
from results.audit import Trail
from results.rating.scoring import OPEN, is_open
from results.review.conclusions import UNTOUCHED, Conclusion, Standing, standings
from results.rules import catalogue_of
from results.text import say


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings of a run; an empty field chooses all. Values as a person typed them."""

    outcome: str = ""
    target: str = ""
    indicator: str = ""

    def __bool__(self) -> bool:
        return bool(self.outcome or self.target or self.indicator)


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection as the trail knows it; None chooses all."""

    outcome: Outcome | None
    target: TargetId | None
    indicator: IndicatorId | None


def choice(trail: Trail, run: RunId, selection: Selection) -> Choice:
    """Raises InputError for an outcome, a target or an indicator there is not."""
    outcome = _outcome(selection.outcome) if selection.outcome else None
    target = _target(trail, run, selection.target.strip()) if selection.target else None
    return Choice(outcome, target, _indicator(trail, run, selection.indicator.strip()) if selection.indicator else None)


def _target(trail: Trail, run: RunId, wanted: str) -> TargetId:
    known = {one.id: one.name for one in trail.targets(run)}
    if wanted not in known:
        step = nearby.step(say("findings.unknown-target-next"), wanted, known)
        raise InputError(say("findings.unknown-target"), value=wanted, next_step=step)
    return TargetId(wanted)


def _indicator(trail: Trail, run: RunId, wanted: str) -> IndicatorId:
    """Of the run's rules, or of older ones that a finding of it still goes by."""
    known = {one.id: one.title for one in catalogue_of(trail, run).indicators}
    if wanted not in known and wanted not in trail.indicators(run):
        step = nearby.step(say("findings.unknown-indicator-next"), wanted, known)
        raise InputError(say("findings.unknown-indicator"), value=wanted, next_step=step)
    return IndicatorId(wanted)


def chosen(trail: Trail, run: RunId, selection: Selection) -> Iterator[Finding]:
    """The current findings of a selection, one by one; nothing may be written meanwhile.

    Raises InputError as ``choice`` does, before the first one.
    """
    wanted = choice(trail, run, selection)
    return trail.stream_findings(run, outcome=wanted.outcome, target=wanted.target, indicator=wanted.indicator)


def _outcome(text: str) -> Outcome:
    for outcome in Outcome:
        if outcome.value.lower() == text.strip().lower():
            return outcome
    raise InputError(say("findings.bad-outcome"), value=text, next_step=say("findings.bad-outcome-next"))


def decide(
    trail: Trail, findings: Sequence[int], kind: DecisionKind, by: str, reason: str, at: datetime
) -> list[Decision]:
    """Records one word on several findings, all or none.

    Raises InputError for a number there is not, a finding that was replaced since or needs no decision, a second word
    by the person who gave the first, and for an empty name or reason.
    """
    by = filled(by, "decide.no-name")
    reason = filled(reason, "decide.no-reason")
    words = [Decision(number, kind, by, reason, at) for number in dict.fromkeys(findings)]
    return trail.record_words(words, lambda: require_sayable(trail, words))


def decide_selected(
    trail: Trail, run: RunId, selection: Selection, kind: DecisionKind, by: str, reason: str, at: datetime
) -> list[Decision]:
    """The same for a selection, of which only what lacks a word: a batch overrides no considered one.

    Where one person upheld and a second one has to, only upholding by another person is such a word. Raises InputError
    where nothing is left.
    """
    found = standings(trail, run)
    numbers = []
    for finding in chosen(trail, run, selection):
        standing = found.get(finding.id, UNTOUCHED)
        if _lacks(finding, standing, kind, by):
            numbers.append(finding.id)
    if not numbers:
        raise InputError(say("decide.nothing"), next_step=say("decide.nothing-next"))
    return decide(trail, numbers, kind, by, reason, at)


def _lacks(finding: Finding, standing: Standing, kind: DecisionKind, by: str) -> bool:
    if standing.conclusion is Conclusion.AWAITING_SECOND:
        return kind is DecisionKind.UPHELD and standing.lacks(by)
    return is_open(finding, {finding.id: standing.conclusion})


def awaiting(trail: Trail, decided: Sequence[Decision]) -> list[int]:
    """Of what was just decided: the findings that count only when another person upholds them too."""
    found = _standings(trail, [trail.finding(word.finding)[0] for word in decided])
    return [one.finding for one in decided if found[one.finding].conclusion is Conclusion.AWAITING_SECOND]


def _standings(trail: Trail, findings: Sequence[Finding]) -> dict[int, Standing]:
    """Of these findings, of whatever runs: a decision on one asks nothing of the thousands beside it."""
    by_run: dict[RunId, list[int]] = {}
    for finding in findings:
        by_run.setdefault(finding.run, []).append(finding.id)
    return {number: one for run, own in by_run.items() for number, one in standings(trail, run, own).items()}


def require_sayable(trail: Trail, words: Sequence[Decision]) -> None:
    """Raises InputError for the first word that cannot be said: see ``decide``."""
    said = {word.finding: word for word in words}
    checks = {one.id for one in trail.checks()}
    findings = [_sayable(trail, number, checks) for number in said]
    found = _standings(trail, findings)
    for finding in findings:
        require_one_sayable(finding, found.get(finding.id, UNTOUCHED), said[finding.id])


def _sayable(trail: Trail, number: int, checks: Collection[RunId]) -> Finding:
    finding, is_current = trail.finding(number)
    if not is_current:
        raise InputError(say("decide.replaced"), value=str(number), next_step=say("decide.replaced-next"))
    if finding.run not in checks:
        step = say("decide.no-check-next", run=finding.run)
        raise InputError(say("decide.no-check"), value=str(number), next_step=step)
    return finding


def require_one_sayable(finding: Finding, standing: Standing, word: Decision) -> None:
    """The same for one word on one current finding."""
    if finding.outcome not in OPEN:
        problem = say("decide.not-open", outcome=finding.outcome.value)
        raise InputError(problem, value=str(finding.id), next_step=say("decide.not-open-next"))
    waits = standing.conclusion is Conclusion.AWAITING_SECOND and word.kind is DecisionKind.UPHELD
    if waits and not standing.lacks(word.by):
        problem = say("decide.same-person", by=printable(word.by))
        raise InputError(problem, value=str(finding.id), next_step=say("decide.same-person-next"))


def decision_kind(text: str) -> DecisionKind:
    """Raises InputError for a word outside the closed list."""
    try:
        return DecisionKind(text.strip().lower())
    except ValueError as error:
        raise InputError(say("decide.bad-kind"), value=text, next_step=say("decide.bad-kind-next")) from error


def filled(text: str, complaint: str) -> str:
    """Text without control characters, or InputError where nothing is left that a person could read."""
    kept = "".join(char for char in text if unicodedata.category(char)[0] != "C").strip()
    if not any(unicodedata.category(char)[0] in "LN" for char in kept):
        raise InputError(say(complaint), value=text, next_step=say(f"{complaint}-next"))
    return kept
