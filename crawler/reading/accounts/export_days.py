"""The day of publication in a cell of an export. What could be two days is none."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum

from crawler.lexicon import load

CHINA = timezone(timedelta(hours=8))
OLDEST, LATEST = 2005, 2100  # no platform is older; later years are slips of the pen
DAYS_FROM = datetime.combine(date(1899, 12, 30), time())  # day 0 of most spreadsheets
SERIAL = re.compile(r"^[3-7]\d{4}(?:\.\d+)?$")
EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")


class Unclear(Enum):
    """Why words are no day."""

    WORDS = "words"
    ZONE = "zone"  # a time of another zone than China's


def cell_day(cell: str | datetime, epoch: datetime | None = None) -> date | Unclear | None:
    """The day in China of a cell; None for an empty one. ``epoch`` is what the workbook counts its days from."""
    if isinstance(cell, datetime):
        return _sane(cell.date())
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text:
        return None
    if SERIAL.match(text):
        return _sane(((epoch or DAYS_FROM) + timedelta(days=float(text))).date())
    if EPOCH.match(text):
        return _sane(datetime.fromtimestamp(int(text[:10]), CHINA).date())
    return text_day(text)


def text_day(text: str) -> date | Unclear:
    """A day as people and platforms write it, with year, month and day in this order."""
    words = load("exports")["days"]
    match = re.match(words["written"], unicodedata.normalize("NFKC", text).strip(), re.I | re.S)
    if match is None:
        return Unclear.WORDS
    if not re.match(words["china"], match["rest"], re.I):
        return Unclear.ZONE if match["clock"] and re.match(words["zone"], match["rest"], re.I) else Unclear.WORDS
    whole = match["whole"]
    parts = (whole[:4], whole[4:6], whole[6:]) if whole else (match["y"], match["m"], match["d"])
    try:
        return _sane(date(*(int(part) for part in parts)))
    except ValueError:
        return Unclear.WORDS


def _sane(day: date) -> date | Unclear:
    return day if OLDEST <= day.year < LATEST else Unclear.WORDS
