"""What judging a run under another rule pack would change: worked out from the stored captures, and written nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

from checks.catalogue import Catalogue
from checks.indicator import Status
from checks.pack import Pack
from crawler.lexicon import say
from crawler.model import Finding, IndicatorId, RatingKind, Target, TargetId
from results.audit import Trail
from results.casework.confirm import rectified_in_time
from results.judging import results, sitting_of
from results.progress import Report
from results.rating.scoring import ScoredRating, ratings
from results.review.conclusions import Conclusion, Standing, concluded, conclusions, standings
from results.review.exemption_rows import excused
from results.rows import SAID, RunRecord, finding_row
from results.rules import catalogue_of, pack_of

Place = tuple[TargetId, IndicatorId]
Ratings = Mapping[TargetId, ScoredRating]


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


def try_pack(data: Path, run_id: str, pack: Pack, report: Report) -> Trial:
    """Judge what a run judged under another pack. Neither the trail nor the kept readings change.

    Raises InputError where there is no such run.
    """
    with Trail.read(data) as trail:
        record = trail.run(run_id)
        before = {(one.target, one.indicator): one for one in trail.findings(record.id)}
        rules = catalogue_of(trail, record.id), catalogue_of(trail, record.id, pack)
        found = _judged(trail, record, rules[1], {target for target, _ in before}, report)
        after = {place: _kept(before.get(place), one, -n) for n, (place, one) in enumerate(found.items(), 1)}
        own = pack_of(trail, record.id)
        now = _rated(trail, record, before, conclusions(trail, record.id), rules[0], own)
        then = _rated(trail, record, after, _conclusions(trail, record, rules[1], pack), rules[1], pack)
        shifts = tuple(_shifts(trail.targets(record.id), before, after, rules, (now, then)))
        return Trial(record, own, pack, shifts, _is_mixed(trail, record, rules[0]))


def _rated(
    trail: Trail,
    record: RunRecord,
    findings: Mapping[Place, Finding],
    words: Mapping[int, Conclusion],
    catalogue: Catalogue,
    pack: Pack,
) -> Ratings:
    """The ratings; what was explained, or put right in time where the pack says so, does not count."""
    excuses = set(excused(findings.values(), trail.exemptions()))
    if not pack.review.rectified_counts:
        excuses |= rectified_in_time(trail, record.id)
    return ratings(trail.targets(record.id), findings.values(), words, catalogue, pack, excuses)


def _judged(
    trail: Trail, record: RunRecord, catalogue: Catalogue, judged: set[TargetId], report: Report
) -> dict[Place, Finding]:
    """The findings under a catalogue, of the targets that were judged."""
    sitting = replace(sitting_of(trail, record, catalogue), keeps=False)
    targets = [target for target in trail.targets(record.id) if target.id in judged]
    report.start(say("run.judging"), len(targets))
    found: dict[Place, Finding] = {}
    for result in results(sitting, targets):
        found |= {(one.target, one.indicator): one for one in result.findings}
        report.step()
    return found


def _kept(before: Finding | None, after: Finding, number: int) -> Finding:
    """The finding as it stands where judging again would leave it: what people decided on it goes on counting.

    A new one gets a number that no finding of the trail has.
    """
    if before is None:
        return replace(after, id=number)
    old, new = finding_row(before, 0), finding_row(after, 0)
    return before if all(old[name] == new[name] for name in SAID) else replace(after, id=number)


def _conclusions(trail: Trail, record: RunRecord, catalogue: Catalogue, pack: Pack) -> dict[int, Conclusion]:
    """What the words said so far amount to where the pack says what takes two persons."""
    two = {
        one.id
        for one in catalogue.indicators
        if one.status is Status.IN_FORCE and one.consequence in pack.review.second_person
    }
    found: dict[int, Standing] = standings(trail, record.id)
    numbered = {one.id: one.indicator for one in trail.findings(record.id)}
    return {n: concluded(one.words, numbered[n] in two) for n, one in found.items() if n in numbered}


def _shifts(
    targets: Sequence[Target],
    before: Mapping[Place, Finding],
    after: Mapping[Place, Finding],
    rules: tuple[Catalogue, Catalogue],
    rated: tuple[Ratings, Ratings],
) -> Iterable[Shift]:
    """In the inventory's order, of each target in the catalogue's."""
    titles = {one.id: one.title for catalogue in rules for one in catalogue.indicators}
    for target in targets:
        one, other = rated[0].get(target.id), rated[1].get(target.id)
        changed = False
        for indicator, title in titles.items():
            old, new = before.get((target.id, indicator)), after.get((target.id, indicator))
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
