"""Tables that two offices made, beside the repository: a county's overdue columns, a ministry's documents."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.intervals import shipped
from crawler.reading.columns.intervals import Age
from crawler.reading.columns.kinds import column_kind
from crawler.reading.documents.document import DOCUMENT_NUMBER, read_document
from crawler.reading.documents.validity import VALIDITY, validity_state
from crawler.reading.pages.page import read_page

REAL_PAGES = Path(__file__).resolve().parents[2] / "shared" / "realpages"
OVERDUE = REAL_PAGES / "dean" / "staleness_2023-06-26.tsv"
CHECKED_ON = date(2023, 6, 26)
DOCUMENTS = REAL_PAGES / "caac" / "caac_documents.tsv"
ON = date(2026, 11, 21)
VERDICTS = {"已超期": Age.OVERDUE, "即将超期": Age.NEARLY}
STATES = {"有效": "in-force", "失效": "lapsed", "废止": "repealed", "历史版本": "superseded"}


@dataclass(frozen=True)
class Row:
    """One row of such a table: what it says, and what the product says."""

    name: str
    expected: object
    seen: object


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t"))


def overdue_rows() -> Iterator[Row]:
    """The county tool's verdict on each column beside that of the interval table shipped for it."""
    table = shipped("county-tool")
    for row in rows(OVERDUE):
        days = (CHECKED_ON - date.fromisoformat(row["last_update"])).days
        interval = table.of(row["column"], column_kind(row["column"]))
        yield Row(row["column"], VERDICTS[row["verdict"]], table.age(interval, days) if interval else None)


def validity_rows() -> Iterator[Row]:
    """The ministry's wording of each document's validity and what it comes to."""
    for row in rows(DOCUMENTS):
        wording = row["validity"]
        understood = validity_state(wording, on=ON, label="有效性") if VALIDITY.match(wording) else None
        yield Row(row["title"], STATES[wording], understood.value if understood else None)


def title_rows() -> Iterator[Row]:
    """The validity that a page with nothing but the document's title has: none, whatever the title says."""
    for title in {row["title"] for row in rows(DOCUMENTS)}:
        html = (
            f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
            "<p>索引号：0147/2026-1</p><p>各单位：</p></body></html>"
        )
        document = read_document(read_page(html.encode(), "http://www.caac.gov.test/1.html", on=ON))
        yield Row(title, (None, None), (document.validity, document.validity_state))


def number_rows() -> Iterator[Row]:
    """Every number a document has there is one a field may hold."""
    for row in rows(DOCUMENTS):
        if row["doc_number"]:
            yield Row(row["title"], True, bool(DOCUMENT_NUMBER.match(row["doc_number"])))


TABLES = (
    ("overdue columns of a county's own tool (74 rows)", OVERDUE, overdue_rows),
    ("validity wordings of a ministry's documents", DOCUMENTS, validity_rows),
    ("titles of those documents that decide nothing", DOCUMENTS, title_rows),
    ("document numbers of those documents", DOCUMENTS, number_rows),
)
