"""How long a document took from its signing to its publishing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from crawler.reading.documents.document import Document
from crawler.workdays import Workdays

DAYS_A_MONTH = 30.44


class Timing(StrEnum):
    IN_TIME = "in-time"
    LATE = "late"
    DOUBTFUL = "doubtful"  # the days say late, and something else speaks against them
    UNKNOWN_YEAR = "unknown-year"
    UNDATED = "undated"
    NOT_ASKED = "not-asked"  # old, or not open to everybody


@dataclass(frozen=True, slots=True)
class Timed:
    """``workdays`` from the day after signing to the day of publishing; ``why`` is a key of the doubts."""

    document: Document
    timing: Timing
    workdays: int | None = None
    due_on: date | None = None
    why: str = ""
    year: int | None = None  # whose holidays are not known
    basis: tuple[str, ...] = ()  # who announced the holidays counted by


def timed(one: Document, limits: Mapping[str, Any], calendar: Workdays, on: date) -> Timed:
    """By the labelled days alone; so few calendar days that they cannot be too many working days need no calendar."""
    signed, published = one.signed_on, one.published_on
    if not (signed and published and one.signed_by and one.published_by):
        return Timed(one, Timing.UNDATED)
    is_old = (on - signed).days > limits["months"] * DAYS_A_MONTH
    if is_old or re.search(limits["closed"], one.openness or ""):
        return Timed(one, Timing.NOT_ASKED)
    if one.suspect or not signed <= published <= on:
        return Timed(one, Timing.DOUBTFUL, why="impossible")
    count, limit = calendar.between(signed, published), limits["workdays"]
    if (published - signed).days <= limit or (count is not None and count <= limit):
        return Timed(one, Timing.IN_TIME, count)
    if count is None:
        return Timed(one, Timing.UNKNOWN_YEAR, year=calendar.unknown_year(signed, published))
    return Timed(one, Timing.LATE, count, calendar.due(signed, limit), basis=calendar.basis(signed, published))
