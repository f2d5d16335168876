"""The publishing day an article shows: after a label, on the line under its title, or written by a script in place."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from itertools import pairwise

from crawler.lexicon import load
from crawler.reading.dates.forms import PLAIN, parse_date
from crawler.reading.dates.odd import odd_dates
from crawler.reading.dates.readdate import DateSource, ReadDate
from crawler.reading.documents.fields import LIST_LIKE, Field, read_fields
from crawler.reading.documents.titles import title_lines
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

CONTEXT = load("dates")["context"]
LINE_WORDS = re.compile("|".join(CONTEXT["line_words"]))
SOURCE_WORDS = re.compile("|".join(CONTEXT["source_words"]))
EVENT_WORDS = re.compile("|".join(CONTEXT["event_words"]))
CLOCK_WORDS = re.compile("|".join(CONTEXT["clock_words"]))
DATED_LINE = re.compile(CONTEXT["dated_line"])
BYLINE = re.compile(CONTEXT["byline"])
SENTENCE_END = re.compile(CONTEXT["sentence_end"])
BARE_LABEL = re.compile(CONTEXT["bare_label"])
OTHER_LABEL = re.compile(CONTEXT["other_label"])
DATED_GROUPS = frozenset({"published", "issued", "updated", "weak-date", "generated"})
SCRIPTED_LABEL = re.compile(CONTEXT["scripted_label"])
SOURCE_HEAD = 300_000  # characters of the source that are searched
COMPANY_LINE = 200  # characters
SOURCE_LABEL = 8  # characters of a label such as 信息来源 with its colon
VALUE_HEAD = 40  # characters of a labelled value in which its date stands
NEAR = 40  # lines between a title and the field table or line that belongs to it
SENTENCE = 8  # characters: a shorter line with a colon is a label
BESIDE = 8  # lines between a title and the line below or above it
ALONE = 3  # lines between a title and a line that holds nothing but a date
LIST_SPAN = 30  # lines within which three dated labels are a list


def labelled_date(page: Page) -> ReadDate | None:
    """The date after a publishing label, beside the title where there are several."""
    fields, titles = dated_fields(page), title_lines(page)
    for group in ("published", "issued"):
        strong = [(entry, day) for entry, day in fields if entry.group == group]
        near = [(entry, day) for entry, day in strong if is_near(entry.line, titles, NEAR)]
        chosen = near or (strong if len({day for _, day in strong}) == 1 else [])
        if chosen:
            return as_read(*chosen[0]) if stands_out(page, chosen[0][0], strong) else None
    weak = [(entry, day) for entry, day in fields if entry.group == "weak-date" and is_beside(page, entry, titles)]
    return as_read(*weak[0]) if weak and len({day for _, day in weak}) < LIST_LIKE else None


def updated_date(page: Page) -> ReadDate | None:
    """The date after a label of change near the title: the best there is where no publishing day is shown."""
    changed = [(entry, day) for entry, day in dated_fields(page) if entry.group == "updated"]
    near = [(entry, day) for entry, day in changed if is_near(entry.line, title_lines(page), NEAR)]
    return as_read(*near[0]) if near and stands_out(page, near[0][0], changed) else None


@once
def dated_fields(page: Page) -> list[tuple[Field, date]]:
    """Labels of days whose value is one, in page order."""
    return [(entry, day) for entry in read_fields(page) if (day := field_date(page, entry))]


def stands_out(page: Page, first: Field, dated: list[tuple[Field, date]]) -> bool:
    """The label is the article's own: not the first of a column of dated rows, as a list shows them."""
    rows = [(entry.line, day) for entry, day in dated if first.line <= entry.line <= first.line + LIST_SPAN]
    if len({day for _, day in rows}) < LIST_LIKE or read_metas(page).get("ArticleTitle"):
        return True
    gaps = [after - before for (before, _), (after, _) in pairwise(rows)]
    return gaps[0] > max(gaps[1:])


def field_date(page: Page, entry: Field) -> date | None:
    """The date at the head of a field's value; a bare "日期" before a weekday is the visitor's clock."""
    if entry.group not in DATED_GROUPS or OTHER_LABEL.search(before_label(page, entry)):
        return None
    value = entry.value[:VALUE_HEAD]
    day = parse_date(value, today=page.on, numbers=entry.group != "weak-date")
    if day and entry.group == "weak-date" and (day > page.on or CLOCK_WORDS.search(value) or is_event(page, entry)):
        return None
    return day


def before_label(page: Page, entry: Field) -> str:
    """The letters of the line before a field's label."""
    line = "".join(page_lines(page)[entry.line][:COMPANY_LINE].split())
    before, found, _ = line.partition(entry.label)
    return before if found else ""


def is_event(page: Page, entry: Field) -> bool:
    """The time of a meeting stands with its place."""
    return bool(EVENT_WORDS.search(page_lines(page)[entry.line][:COMPANY_LINE]))


def as_read(entry: Field, day: date) -> ReadDate:
    return ReadDate(day, DateSource.LABEL, f"{entry.label} {entry.value[:VALUE_HEAD]}")


def is_near(line: int, titles: tuple[int, ...], distance: int) -> bool:
    """``titles`` are in order: a page may repeat its title on every line."""
    place = bisect_left(titles, line - distance)
    return place < len(titles) and titles[place] <= line + distance


def is_beside(page: Page, entry: Field, titles: tuple[int, ...]) -> bool:
    """A bare "时间" means publishing right beside the title, or on a line with source and counter."""
    lines = page_lines(page)[max(0, entry.line - 1) : entry.line + 2]
    return is_near(entry.line, titles, 2) or any(has_company(line) for line in lines)


def has_company(line: str) -> bool:
    """A line with the source, the counter or the letter size of an article."""
    return len(line) <= COMPANY_LINE and bool(LINE_WORDS.search(line))


def line_date(page: Page) -> ReadDate | None:
    """A date without a label on the line under the title, or on the page's only line with source or counter
    (there today's date is more likely the visitor's clock)."""
    lines = page_lines(page)
    dated = [(number, found) for number in lines_beside(page) if (found := dated_line(lines[number], page.on))]
    if dated and len({day for number, (day, _) in dated if number < text_begins(page)}) >= LIST_LIKE:
        return None  # a heading over a list, not an article
    for number, (day, alone) in dated:
        above = is_near(number + 1, title_lines(page), 0) and day == page.on
        if has_company(lines[number]) or (alone and not above and is_near(number, title_lines(page), ALONE)):
            return ReadDate(day, DateSource.LABEL, lines[number][:COMPANY_LINE])
    beside = (line for line in lines if len(line) <= COMPANY_LINE and SOURCE_WORDS.search(line))
    told = [(line, found[0]) for line in beside if (found := dated_line(line, page.on))]
    if told and told[0][1] != page.on and len({day for _, day in told}) == 1:
        return ReadDate(told[0][1], DateSource.LABEL, told[0][0])
    return None


def dated_line(line: str, today: date) -> tuple[date, bool] | None:
    """(day, nothing but a byline stands beside it) of a line with a publishing time; a visitor's clock has the weekday.

    A bare "2023年3月28日" is no such line: texts are signed like that.
    """
    plain = line[:200].translate(PLAIN).strip()
    match = DATED_LINE.search(plain)
    day = parse_date(match[0], today=today) if match else None
    if not match or not day or is_clock(line[:200], day, today) or is_other_field(plain, match.start()):
        return None
    stamp = match[0].isascii() or ":" in match[0]
    return day, stamp and bool(BYLINE.match(plain.replace(match[0], "", 1)))


def is_clock(line: str, day: date, today: date) -> bool:
    """The visitor's clock shows today's weekday; a past day beside a source is an article's, weekday or not."""
    return bool(CLOCK_WORDS.search(line)) and not (day != today and SOURCE_WORDS.search(line))


def is_other_field(line: str, start: int) -> bool:
    """The date is the value of a label that means something else (实施日期：); an empty source may stand before it."""
    before = line[:start].rstrip()
    if not before.endswith(":") or LINE_WORDS.search(before[-SOURCE_LABEL:]):
        return False
    return not (LINE_WORDS.search(line) and BARE_LABEL.search(before))


def lines_beside(page: Page) -> list[int]:
    """Numbers of the lines that show the title, stand just above or below it."""
    last = len(page_lines(page))
    return sorted({n for title in title_lines(page) for n in range(max(0, title - 1), min(title + BESIDE, last))})


@once
def text_begins(page: Page) -> int:
    """The number of the first line below a title that is a sentence: up to there rows could be a list."""
    titles = frozenset(title_lines(page))
    beside = (n for n in lines_beside(page) if n not in titles)
    lines = page_lines(page)
    return next((n for n in beside if len(lines[n]) > SENTENCE and SENTENCE_END.search(lines[n])), len(lines))


def scripted_date(page: Page) -> ReadDate | None:
    """A date that a one-line script writes after its label, which stands there without a value."""
    if not any(entry.group in {"published", "issued"} and not entry.value[:1].isdigit() for entry in read_fields(page)):
        return None
    match = SCRIPTED_LABEL.search(page.html[:SOURCE_HEAD])
    day = parse_date(match[1], today=page.on) if match else None
    return ReadDate(day, DateSource.LABEL, match[1]) if match and day else None


def generated_date(page: Page) -> ReadDate | None:
    """The day a field table says the entry was made, the only date some templates show."""
    for entry in read_fields(page):
        if entry.group == "generated" and (day := field_date(page, entry)):
            return as_read(entry, day)
    return None


def odd_labelled(page: Page) -> tuple[str, ...]:
    """What stands after a publishing label near the title and is no day, or one to come."""
    titles = title_lines(page)
    near = [
        entry
        for entry in read_fields(page)
        if entry.group in {"published", "issued"} and is_near(entry.line, titles, NEAR)
    ]
    return tuple(dict.fromkeys(odd for entry in near for odd in odd_dates(entry.value[:VALUE_HEAD], today=page.on)))
