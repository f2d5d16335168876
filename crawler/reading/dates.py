"""Dates as portals write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.reading.page import Page


class DateSource(StrEnum):
    """Where a date came from, most trusted first."""

    LABEL = "label"
    META = "meta"
    LIST = "list"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date with where it came from and what it disagreed with."""

    on: date
    source: DateSource
    text: str
    disagrees: tuple[ReadDate, ...] = ()


def parse_date(text: str, *, today: date) -> date | None:
    """The first full date in a short text, in any form portals use; None when there is none or it is impossible."""
    raise NotImplementedError


def parse_month_day(text: str) -> tuple[int, int] | None:
    """(month, day) of a text that holds only a month and a day, such as ``[03-06]``."""
    raise NotImplementedError


def date_from_address(url: str) -> date | None:
    """The day a document's address carries (``/202609/t20260915_1.html``, ``/2026/09/15/``, ``/2026/x_0915/``)."""
    raise NotImplementedError


def read_published(page: Page) -> ReadDate | None:
    """When an article says it was published: labelled line, then meta (unless it is the build time), then address."""
    raise NotImplementedError
