"""What judging a run under another rule pack would change: worked out from the stored captures, and written nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from checks.catalogue import Catalogue
from checks.indicator import Status
from checks.pack import Pack
from crawler.lexicon import say
from crawler.model import Finding, IndicatorId, RatingKind, Target, TargetId
from results.audit import Trail
from results.conclusions import Conclusion, Standing, concluded, conclusions, standings
from results.judging import results, sitting_of
from results.progress import Report
from results.rows import SAID, RunRecord, finding_row
from results.rules import catalogue_of, pack_of
from results.scoring import ratings

Place = tuple[TargetId, IndicatorId]
Ratings = Mapping[TargetId, RatingKind]


@dataclass(frozen=True, slots=True)
class Shift:
    """A finding whose outcome would change, or (without one) a target whose rating alone would."""

    target: Target
    indicator: IndicatorId | None
    title: str
    before: Finding | None  # None: not judged now
    after: Finding | None  # None: judged no longer
    rated_before: RatingKind | None  # None: not rated
    rated_after: RatingKind | None

    @property
    def moves_rating(self) -> bool:
        return self.rated_before is not self.rated_after


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
        after = _judged(trail, record, rules[1], {target for target, _ in before}, report)
        kept = {place: _kept(before.get(place), one) for place, one in after.items()}
        targets = trail.targets(record.id)
        now = ratings(targets, before.values(), conclusions(trail, record.id), rules[0])
        then = ratings(targets, kept.values(), _conclusions(trail, record, rules[1], pack), rules[1])
        rated = {one: rating.kind for one, rating in now.items()}, {one: rating.kind for one, rating in then.items()}
        shifts = tuple(_shifts(targets, before, kept, rules, rated))
        return Trial(record, pack_of(trail, record.id), pack, shifts, _is_mixed(trail, record, rules[0]))


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


def _kept(before: Finding | None, after: Finding) -> Finding:
    """The finding as it stands where judging again would leave it: what people decided on it goes on counting."""
    if before is None:
        return after
    old, new = finding_row(before, 0), finding_row(after, 0)
    return before if all(old[name] == new[name] for name in SAID) else after


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
        kinds = rated[0].get(target.id), rated[1].get(target.id)
        changed = False
        for indicator, title in titles.items():
            old, new = before.get((target.id, indicator)), after.get((target.id, indicator))
            if (old and old.outcome) is not (new and new.outcome):
                changed = True
                yield Shift(target, indicator, title, old, new, *kinds)
        if not changed and kinds[0] is not kinds[1]:
            yield Shift(target, None, "", None, None, *kinds)


def _is_mixed(trail: Trail, record: RunRecord, catalogue: Catalogue) -> bool:
    latest = [row for row in trail.table_rows("judgements") if row["run"] == record.id][-1:]
    today = (catalogue.digest, version("spotcheck"))
    return any((row["catalogue_digest"], row["program_version"]) != today for row in latest)
