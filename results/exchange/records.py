"""A run's current findings with all that was said on them, one by one: a quarter of them is never held at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from crawler.model import Decision, Finding, RunId
from results.audit import Trail
from results.review.conclusions import UNTOUCHED, Standing, second_person
from results.review.decide import Choice, Selection, choice
from results.review.exemption_rows import Exemption, Explained
from results.rows import instant


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, what people said on it, and the accepted explanation that covers it.

    ``outdated`` is the latest word on what a later judgement replaced by this finding: it no longer counts.
    """

    finding: Finding
    standing: Standing
    exemption: Exemption | None
    outdated: Decision | None


def told(trail: Trail, run: RunId, selection: Selection) -> Iterator[Told]:
    """In the order of the trail. Raises InputError for an outcome or a target there is not, before the first one."""
    return _told(trail, run, choice(trail, run, selection))


def _told(trail: Trail, run: RunId, wanted: Choice) -> Iterator[Told]:
    outdated, explained = trail.outdated_decisions(run), Explained(trail.exemptions())
    takes_two, said = second_person(trail, run), _Words(trail.stream_words(run))
    chosen = trail.stream_findings(run, outcome=wanted.outcome, target=wanted.target, indicator=wanted.indicator)
    for finding in chosen:
        words = said.on(finding.id)
        standing = Standing(words, takes_two(finding.catalogue_digest, finding.indicator)) if words else UNTOUCHED
        yield Told(finding, standing, explained.by(finding), outdated.get((finding.target, finding.indicator)))


class _Words:
    """Words that come in the order of the findings they are on, asked for in that order."""

    def __init__(self, words: Iterable[Decision]) -> None:
        self._groups = groupby(words, key=lambda word: word.finding)
        self._finding = 0
        self._own: Iterator[Decision] = iter(())

    def on(self, finding: int) -> tuple[Decision, ...]:
        """Every word on a finding, oldest first."""
        while self._finding < finding:
            self._finding, self._own = next(self._groups, (sys.maxsize, iter(())))
        return tuple(self._own) if self._finding == finding else ()


def records(trail: Trail, run: RunId, selection: Selection) -> Iterator[dict[str, Any]]:
    """One object a finding, as machines read it; ``decision`` is null where nobody decided.

    ``conclusion`` is what all words on it amount to (results.review.conclusions), ``withdrawn`` whether it was upheld
    once and is no longer, ``exemption`` the number of the explanation that covers it. ``outdated_decision`` is a
    decision on what a later judgement replaced: it no longer counts.
    """
    return map(record, told(trail, run, selection))


def record(one: Told) -> dict[str, Any]:
    standing = one.standing
    return {
        **_verdict(one.finding),
        "decision": _decision(standing.latest),
        "conclusion": standing.conclusion.value,
        "withdrawn": standing.is_withdrawn,
        "words": [_decision(word) for word in standing.words],
        "exemption": one.exemption.id if one.exemption else None,
        "outdated_decision": _decision(one.outdated),
    }


def _verdict(finding: Finding) -> dict[str, Any]:
    """What the machine said; no word of a person changes it."""
    return {
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
    }


def _decision(decision: Decision | None) -> Mapping[str, Any] | None:
    if decision is None:
        return None
    at = instant(decision.at)
    return {"id": decision.id, "kind": decision.kind.value, "by": decision.by, "reason": decision.reason, "at": at}
