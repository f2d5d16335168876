"""When an article says it was published, and whom to believe where its parts disagree."""

from __future__ import annotations

from dataclasses import replace

from crawler.reading.dates.addresses import date_from_address
from crawler.reading.dates.forms import parse_date
from crawler.reading.dates.marks import meta_dates, scripted_marks
from crawler.reading.dates.readdate import DateSource, ReadDate
from crawler.reading.dates.shown import (
    generated_date,
    labelled_date,
    line_date,
    odd_labelled,
    scripted_date,
    updated_date,
)
from crawler.reading.dates.tips import decode_tips
from crawler.reading.dates.years import fill_years, parse_month_day
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

__all__ = [
    "DateSource",
    "ReadDate",
    "date_from_address",
    "decode_tips",
    "fill_years",
    "odd_labelled",
    "parse_date",
    "parse_month_day",
    "read_published",
]


@once
def read_published(page: Page) -> ReadDate | None:
    """When an article says it was published: labelled line, then meta (unless it is the build time or years off),
    then the days a page tells scripts, then address.

    What another source says differently stands in ``disagrees``, the marks that were not believed last.
    """
    shown = [found for found in (labelled_date(page), line_date(page), updated_date(page)) if found]
    written = None if shown else scripted_date(page)
    believed, doubted = meta_dates(page)
    marked = None if shown or written or believed else scripted_marks(page)
    others = (written, *believed, marked, generated_date(page), address_date(page))
    read = [*shown, *(found for found in others if found)]
    if not read:
        return None
    return replace(read[0], disagrees=disagreeing(read[0], [*read[1:], *doubted]))


def disagreeing(chosen: ReadDate, others: list[ReadDate]) -> tuple[ReadDate, ...]:
    """Those of another day, each source and day once."""
    apart = {(other.source, other.on): other for other in reversed(others) if other.on != chosen.on}
    return tuple(apart.values())[::-1]


def address_date(page: Page) -> ReadDate | None:
    day = date_from_address(page.url)
    return ReadDate(day, DateSource.ADDRESS, page.url) if day and day <= page.on else None
