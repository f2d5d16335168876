"""Ratings out of the trail: by the run's own rules, with what was explained or put right in time left out and named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checks.catalogue import Catalogue
from checks.pack import Pack
from crawler.model import Finding, Target, TargetId, TargetStatus
from results.audit import Trail
from results.casework.confirm import rectified_in_time
from results.rating.scoring import ScoredRating, rating
from results.review.conclusions import conclusions
from results.review.exemption_rows import Explained
from results.rows import RunRecord
from results.rules import pack_of


class Excuse(StrEnum):
    """Why an upheld fault does not count."""

    EXPLAINED = "explained"  # 情况说明 that the office accepted
    RECTIFIED = "rectified"  # put right before the re-check, where the pack says that such faults do not count


@dataclass(frozen=True, slots=True)
class Rated:
    """A run's ratings with everything they rest on. ``excuses``: finding → why it does not count.

    ``findings`` are those that a rating names: what counts, is open, is excused, or may still earn points.
    """

    run: RunRecord
    targets: Mapping[TargetId, Target]
    findings: Mapping[int, Finding]
    catalogue: Catalogue
    pack: Pack
    ratings: Mapping[TargetId, ScoredRating]
    excuses: Mapping[int, Excuse]


def rated(trail: Trail, run: RunRecord, catalogue: Catalogue) -> Rated:
    """``catalogue`` is the one the run is judged by (results.rules).

    Reads a target after the other: of a province's findings, nearly all passed, only what a rating names is kept.
    """
    pack, targets, words = pack_of(trail, run.id), trail.targets(run.id), conclusions(trail, run.id)
    running = {one.id: one for one in targets if one.status is TargetStatus.RUNNING}
    excuses, kept, found = _Excuses(trail, run, pack), dict[int, Finding](), dict[TargetId, ScoredRating]()
    for target, findings in trail.findings_by_target(run.id, words):
        own = excuses.of(findings)
        if target in running:
            found[target] = rating(running[target], findings, words, catalogue, pack, own)
            named = {*found[target].findings}
            kept |= {one.id: one for one in findings if one.id in named}
    empty = (rating(running[one], (), words, catalogue, pack) for one in running if one not in found)
    found |= {one.target: one for one in empty}
    ordered = {one: found[one] for one in running}
    return Rated(run, {one.id: one for one in targets}, kept, catalogue, pack, ordered, excuses.found)


class _Excuses:
    """What a run's findings are excused for, asked a target at a time. ``found`` is what was found so far."""

    def __init__(self, trail: Trail, run: RunRecord, pack: Pack) -> None:
        rectified = frozenset[int]() if pack.review.rectified_counts else rectified_in_time(trail, run.id)
        self.found = dict.fromkeys(rectified, Excuse.RECTIFIED)
        self._explained = Explained(trail.exemptions())

    def of(self, findings: Sequence[Finding]) -> frozenset[int]:
        """Ids of the excused ones among a target's findings."""
        self.found |= {one.id: Excuse.EXPLAINED for one in findings if self._explained.by(one)}
        return frozenset(one.id for one in findings if one.id in self.found)
