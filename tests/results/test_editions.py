"""An edition freezes a concluded quarter, refuses any other, and is never changed: a correction is the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import InputError
from crawler.model import DecisionKind, IndicatorId, Outcome
from results.audit import Trail
from results.publishing.quarter import published
from results.publishing.rows import Standing, Weight
from results.review.exemption_rows import Exemption
from results.verify import verify
from tests.results.published import (
    DEDUCTION,
    GOOD,
    SITE_VETO,
    Fate,
    inspected,
    noon,
    released,
    site,
    usual,
)


def test_an_edition_holds_every_checked_target_and_its_counted_problems(tmp_path: Path) -> None:
    edition = released(tmp_path, inspected(tmp_path, usual()))
    with Trail.read(tmp_path) as trail:
        result = published(trail, edition)
    standings = {entry.target.id: entry.standing for entry in result.entries}
    assert standings["s1"] == standings["s3"] == standings["s4"] == Standing.QUALIFIED
    assert standings["s2"] == standings["a2"] == Standing.UNQUALIFIED
    assert standings["s6"] == Standing.SET_ASIDE
    assert {"s7", "s8", "a4"}.isdisjoint(standings)
    problems = {entry.target.id: [one.indicator for one in entry.problems] for entry in result.entries}
    assert problems["s2"] == [SITE_VETO]
    assert problems["s3"] == [DEDUCTION]
    assert problems["s4"] == problems["s6"] == []
    assert [target.id for target in result.unchecked] == ["s7", "a4"]
    assert result.closed == 1
    assert verify(tmp_path) == []


def test_a_pending_target_keeps_a_quarter_from_being_published(tmp_path: Path) -> None:
    record = inspected(tmp_path, {site(1): Fate(open=(SITE_VETO,)), site(2): GOOD})
    with pytest.raises(InputError, match=r"尚有1个对象待定.*第1局"):
        released(tmp_path, record)
    with Trail.read(tmp_path) as trail:
        assert trail.editions() == ()


def test_an_unhealthy_run_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不正常"):
        released(tmp_path, inspected(tmp_path, {site(1): GOOD}, healthy=False))


def test_nobody_sets_a_fault_aside(tmp_path: Path) -> None:
    fate = Fate(upheld=(SITE_VETO,), set_aside="改版")
    edition = released(tmp_path, inspected(tmp_path, {site(1): fate}))
    with Trail.read(tmp_path) as trail:
        (one,) = trail.edition_targets(edition).values()
    assert one.standing is Standing.UNQUALIFIED


def test_publishing_again_writes_nothing(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    first = released(tmp_path, record)
    with Trail.read(tmp_path) as trail:
        head = trail.head()
    assert released(tmp_path, record) == first
    with Trail.read(tmp_path) as trail:
        assert trail.head() == head


def test_a_change_after_publication_needs_a_correction_and_keeps_the_first_edition(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    first = released(tmp_path, record)
    with Trail.open(tmp_path) as trail:
        (veto,) = trail.findings(record.id, outcome=Outcome.FAILED, target=site(2).id)
        trail.record_decision(veto.id, DecisionKind.DISMISSED, "王芳", "复核后撤销", noon(record.on))
    with pytest.raises(InputError, match="已经公布（2026Q4-1），现在有1个对象与之不同：临江市本级第2局"):
        released(tmp_path, record)
    second = released(tmp_path, record, correction="复核后撤销一项问题")
    assert (second.number, second.correction) == (2, "复核后撤销一项问题")
    with Trail.read(tmp_path) as trail:
        assert trail.latest_editions() == (second,)
        before, after = published(trail, first), published(trail, second)
    assert before.changes == ()
    assert next(e for e in before.entries if e.target.id == "s2").standing is Standing.UNQUALIFIED
    (change,) = after.changes
    assert change.target.id == "s2"
    assert change.before and change.before.standing is Standing.UNQUALIFIED
    assert change.after and change.after.standing is Standing.QUALIFIED


def test_a_correction_of_nothing_is_refused(tmp_path: Path) -> None:
    record = inspected(tmp_path, usual())
    with pytest.raises(InputError, match="尚未公布"):
        released(tmp_path, record, correction="更正")
    released(tmp_path, record)
    with pytest.raises(InputError, match="无需更正"):
        released(tmp_path, record, correction="更正")


def test_an_accepted_explanation_is_counted_as_excused(tmp_path: Path) -> None:
    record = inspected(tmp_path, {site(1): Fate(upheld=(SITE_VETO,))})
    said = Exemption(site(1).id, IndicatorId(SITE_VETO), "台风期间停电", record.on, record.on, "王芳")
    with Trail.open(tmp_path) as trail:
        trail.record_exemption(said, noon(record.on))
    edition = released(tmp_path, record)
    with Trail.read(tmp_path) as trail:
        result = published(trail, edition)
    assert result.entries[0].standing is Standing.QUALIFIED
    assert result.entries[0].problems == ()
    assert result.excused[Weight.EXPLAINED] == 1
