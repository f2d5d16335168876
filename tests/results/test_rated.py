"""Ratings out of the trail, a target at a time: the same as with all findings of a run at once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.catalogue import load_catalogue
from checks.packs import load_pack
from crawler.model import DecisionKind, Finding, Outcome, TargetId
from results.audit import Trail
from results.order_rows import RunOrder
from results.rating.rated import Excuse, rated
from results.rating.scoring import ScoredRating, ratings
from results.rating.view import as_json, overview, rows
from results.review.conclusions import conclusions
from results.review.exemption_rows import Exemption, excused
from results.rules import catalogue_of
from tests.results.office import ACCOUNT, BUREAU, CLOSED, NOON, PORTAL, RECORD, RUN, filled, finding

PACK = load_pack("example-city-points")
CATALOGUE = load_catalogue(pack=PACK)
SILENT = replace(BUREAU, id=TargetId("b0"), name="临江市林业局")  # never judged
TARGETS = (PORTAL, CLOSED, ACCOUNT, SILENT, BUREAU)  # the inventory's order is not that of the ids
PLACES = [(target, one.id) for target in TARGETS for one in CATALOGUE.indicators if one.concerns(target)]
SUBJECTS = ((), ({"name": "要闻"},), ({"name": "要闻"}, {"name": "公告"}))

Judged = Mapping[int, tuple[Outcome, int]]  # place → outcome, and which subjects


@dataclass(frozen=True)
class Story:
    """What happened to a run. ``gone``: places that the second judgement makes no more."""

    first: Judged
    second: Judged | None
    gone: frozenset[int]
    said: tuple[tuple[int, DecisionKind, str], ...]
    explained: tuple[int, ...]


NUMBER = st.integers(0, len(PLACES) - 1)
JUDGED = st.dictionaries(NUMBER, st.tuples(st.sampled_from(Outcome), st.integers(0, 2)), max_size=40)
WORD = st.tuples(NUMBER, st.sampled_from(DecisionKind), st.sampled_from(["王芳", "李强"]))
STORIES = st.builds(
    Story,
    first=JUDGED,
    second=st.none() | JUDGED,
    gone=st.frozensets(NUMBER, max_size=10),
    said=st.lists(WORD, max_size=60).map(tuple),
    explained=st.lists(NUMBER, max_size=10).map(tuple),
)


def made(judged: Judged, gone: frozenset[int]) -> Mapping[TargetId, list[Finding]]:
    """Everything passed but what is named; of the target that is never judged nothing."""
    found: dict[TargetId, list[Finding]] = {}
    for number, (target, indicator) in enumerate(PLACES):
        if target is not SILENT and number not in gone:
            outcome, subjects = judged.get(number, (Outcome.PASSED, 0))
            one = finding(target, indicator, outcome, subjects=SUBJECTS[subjects], catalogue_digest=CATALOGUE.digest)
            found.setdefault(target.id, []).append(one)
    return found


def tell(trail: Trail, story: Story) -> None:
    trail.begin_run(RECORD, TARGETS, order=RunOrder(RUN, PACK.id, PACK.digest, PACK.content))
    trail.record_rules(CATALOGUE.digest, CATALOGUE.indicators, NOON)
    second = [(story.second, story.gone)] if story.second is not None else []
    for judged, gone in [(story.first, frozenset[int]()), *second]:
        number = trail.begin_judgement(RUN, CATALOGUE.digest, "0.1.0", NOON)
        for name, findings in made(judged, gone).items():
            trail.record_findings(RUN, number, name, findings, NOON)
    numbers = {(one.target, one.indicator): one.id for one in trail.findings(RUN)}
    for place, kind, by in story.said:
        if found := numbers.get((PLACES[place][0].id, PLACES[place][1])):
            trail.record_decision(found, kind, by, "复核", NOON)
    for place in story.explained:
        target, indicator = PLACES[place]
        days = date(2026, 1, 1 + place % 2), date(2026, 12 - place % 2, 1)  # some ended before the monitoring day
        trail.record_exemption(Exemption(target.id, indicator, "机构改革", *days, "王芳"), NOON)


def at_once(trail: Trail) -> tuple[dict[TargetId, ScoredRating], dict[int, Excuse], dict[int, Finding]]:
    """Ratings, excuses and findings as they were made of a run's whole findings."""
    findings = list(trail.findings(RUN))
    excuses = dict.fromkeys(excused(findings, trail.exemptions()), Excuse.EXPLAINED)
    words = conclusions(trail, RUN)
    found = ratings(trail.targets(RUN), findings, words, catalogue_of(trail, RUN), PACK, excuses)
    return found, excuses, {one.id: one for one in findings}


@given(story=STORIES)
@settings(deadline=None, max_examples=30)
def test_a_target_at_a_time_gives_the_ratings_of_all_at_once(story: Story) -> None:
    with tempfile.TemporaryDirectory() as folder, Trail.open(Path(folder)) as trail:
        tell(trail, story)
        found = rated(trail, RECORD, catalogue_of(trail, RUN))
        expected, excuses, findings = at_once(trail)
    assert list(found.ratings.items()) == list(expected.items())
    assert found.excuses == excuses
    named = {number for one in expected.values() for number in one.findings}
    assert found.findings == {number: findings[number] for number in named}
    assert len(list(overview(found))) == len([as_json(found, one) for one in found.ratings]) == 4
    assert sum(len(list(rows(found, one))) for one in found.ratings) == len(named)


def test_what_passed_is_told_without_its_words_and_the_rest_whole(tmp_path: Path) -> None:
    with Trail.read(filled(tmp_path)) as trail:
        whole = {one.id: one for one in trail.findings(RUN)}
        assert [one for _, own in trail.findings_by_target(RUN) for one in own] == sorted(
            whole.values(), key=lambda one: (one.target, one.id)
        )
        passed = [one.id for one in whole.values() if one.outcome is Outcome.PASSED]
        told = {one.id: one for _, own in trail.findings_by_target(RUN, passed[:1]) for one in own}
    bare = {n: replace(one, data={}, subjects=(), message="", captures=()) for n, one in whole.items()}
    assert told == {n: bare[n] if n in passed[1:] else one for n, one in whole.items()}


@pytest.mark.parametrize("given", [{}, {"target": BUREAU.id}, {"outcome": Outcome.PASSED}, {"indicator": "v6-aaaa"}])
def test_findings_are_chosen_by_what_is_asked_for(tmp_path: Path, given: dict[str, str]) -> None:
    with Trail.read(filled(tmp_path)) as trail:
        every = list(trail.findings(RUN))
        chosen = [one for one in every if all(getattr(one, name) == value for name, value in given.items())]
        assert list(trail.findings(RUN, **given)) == chosen  # type: ignore[arg-type]
        assert list(trail.stream_findings(RUN, **given)) == chosen  # type: ignore[arg-type]
        assert {one.id: (one, True) for one in every} == {one.id: trail.finding(one.id) for one in every}
