"""From findings and decisions to ratings and pass rates. Pure: the same rows give the same rating.

The source is 国办秘函〔2019〕19号: any veto makes a target unqualified. Its points table was never confirmed, so
nothing is scored: a target without an upheld veto is qualified, and other upheld faults are listed for rectification.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from checks.catalogue import Catalogue
from checks.indicator import Consequence, Indicator, Status
from crawler.errors import InputError
from crawler.model import (
    Finding,
    IndicatorId,
    Outcome,
    Rating,
    RatingKind,
    Target,
    TargetId,
    TargetStatus,
)
from results.conclusions import Conclusion
from results.text import say

OPEN = {Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED}  # what a person has to conclude


@dataclass(frozen=True, slots=True)
class PassRate:
    """Qualified among the rated; what is pending stands beside it and is in neither figure."""

    qualified: int
    unqualified: int
    pending: int

    @property
    def rated(self) -> int:
        return self.qualified + self.unqualified

    @property
    def total(self) -> int:
        return self.rated + self.pending

    def percent(self, decimals: int) -> str | None:
        """Per cent rounded half up, or None where nothing is rated."""
        if not self.rated:
            return None
        share = Decimal(self.qualified) * 100 / Decimal(self.rated)
        return f"{share.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"


def rating(
    target: Target, findings: Iterable[Finding], conclusions: Mapping[int, Conclusion], catalogue: Catalogue
) -> Rating:
    """One target's rating. Findings of other targets are passed over.

    Pending as long as one veto that concerns the target was not looked at, or asks a person who has not concluded.
    Raises InputError for a finding by an indicator that the catalogue no longer knows.
    """
    own = {finding.indicator: finding for finding in findings if finding.target == target.id}
    known = {indicator.id: indicator for indicator in catalogue.indicators}
    _require_known(own.values(), known)
    vetoes = [i for i in catalogue.indicators if is_counted_veto(i) and i.concerns(target)]
    upheld = [f for f in own.values() if is_upheld(f, conclusions)]
    open_ = [own[i.id].id for i in vetoes if i.id in own and is_open(own[i.id], conclusions)]
    unseen = any(i.id not in own for i in vetoes)
    if any(is_counted_veto(known[finding.indicator]) for finding in upheld):
        kind = RatingKind.UNQUALIFIED
    else:
        kind = RatingKind.PENDING if open_ or unseen else RatingKind.QUALIFIED
    return Rating(target.id, kind, tuple(f.id for f in upheld), tuple(open_))


def ratings(
    targets: Sequence[Target], findings: Iterable[Finding], conclusions: Mapping[int, Conclusion], catalogue: Catalogue
) -> dict[TargetId, Rating]:
    """The rating of every running target, in the inventory's order; closed ones are not rated."""
    by_target: dict[TargetId, list[Finding]] = {}
    for finding in findings:
        by_target.setdefault(finding.target, []).append(finding)
    running = (target for target in targets if target.status is TargetStatus.RUNNING)
    return {t.id: rating(t, by_target.get(t.id, []), conclusions, catalogue) for t in running}


def pass_rate(found: Iterable[Rating]) -> PassRate:
    kinds = [one.kind for one in found]
    return PassRate(*(kinds.count(kind) for kind in RatingKind))


def is_counted_veto(indicator: Indicator) -> bool:
    """A trial indicator is judged and shown, never counted."""
    return indicator.consequence is Consequence.VETO and indicator.status is Status.IN_FORCE


def is_upheld(finding: Finding, conclusions: Mapping[int, Conclusion]) -> bool:
    """Whether it counts: a person concluded so, and a second one where it takes two."""
    return conclusions.get(finding.id) is Conclusion.UPHELD


def is_open(finding: Finding, conclusions: Mapping[int, Conclusion]) -> bool:
    """Whether a person still has to say something; ``undecidable`` and the first of two words are no conclusion."""
    conclusion = conclusions.get(finding.id, Conclusion.OPEN)
    return finding.outcome in OPEN and conclusion not in {Conclusion.UPHELD, Conclusion.DISMISSED}


def _require_known(findings: Iterable[Finding], known: Mapping[IndicatorId, Indicator]) -> None:
    for finding in findings:
        if finding.indicator not in known:
            step = say("publish.unknown-indicator-next", run=finding.run)
            raise InputError(say("publish.unknown-indicator"), value=finding.indicator, next_step=step)
