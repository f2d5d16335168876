"""Labelled fields of a page: ``label: value`` in tables, lists, lines and glued rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.lexicon import load
from crawler.reading.lines import page_lines
from crawler.reading.page import Page

LEXICON = load("documents")
DATE_LABELS = load("dates")["labels"]
LABELS: dict[str, str] = {
    label: group
    for group, labels in (
        *LEXICON["labels"].items(),
        ("published", DATE_LABELS["published"]),
        ("weak-date", DATE_LABELS["weak"]),
    )
    for label in labels
}
SHORT = 3  # letters: "文号" ends many other words, so it counts only where no letter stands before it
LONGEST_VALUE = 300
FIELD_LINE = 1000  # characters of a line that are looked at: fields do not stand deep inside a paragraph
LIST_LIKE = 3  # this many different values of one label, and the page is a list of documents


def spaced(label: str) -> str:
    """A label's pattern, blanks allowed between its letters."""
    return r"\s?".join(map(re.escape, label))


def alternatives(labels: Sequence[str]) -> str:
    return "|".join(spaced(label) for label in sorted(labels, key=len, reverse=True))


LONG_LABELS = alternatives([label for label in LABELS if len(label) > SHORT])
SHORT_LABELS = alternatives([label for label in LABELS if len(label) <= SHORT])
NAMED = rf"(?:{LONG_LABELS}|{LEXICON['patterns']['letter_before']}(?:{SHORT_LABELS}))"
WITH_COLON = re.compile(rf"({NAMED})\s?(?:[\]】〕]\s?)?[:\uff1a]\s?")
BARE = re.compile(rf"[\[【]?\s?({NAMED})\s?[\]】]?")
ANY_LABEL = re.compile(LEXICON["patterns"]["any_label"])
NONE_VALUES = frozenset(LEXICON["values"]["none"])
TRIM = " \t|;,\uff0c\uff1b\u3002\u3001\uff5c"


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value; ``value`` is empty where the page says none. ``line`` counts the page's visible lines."""

    group: str
    label: str
    value: str
    line: int


@lru_cache(maxsize=8)
def read_fields(page: Page) -> tuple[Field, ...]:
    """Every known label with its value, in page order."""
    lines = page_lines(page)
    found: list[Field] = []
    for number, line in enumerate(lines):
        head = line[:FIELD_LINE]
        matches = list(WITH_COLON.finditer(head))
        ends = [match.start() for match in matches[1:]] + [len(head)]
        for match, end in zip(matches, ends, strict=False):
            value = head[match.end() : end]
            last = end == len(head) and not value.strip()
            value = next_line_value(lines, number) if last else cut(value)
            found.append(field(match[1], value, number))
        bare = None if matches else BARE.fullmatch(head)
        if bare and not is_header_cell(lines, number):
            found.append(field(bare[1], next_line_value(lines, number), number))
    return tuple(found)


def field(label: str, value: str, line: int) -> Field:
    name = re.sub(r"\s", "", label)
    text = value.strip(TRIM)
    return Field(LABELS[name], name, "" if text.lower() in NONE_VALUES else text, line)


def cut(value: str) -> str:
    """The value up to a label nobody listed."""
    match = ANY_LABEL.search(value)
    return value[: match.start() if match else LONGEST_VALUE]


def next_line_value(lines: Sequence[str], number: int) -> str:
    """The line after a label, unless it is a label itself."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    if WITH_COLON.match(following) or BARE.fullmatch(following[:40]) or following.endswith((":", "\uff1a")):
        return ""
    return following[:LONGEST_VALUE]


def is_header_cell(lines: Sequence[str], number: int) -> bool:
    """A label among labels heads a column of a list."""
    around = (lines[number - 1] if number else "", lines[number + 1] if number + 1 < len(lines) else "")
    return any(BARE.fullmatch(line[:40]) for line in around)


def one_value(page: Page, group: str, accept: Callable[[str], bool]) -> str | None:
    """The first accepted value of a group of labels; None on a list, where every row has its own."""
    values = [entry.value for entry in read_fields(page) if entry.group == group and accept(entry.value)]
    return values[0] if values and len(set(values)) < LIST_LIKE else None
