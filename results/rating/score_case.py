"""One target with all that its rating rests on: which findings count, which cost points, what score they make. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checks.indicator import Consequence, Indicator, Points, Status
from checks.pack import Basis, Pack, Scoring
from crawler.model import Finding, IndicatorId, Outcome, Target
from results.rating.points import Fault, Score, Unscored, deducted, earned, fault_of, lines_of
from results.review.conclusions import Conclusion
from results.text import words

OPEN = {Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED}  # what a person has to conclude


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


def is_without_services(target: Target) -> bool:
    """Whether the inventory's note says so, in one of the exact phrases of ``results/templates/rating.toml``."""
    table: Mapping[str, str] = words("rating")["without_services"]
    note = target.note
    for mark in table["marks"]:
        note = note.replace(mark, "\n")
    return any(part.strip() in table["phrases"] for part in note.split("\n"))


@dataclass(frozen=True)
class Case:
    """The findings of one target, each indicator's own. ``known`` are the indicators under the pack.

    Its parts are worked out once, as a province has thousands of targets.
    """

    target: Target
    findings: Mapping[IndicatorId, Finding]
    known: Mapping[IndicatorId, Indicator]
    conclusions: Mapping[int, Conclusion]
    pack: Pack | None = None
    excused: frozenset[int] = frozenset()

    @cached_property
    def upheld(self) -> tuple[Finding, ...]:
        """What counts."""
        found = (one for one in self.findings.values() if is_upheld(one, self.conclusions))
        return tuple(one for one in found if one.id not in self.excused)

    @property
    def explained(self) -> tuple[Finding, ...]:
        """What would count, or ask a person, were it not excused."""
        found = (one for one in self.findings.values() if one.id in self.excused)
        return tuple(o for o in found if is_upheld(o, self.conclusions) or is_open(o, self.conclusions))

    @cached_property
    def scored(self) -> frozenset[IndicatorId]:
        """The indicators that cost this target points."""
        return frozenset(one.id for one in self.known.values() if one.concerns(self.target) and self.is_scored(one))

    @cached_property
    def deciding(self) -> tuple[Indicator, ...]:
        """The indicators whose findings make the rating: what is open among them keeps it pending."""
        own = (one for one in self.known.values() if one.id in self.scored or is_counted_veto(one))
        return tuple(one for one in own if one.concerns(self.target))

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        found = (self.findings[one.id] for one in self.deciding if one.id in self.findings)
        return tuple(one for one in found if self._is_open(one))

    @property
    def is_settled(self) -> bool:
        """Whether everything that could change the rating was looked at and concluded on."""
        return not self.open and all(one.id in self.findings for one in self.deciding)

    def is_scored(self, indicator: Indicator) -> bool:
        """Whether a fault by it costs this target points."""
        return self._deducts(indicator) and self._points(indicator) is not None and not self._is_left_out(indicator)

    def score(self) -> Score:
        if any(is_counted_veto(self.known[one.indicator]) for one in self.upheld):
            return Score(Unscored.VETOED)
        if self.pack is None or self.pack.basis(self.target.kind) is not Basis.POINTS:
            return Score(Unscored.BY_VETOES)
        if not self.scored:
            return Score(Unscored.NO_POINTS)
        upheld = [(one, self.known[one.indicator]) for one in self.upheld]
        faults = [fault for one, rule in upheld if self.is_scored(rule) and (fault := self._fault(one))]
        return Score(
            None,
            **lines_of(self.pack.scoring, without_services=self._lacks_services),
            deductions=deducted(faults, self.pack.scoring.once),
            bonuses=tuple(earned(fault) for fault in self._bonuses()),
            without_points=tuple(o.id for o, rule in upheld if self._deducts(rule) and self._points(rule) is None),
            left_out=tuple(o.id for o, rule in upheld if self._deducts(rule) and self._is_left_out(rule)),
            open_bonuses=tuple(o.id for o in self.findings.values() if self._may_earn(o) and self._is_open(o)),
        )

    def _bonuses(self) -> Iterator[Fault]:
        """Upheld bonuses. Where the machine saw that the condition is not met, upholding says just that."""
        for one in self.findings.values():
            upheld = is_upheld(one, self.conclusions) and one.outcome is not Outcome.FAILED
            if upheld and self._may_earn(one) and (fault := self._fault(one)):
                yield fault

    def _may_earn(self, finding: Finding) -> bool:
        indicator = self.known[finding.indicator]
        in_force = indicator.consequence is Consequence.BONUS and indicator.status is Status.IN_FORCE
        return in_force and self._points(indicator) is not None

    def _fault(self, finding: Finding) -> Fault | None:
        points = self._points(self.known[finding.indicator])
        return fault_of(finding, points) if points else None

    def _deducts(self, indicator: Indicator) -> bool:
        by_points = self.pack is not None and self.pack.basis(self.target.kind) is Basis.POINTS
        return by_points and indicator.consequence is Consequence.DEDUCT and indicator.status is Status.IN_FORCE

    def _points(self, indicator: Indicator) -> Points | None:
        return (self.pack.rule(indicator.id).points if self.pack else None) or indicator.points

    @cached_property
    def _lacks_services(self) -> bool:
        scoring = self.pack.scoring if self.pack else Scoring()
        return scoring.without_services is not None and is_without_services(self.target)

    def _is_left_out(self, indicator: Indicator) -> bool:
        services = self.pack.scoring.service_indicators if self.pack else ()
        return indicator.id in services and self._lacks_services

    def _is_open(self, finding: Finding) -> bool:
        return is_open(finding, self.conclusions) and finding.id not in self.excused
