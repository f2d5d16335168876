"""What was read once is believed only while the readers are the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.model import Evidence, Fault, FaultKind, TargetId
from crawler.reading import memo
from crawler.reading.annual_report.report import read_annual_report
from crawler.reading.columns.column import ColumnState
from crawler.reading.dates.published import DateSource
from crawler.reading.disclosure.column import LabelledLink
from crawler.reading.listings.listing import Item
from crawler.reading.pages.page import read_page
from crawler.reading.sites.annual import AnnualReports, PublishedReport, UnclearReport
from tests.world.reports import history, html

ON = date(2026, 11, 16)
URL = "http://www.linhu.gov.test/zfxxgk/nb/2025.html"


def test_a_change_in_any_package_of_readers_changes_their_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "crawler.reading" / "columns"
    inner.mkdir(parents=True)
    for name in ("crawler.lexicon", "crawler"):
        (tmp_path / name).mkdir()
    (inner / "kinds.py").write_text("a = 1\n")
    monkeypatch.setattr(memo, "files", lambda package: tmp_path / package)
    before = memo.readers_digest.__wrapped__()
    (inner / "kinds.py").write_text("a = 2\n")
    assert memo.readers_digest.__wrapped__() != before


def test_annual_reports_come_back_from_the_memo_as_they_were() -> None:
    report = read_annual_report(read_page(html(history("林湖市", 3, range(2025, 2026))[2025]).encode(), URL, on=ON))
    assert report is not None and report.identities
    published = PublishedReport(
        2025, "标题", URL, ON, ON, DateSource.LABEL, report, Fault(FaultKind.TIMEOUT), (URL,), True
    )
    unclear = UnclearReport(Item("标题", URL, None), None)
    fact = AnnualReports(LabelledLink("年报", URL), False, ColumnState.LISTED, None, (published,), (unclear,), True)
    evidence = (Evidence(TargetId("t"), AnnualReports, fact),)
    assert memo.unpack(memo.pack(evidence)) == evidence
