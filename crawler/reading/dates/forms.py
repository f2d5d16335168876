"""The forms in which portals write dates, in text and in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from crawler.lexicon import load

EARLIEST = 1949  # no government website shows an older publishing day
YEARS_AHEAD = 50  # a mistyped year (2062 for 2026) is still a date, one that asks a person
CHINA_OFFSET = timedelta(hours=8)
EXCEL_EPOCH = date(1899, 12, 30)
ONE_YEAR = timedelta(days=366)
SHORT = 60  # characters of a text that may come again
WINDOW = 4000  # characters: a date is looked for in a short text, never in a whole page

WORDS = load("dates")
NUMERALS: Mapping[str, int] = WORDS["numerals"]
# Full-width digits and signs, the many dashes, and the ratio sign one portal uses for a colon.
PLAIN = str.maketrans("０１２３４５６７８９－／．：∶﹕–—‐‑−\u3000\xa0", "0123456789-/.:::-----  ")
STROKES = re.compile(
    r"(?<!\d)(?<!\d[-/.])(?P<y>\d{4})\s*(?P<s>[-/.])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<d>\d{1,2})(?=\d{2}:\d{2}|(?!\d|\.\d))"
)
WRITTEN = re.compile(WORDS["patterns"]["written"])
SPELLED = re.compile(WORDS["patterns"]["spelled"])
DAY_FIRST = re.compile(WORDS["patterns"]["day_first"])
DAY_LAST = re.compile(WORDS["patterns"]["day_last"])
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?P<m>{'|'.join(MONTH_NAMES)})[a-z]*\.?"
ENGLISH = re.compile(
    rf"\b{MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:\d\d:\d\d:\d\d\s+(?:[A-Z]{{3,4}}\s+)?)?(?P<y>\d{{4}})(?!\d)"
    rf"|\b(?P<d2>\d{{1,2}})\s+{MONTH.replace('<m>', '<m2>')},?\s+(?P<y2>\d{{4}})(?!\d)",
    re.I,
)
COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:[ T]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?")
EPOCH = re.compile(r"(?P<key>[A-Za-z_]*\s*[:=]\s*[\"']?)?(?P<n>\d{13}|\d{10})(?:\.\d+)?")
ZULU = re.compile(r"[T ](?P<h>\d{1,2}):(?P<mi>\d{2})(?::\d{2}(?:\.\d+)?)?\s?(?:Z\b|UTC\b|\+00:?00)")
BRACKETS = " \t\r\n[](){}<>|'\"*·•:,;-/.\u3010\u3011\uff08\uff09\u3014\u3015\u300c\u300d"
MONTH_DAY_WRITTEN = re.compile(WORDS["patterns"]["month_day"])
MONTH_DAY = re.compile(r"(?P<m>\d{2})(?P<s>[-/.])(?P<d>\d{2})")
MONTH_DAY_BRACKETED = re.compile(r"(?P<m>\d{1,2})-(?P<d>\d{1,2})")
CLOCK_TAIL = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?$")


def parse_date(text: str, *, today: date, numbers: bool = False) -> date | None:
    """The first full date in a short text, in any form portals use; None when there is none or it is impossible.

    Years from 1949 to fifty years after ``today``: a future date is returned, and it is for the caller to weigh.
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
        (match.start(), day)
        for pattern in (STROKES, WRITTEN)
        for match in pattern.finditer(plain)
        if (day := plausible(match["y"], match["m"], match["d"], today))
    ]
    found = [(place, at_home(day, plain, place)) for place, day in found]
    found += [
        (match.start(), day)
        for match in SPELLED.finditer(plain)
        if (day := plausible(numeral_year(match["y"]), numeral(match["m"]), numeral(match["d"]), today))
    ]
    found += [(match.start(), day) for match in ENGLISH.finditer(plain) if (day := english_date(match, today))]
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


def at_home(day: date, plain: str, place: int) -> date:
    """A stamp in universal time belongs to the day it was in China."""
    match = ZULU.match(plain, place + 8) or ZULU.match(plain, place + 9) or ZULU.match(plain, place + 10)
    late = match is not None and int(match["h"]) >= 24 - CHINA_OFFSET // timedelta(hours=1)
    return day + timedelta(days=1) if late else day


def english_date(match: re.Match[str], today: date) -> date | None:
    name, day, year = (match["m"], match["d"], match["y"]) if match["m"] else (match["m2"], match["d2"], match["y2"])
    return plausible(year, MONTH_NAMES.index(name.lower()) + 1, day, today)


def numeral_year(digits: str) -> int:
    return int("".join(str(NUMERALS[digit]) for digit in digits))


def numeral(text: str) -> int:
    """The value of a day or month in Chinese or Arabic numerals."""
    if text.isascii():
        return int(text)
    value = 0
    for sign in text:
        number = NUMERALS[sign]
        value = max(value, 1) * number if number == 10 else value + number
    return value


def whole_text_date(plain: str, today: date, *, numbers: bool) -> date | None:
    """Forms that are only dates when nothing else stands beside them."""
    for pattern in (COMPACT, DAY_FIRST, DAY_LAST):
        match = pattern.fullmatch(plain)
        if match:
            return plausible(match["y"], match["m"], match["d"], today)
    match = EPOCH.fullmatch(plain)
    if match and (numbers or match["key"] or len(match["n"]) == 13):
        return epoch_day(int(match["n"]), today)
    if numbers and re.fullmatch(r"\d{5}(?:\.\d+)?", plain):
        return excel_day(float(plain), today)
    return None


def epoch_day(number: int, today: date) -> date | None:
    """The day in China of epoch seconds or milliseconds."""
    seconds = number / 1000 if number >= 10**11 else number
    day = datetime.fromtimestamp(seconds, UTC).astimezone(timezone(CHINA_OFFSET)).date()
    return plausible(day.year, day.month, day.day, today)


def excel_day(serial: float, today: date) -> date | None:
    day = EXCEL_EPOCH + timedelta(days=int(serial))
    return plausible(day.year, day.month, day.day, today)


def parse_month_day(text: str) -> tuple[int, int] | None:
    """(month, day) of a text that holds only a month and a day, such as ``[03-06]``."""
    if len(text) > 40:
        return None
    plain = text.translate(PLAIN).strip()
    bare = CLOCK_TAIL.sub("", plain.strip(BRACKETS)).strip(BRACKETS)
    match = MONTH_DAY.fullmatch(bare) or MONTH_DAY_WRITTEN.fullmatch(bare)
    # "3-6" alone may be a room or a page; in brackets it is a date.
    if match is None and plain[:1] + plain[-1:] in {"[]", "()", "\uff08\uff09", "\u3010\u3011"}:
        match = MONTH_DAY_BRACKETED.fullmatch(bare)
    if match is None:
        return None
    day = real_date(2000, int(match["m"]), int(match["d"]), 2000)  # a leap year: 02-29 is a day
    return (day.month, day.day) if day else None


def fill_years(month_days: Sequence[tuple[int, int] | date | None], *, today: date) -> list[date | None]:
    """The years of a list that shows only months and days, newest first.

    Walking down from today, the year steps back whenever the month-day rises; a month-day after today is last year's.
    A full date in the list is the new anchor below it, unless it lies more than a year back: that is a pinned item, or
    a template that leaves the year out for this year only.
    """
    filled: list[date | None] = []
    above = today
    for entry in month_days:
        if entry is None:
            filled.append(None)
            continue
        day = entry if isinstance(entry, date) else latest_before(entry, above)
        filled.append(day)
        if day is not None and timedelta(0) <= above - day <= ONE_YEAR:
            above = day
    return filled


def latest_before(month_day: tuple[int, int], limit: date) -> date | None:
    """The last day with this month and day that is not after ``limit``."""
    month, day = month_day
    for year in range(limit.year, max(limit.year - 9, EARLIEST), -1):
        found = real_date(year, month, day, limit.year)
        if found and found <= limit:
            return found
    return None


SLASHED = r"(?P<y>(?:19|20)\d{2})[-/_](?P<m>\d{1,2})[-/_](?P<d>\d{1,2})"
ADDRESS_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<![A-Za-z0-9])t(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})_\d",  # /202609/t20260915_123.html
        rf"(?<!\d){SLASHED}(?=[/_-]|$)",  # /2026/09/15/, /2026-09/15/, /art/2026/9/15/art_1_2.html
        r"(?<!\d)(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",  # /2026-09-15.html
        r"/(?P<y>(?:19|20)\d{2})(?P<m>\d{2})/(?P<d>\d{1,2})(?=[/_-]|$)",  # /202609/15/
        r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{2})(?P<d>\d{2})(?=[/_])",  # /2026/0915/
        r"/(?P<y>(?:19|20)\d{2})/(?:[^/?#]{1,80}/){0,2}[^/?#]{0,80}_(?P<m>\d{2})(?P<d>\d{2})(?=[/.])",  # /2026/x_0915/
        r"(?:(?<=[/_=.-])|(?<=/[A-Za-z]))(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
        r"(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,6})?(?=[/_.?&#-]|$)",  # /20260915/, 20260915123456.html
        r"(?<=/[PW]0)(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})\d{9,13}\.",  # attachments: P020260915...pdf
    )
)
LATEST_ADDRESS_YEAR = 2060  # an address that says more is an article number


def date_from_address(url: str) -> date | None:
    """The day a document's address carries (``/202609/t20260915_1.html``, ``/2026/09/15/``, ``/2026/x_0915/``)."""
    path = re.sub(r"^\w+://[^/?#]*", "", url[:1000].strip())
    for form in ADDRESS_FORMS:
        for match in form.finditer(path):
            day = real_date(int(match["y"]), int(match["m"]), int(match["d"]), LATEST_ADDRESS_YEAR)
            if day:
                return day
    return None
