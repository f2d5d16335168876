"""Months and days without a year, and the years a list gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from crawler.lexicon import load
from crawler.reading.dates.forms import BRACKETS, EARLIEST, MONTH_NAMES, MONTH_WORD, PLAIN, real_date

ONE_YEAR = timedelta(days=366)
MONTH_DAY_WRITTEN = re.compile(load("dates")["patterns"]["month_day"])
MONTH_DAY = re.compile(r"(?P<m>\d{2})(?P<s>[-/.])(?P<d>\d{2})")
MONTH_DAY_BRACKETED = re.compile(r"(?P<m>\d{1,2})-(?P<d>\d{1,2})")
MONTH_DAY_ENGLISH = re.compile(
    rf"(?P<m>{MONTH_WORD})\.?[\s,./-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]*(?P<m2>{MONTH_WORD})\.?",
    re.I,
)
CLOCK_TAIL = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?$")
LONGEST = 40  # characters
FEW_RISES = 4  # a list in falling order rises at most once a year; one that rises oftener is in another order


def parse_month_day(text: str) -> tuple[int, int] | None:
    """(month, day) of a text that holds only a month and a day, such as ``[03-06]`` or ``Sep 15``."""
    if len(text) > LONGEST:
        return None
    plain = text.translate(PLAIN).strip()
    bare = CLOCK_TAIL.sub("", plain.strip(BRACKETS)).strip(BRACKETS)
    match = MONTH_DAY.fullmatch(bare) or MONTH_DAY_WRITTEN.fullmatch(bare)
    # "3-6" alone may be a room or a page; in brackets it is a date.
    if match is None and plain[:1] + plain[-1:] in {"[]", "()", "\uff08\uff09", "\u3010\u3011"}:
        match = MONTH_DAY_BRACKETED.fullmatch(bare)
    if match is None:
        return english_month_day(bare)
    return in_calendar(int(match["m"]), int(match["d"]))


def english_month_day(bare: str) -> tuple[int, int] | None:
    """A badge such as ``Sep 15`` or ``15 SEP``."""
    match = MONTH_DAY_ENGLISH.fullmatch(bare)
    if match is None:
        return None
    name, day = (match["m"], match["d"]) if match["m"] else (match["m2"], match["d2"])
    return in_calendar(MONTH_NAMES.index(name[:3].lower()) + 1, int(day))


def in_calendar(month: int, day: int) -> tuple[int, int] | None:
    found = real_date(2000, month, day, 2000)  # a leap year: 02-29 is a day
    return (found.month, found.day) if found else None


def fill_years(month_days: Sequence[tuple[int, int] | date | None], *, today: date) -> list[date | None]:
    """The years of a list that shows only months and days, newest first.

    Walking down from today, the year steps back whenever the month-day rises; a month-day after today is last year's.
    A full date in the list is the new anchor below it, unless it lies more than a year back: that is a pinned item, or
    a template that leaves the year out for this year only. A list that starts with the oldest is walked from its end;
    one in no order by day has no years that could be told.
    """
    order = direction(month_days)
    if order == 0:
        return [entry if isinstance(entry, date) else None for entry in month_days]
    entries = month_days if order > 0 else month_days[::-1]
    filled: list[date | None] = []
    above = today
    for entry in entries:
        if entry is None:
            filled.append(None)
            continue
        day = entry if isinstance(entry, date) else latest_before(entry, above)
        filled.append(day)
        if day is not None and timedelta(0) <= above - day <= ONE_YEAR:
            above = day
    return filled if order > 0 else filled[::-1]


def direction(month_days: Sequence[tuple[int, int] | date | None]) -> int:
    """1 where a list runs from new to old, -1 from old to new, 0 where its days are in no order."""
    days = [(entry.month, entry.day) if isinstance(entry, date) else entry for entry in month_days if entry]
    if any(isinstance(entry, date) for entry in month_days):
        return 1
    rises = sum(above < below for above, below in pairwise(days))
    falls = sum(above > below for above, below in pairwise(days))
    if falls == 0 and 2 <= rises < FEW_RISES:
        return 0  # three days that rise: one a year, or the oldest first
    if rises < FEW_RISES or 2 * rises < falls:
        return 1
    return -1 if rises > 2 * falls else 0


def latest_before(month_day: tuple[int, int], limit: date) -> date | None:
    """The last day with this month and day that is not after ``limit``."""
    month, day = month_day
    for year in range(limit.year, max(limit.year - 9, EARLIEST), -1):
        found = real_date(year, month, day, limit.year)
        if found and found <= limit:
            return found
    return None
