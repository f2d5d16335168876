"""Labelled fields of a page: ``label: value`` in tables, lists, lines and glued rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawler.lexicon import load
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

LEXICON = load("documents")
DATE_LABELS = load("dates")["labels"]
LABELS: dict[str, str] = {
    label: group
    for group, labels in (
        *LEXICON["labels"].items(),
        ("published", DATE_LABELS["published"]),
        ("issued", DATE_LABELS["issued"]),
        ("updated", DATE_LABELS["updated"]),
        ("weak-date", DATE_LABELS["weak"]),
    )
    for label in labels
}
SHORT = 3  # letters: "文号" ends many other words, so it counts only where no letter stands before it
LONGEST_VALUE = 300
FIELD_LINE = 1000  # characters of a line that are looked at: fields do not stand deep inside a paragraph
MOST_FIELDS = 2000  # no document has more; a hostile page may
LIST_LIKE = 3  # this many different values of one label, and the page is a list of documents


LONGEST_LABEL = max(map(len, LABELS))
LABEL_SPAN = 2 * LONGEST_LABEL  # characters of the longest label written with blanks between its letters
COLON = re.compile(r"[:\uff1a]")
LETTER = re.compile(LEXICON["patterns"]["letter"])
ANY_LABEL = re.compile(LEXICON["patterns"]["any_label"])
VALUE_END = re.compile(LEXICON["patterns"]["value_end"])
BRACKETED = re.compile(LEXICON["patterns"]["bracketed"])
NONE_VALUES = frozenset(LEXICON["values"]["none"])
CLOSING = "]\u3011\u3015"
FIRST_LETTERS = frozenset(label[0] for label in LABELS)
GLUED_LINE = 80  # characters
GLUED_VALUES = {group: re.compile(pattern) for group, pattern in LEXICON["glued"].items()}
BRACKETS = " [\u3010\u3014" + CLOSING
TRIM = " \t|;,\uff0c\uff1b\u3002\u3001\uff5c"


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value; ``value`` is empty where the page says none. ``line`` counts the page's visible lines."""

    group: str
    label: str
    value: str
    line: int


@once
def read_fields(page: Page) -> tuple[Field, ...]:
    """Every known label with its value, in page order."""
    lines = page_lines(page)
    found: list[Field] = []
    for number, line in enumerate(lines):
        if len(found) > MOST_FIELDS:
            break
        head = with_colons(line[:FIELD_LINE])
        labels = labels_in(head)
        ends = [start for _, start, _ in labels[1:]] + [len(head)]
        for (label, _, value_start), end in zip(labels, ends, strict=False):
            value = head[value_start:end]
            last = end == len(head) and not value.strip()
            found.append(field(label, next_line_value(lines, number) if last else cut(value), number))
        if not labels and (glued := glued_field(head, number)):
            found.append(glued)
        label = "" if labels else bare_label(head)
        if label and not is_header_cell(lines, number):
            found.append(field(label, next_line_value(lines, number), number))
    return tuple(found)


def with_colons(line: str) -> str:
    """A known label in square brackets is one before a colon."""
    if "\u3010" not in line and "[" not in line:
        return line
    told: str = BRACKETED.sub(lambda one: f" {one[1]}:" if "".join(one[1].split()) in LABELS else str(one[0]), line)
    return told


def labels_in(line: str) -> list[tuple[str, int, int]]:
    """(label, where it starts, where its value starts) for every known label before a colon."""
    found = []
    for colon in COLON.finditer(line):
        known = label_before(line, colon.start())
        if known:
            found.append((*known, colon.end()))
    return found


def label_before(line: str, end: int) -> tuple[str, int] | None:
    """The longest known label that ends at a place, blanks allowed between its letters, and where it starts."""
    letters, places = "", []
    for place in range(end - 1, max(-1, end - 1 - LABEL_SPAN), -1):
        if not line[place].isspace() and not (line[place] in CLOSING and not letters):
            letters = line[place] + letters
            places.append(place)
    for size in range(min(LONGEST_LABEL, len(letters)), 1, -1):
        start = places[size - 1]
        if letters[-size:] in LABELS and (size > SHORT or stands_apart(line, start)):
            return letters[-size:], start
    return None


def stands_apart(line: str, start: int) -> bool:
    """No other word runs into a short label, but the end of a day or a number may (8月9日有效性：有效)."""
    if start == 0 or not LETTER.match(line[start - 1]):
        return True
    return VALUE_END.search(line[max(0, start - 3) : start]) is not None


def bare_label(line: str) -> str:
    """The label that is all a line says, or an empty string."""
    word = "".join(line.strip(BRACKETS).split()) if len(line) <= LABEL_SPAN else ""
    return word if word in LABELS else ""


def glued_field(line: str, number: int) -> Field | None:
    """A label and its value side by side without a colon, where only a value of its kind can follow."""
    if len(line) > GLUED_LINE or line[:1] not in FIRST_LETTERS:
        return None
    for size in range(min(LONGEST_LABEL, len(line) - 1), SHORT - 1, -1):
        pattern = GLUED_VALUES.get(LABELS.get(line[:size], ""))
        if pattern and pattern.match(line[size:].strip()):
            return field(line[:size], line[size:], number)
    return None


def field(label: str, value: str, line: int) -> Field:
    text = value.strip(TRIM)
    return Field(LABELS[label], label, "" if text.lower() in NONE_VALUES else text, line)


def cut(value: str) -> str:
    """The value up to a label nobody listed."""
    match = ANY_LABEL.search(value)
    return value[: match.start() if match else LONGEST_VALUE]


def next_line_value(lines: Sequence[str], number: int) -> str:
    """The line after a label, unless it is a label itself."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    labels = labels_in(following[: LABEL_SPAN + 2])
    labelled = bool(labels) and labels[0][1] == 0
    if labelled or bare_label(following) or following.endswith((":", "\uff1a")):
        return ""
    return following[:LONGEST_VALUE]


def is_header_cell(lines: Sequence[str], number: int) -> bool:
    """A label among labels heads a column of a list."""
    around = (lines[number - 1] if number else "", lines[number + 1] if number + 1 < len(lines) else "")
    return any(bare_label(line) for line in around)


def one_value(page: Page, group: str, accept: Callable[[str], bool]) -> str | None:
    """The first accepted value of a group of labels; None on a list, where every row has its own."""
    values = [entry.value for entry in read_fields(page) if entry.group == group and accept(entry.value)]
    return values[0] if values and len(set(values)) < LIST_LIKE else None
