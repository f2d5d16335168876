"""The years of a list that shows only months and days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from crawler.reading.dates.published import date_from_address, fill_years
from crawler.reading.listings.rowdates import Day

YEAR_MONTH = re.compile(r"/((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])/")
NUMBER = re.compile(r"\d{3,}")
NEAR = timedelta(days=60)  # how far the shown day may lie from the day its address carries
SOON = timedelta(days=7)  # a day this little ahead is ahead, not a year back
LEADING = 3  # rows at the head that may be held there although they are old


def counts_as_years(days: Sequence[date | None], bare: Sequence[Day]) -> bool:
    """The numbers beside months and days are visits, not years: with them the days of a list rise and fall, without
    them they run from new to old."""
    known = [day for day in days if day]
    rises = sum(above < below for above, below in pairwise(known))
    plain = [day.month_day for day in bare if day.month_day]
    turns = sum(above < below for above, below in pairwise(plain))
    return rises > 1 and len(plain) >= len(known) and turns <= 1


def with_years(days: Sequence[Day], urls: Sequence[str], pinned: Sequence[bool], today: date) -> list[date | None]:
    """The day of each row: by its address where that carries one, else by walking down the list.

    The current year for all would make last December's rows future; the year of the row above is wrong below a row
    that is held at the top, so those are left out of the walk.
    """
    if all(day.month_day is None for day in days):
        return [day.on for day in days]
    held = held_rows(days, urls, pinned, today)
    entries: list[tuple[int, int] | date | None] = []
    for day, url, apart in zip(days, urls, held, strict=True):
        first = not entries
        known = day.on or by_address(day.month_day, url) or (soon(day.month_day, today) if first else None)
        entries.append(known or (None if apart else day.month_day))
    return [
        on or (fill_years([day.month_day], today=today)[0] if day.month_day else None)
        for on, day in zip(fill_years(entries, today=today), days, strict=True)
    ]


def by_address(month_day: tuple[int, int] | None, url: str) -> date | None:
    """The year in which the month and day come closest to the address's own date."""
    hint = address_day(url) if month_day else None
    if month_day is None or hint is None:
        return None
    candidates = [found for year in (-1, 0, 1) if (found := day_in(hint.year + year, month_day))]
    best = min(candidates, key=lambda one: abs(one - hint), default=None)
    return best if best and abs(best - hint) <= NEAR else None


def address_day(url: str) -> date | None:
    """The day of an address, or the middle of its month."""
    on = date_from_address(url)
    match = None if on else YEAR_MONTH.search(url)
    return date(int(match[1]), int(match[2]), 15) if match else on


def soon(month_day: tuple[int, int] | None, today: date) -> date | None:
    """A day of the coming week: the head of a list is sometimes dated ahead."""
    found = day_in(today.year, month_day) if month_day else None
    return found if found and today < found <= today + SOON else None


def day_in(year: int, month_day: tuple[int, int]) -> date | None:
    """The day in a year, None where it has none (02-29)."""
    try:
        return date(year, *month_day)
    except ValueError:
        return None


def held_rows(days: Sequence[Day], urls: Sequence[str], pinned: Sequence[bool], today: date) -> list[bool]:
    """Rows marked as held at the top, and leading rows whose article numbers are lower than those below them."""
    held = list(pinned)
    plain = [place for place, day in enumerate(days) if day.month_day and not held[place]]
    for count, (above, below) in enumerate(pairwise(plain), 1):
        first, second = days[above].month_day, days[below].month_day
        if count > LEADING or first is None or second is None:
            break
        if first < second <= (today.month, today.day) and all(
            is_lower(urls[one], urls[below]) for one in plain[:count]
        ):
            for place in plain[:count]:
                held[place] = True
            break
    return held


def is_lower(url: str, other: str) -> bool:
    """The last number of an address is lower than another's: article numbers rise with time."""
    mine, theirs = NUMBER.findall(url), NUMBER.findall(other)
    return bool(mine and theirs) and int(mine[-1]) < int(theirs[-1])
