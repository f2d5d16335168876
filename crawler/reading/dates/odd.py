"""Dates that cannot be right: impossible days and days to come. They ask a person; they prove nothing."""

from __future__ import annotations

import re
from datetime import date

from crawler.lexicon import load
from crawler.reading.dates.forms import PLAIN, real_date

SHAPED = re.compile(load("dates")["patterns"]["shaped"])
LONGEST = 200  # characters of a text that may be a date line
LATEST = 9999


def odd_dates(text: str, *, today: date) -> tuple[str, ...]:
    """What has the shape of a date but is no day (``2026-13-45``, ``2026-02-30``), or lies after ``today`` or before
    the web of governments (``2206-01-05``, ``0206-09-15``); as it was written."""
    found = SHAPED.finditer(text[:LONGEST].translate(PLAIN))
    return tuple(match[0].strip() for match in found if is_odd(match, today))


def is_odd(match: re.Match[str], today: date) -> bool:
    day = real_date(int(match["y"]), int(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]), LATEST)
    return day is None or day > today
