"""A document and its interpretation: how many working days lie between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from checks.documents.timing import DAYS_A_MONTH
from crawler.reading.documents.document import Document
from crawler.reading.documents.related import Interpretation
from crawler.workdays import Workdays


class Pairing(StrEnum):
    IN_TIME = "in-time"
    LATE = "late"
    UNCLEAR = "unclear"
    UNKNOWN_YEAR = "unknown-year"
    UNLINKED = "unlinked"
    NOT_ASKED = "not-asked"  # old, or without a labelled day of publishing


@dataclass(frozen=True, slots=True)
class Pair:
    """The earliest interpretation that was opened and shows its day; ``why`` is a key of the doubts."""

    document: Document
    pairing: Pairing
    interpretation: Interpretation | None = None
    workdays: int | None = None
    why: str = ""
    year: int | None = None


def paired(one: Document, limits: Mapping[str, Any], calendar: Workdays, on: date) -> Pair:
    """Late only where the one linked interpretation names the document and both days are labelled, unopposed."""
    published, linked = one.published_on, one.interpretations
    if not (published and one.published_by) or (on - published).days > limits["months"] * DAYS_A_MONTH:
        return Pair(one, Pairing.NOT_ASKED)
    if not linked:
        return Pair(one, Pairing.UNLINKED)
    dated = [(other.published_on, other) for other in linked if other.published_on and other.published_by]
    if not dated or published > on:
        return Pair(one, Pairing.UNCLEAR, linked[0], why="undated")
    day, first = min(dated, key=lambda pair: pair[0])
    count, limit = calendar.between(published, day), limits["workdays"]
    if day <= on and ((day - published).days <= limit or (count is not None and count <= limit)):
        return Pair(one, Pairing.IN_TIME, first, count)
    if count is None:
        return Pair(one, Pairing.UNKNOWN_YEAR, first, year=calendar.unknown_year(published, day))
    earlier = any(before < day for before in first.other_days) or any(after > published for after in one.other_days)
    doubts = {"several": len(linked) > 1, "unnamed": not first.names_document, "other-day": earlier, "future": day > on}
    why = next((why for why, applies in doubts.items() if applies), "")
    return Pair(one, Pairing.UNCLEAR if why else Pairing.LATE, first, count, why)
