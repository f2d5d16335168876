"""The short texts of a row, from which its day is read: beside the link, between rows, in tooltips and scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

from crawler.lexicon import load
from crawler.reading.dates.forms import parse_date
from crawler.reading.dates.odd import odd_dates
from crawler.reading.dates.tips import decode_tips
from crawler.reading.listings.rowdates import YEAR, YEAR_MONTH, Day, is_date, read_day
from crawler.reading.listings.rows import Ground, Row
from crawler.reading.listings.rowyears import day_in, with_years
from crawler.reading.pages.page import SILENT_TAGS

WORDS = load("listings")["anchors"]
PINNED = re.compile(WORDS["pinned"])
PIN_MARK = re.compile(WORDS["pin_mark"])
PINNED_CLASS = re.compile(WORDS["pinned_class"], re.I)
TIME_ATTRIBUTES = frozenset({"datetime", "title", "time", "date", "pubdate", "publishtime"})
DATA_NAME = re.compile(r"data-(?!.*(?:end|dead|expir|stop|clos|start|begin|valid|upd))", re.I)
TIME_NAME = re.compile(r"time|date|stamp", re.I)
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
WRITTEN = re.compile(r"""["'](?P<day>(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|1\d{12})[^"'<>]{0,20}["']""")
LATEST = date(2050, 1, 1)  # a row's attribute is read before anybody asks what day it is
LINE = 120  # characters a date line may have, labels and source included
STEPS = 600  # elements and ends of elements read of one row
ODD_LENGTH = 30  # characters of a text that is meant for a day
NEAR = 4  # elements between two rows that are looked at for a date


@dataclass(slots=True, eq=False)
class Texts:
    """What stands around a row's link, shown and hidden apart."""

    shown: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    pinned: bool = False

    def day(self, today: date) -> Day:
        """The shown day, else the hidden one."""
        shown = read_day(tuple(self.shown), today)
        if shown.on or not self.hidden:
            return shown
        hidden = read_day(tuple(self.hidden), today)
        whole = hidden.on and shown.month_day in {None, (hidden.on.month, hidden.on.day)}
        return hidden if whole or not shown else shown

    def odd(self, day: date | None, today: date) -> str:
        """What stands where the day should, and is no day or one to come."""
        if day is not None and day <= today:
            return ""
        short = (text for text in self.shown if len(text) <= ODD_LENGTH and any("0" <= one <= "9" for one in text))
        return next((odd for text in short for odd in odd_dates(text, today=today)), "")


def read_texts(row: Row, ground: Ground) -> Texts:
    """The texts inside a row's element, without its title."""
    texts = Texts()
    if row.element is row.anchor.element:
        texts.shown += row.dated
    elif row.element.tag == "tr":
        labels = column_labels(row.element)
        for place, cell in enumerate(row.element):
            texts.shown += [labels[place]] if place < len(labels) else []
            gather(cell, row, ground, texts)
    else:
        gather(row.element, row, ground, texts)
    add_attributes(row.anchor.element, texts)
    texts.pinned = texts.pinned or bool(PIN_MARK.match(" ".join(row.anchor.texts)))
    return texts


def column_labels(row: Any) -> list[str]:
    """The words of a table's header row, so that 成文日期 and 发布日期 are told apart."""
    table = row.getparent()
    first = next(table.iterchildren("tr"), None)
    if table.tag == "tbody" and first is row:
        head = table.getprevious()
        first = next(head.iter("tr"), None) if head is not None and head.tag == "thead" else None
    if first is None or first is row or len(first) > 12 or next(first.iter("a"), None) is not None:
        return []
    labels = ["".join(cell.itertext()).strip() if isinstance(cell.tag, str) else "" for cell in first]
    return labels if len(labels) == len(row) and all(len(label) <= 12 for label in labels) else []


def gather(element: Any, row: Row, ground: Ground, texts: Texts) -> None:
    """Walk an element without recursion; the main link counts with its date texts alone."""
    stack: list[tuple[Any, bool, bool]] = [(element, False, False)]
    for _ in range(STEPS):
        if not stack:
            break
        node, after, hidden = stack.pop()
        target = texts.hidden if hidden else texts.shown
        if after:
            add(node.tail, target, texts)
            continue
        if node is not element:
            stack.append((node, True, hidden))
        if not isinstance(node.tag, str):
            continue
        marked = node.keys()
        if marked or node.tag == "script":
            add_tips(node, texts)
        if node.tag in SILENT_TAGS and node is not element:
            continue
        if marked:
            look_for_pin(node, texts)
        if node is row.anchor.element:
            target += row.dated
            continue
        inside = hidden or node in ground.hidden
        if marked:
            add_attributes(node, texts)
        add(node.text, texts.hidden if inside else texts.shown, texts)
        stack += [(child, False, inside) for child in reversed(node)]


def add(text: str | None, target: list[str], texts: Texts) -> None:
    """Keep a short text; note a mark of a pinned row."""
    if not text or text.isspace() or len(text) > 4 * LINE:
        return
    text = " ".join(text.split())
    if len(text) <= LINE:
        target.append(text)
        if len(text) <= 8 and PINNED.search(text):
            texts.pinned = True


def add_attributes(node: Any, texts: Texts) -> None:
    """Dates that a row keeps in attributes count where no date is shown."""
    for name, value in node.items():
        if not (name in TIME_ATTRIBUTES or DATA_NAME.match(name)) or not value[-1:].strip():
            continue
        if not any("0" <= letter <= "9" for letter in value[-24:]):
            continue
        if EPOCH.fullmatch(value) and TIME_NAME.search(name):
            texts.hidden += [day.isoformat()] if (day := parse_date(value, today=LATEST, numbers=True)) else []
            continue
        for line in value.splitlines():
            if is_date(line.strip()[-40:]):
                texts.hidden.append(line.strip()[-40:])


def add_tips(node: Any, texts: Texts) -> None:
    """One family of portals keeps the day in a script's base64 alone."""
    for source in (node.text if node.tag == "script" else None, node.get("onmouseover"), node.get("onclick")):
        if source and "howTips" in source:
            texts.hidden += [str(value) for key, value in decode_tips(source).items() if "date" in key.lower()]
        elif source and node.tag == "script" and len(source) <= 4 * LINE and (match := WRITTEN.search(source)):
            day = parse_date(match["day"], today=LATEST)
            texts.hidden += [day.isoformat()] if day else []


def look_for_pin(node: Any, texts: Texts) -> None:
    """Pins are marked by a class or by a small picture."""
    words = node.get("class") or ""
    if node.tag == "img":
        words = f"{words} {node.get('alt') or ''} {(node.get('src') or '').rpartition('/')[2]}"
    if words and is_pin(words):
        texts.pinned = True


@lru_cache(maxsize=2048)
def is_pin(words: str) -> bool:
    """Class words or picture names that templates give to rows held at the top."""
    return bool(PINNED_CLASS.search(words) or PINNED.search(words))


def gaps(rows: list[Row], ground: Ground) -> list[Texts]:
    """For rows that hold no date themselves: the texts between them, before or after each, whichever fits the ends."""
    after = [
        between(row, rows[place + 1].element if place + 1 < len(rows) else None, ground)
        for place, row in enumerate(rows)
    ]
    first = before(rows[0], ground)
    head = any(is_date(text) for text in first.shown)
    tail = any(is_date(text) for text in after[-1].shown)
    return [first, *after[:-1]] if head and not tail else after


def between(row: Row, following: Any | None, ground: Ground) -> Texts:
    """The texts from the end of one row to the start of the next."""
    texts = Texts()
    add(row.element.tail, texts.shown, texts)
    node = row.element.getnext()
    for _ in range(NEAR):
        if node is None or node is following or next(node.iter("a"), None) is not None:
            break
        gather(node, row, ground, texts)
        add(node.tail, texts.shown, texts)
        node = node.getnext()
    return texts


def before(row: Row, ground: Ground) -> Texts:
    """The texts just before the first row."""
    texts = Texts()
    node = row.element.getprevious()
    if node is None:
        add(row.element.getparent().text, texts.shown, texts)
        return texts
    gather(node, row, ground, texts)
    add(node.tail, texts.shown, texts)
    return texts


def read_days(rows: list[Row], texts: list[Texts], today: date, year: int | None) -> list[date | None]:
    """The day of each row; rows with a month and a day alone get their years from a heading, address or the list."""
    if year and year < today.year:
        today = date(year, 12, 31)
    days = [text.day(today) for text in texts]
    if any(day.month_day for day in days):
        days = [in_year(day, mark) for day, mark in zip(days, year_marks(rows), strict=True)]
    return with_years(days, [row.anchor.url for row in rows], [text.pinned for text in texts], today)


def year_marks(rows: list[Row]) -> list[int | None]:
    """The year that stands above each row as a line of its own, such as 2025年 between the rows of a list."""
    known = {row.element for row in rows}
    marks: list[int | None] = []
    year: int | None = None
    for row in rows:
        node = row.element.getprevious()
        for _ in range(NEAR):
            if node is None or node in known:
                break
            match = YEAR.match("".join(islice(node.itertext(), NEAR)).strip()) if isinstance(node.tag, str) else None
            if match:
                year = int(match[1])
                break
            node = node.getprevious()
        marks.append(year)
    return marks


def below_months(rows: list[Row], texts: list[Texts], heading: str | None) -> list[Texts]:
    """Rows that show a day alone, with the year and month above them: a line between the rows (2026年11月), or the
    heading of the list."""
    known = {row.element for row in rows}
    month = heading if heading and YEAR_MONTH.match(heading) else None
    found: list[Texts] = []
    for row, own in zip(rows, texts, strict=True):
        month = month_above(row, known) or month
        shown = [month, *own.shown] if month else own.shown
        found.append(Texts(shown, own.hidden, own.pinned))
    return found


def month_above(row: Row, known: set[Any]) -> str | None:
    """The line with a year and a month that stands between a row and the one before it."""
    for node in islice(row.element.itersiblings(preceding=True), NEAR):
        if node in known:
            return None
        line = " ".join("".join(islice(node.itertext(), NEAR)).split()) if isinstance(node.tag, str) else ""
        if YEAR_MONTH.match(line):
            return line
    return None


def in_year(day: Day, year: int | None) -> Day:
    """A month and a day below the year they belong to."""
    on = day_in(year, day.month_day) if year and day.month_day else None
    return Day(on) if on else day


def leading_pins(days: list[date | None]) -> int:
    """How many rows at the head are older than the sorted list below them."""
    for lead in range(1, min(6, len(days) // 2 + 1)):
        rest = [day for day in days[lead:] if day]
        head = [day for day in days[:lead] if day]
        if len(rest) >= 2 and head and all(a >= b for a, b in pairwise(rest)):
            return lead if max(head) < rest[0] else 0
    return 0
