"""What judging a run under another rule pack would change: worked out from the stored captures, and written nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

from checks.catalogue import Catalogue
from checks.indicator import Status
from checks.pack import Pack
from crawler.lexicon import say
from crawler.model import Finding, IndicatorId, RatingKind, Target, TargetStatus
from results.audit import Trail
from results.casework.confirm import rectified_in_time
from results.judging import results, sitting_of
from results.progress import Report
from results.rating.scoring import ScoredRating, rating
from results.review.conclusions import Conclusion, Standing, concluded, standings
from results.review.exemption_rows import Explained
from results.rows import SAID, RunRecord, finding_row
from results.rules import catalogue_of, pack_of

Found = Mapping[IndicatorId, Finding]  # of one target


@dataclass(frozen=True, slots=True)
class Shift:
    """A finding whose outcome would change, or (without one) a target whose rating alone would."""

    target: Target
    indicator: IndicatorId | None
    title: str
    before: Finding | None  # None: not judged now
    after: Finding | None  # None: judged no longer
    rated_before: ScoredRating | None  # None: not rated
    rated_after: ScoredRating | None

    @property
    def moves_rating(self) -> bool:
        return _said(self.rated_before) != _said(self.rated_after)


@dataclass(frozen=True, slots=True)
class Trial:
    """A run under another pack. ``is_mixed``: the run's own findings are of other rules than today's program has."""

    run: RunRecord
    old: Pack
    new: Pack
    shifts: tuple[Shift, ...]
    is_mixed: bool


@dataclass(frozen=True)
class _Rules:
    """What targets are rated by, one after the other: a province's findings are never held at once."""

    catalogue: Catalogue
    pack: Pack
    words: Mapping[int, Standing]
    concluded: Callable[[Finding, Standing], Conclusion]
    explained: Explained
    rectified: frozenset[int]

    def rated(self, target: Target, findings: Collection[Finding]) -> ScoredRating | None:
        """None for one that does not run. What was explained, or put right in time where the pack says so, is out."""
        if target.status is not TargetStatus.RUNNING:
            return None
        said = {one.id: self.concluded(one, self.words[one.id]) for one in findings if one.id in self.words}
        excuses = self.rectified | {one.id for one in findings if self.explained.by(one)}
        return rating(target, findings, said, self.catalogue, self.pack, excuses)


def try_pack(data: Path, run_id: str, pack: Pack, report: Report) -> Trial:
    """Judge what a run judged under another pack. Neither the trail nor the kept readings change.

    Raises InputError where there is no such run.
    """
    with Trail.read(data) as trail:
        record = trail.run(run_id)
        own = pack_of(trail, record.id)
        words, explained = standings(trail, record.id), Explained(trail.exemptions())
        catalogue, other = catalogue_of(trail, record.id), catalogue_of(trail, record.id, pack)
        two = _second_person(other, pack)
        rectified = _rectified(trail, record, own), _rectified(trail, record, pack)
        now = _Rules(catalogue, own, words, lambda _, one: one.conclusion, explained, rectified[0])
        then = _Rules(
            other, pack, words, lambda one, said: concluded(said.words, one.indicator in two), explained, rectified[1]
        )
        shifts = _all_shifts(trail, record, (now, then), report)
        return Trial(record, own, pack, shifts, _is_mixed(trail, record, catalogue))


def _rectified(trail: Trail, record: RunRecord, pack: Pack) -> frozenset[int]:
    return frozenset() if pack.review.rectified_counts else frozenset(rectified_in_time(trail, record.id))


def _second_person(catalogue: Catalogue, pack: Pack) -> frozenset[IndicatorId]:
    """What takes two persons under a pack."""
    in_force = (one for one in catalogue.indicators if one.status is Status.IN_FORCE)
    return frozenset(one.id for one in in_force if one.consequence in pack.review.second_person)


def _all_shifts(trail: Trail, record: RunRecord, rules: tuple[_Rules, _Rules], report: Report) -> tuple[Shift, ...]:
    """In the inventory's order. What was never judged is rated under both, and not judged now either."""
    targets = trail.targets(record.id)
    judged = {target for target, _ in trail.findings_by_target(record.id, ())}
    found = {one.id: tuple(_shifts(one, {}, {}, rules)) for one in targets if one.id not in judged}
    sitting = replace(sitting_of(trail, record, rules[1].catalogue), keeps=False)
    report.start(say("run.judging"), len(judged))
    by_id, number = {one.id: one for one in targets}, 0
    for result in results(sitting, [one for one in targets if one.id in judged]):
        before = {one.indicator: one for one in trail.findings(record.id, target=result.target)}
        after: dict[IndicatorId, Finding] = {}
        for one in result.findings:
            number -= 1
            after[one.indicator] = _kept(before.get(one.indicator), one, number)
        found[result.target] = tuple(_shifts(by_id[result.target], before, after, rules))
        report.step()
    return tuple(shift for one in targets for shift in found.get(one.id, ()))


def _kept(before: Finding | None, after: Finding, number: int) -> Finding:
    """The finding as it stands where judging again would leave it: what people decided on it goes on counting.

    A new one gets a number that no finding of the trail has.
    """
    if before is None:
        return replace(after, id=number)
    old, new = finding_row(before, 0), finding_row(after, 0)
    return before if all(old[name] == new[name] for name in SAID) else replace(after, id=number)


def _shifts(target: Target, before: Found, after: Found, rules: tuple[_Rules, _Rules]) -> Iterator[Shift]:
    """Of one target, in the catalogue's order."""
    titles = {one.id: one.title for side in rules for one in side.catalogue.indicators}
    one, other = rules[0].rated(target, before.values()), rules[1].rated(target, after.values())
    changed = False
    for indicator, title in titles.items():
        old, new = before.get(indicator), after.get(indicator)
        if (old and old.outcome) is not (new and new.outcome):
            changed = True
            yield Shift(target, indicator, title, old, new, one, other)
    if not changed and _said(one) != _said(other):
        yield Shift(target, None, "", None, None, one, other)


def _said(rating: ScoredRating | None) -> tuple[RatingKind, Fraction | None] | None:
    return (rating.kind, points_of(rating)) if rating else None


def points_of(rating: ScoredRating) -> Fraction | None:
    """The points of a rating that stands; those of a pending one may still change, and say nothing."""
    return None if rating.kind is RatingKind.PENDING else rating.score.total


def _is_mixed(trail: Trail, record: RunRecord, catalogue: Catalogue) -> bool:
    latest = [row for row in trail.table_rows("judgements") if row["run"] == record.id][-1:]
    today = (catalogue.digest, version("spotcheck"))
    return any((row["catalogue_digest"], row["program_version"]) != today for row in latest)
