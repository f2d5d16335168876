"""Counting columns: what was not seen may hold a verdict open, and can never make a failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from checks.catalogue import Catalogue, load_catalogue
from checks.columns.ages import distinct, months_before
from checks.judge import judge
from crawler.model import Evidence, Fault, FaultKind, Outcome, Registry, Target, TargetId, TargetKind, Verdict
from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnState
from crawler.reading.listings.listing import Item
from crawler.reading.sites.site import ColumnListing

ON = date(2026, 11, 21)
CATALOGUE = load_catalogue()
TARGET = Target(TargetId("d"), TargetKind.DEPARTMENT_SITE, "示例局", "http://slj.shili.gov.test/", "示例局")
KINDS = (ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY_DOCUMENT, ColumnKind.SERVICE)


@some.composite
def columns(draw: some.DrawFn) -> list[ColumnListing]:
    found = []
    for number in range(draw(some.integers(0, 9))):
        address = f"http://slj.shili.gov.test/{number}/"
        path = ("栏目",) if draw(some.booleans()) else ("上级", "栏目")
        link = ColumnLink("栏目", address, path, draw(some.sampled_from(KINDS)))
        newest = Item("标题", f"{address}1.html", ON - timedelta(days=draw(some.integers(-3, 400))))
        state = draw(some.sampled_from([None, *ColumnState]))
        listed = state is ColumnState.LISTED and draw(some.booleans())
        fault = Fault(FaultKind.TIMEOUT) if state is None and draw(some.booleans()) else None
        found.append(ColumnListing(link, state, newest if listed else None, 9, draw(some.integers(0, 1)), "", fault))
    return found


def verdict_of(identifier: str, listings: list[ColumnListing]) -> Verdict:
    evidence = [Evidence(TARGET.id, ColumnListing, tuple(listings))]  # type: ignore[arg-type]
    (judged,) = judge(TARGET, evidence, Registry((TARGET,)), Catalogue((CATALOGUE.get(identifier),)), ON)
    assert judged.error == ""
    return judged.verdict


@given(columns(), some.data())
def test_hiding_a_column_never_makes_a_failure(listings: list[ColumnListing], data: some.DataObject) -> None:
    for identifier in ("columns-stale-5", "columns-blank-5"):
        before = verdict_of(identifier, listings)
        if not listings:
            continue
        place = data.draw(some.integers(0, len(listings) - 1))
        hidden = [*listings]
        hidden[place] = replace(listings[place], state=None, newest=None, fault=Fault(FaultKind.BLOCKED))
        after = verdict_of(identifier, hidden)
        assert after.outcome is not Outcome.FAILED or before.outcome is Outcome.FAILED


@given(columns(), columns())
def test_seeing_more_columns_never_undoes_a_failure(seen: list[ColumnListing], more: list[ColumnListing]) -> None:
    others = [
        replace(one, link=replace(one.link, url=f"{one.link.url}more/"), newest=None, state=ColumnState.BLANK)
        for one in more
    ]
    for identifier in ("columns-stale-5", "columns-blank-5"):
        if verdict_of(identifier, seen).outcome is Outcome.FAILED:
            assert verdict_of(identifier, [*seen, *others]).outcome is Outcome.FAILED


@given(columns())
def test_a_failure_lists_every_column_it_counted(listings: list[ColumnListing]) -> None:
    for identifier in ("columns-stale-5", "columns-blank-5"):
        verdict = verdict_of(identifier, listings)
        if verdict.outcome is Outcome.FAILED:
            assert len(verdict.subjects) >= CATALOGUE.get(identifier).limits["count"]
            assert all(subject["url"] for subject in verdict.subjects)


def test_a_column_met_by_two_addresses_of_one_page_counts_once() -> None:
    link = ColumnLink("甲", "http://slj.shili.gov.test/a/", ("甲",), ColumnKind.NEWS)
    again = replace(link, url="http://slj.shili.gov.test/a#top")
    assert len(distinct([ColumnListing(link, ColumnState.BLANK), ColumnListing(again, ColumnState.BLANK)])) == 1


def test_a_column_met_in_two_sessions_or_in_capitals_counts_once() -> None:
    link = ColumnLink("甲", "http://slj.shili.gov.test/list.jsp;jsessionid=AB?id=1", ("甲",), ColumnKind.NEWS)
    again = replace(link, url="http://slj.shili.gov.test/List.jsp;jsessionid=CD?id=1")
    assert len(distinct([ColumnListing(link, ColumnState.BLANK), ColumnListing(again, ColumnState.BLANK)])) == 1


def test_months_end_where_the_shorter_month_ends() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2024, 8, 31), 6) == date(2024, 2, 29)
    assert months_before(date(2026, 3, 15), 6) == date(2025, 9, 15)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
