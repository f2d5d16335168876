"""Ratings follow from upheld vetoes alone; what nobody concluded on keeps a target pending."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.catalogue import Catalogue
from checks.indicator import Indicator
from crawler.errors import InputError
from crawler.model import Finding, Outcome, RatingKind, Target
from results.publishing.figures import Count
from results.rating.percent import percent
from results.rating.scoring import rating, ratings
from results.review.conclusions import Conclusion
from tests.results.office import ACCOUNT, BUREAU, CLOSED, PORTAL, finding

KINDS = ("portal", "department_site")


def indicator(identifier: str, **other: Any) -> Indicator:
    values: dict[str, Any] = {
        "id": identifier,
        "title": "首页不更新",
        "status": "in-force",
        "mark": "CONF",
        "consequence": "veto",
        "automation": "full",
        "source": {"document": "国办秘函〔2019〕19号", "clause": "第一部分"},
        "applies_to": {"kinds": KINDS},
        "remedy": "请及时更新。",
        "version": 1,
        "manual": False,
        "statement": "机器可以判定",
        "own_reasons": (),
    }
    return Indicator(**{**values, **other})


CATALOGUE = Catalogue(
    (
        indicator("home-stale-14d"),
        indicator("severe-wording-error", manual=True, automation="manual"),
        indicator("zl-guide", consequence="deduct"),
        indicator("m-one-per-platform", status="trial"),
        indicator("old-one", status="retired"),
    )
)


def made(target: Target = PORTAL, **outcomes: Outcome) -> list[Finding]:
    """One finding an indicator, passed where nothing else is said; numbered from 1."""
    found = []
    for number, one in enumerate(CATALOGUE.indicators[:4], 1):
        outcome = outcomes.get(one.id.replace("-", "_"), Outcome.PASSED)
        found.append(replace(finding(target, one.id, outcome), id=number))
    return found


def said(finding_id: int, conclusion: Conclusion) -> dict[int, Conclusion]:
    return {finding_id: conclusion}


def test_a_target_with_every_veto_passed_is_qualified() -> None:
    assert rating(PORTAL, made(), {}, CATALOGUE).kind is RatingKind.QUALIFIED


def test_an_upheld_veto_makes_unqualified() -> None:
    found = rating(PORTAL, made(home_stale_14d=Outcome.FAILED), said(1, Conclusion.UPHELD), CATALOGUE)
    assert (found.kind, found.upheld) == (RatingKind.UNQUALIFIED, (1,))


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED])
def test_a_veto_nobody_concluded_on_keeps_the_target_pending(outcome: Outcome) -> None:
    findings = made(home_stale_14d=outcome)
    assert rating(PORTAL, findings, {}, CATALOGUE).kind is RatingKind.PENDING
    for conclusion in (Conclusion.UNDECIDABLE, Conclusion.AWAITING_SECOND):
        undecided = rating(PORTAL, findings, said(1, conclusion), CATALOGUE)
        assert (undecided.kind, undecided.open) == (RatingKind.PENDING, (1,))


def test_a_dismissed_finding_changes_nothing() -> None:
    findings = made(home_stale_14d=Outcome.FAILED)
    assert rating(PORTAL, findings, said(1, Conclusion.DISMISSED), CATALOGUE).kind is RatingKind.QUALIFIED


def test_a_veto_that_was_never_looked_at_is_no_pass() -> None:
    assert rating(PORTAL, made()[1:], {}, CATALOGUE).kind is RatingKind.PENDING
    assert rating(PORTAL, [], {}, CATALOGUE).kind is RatingKind.PENDING


def test_a_veto_that_does_not_concern_the_target_is_not_missed() -> None:
    assert rating(ACCOUNT, [], {}, CATALOGUE).kind is RatingKind.QUALIFIED


@pytest.mark.parametrize("number", [3, 4])
def test_an_upheld_fault_that_is_no_veto_or_on_trial_does_not_decide(number: int) -> None:
    findings = made(zl_guide=Outcome.FAILED, m_one_per_platform=Outcome.FAILED)
    found = rating(PORTAL, findings, said(number, Conclusion.UPHELD), CATALOGUE)
    assert (found.kind, found.upheld) == (RatingKind.QUALIFIED, (number,))


def test_an_upheld_veto_outweighs_what_is_still_open() -> None:
    findings = made(home_stale_14d=Outcome.FAILED, severe_wording_error=Outcome.UNTESTED)
    assert rating(PORTAL, findings, said(1, Conclusion.UPHELD), CATALOGUE).kind is RatingKind.UNQUALIFIED


def test_closed_targets_are_not_rated() -> None:
    assert list(ratings([PORTAL, CLOSED], made(), {}, CATALOGUE)) == [PORTAL.id]


def test_a_finding_by_an_unknown_indicator_stops_the_rating() -> None:
    stray = replace(finding(BUREAU, "no-such"), id=9)
    with pytest.raises(InputError, match="no-such"):
        rating(BUREAU, [stray], {}, CATALOGUE)


@pytest.mark.parametrize(
    ("qualified", "unqualified", "decimals", "shown"),
    [
        (47, 2, 1, "95.9%"),
        (826, 16, 1, "98.1%"),
        (291, 3, 1, "99.0%"),
        (566, 25, 2, "95.77%"),
        (1, 7, 2, "12.50%"),
        (1, 7, 0, "13%"),
        (0, 4, 2, "0.00%"),
    ],
)
def test_a_pass_rate_rounds_half_up(qualified: int, unqualified: int, decimals: int, shown: str) -> None:
    assert percent(qualified, qualified + unqualified, decimals) == shown


def test_a_pass_rate_of_nothing_is_no_rate() -> None:
    assert percent(0, 0, 2) == ""


def test_pending_targets_stand_beside_the_rate() -> None:
    found = ratings([PORTAL, BUREAU], made(), {}, CATALOGUE)
    kinds = [one.kind.value for one in found.values()]
    count = Count(2, kinds.count("qualified"), kinds.count("unqualified"), 0, kinds.count("pending"))
    assert (count.qualified, count.unqualified, count.pending) == (1, 0, 1)
    assert (count.rated, count.checked) == (1, 2)
