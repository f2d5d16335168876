"""The judge: one verdict for each indicator, whatever was seen."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checks import judge as judging
from checks.catalogue import Catalogue, load_catalogue
from checks.check import CHECKS, Check
from checks.indicator import Status
from checks.judge import Judged, errors, judge
from crawler.model import (
    Digest,
    Evidence,
    Fault,
    FaultKind,
    IndicatorId,
    Outcome,
    Registry,
    Target,
    TargetId,
    TargetKind,
    TargetStatus,
)
from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnState
from crawler.reading.footer.footer import Footer
from crawler.reading.listings.listing import Item
from crawler.reading.sites.site import ColumnListing, HomePage

CATALOGUE = load_catalogue()
ON = date(2026, 11, 21)
PORTAL = Target(
    TargetId("p"), TargetKind.PORTAL, "示例市人民政府", "http://www.shili.gov.test/", "市政府办公室", "市级"
)
ACCOUNT = Target(TargetId("a"), TargetKind.ACCOUNT, "示例发布", "", "市政府办公室", platform="微信公众号")
HOME = HomePage("http://www.shili.gov.test/", "示例市", None, 0, 0, False, None, False)


def only(identifier: str) -> Catalogue:
    return Catalogue((CATALOGUE.get(identifier),))


def verdict_of(identifier: str, *evidence: Evidence[Any], target: Target = PORTAL) -> Judged:
    (judged,) = judge(target, evidence, Registry((target,)), only(identifier), ON)
    return judged


def test_every_indicator_that_concerns_a_target_gets_exactly_one_verdict() -> None:
    judged = judge(PORTAL, (), Registry((PORTAL,)), CATALOGUE, ON)
    concerned = [one.id for one in CATALOGUE.indicators if TargetKind.PORTAL in one.applies_to.kinds]
    assert [one.indicator.id for one in judged] == concerned


def test_an_account_gets_no_verdict_on_columns() -> None:
    judged = judge(ACCOUNT, (), Registry((ACCOUNT,)), CATALOGUE, ON)
    assert {one.indicator.id for one in judged if not one.indicator.id.startswith("m-")} == {
        "severe-wording-error",
        "v6-app",
    }
    assert not any(
        TargetKind.PORTAL in one.indicator.applies_to.kinds for one in judged if one.indicator.id[:2] == "m-"
    )


def test_a_closed_account_is_asked_only_whether_it_still_posts_and_was_filed() -> None:
    closed = replace(ACCOUNT, status=TargetStatus.CLOSED)
    judged = judge(closed, (), Registry((closed,)), CATALOGUE, ON)
    told = {one.indicator.id: (one.verdict.outcome, one.verdict.reason) for one in judged}
    for indicator in ("m-closed-posting", "m-registered", "m-filing-late"):
        assert told.pop(indicator) == (Outcome.UNTESTED, "not-gathered")
    assert set(told.values()) == {(Outcome.INAPPLICABLE, "not-running")}


def test_what_is_for_closed_accounts_does_not_concern_a_running_one() -> None:
    judged = verdict_of("m-closed-posting", target=ACCOUNT)
    assert (judged.verdict.outcome, judged.verdict.reason) == (Outcome.INAPPLICABLE, "running")


@pytest.mark.parametrize(
    ("target", "visited"),
    [
        (PORTAL, True),
        (replace(PORTAL, status=TargetStatus.CLOSED), False),
        (ACCOUNT, True),
        (replace(ACCOUNT, address="http://weixin.gov.test/a", status=TargetStatus.CLOSED), True),
        (replace(ACCOUNT, status=TargetStatus.CLOSED), True),
    ],
)
def test_of_what_is_closed_only_accounts_are_looked_at(target: Target, visited: bool) -> None:
    assert target.is_visited is visited


def test_a_closed_site_is_inapplicable_throughout() -> None:
    closed = replace(PORTAL, status=TargetStatus.CLOSED)
    judged = judge(closed, (), Registry((closed,)), CATALOGUE, ON)
    assert {(one.verdict.outcome, one.verdict.reason) for one in judged} == {(Outcome.INAPPLICABLE, "not-running")}


def test_evidence_of_another_target_is_not_used() -> None:
    judged = verdict_of("home-stale-14d", Evidence(TargetId("other"), HomePage, HOME))
    assert (judged.verdict.outcome, judged.verdict.reason) == (Outcome.UNTESTED, "not-gathered")


def test_a_fault_asks_a_person_and_names_the_address() -> None:
    fault = Fault(FaultKind.HTTP_STATUS, "412", "http://www.shili.gov.test/home")
    judged = verdict_of("home-stale-14d", Evidence(PORTAL.id, HomePage, fault, (Digest("sha256:1"),)))
    assert (judged.verdict.outcome, judged.verdict.reason) == (Outcome.CANT_TELL, "http-status")
    assert (judged.verdict.data["url"], judged.verdict.data["detail"]) == (fault.url, "412")
    assert judged.captures == ("sha256:1",)


def test_a_fault_without_an_address_speaks_of_the_targets_own() -> None:
    judged = verdict_of("home-stale-14d", Evidence(PORTAL.id, HomePage, Fault(FaultKind.TIMEOUT)))
    assert judged.verdict.data["url"] == PORTAL.address


def blank(number: int) -> ColumnListing:
    link = ColumnLink(f"栏目{number}", f"http://www.shili.gov.test/{number}/", (f"栏目{number}",), ColumnKind.OTHER)
    return ColumnListing(link, ColumnState.BLANK)


def test_columns_may_come_as_one_evidence_or_as_many() -> None:
    columns = [blank(number) for number in range(5)]
    together = verdict_of("columns-blank-5", Evidence(PORTAL.id, ColumnListing, tuple(columns)))  # type: ignore[arg-type]
    apart = verdict_of("columns-blank-5", *(Evidence(PORTAL.id, ColumnListing, column) for column in columns))
    assert together.verdict == apart.verdict
    assert together.verdict.outcome is Outcome.FAILED
    assert len(together.verdict.subjects) == 5


def test_one_fault_among_the_evidence_of_a_kind_is_enough_to_ask_a_person() -> None:
    columns = [Evidence(PORTAL.id, ColumnListing, blank(number)) for number in range(5)]
    judged = verdict_of("columns-blank-5", *columns, Evidence(PORTAL.id, ColumnListing, Fault(FaultKind.TIMEOUT)))
    assert judged.verdict.outcome is Outcome.CANT_TELL


def test_captures_of_every_piece_of_evidence_are_kept_once() -> None:
    captures = (Digest("sha256:1"), Digest("sha256:2"), Digest("sha256:1"))
    judged = verdict_of("home-stale-14d", Evidence(PORTAL.id, HomePage, HOME, captures))
    assert judged.captures == ("sha256:1", "sha256:2")


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def check(home: HomePage) -> Any:
        raise ZeroDivisionError("a mistake of ours")

    good = CHECKS[IndicatorId("home-stale-14d")]
    need = {name: need for name, need in good.needs.items() if need.kind is HomePage}
    monkeypatch.setitem(CHECKS, good.id, Check(good.id, 1, check, need))
    yield


def test_a_check_that_crashed_accuses_nobody_and_is_reported(crashing: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL, judging.__name__):
        judged = verdict_of("home-stale-14d", Evidence(PORTAL.id, HomePage, HOME))
    assert (judged.verdict.outcome, judged.verdict.reason) == (Outcome.CANT_TELL, "check-failed")
    assert errors([judged]) == ["home-stale-14d on p: ZeroDivisionError: a mistake of ours"]


def test_a_crash_costs_no_other_verdict(crashing: None) -> None:
    footer = Footer("3609000002", False, None, "市政府办公室", None, True, None, None)
    evidence = [Evidence(PORTAL.id, HomePage, HOME), Evidence(PORTAL.id, Footer, footer)]
    judged = {one.indicator.id: one.verdict.outcome for one in judge_all(evidence)}
    assert judged["foot-idcode"] is Outcome.PASSED
    assert judged["foot-icp"] is Outcome.FAILED
    assert judged["home-stale-14d"] is Outcome.CANT_TELL


def judge_all(evidence: list[Evidence[Any]]) -> list[Judged]:
    return judge(PORTAL, evidence, Registry((PORTAL,)), CATALOGUE, ON)


def test_a_retired_indicator_is_no_longer_judged() -> None:
    retired = CATALOGUE.get("foot-icp").model_copy(update={"status": Status.RETIRED})
    assert judge(PORTAL, (), Registry((PORTAL,)), Catalogue((retired,)), ON) == []


@pytest.mark.parametrize(
    ("level", "outcome", "reason"),
    [
        ("市级", Outcome.UNTESTED, "not-gathered"),
        ("县级", Outcome.INAPPLICABLE, "other-level"),
        ("", Outcome.CANT_TELL, "level-unknown"),
    ],
)
def test_an_indicator_for_some_levels_needs_the_level(level: str, outcome: Outcome, reason: str) -> None:
    indicator = CATALOGUE.get("home-stale-14d")
    limited = indicator.applies_to.model_copy(update={"levels": ("市级",)})
    catalogue = Catalogue((indicator.model_copy(update={"applies_to": limited}),))
    target = replace(PORTAL, level=level)
    (judged,) = judge(target, (), Registry((target,)), catalogue, ON)
    assert (judged.verdict.outcome, judged.verdict.reason) == (outcome, reason)


def test_the_newest_item_counts_wherever_a_date_lies_in_time() -> None:
    for days, outcome in ((0, Outcome.PASSED), (14, Outcome.PASSED), (15, Outcome.FAILED)):
        day = date.fromordinal(ON.toordinal() - days)
        home = replace(HOME, newest=Item("标题", "http://www.shili.gov.test/1", day), dated=1)
        assert verdict_of("home-stale-14d", Evidence(PORTAL.id, HomePage, home)).verdict.outcome is outcome
