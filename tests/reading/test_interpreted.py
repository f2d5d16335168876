"""An interpretation that was opened stands beside the document that links to it."""

from __future__ import annotations

from datetime import date

from crawler.model import Fault, FaultKind, Role
from crawler.reading.columns.column import ColumnKind, ColumnLink
from crawler.reading.documents.document import read_document
from crawler.reading.pages.page import read_page
from crawler.reading.sites.interpreted import take_interpretation
from crawler.reading.sites.seen import Seen
from crawler.reading.sites.sought import VisitedColumn

ON = date(2026, 11, 21)
URL = "http://www.linyuan.gov.test/gfxwj/7.html"
OTHER = "http://www.linyuan.gov.test/zcjd/9.html"


def column() -> VisitedColumn:
    link = "<a href='/zcjd/9.html'>《林苑市节水管理办法》政策解读</a>"
    text = f"<h1>林苑市节水管理办法</h1><p>发布日期：2026-03-18</p>{link}"
    html = f"<html><head><title>林苑市节水管理办法</title></head><body>{text}</body></html>".encode()
    made = VisitedColumn(ColumnLink("规范性文件", URL, ("规范性文件",), ColumnKind.NORMATIVE_DOCUMENT), ())
    made.documents.append(read_document(read_page(html, URL, on=ON)))
    return made


def seen(text: str, via: str = URL, fault: Fault | None = None) -> Seen:
    page = read_page(f"<html><body>{text}</body></html>".encode(), OTHER, on=ON)
    return Seen(Role.DETAIL, "解读", via, OTHER, (), b"", None if fault else page, fault)


def test_its_day_is_read_from_its_own_page() -> None:
    made = column()
    take_interpretation(
        (made,), seen("<h1>《林苑市节水管理办法》政策解读</h1><p>发布日期：2026-03-20</p><p>一、背景</p>")
    )
    (one,) = made.documents[0].interpretations
    assert (one.published_on, one.published_by, one.names_document) == (date(2026, 3, 20), "发布日期", True)


def test_one_that_did_not_open_keeps_its_fault() -> None:
    made = column()
    take_interpretation((made,), seen("", fault=Fault(FaultKind.TIMEOUT)))
    (one,) = made.documents[0].interpretations
    assert (one.published_on, one.fault and one.fault.kind) == (None, FaultKind.TIMEOUT)


def test_a_page_that_another_document_led_to_changes_nothing() -> None:
    made, before = column(), column()
    take_interpretation((made,), seen("<p>发布日期：2026-03-20</p>", via="http://www.linyuan.gov.test/gfxwj/8.html"))
    assert made.documents == before.documents
