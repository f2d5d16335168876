"""How old is new: months by the calendar, and which columns are one and the same."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date

from crawler.reading.columns.column import ColumnState
from crawler.reading.pages.addresses import address_key
from crawler.reading.sites.site import ColumnListing


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def distinct(columns: Iterable[ColumnListing]) -> tuple[ColumnListing, ...]:
    """Each column once: by its address, and by its list where a parent repeats the items of its child."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for column in columns:
        keys = {key for key in (_address(column), _list(column)) if key}
        if not keys & seen:
            kept.append(column)
        seen |= keys
    return tuple(kept)


def is_seen(column: ColumnListing) -> bool:
    """Whether the column's page was really looked at."""
    return column.fault is None and column.state not in (None, ColumnState.SCRIPTED)


def name(column: ColumnListing) -> str:
    """The column's path, as circulars write it."""
    return " > ".join(column.link.path) or column.link.name


def _address(column: ColumnListing) -> tuple[str, ...]:
    return ("address", address_key(column.link.url)) if column.link.url else ()


def _list(column: ColumnListing) -> tuple[str, ...]:
    if column.newest is None or not column.newest.url:
        return ()
    return ("list", address_key(column.newest.url), str(column.item_count))
