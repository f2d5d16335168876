"""The forms in which portals write dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from crawler.lexicon import load

EARLIEST = 1949  # no government website shows an older publishing day
YEARS_AHEAD = 50  # a mistyped year (2062 for 2026) is still a date, one that asks a person
CHINA = timezone(timedelta(hours=8))
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_YEARS = range(1990, 2100)
SHORT = 60  # characters of a text that may come again
WINDOW = 4000  # characters: a date is looked for in a short text, never in a whole page

WORDS = load("dates")
NUMERALS: Mapping[str, int] = WORDS["numerals"]
# Full-width digits and signs, the many dashes, and the ratio sign one portal uses for a colon.
PLAIN = str.maketrans("０１２３４５６７８９－／．：∶﹕–—‐‑−\u3000\xa0", "0123456789-/.:::-----  ") | str.maketrans(
    WORDS["same_letters"]
)
STROKES = re.compile(
    r"(?<!\d)(?<!\d[-/.])(?P<y>\d{4})\s*(?P<s>[-/.])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<d>\d{1,2})(?=\d{2}:\d{2}|(?!\d|\.\d))"
)
WRITTEN = re.compile(WORDS["patterns"]["written"])
SPELLED = re.compile(WORDS["patterns"]["spelled"])
DAY_FIRST = re.compile(WORDS["patterns"]["day_first"])
DAY_LAST = re.compile(WORDS["patterns"]["day_last"])
MIXED = re.compile(WORDS["patterns"]["mixed"])
RELATIVE = re.compile(WORDS["patterns"]["relative"])
RELATIVE_DAYS: Mapping[str, int] = WORDS["relative_days"]
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_WORD = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
ENGLISH = re.compile(
    rf"\b(?P<m>{MONTH_WORD})\.?[\s-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,-]+"
    r"(?:(?P<t>\d\d:\d\d:\d\d)\s+(?:(?P<z>[A-Z]{3,4})\s+)?)?(?P<y>\d{4})(?!\d)"
    rf"|(?<!\d)(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s/-]+(?P<m2>{MONTH_WORD})\.?[\s,/-]+(?P<y2>\d{{4}})(?!\d)",
    re.I,
)
COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:[ T]?(?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d)?)?")
EPOCH = re.compile(r"(?P<key>[A-Za-z_]*\s*[:=]\s*[\"']?)?(?P<n>\d{13}|\d{10})(?:\.\d+)?")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# A time of day in another zone: 18:00:00Z, 18:00 UTC, 20:00:00 +0000, 09:24:36 GMT-05:00.
ZONED = re.compile(
    r"(?:T|\s+)(?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d)(?::\d{2}(?:[.,]\d+)?)?\s?"
    r"(?:(?:UTC|GMT)?(?P<o>[+-][01]\d:?[0-5]\d)|Z\b|UTC\b|GMT\b)"
)
UNIVERSAL = frozenset({"GMT", "UTC"})
BRACKETS = " \t\r\n[](){}<>|'\"*·•:,;-/.\u3010\u3011\uff08\uff09\u3014\u3015\u300c\u300d"


def parse_date(text: str, *, today: date, numbers: bool = False) -> date | None:
    """The first full date in a short text, in any form portals use; None when there is none or it is impossible.

    Years from 1949 to fifty years after ``today``: a future date is returned, and it is for the caller to weigh. A
    stamp that names another time zone gives the day it was in China.
    ``numbers`` also reads a bare number as epoch seconds or an Excel serial: only for a field known to hold a date,
    for site codes and telephone numbers look the same.
    """
    return short_date(text, today, numbers) if len(text) <= SHORT else first_date(text, today, numbers)


def first_date(text: str, today: date, numbers: bool) -> date | None:
    """The date :func:`parse_date` finds."""
    plain = text[:WINDOW].translate(PLAIN)
    return next(dates_in(plain, today), None) or whole_text_date(plain.strip(BRACKETS), today, numbers=numbers)


short_date = lru_cache(maxsize=8192)(first_date)  # the rows of a site show the same days again and again


def dates_in(plain: str, today: date) -> Iterator[date]:
    """Every possible date of a normalised text, in order of place."""
    found = [
        (match.start(), at_home(day, plain, match.end()))
        for pattern in (STROKES, WRITTEN)
        for match in pattern.finditer(plain)
        if (day := plausible(match["y"], match["m"], match["d"], today))
    ]
    found += [
        (match.start(), day)
        for match in SPELLED.finditer(plain)
        if not (match["y"] + match["m"] + match["d"]).isdecimal()
        and (day := plausible(numeral_year(match["y"]), numeral(match["m"]), numeral(match["d"]), today))
    ]
    found += [(match.start(), day) for match in ENGLISH.finditer(plain) if (day := english_date(match, plain, today))]
    yield from (day for _, day in sorted(found))


def plausible(year: str | int, month: str | int, day: str | int, today: date) -> date | None:
    """The date, or None where the calendar or the age of the web forbids it."""
    return real_date(int(year), int(month), int(day), today.year + YEARS_AHEAD)


def real_date(year: int, month: int, day: int, latest: int) -> date | None:
    if not EARLIEST <= year <= min(latest, date.max.year):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def at_home(day: date, plain: str, end: int) -> date:
    """The day it was in China at the time that stands behind a date, where that time names another zone."""
    match = ZONED.match(plain, end)
    return in_china(day, f"{match['h']}:{match['mi']}", match["o"] or "+0000") if match else day


def in_china(day: date, clock: str, offset: str) -> date:
    """The day in China when a clock elsewhere shows a time; the offset reads ``+0800`` or ``-05:00``."""
    hours, minutes = clock.split(":")[:2]
    away = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    zone = timezone(away if offset[0] == "+" else -away)
    return datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=zone).astimezone(CHINA).date()


def english_date(match: re.Match[str], plain: str, today: date) -> date | None:
    name, number, year = (match["m"], match["d"], match["y"]) if match["m"] else (match["m2"], match["d2"], match["y2"])
    day = plausible(year, MONTH_NAMES.index(name[:3].lower()) + 1, number, today)
    if day and (match["z"] or "").upper() in UNIVERSAL and int(match["t"][:2]) < 24:
        return in_china(day, match["t"][:2] + ":00", "+0000")
    return at_home(day, plain, match.end()) if day else None


def numeral_year(digits: str) -> int:
    return int(digits) if digits.isdecimal() else int("".join(str(NUMERALS[one]) for one in digits))


def numeral(text: str) -> int:
    """The value of a day or month in Chinese or Arabic numerals."""
    if text.isdecimal():
        return int(text)
    value = 0
    for sign in text:
        number = NUMERALS[sign]
        value = max(value, 1) * number if number == 10 else value + number
    return value


def whole_text_date(plain: str, today: date, *, numbers: bool) -> date | None:
    """Forms that are only dates when nothing else stands beside them."""
    for pattern in (COMPACT, DAY_FIRST, DAY_LAST, MIXED):
        match = pattern.fullmatch(plain)
        if match:
            return plausible(match["y"], match["m"], match["d"], today)
    match = EPOCH.fullmatch(plain)
    if match and (numbers or match["key"] or len(match["n"]) == 13):
        return epoch_day(int(match["n"]), today)
    if numbers and SERIAL.fullmatch(plain):
        return excel_day(float(plain), today)
    match = RELATIVE.fullmatch(plain)
    return today - timedelta(days=int(match["days"] or RELATIVE_DAYS[match["word"] or "now"])) if match else None


def epoch_day(number: int, today: date) -> date | None:
    """The day in China of epoch seconds or milliseconds."""
    seconds = number / 1000 if number >= 10**11 else number
    day = datetime.fromtimestamp(seconds, UTC).astimezone(CHINA).date()
    return plausible(day.year, day.month, day.day, today)


def excel_day(serial: float, today: date) -> date | None:
    """The day of a spreadsheet's serial number, in the years spreadsheets of portals speak of."""
    day = EXCEL_EPOCH + timedelta(days=int(serial))
    return day if day.year in EXCEL_YEARS and day.year <= today.year + 1 else None
