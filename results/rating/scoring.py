"""From findings and decisions to ratings and pass rates. Pure: the same rows give the same rating.

The source is 国办秘函〔2019〕19号: any veto makes a target unqualified, and nothing more is scored. Its table of points
was never confirmed, so that points are the rule pack's word (results.rating.points). Where it has none, nothing is
scored: a target without an upheld veto is qualified, and other upheld faults are listed for rectification.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checks.catalogue import Catalogue
from checks.indicator import Indicator
from checks.pack import Pack
from crawler.errors import InputError
from crawler.model import Finding, IndicatorId, Rating, RatingKind, Target, TargetId, TargetStatus
from results.rating.points import Score, Unscored
from results.rating.score_case import OPEN, Case, is_counted_veto, is_open, is_upheld
from results.review.conclusions import Conclusion
from results.text import say

__all__ = [
    "OPEN", "ScoredRating", "is_counted_veto", "is_open", "is_upheld", "rating", "ratings",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoredRating(Rating):
    """A rating with what it rests on. ``excused``: findings that would count, were they not explained or put right."""

    score: Score = field(default_factory=lambda: Score(Unscored.BY_VETOES))
    excused: tuple[int, ...] = ()

    @property
    def findings(self) -> tuple[int, ...]:
        """All that it names, once each: what counts, is open, is excused, or may still earn points."""
        return tuple(dict.fromkeys((*self.upheld, *self.excused, *self.open, *self.score.open_bonuses)))


def rating(
    target: Target,
    findings: Iterable[Finding],
    conclusions: Mapping[int, Conclusion],
    catalogue: Catalogue,
    pack: Pack | None = None,
    excused: Collection[int] = frozenset(),
) -> ScoredRating:
    """One target's rating. Findings of other targets are passed over. ``catalogue`` is the one under the pack.

    Pending as long as a veto that concerns the target, or a fault that has points, was not looked at, or asks a person
    who has not concluded; but one upheld veto settles it. ``excused`` findings do not count and keep nothing pending.
    Raises InputError for a finding by an indicator that the catalogue no longer knows.
    """
    own = {finding.indicator: finding for finding in findings if finding.target == target.id}
    known = {indicator.id: indicator for indicator in catalogue.indicators}
    _require_known(own.values(), known)
    case = Case(target, own, known, conclusions, pack, frozenset(excused))
    score = case.score()
    return ScoredRating(
        target=target.id,
        kind=_kind(score, is_settled=case.is_settled),
        upheld=tuple(one.id for one in case.upheld),
        open=tuple(one.id for one in case.open),
        score=score,
        excused=tuple(one.id for one in case.explained),
    )


def _kind(score: Score, *, is_settled: bool) -> RatingKind:
    if score.unscored is Unscored.VETOED:
        return RatingKind.UNQUALIFIED
    if not is_settled:
        return RatingKind.PENDING
    return RatingKind.UNQUALIFIED if score.fails else RatingKind.QUALIFIED


def ratings(
    targets: Sequence[Target],
    findings: Iterable[Finding],
    conclusions: Mapping[int, Conclusion],
    catalogue: Catalogue,
    pack: Pack | None = None,
    excused: Collection[int] = frozenset(),
) -> dict[TargetId, ScoredRating]:
    """The rating of every running target, in the inventory's order; closed ones are not rated."""
    by_target: dict[TargetId, list[Finding]] = {}
    for finding in findings:
        by_target.setdefault(finding.target, []).append(finding)
    running, left_out = (target for target in targets if target.status is TargetStatus.RUNNING), frozenset(excused)
    return {t.id: rating(t, by_target.get(t.id, []), conclusions, catalogue, pack, left_out) for t in running}


def _require_known(findings: Iterable[Finding], known: Mapping[IndicatorId, Indicator]) -> None:
    for finding in findings:
        if finding.indicator not in known:
            step = say("publish.unknown-indicator-next", run=finding.run)
            raise InputError(say("publish.unknown-indicator"), value=finding.indicator, next_step=step)
