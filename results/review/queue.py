"""What waits for a person, the most serious first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from checks.catalogue import Catalogue
from checks.indicator import Consequence, Indicator, Status
from crawler.model import Finding, Outcome, RunId, Target, TargetId
from results.audit import Trail
from results.rating.scoring import is_open
from results.review.conclusions import UNTOUCHED, Conclusion, Standing, standings
from results.review.decide import Selection, chosen
from results.review.exemption_rows import Exemption, excuses
from results.rules import catalogue_of


class Weight(StrEnum):
    """How serious a finding is, in the order of the queue. What a person upheld already weighs like a fault."""

    VETO_FAILED = "veto-failed"
    VETO_ASKS = "veto-asks"
    DEDUCT_FAILED = "deduct-failed"
    DEDUCT_ASKS = "deduct-asks"
    BONUS_FAILED = "bonus-failed"
    BONUS_ASKS = "bonus-asks"
    ADVISORY_FAILED = "advisory-failed"
    ADVISORY_ASKS = "advisory-asks"
    TRIAL = "trial"  # judged and shown, never counted
    EXCUSED = "excused"  # an explanation was accepted


@dataclass(frozen=True, slots=True)
class Waiting:
    """One finding that needs a person. ``indicator`` None: of an older catalogue."""

    finding: Finding
    target: Target
    indicator: Indicator | None
    standing: Standing
    exemption: Exemption | None
    weight: Weight

    @property
    def title(self) -> str:
        return self.indicator.title if self.indicator else self.finding.indicator

    def as_json(self) -> dict[str, Any]:
        finding, target = self.finding, self.target
        words = [{"kind": w.kind.value, "by": w.by, "reason": w.reason} for w in self.standing.words]
        return {
            "id": finding.id,
            "run": finding.run,
            "weight": self.weight.value,
            "target": target.id,
            "name": target.name,
            "owner": target.owner,
            "indicator": finding.indicator,
            "title": self.title,
            "outcome": finding.outcome.value,
            "reason": finding.reason,
            "message": finding.message,
            "subjects": len(finding.subjects),
            "monitored_on": finding.monitored_on.isoformat(),
            "conclusion": self.standing.conclusion.value,
            "withdrawn": self.standing.is_withdrawn,
            "words": words,
            "exemption": self.exemption.id if self.exemption else None,
        }


def review_queue(trail: Trail, run: RunId, selection: Selection) -> list[Waiting]:
    """The open findings of a selection. Raises InputError as ``chosen`` does."""
    found, catalogue = standings(trail, run), catalogue_of(trail, run)
    targets = {target.id: target for target in trail.targets(run)}
    findings = [f for f in chosen(trail, run, selection) if is_open(f, {f.id: found.get(f.id, UNTOUCHED).conclusion})]
    return sorted(_waiting(findings, targets, catalogue, found, excuses(findings, trail.exemptions())), key=_order)


def counts(queue: Iterable[Waiting]) -> dict[Weight, int]:
    """How many there are of each weight, the most serious first; only what there is."""
    found = Counter(one.weight for one in queue)
    return {weight: found[weight] for weight in Weight if found[weight]}


def _waiting(
    findings: Iterable[Finding],
    targets: Mapping[TargetId, Target],
    catalogue: Catalogue,
    found: Mapping[int, Standing],
    excused: Mapping[int, Exemption],
) -> Iterable[Waiting]:
    known = {one.id: one for one in catalogue.indicators}
    for finding in findings:
        standing, indicator = found.get(finding.id, UNTOUCHED), known.get(finding.indicator)
        weight = Weight.EXCUSED if finding.id in excused else _weight(finding, indicator, standing)
        yield Waiting(finding, targets[finding.target], indicator, standing, excused.get(finding.id), weight)


def _weight(finding: Finding, indicator: Indicator | None, standing: Standing) -> Weight:
    if indicator is None or indicator.status is not Status.IN_FORCE:
        return Weight.TRIAL
    is_fault = finding.outcome is Outcome.FAILED or standing.conclusion is Conclusion.AWAITING_SECOND
    consequence: Consequence = indicator.consequence
    return Weight(f"{consequence.value}-{'failed' if is_fault else 'asks'}")


def _order(one: Waiting) -> tuple[int, int, int, str, int]:
    """By weight; among equals first what lacks only a second word, then by how much is concerned, owner by owner."""
    is_second = one.standing.conclusion is Conclusion.AWAITING_SECOND
    rank = list(Weight).index(one.weight)
    return rank, 0 if is_second else 1, -len(one.finding.subjects), one.target.owner, one.finding.id
