"""The day a row of a list shows: one text, split badges, tooltips, scripts, or a month and a day alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from crawler.lexicon import load
from crawler.reading.dates.forms import (
    MONTH_NAMES,
    MONTH_WORD,
    PLAIN,
    RELATIVE,
    SERIAL,
    SPELLED,
    numeral,
    numeral_year,
)
from crawler.reading.dates.published import parse_date

WORDS = load("listings")["dates"]
FULL = re.compile(WORDS["full"])
MONTH_DAY = re.compile(WORDS["month_day"])
DAY = re.compile(WORDS["day"])
YEAR_MONTH = re.compile(WORDS["year_month"])
MONTH_YEAR = re.compile(WORDS["month_year"])
MONTH = re.compile(WORDS["month"])
YEAR = re.compile(WORDS["year"])
SHORT_YEAR = re.compile(WORDS["short_year"])
COMPACT = re.compile(WORDS["compact"])
DRESSING = re.compile(WORDS["dressing"])
PERIOD = re.compile(WORDS["period"])
PUBLISHED = re.compile(WORDS["published"], re.I)
OTHER_DAYS = re.compile(WORDS["other_days"])
ENDS = re.compile(WORDS["ends"])
OWN_DAYS = re.compile(WORDS["own_days"])
RUNNING_BEFORE = re.compile(WORDS["running_before"])
RUNNING_AFTER = re.compile(WORDS["running_after"])
LABEL_END = re.compile(WORDS["label_end"])
LABEL_START = re.compile(WORDS["label_start"])
DIGIT = re.compile(r"\d")
WIDE = re.compile("[\uff10-\uff19]")
LATIN = re.compile(r"[A-Za-z]{3}")
MONTH_FORM = WORDS["month_form"]
ENGLISH = re.compile(
    r"[\s\[(]*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.\s]*)?"
    rf"(?:(?P<m>{MONTH_WORD})\.?[\s,./-]*(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?)?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]*(?P<m2>{MONTH_WORD})\.?)"
    r"(?:[\s,./-]*(?P<y>(?:19|20)\d{2}))?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\s\])]*",
    re.I,
)
DATE_LABEL = re.compile(WORDS["date_label"])
YEAR_SIGN = load("dates")["units"]["year"]
LONGEST_SPELLED = 40  # characters
LONGEST_ENGLISH = 40  # characters
ITS_OWN = -2  # the rank of a day that is the thing's own: when it was founded, when it ends
LEFTOVER = 12  # characters of prose beside a date before it is no longer the row's own date line


@dataclass(frozen=True, slots=True)
class Day:
    """A row's day as read: whole, or month and day whose year the list must tell."""

    on: date | None = None
    month_day: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return self.on is not None or self.month_day is not None


NO_DAY = Day()


def is_date(text: str) -> bool:
    """A text that is a date and little else."""
    return len(text) <= 60 and _is_short_date(text)


@lru_cache(maxsize=8192)
def _is_short_date(text: str) -> bool:
    if RELATIVE.fullmatch(text):
        return True
    text = in_digits(text)
    if not DIGIT.search(text):
        return False
    if MONTH_DAY.match(text) or COMPACT.match(text) or SHORT_YEAR.match(text):
        return True
    match = FULL.search(text)
    return match is not None and is_apart(text[: match.start()], text[match.end() :])


def is_apart(before: str, after: str) -> bool:
    """The words at a date's sides are labels, not a sentence that mentions a day."""
    if len(DRESSING.sub("", before + after)) > LEFTOVER or (
        RUNNING_AFTER.match(after) and not LABEL_START.match(after)
    ):
        return False
    return not RUNNING_BEFORE.search(before) or bool(LABEL_END.search(before))


@lru_cache(maxsize=2048)
def in_digits(text: str) -> str:
    """Full-width digits and Chinese numerals as plain ones, English months as numbers.

    ``Sep 15, 2026`` is ``2026-9-15``, the badge ``SEP`` is 9月.
    """
    if not text.isascii() and WIDE.search(text):
        text = text.translate(PLAIN)
    if YEAR_SIGN in text and len(text) <= LONGEST_SPELLED and (spelled := SPELLED.search(text)):
        told = f"{numeral_year(spelled['y'])}-{numeral(spelled['m'])}-{numeral(spelled['d'])}"
        return text[: spelled.start()] + told + text[spelled.end() :]
    match = ENGLISH.fullmatch(text) if len(text) <= LONGEST_ENGLISH and LATIN.search(text) else None
    if match is None:
        return text
    month = MONTH_NAMES.index((match["m"] or match["m2"])[:3].lower()) + 1
    day = match["d"] or match["d2"]
    if match["y"]:
        return f"{match['y']}-{month}-{day}" if day else f"{match['y']}-{month}"
    return f"{month}-{day}" if day else MONTH_FORM.format(month)


def is_badge(text: str) -> bool:
    """A part of a split day and month."""
    return len(text) <= 12 and any(
        pattern.match(in_digits(text)) for pattern in (DAY, YEAR_MONTH, MONTH_YEAR, MONTH, YEAR, MONTH_DAY)
    )


@lru_cache(maxsize=4096)
def read_day(texts: tuple[str, ...], today: date) -> Day:
    """The day a row's short texts show, in document order."""
    texts = tuple(in_digits(text) for text in texts)
    if not any(DIGIT.search(text) for text in texts):
        told = (parse_date(text, today=today) for text in texts if RELATIVE.fullmatch(text))
        return Day(next(told, None))
    whole = whole_dates(texts, today)
    if whole:
        return Day(whole)
    return badge_day([text for text in texts if len(text) <= 24], today) or joined_day(texts, today)


def whole_dates(texts: tuple[str, ...], today: date) -> date | None:
    """The date that is the publishing day among the full dates: by its label, else the last one."""
    ranked: list[tuple[int, int, date]] = []
    label, previous_end = "", False
    for text in texts:
        matches = list(FULL.finditer(text)) if is_date(text) or (len(text) <= 120 and PUBLISHED.search(text)) else []
        start = 0
        for match in matches:
            before = text[start : match.start()] or label
            on = parse_date(match[0], today=today)
            start = match.end()
            if on is None or (previous_end and PERIOD.match(before)):
                continue
            ranked.append((rank_of(before), len(ranked), on))
            previous_end = True
        if not matches:
            on = number_date(text, today, label)
            if on:
                ranked.append((rank_of(label), len(ranked), on))
            label = text if len(text) <= 12 else ""
            previous_end = previous_end and bool(PERIOD.match(text))
        else:
            label = text[start:] if len(text) - start <= 12 else ""
    return max(ranked)[2] if ranked and max(ranked)[0] > ITS_OWN else None


def rank_of(label: str) -> int:
    """How likely a date is the publishing day, by the words before it."""
    if PUBLISHED.search(label):
        return 2
    if OWN_DAYS.search(label):
        return ITS_OWN
    if not OTHER_DAYS.search(label):
        return 1
    return -1 if ENDS.search(label) else 0


def number_date(text: str, today: date, label: str) -> date | None:
    """``20261103`` and ``26-11-03`` as the whole of a text; a day told from today; below the head of a column of days
    also a spreadsheet's serial number. Two digits for a year are none for a year to come."""
    compact, short = COMPACT.match(text), SHORT_YEAR.match(text)
    if compact:
        return parse_date("-".join(compact.groups()), today=today)
    if short:
        on = parse_date(f"20{short[1]}-{short[2]}-{short[3]}", today=today)
        return on if on and on <= today else None
    if RELATIVE.fullmatch(text):
        return parse_date(text, today=today)
    if DATE_LABEL.search(label) and SERIAL.fullmatch(text):
        on = parse_date(text, today=today, numbers=True)
        return on if on and on <= today else None
    return None


def badge_day(texts: list[str], today: date) -> Day:
    """A day put together from its parts: year-month with a day, month-day with a year, month with a day."""
    found: dict[str, tuple[int, ...]] = {}
    for text in texts:
        for name, pattern in PARTS:
            match = pattern.match(text)
            if match:
                found.setdefault(name, tuple(int(part) for part in match.groups()))
                break
    if "md" in found and plausible(*found["md"]):
        return with_year(found.get("y"), (found["md"][0], found["md"][1]), today)
    if "d" not in found:
        return NO_DAY
    day = found["d"][0]
    if "ym" in found:
        return with_year(found["ym"][:1], (found["ym"][1], day), today)
    if "my" in found:
        return with_year(found["my"][1:], (found["my"][0], day), today)
    return with_year(found.get("y"), (found["m"][0], day), today) if "m" in found else NO_DAY


PARTS = (("ym", YEAR_MONTH), ("my", MONTH_YEAR), ("md", MONTH_DAY), ("m", MONTH), ("y", YEAR), ("d", DAY))


def joined_day(texts: tuple[str, ...], today: date) -> Day:
    """Parts with their signs in elements of their own: ``2026``, ``-``, ``11``, ``-``, ``21``."""
    run = "".join(text for text in texts if len(text) <= 6)
    match = FULL.search(run)
    if match:
        on = parse_date(match[0], today=today)
        return Day(on) if on else NO_DAY
    match = MONTH_DAY.match(run)
    return (
        Day(month_day=(int(match[1]), int(match[2]))) if match and plausible(int(match[1]), int(match[2])) else NO_DAY
    )


def with_year(year: tuple[int, ...] | None, month_day: tuple[int, int], today: date) -> Day:
    """A whole day where the year is known."""
    if not plausible(*month_day):
        return NO_DAY
    if not year:
        return Day(month_day=month_day)
    on = parse_date(f"{year[0]}-{month_day[0]:02d}-{month_day[1]:02d}", today=today)
    return Day(on) if on else NO_DAY


def plausible(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31
