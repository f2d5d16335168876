"""The publishing day that a page's marks tell machines: metas, JSON-LD, time elements, variables of its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from crawler.lexicon import load
from crawler.reading.dates.addresses import date_from_address
from crawler.reading.dates.forms import CHINA, parse_date
from crawler.reading.dates.readdate import DateSource, ReadDate
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts

CONTEXT = load("dates")["context"]
VARIABLE = re.compile(CONTEXT["scripted_variable"])
PLATFORM_VARIABLE = re.compile(CONTEXT["platform_variable"])
PLATFORM_MARK = CONTEXT["platform_mark"]
VARIABLE_WORDS = tuple(CONTEXT["scripted_variable_words"])
STAMP = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D{1,4}(\d{1,2}):(\d{2})")
TIME_NAMES = ("datetime", "data-pubdate", "data-publishtime", "data-publish-time", "data-pubtime", "pubdate")
SOURCE_HEAD = 300_000  # characters of a script that are searched
MOST_TIMES = 50
YEARS_OFF = timedelta(days=366)
BUILDING = timedelta(minutes=2)  # between an article's stamp and its page's, where both are the build time


def meta_dates(page: Page) -> tuple[list[ReadDate], list[ReadDate]]:
    """(believed, not believed) of PubDate and the first-published mark: not where it is the build time, nor where it
    lies years from the day in the address."""
    metas = read_metas(page)
    address = date_from_address(page.url)
    believed: list[ReadDate] = []
    doubted: list[ReadDate] = []
    for name in ("PubDate", "FirstPublished"):
        text = metas.get(name, "")
        day = parse_date(text, today=page.on)
        if day is not None:
            far = address is not None and address <= page.on and abs(address - day) > YEARS_OFF
            wrong = far or is_build_time(text, day, address, page)
            (doubted if wrong else believed).append(ReadDate(day, DateSource.META, text))
    return believed, doubted


def is_build_time(text: str, day: date, address: date | None, page: Page) -> bool:
    """The moment the page was generated; by its day alone only where the address tells of another."""
    own = moment(text)
    for stamp in (page.built, read_metas(page).get("Maketime"), read_metas(page).get("Others")):
        built = moment(stamp or "")
        if built is None:
            continue
        if own is not None and abs(built - own) <= BUILDING:
            return True
        if own is None and built.date() == day and address not in {None, day}:
            return True
    return False


def moment(text: str) -> datetime | None:
    """The minute a stamp names, None where it names a day alone."""
    match = STAMP.search(text)
    try:
        return datetime(*map(int, match.groups()), tzinfo=CHINA) if match else None  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def scripted_marks(page: Page) -> ReadDate | None:
    """The one day that JSON-LD, time elements or script variables call the page's publishing day.

    Where they name several, the page is a list.
    """
    found = [(text, day) for text in marked_texts(page) if (day := parse_date(text, today=page.on, numbers=True))]
    return ReadDate(found[0][1], DateSource.META, found[0][0]) if len({day for _, day in found}) == 1 else None


def marked_texts(page: Page) -> Iterator[str]:
    for element in islice(page.root.iter("time", "span", "em"), MOST_TIMES * 20):
        yield from (value for name in TIME_NAMES if (value := element.get(name)))
    platform = PLATFORM_MARK in page.html
    for script in inline_scripts(page):
        source = script[:SOURCE_HEAD]
        if platform:
            yield from (match["day"] for match in islice(PLATFORM_VARIABLE.finditer(source), MOST_TIMES))
        elif any(word in source for word in VARIABLE_WORDS):
            yield from (match["day"] for match in islice(VARIABLE.finditer(source), MOST_TIMES))
