"""Under which labels a document says that it was signed and published, and which other days its page gives."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.documents.document import Document, read_document
from crawler.reading.pages.page import read_page

ON = date(2026, 11, 21)
URL = "http://www.linyuan.gov.test/zwgk/wj/0147.html"
TITLE = "林苑市节水办法"
SIGNED = "<p>索引号：0147/2026-1</p><p>成文日期：2026-03-10</p>"


def read(body: str, head: str = "", url: str = URL) -> Document:
    head = f"<title>{TITLE}_林苑市人民政府</title>{head}"
    return read_document(read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url, on=ON))


def test_the_labels_of_both_days_are_told() -> None:
    seen = read(f"<h1>{TITLE}</h1>{SIGNED}<p>发布日期：2026-05-18</p>")
    assert (seen.signed_on, seen.signed_by) == (date(2026, 3, 10), "成文日期")
    assert (seen.published_on, seen.published_by, seen.other_days) == (date(2026, 5, 18), "发布日期", ())


@pytest.mark.parametrize(
    ("body", "head", "url"),
    [
        (f"<h1>{TITLE}</h1>{SIGNED}", "", "http://www.linyuan.gov.test/zwgk/wj/202605/t20260518_7.html"),
        (f"<h1>{TITLE}</h1>{SIGNED}", '<meta name="PubDate" content="2026-05-18">', URL),
        (f"<h1>{TITLE}</h1><p>2026-05-18 来源：林苑市水利局 浏览：7</p>{SIGNED}", "", URL),
        (f"<h1>{TITLE}</h1>{SIGNED}<p>更新日期：2026-05-18</p>", "", URL),
        (f"<h1>{TITLE}</h1>{SIGNED}<p>发文日期：2026-05-18</p>", "", URL),
    ],
    ids=["address", "meta", "line", "update", "issue"],
)
def test_a_day_that_no_label_calls_one_of_publishing_is_none(body: str, head: str, url: str) -> None:
    seen = read(body, head, url)
    assert (seen.published_on, seen.published_by) == (date(2026, 5, 18), "")


def test_other_days_of_the_page_stand_beside() -> None:
    seen = read(
        f"<h1>{TITLE}</h1>{SIGNED}<p>印发日期：2026-03-20</p><p>发布日期：2026-05-18</p>",
        '<meta name="PubDate" content="2026-05-20">',
        "http://www.linyuan.gov.test/zwgk/wj/202603/t20260312_7.html",
    )
    assert (seen.signed_on, seen.published_on) == (date(2026, 3, 10), date(2026, 5, 18))
    assert seen.other_days == (date(2026, 3, 12), date(2026, 3, 20), date(2026, 5, 20))


def test_a_list_of_documents_was_signed_on_no_day() -> None:
    rows = "".join(f"<p>成文日期：2026-03-{day}</p>" for day in (10, 12, 17))
    assert read(f"<h1>{TITLE}</h1>{rows}<p>发布日期：2026-05-18</p>").signed_on is None
