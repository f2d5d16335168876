"""Labelled fields of a page: ``label: value`` in tables, lists, lines and glued rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from crawler.reading.documents.labels import (
    LABEL_SPAN,
    LABELS,
    LEXICON,
    LONGEST_LABEL,
    LONGEST_VALUE,
    SHORT,
    Field,
    bare_label,
    cut,
    field,
    labels_in,
)
from crawler.reading.documents.pairs import row_over_row, side_by_side
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

__all__ = ["LIST_LIKE", "Field", "one_value", "read_fields"]

FIELD_LINE = 1000  # characters of a line that are looked at: fields do not stand deep inside a paragraph
MOST_FIELDS = 2000  # no document has more; a hostile page may
LIST_LIKE = 3  # this many different values of one label, and the page is a list of documents
BRACKETED = re.compile(LEXICON["patterns"]["bracketed"])
FIRST_LETTERS = frozenset(label[0] for label in LABELS)
GLUED_LINE = 80  # characters
GLUED_VALUES = {group: re.compile(pattern) for group, pattern in LEXICON["glued"].items()}


@once
def read_fields(page: Page) -> tuple[Field, ...]:
    """Every known label with its value, in page order."""
    lines = page_lines(page)
    found: list[Field] = []
    for number, line in enumerate(lines):
        if len(found) > MOST_FIELDS:
            break
        found.extend(line_fields(lines, number, line))
    known = {(entry.label, entry.line) for entry in found}
    paired = [*side_by_side(page, lines), *row_over_row(page, lines)]
    found.extend(entry for entry in paired[:MOST_FIELDS] if (entry.label, entry.line) not in known)
    return tuple(sorted(found, key=lambda entry: entry.line))


def line_fields(lines: Sequence[str], number: int, line: str) -> Iterator[Field]:
    """The fields of one line; a label at its end has its value on the next."""
    head = with_colons(line[:FIELD_LINE])
    labels = labels_in(head)
    ends = [start for _, start, _ in labels[1:]] + [len(head)]
    for (label, _, value_start), end in zip(labels, ends, strict=False):
        value = head[value_start:end]
        last = end == len(head) and not value.strip()
        yield field(label, next_line_value(lines, number) if last else cut(value), number)
    if labels:
        return
    glued = glued_field(head, number)
    if glued:
        yield glued
    label = bare_label(head)
    if label and not is_header_cell(lines, number):
        yield field(label, next_line_value(lines, number), number)


def with_colons(line: str) -> str:
    """A known label in square brackets is one before a colon."""
    if "\u3010" not in line and "[" not in line:
        return line
    told: str = BRACKETED.sub(lambda one: f" {one[1]}:" if "".join(one[1].split()) in LABELS else str(one[0]), line)
    return told


def glued_field(line: str, number: int) -> Field | None:
    """A label and its value side by side without a colon, where only a value of its kind can follow."""
    if len(line) > GLUED_LINE or line[:1] not in FIRST_LETTERS:
        return None
    for size in range(min(LONGEST_LABEL, len(line) - 1), SHORT - 1, -1):
        pattern = GLUED_VALUES.get(LABELS.get(line[:size], ""))
        if pattern and pattern.match(line[size:].strip()):
            return field(line[:size], line[size:], number)
    return None


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
