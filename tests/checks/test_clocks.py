"""The clocks on documents, whatever the days: late only beyond the limit, by labelled days, in years that are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checks.catalogue import Catalogue, load_catalogue
from checks.judge import judge
from crawler.model import Evidence, Outcome, Registry, Target, TargetId, TargetKind, Verdict
from crawler.reading.documents.document import Document
from crawler.reading.documents.related import Interpretation
from crawler.reading.listings.listing import Item
from crawler.reading.sites.site import LabelledLink, NormativeDocumentColumn
from crawler.workdays import shipped

ON = date(2027, 6, 30)
TARGET = Target(TargetId("t"), TargetKind.PORTAL, "示例市人民政府网站", "http://www.shili.gov.test/", "示例市人民政府")
URL = "http://www.shili.gov.test/gfxwj/1.html"
CATALOGUE = load_catalogue()
DAYS = st.dates(date(2025, 7, 1), ON)
KNOWN = st.dates(date(2025, 7, 1), date(2026, 12, 31))


def document(signed: date | None, published: date | None) -> Document:
    known = Document("示例市供水管理办法", None, None, None, signed, published, None, url=URL)
    return replace(known, signed_by="成文日期", published_by="发布日期")


def verdict(indicator: str, one: Document, items: tuple[Item, ...] = ()) -> Verdict:
    link = LabelledLink("规范性文件", "http://www.shili.gov.test/gfxwj/")
    column = NormativeDocumentColumn(link, False, items=items, documents=(one,))
    evidence = [Evidence(TARGET.id, NormativeDocumentColumn, column, ())]
    (judged,) = judge(TARGET, evidence, Registry((TARGET,)), Catalogue((CATALOGUE.get(indicator),)), ON)
    assert judged.error == ""
    judged.indicator.messages[judged.verdict.reason].format_map(judged.verdict.data)
    return judged.verdict


def counted(first: date, last: date) -> int:
    """Independently of the calendar's own counting: day by day."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(bool(shipped().is_workday(day)) for day in days)


@given(KNOWN, KNOWN)
def test_a_document_is_late_exactly_beyond_twenty_working_days(signed: date, published: date) -> None:
    late = signed <= published and counted(signed, published) > 20
    assert (verdict("publish-20wd", document(signed, published)).outcome is Outcome.FAILED) == late


@given(DAYS, DAYS)
def test_nothing_is_late_across_a_year_that_is_not_known(signed: date, published: date) -> None:
    if max(signed.year, published.year) > 2026:
        assert verdict("publish-20wd", document(signed, published)).outcome is not Outcome.FAILED


@given(KNOWN, KNOWN, st.sampled_from(["signed_by", "published_by"]))
def test_nothing_is_late_or_contradictory_by_a_day_without_a_label(signed: date, published: date, gone: str) -> None:
    one = replace(document(signed, published), **{gone: ""})
    for indicator in ("publish-20wd", "date-logic"):
        assert verdict(indicator, one).outcome is not Outcome.FAILED


@given(KNOWN, KNOWN, KNOWN)
def test_a_list_that_shows_a_day_in_between_never_makes_a_document_late(
    signed: date, published: date, listed: date
) -> None:
    seen = verdict("publish-20wd", document(signed, published), (Item("示例市供水管理办法", URL, listed),))
    assert not (seen.outcome is Outcome.FAILED and signed <= listed < published)


@given(KNOWN, KNOWN, st.booleans())
def test_an_interpretation_is_late_only_beyond_three_working_days(published: date, day: date, named: bool) -> None:
    other = Interpretation("《示例市供水管理办法》政策解读", URL + "x", named, day, "发布日期")
    one = replace(document(None, published), interpretations=(other,))
    late = named and published <= day and counted(published, day) > 3
    assert (verdict("interp-3wd", one).outcome is Outcome.FAILED) == late
