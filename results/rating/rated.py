"""Ratings out of the trail: by the run's own rules, with what was explained or put right in time left out and named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from checks.catalogue import Catalogue
from checks.pack import Pack
from crawler.model import Finding, Target, TargetId
from results.audit import Trail
from results.casework.confirm import rectified_in_time
from results.rating.scoring import ScoredRating, ratings
from results.review.conclusions import conclusions
from results.review.exemption_rows import excused
from results.rows import RunRecord
from results.rules import pack_of


class Excuse(StrEnum):
    """Why an upheld fault does not count."""

    EXPLAINED = "explained"  # 情况说明 that the office accepted
    RECTIFIED = "rectified"  # put right before the re-check, where the pack says that such faults do not count


@dataclass(frozen=True, slots=True)
class Rated:
    """A run's ratings with everything they rest on. ``excuses``: finding → why it does not count."""

    run: RunRecord
    targets: Mapping[TargetId, Target]
    findings: Mapping[int, Finding]
    catalogue: Catalogue
    pack: Pack
    ratings: Mapping[TargetId, ScoredRating]
    excuses: Mapping[int, Excuse]


def rated(trail: Trail, run: RunRecord, catalogue: Catalogue) -> Rated:
    """``catalogue`` is the one the run is judged by (results.rules)."""
    pack, targets, findings = pack_of(trail, run.id), trail.targets(run.id), list(trail.findings(run.id))
    excuses = dict.fromkeys(_rectified(trail, run, pack), Excuse.RECTIFIED)
    excuses |= dict.fromkeys(excused(findings, trail.exemptions()), Excuse.EXPLAINED)
    found = ratings(targets, findings, conclusions(trail, run.id), catalogue, pack, excuses)
    by_number = {finding.id: finding for finding in findings}
    return Rated(run, {one.id: one for one in targets}, by_number, catalogue, pack, found, excuses)


def _rectified(trail: Trail, run: RunRecord, pack: Pack) -> frozenset[int]:
    return frozenset() if pack.review.rectified_counts else rectified_in_time(trail, run.id)
