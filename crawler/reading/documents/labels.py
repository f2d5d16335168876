"""The labels of document pages, however they are written, and a label with its value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.lexicon import load

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
LONGEST_LABEL = max(map(len, LABELS))
LABEL_SPAN = 2 * LONGEST_LABEL  # characters of the longest label written with blanks between its letters
COLON = re.compile(r"[:\uff1a]")
LETTER = re.compile(LEXICON["patterns"]["letter"])
ANY_LABEL = re.compile(LEXICON["patterns"]["any_label"])
VALUE_END = re.compile(LEXICON["patterns"]["value_end"])
NONE_VALUES = frozenset(LEXICON["values"]["none"])
CLOSING = "]\u3011\u3015"
BRACKETS = " [\u3010\u3014" + CLOSING
TRIM = " \t|;,\uff0c\uff1b\u3002\u3001\uff5c"


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value; ``value`` is empty where the page says none. ``line`` counts the page's visible lines."""

    group: str
    label: str
    value: str
    line: int


def field(label: str, value: str, line: int) -> Field:
    text = value.strip(TRIM)
    return Field(LABELS[label], label, "" if text.lower() in NONE_VALUES else text, line)


def labels_in(line: str) -> list[tuple[str, int, int]]:
    """(label, where it starts, where its value starts) for every known label before a colon."""
    found: list[tuple[str, int, int]] = []
    for colon in COLON.finditer(line):
        known = label_before(line, colon.start(), glued=bool(found))
        if known:
            found.append((*known, colon.end()))
    return found


def label_before(line: str, end: int, *, glued: bool) -> tuple[str, int] | None:
    """The longest known label that ends at a place, blanks allowed between its letters, and where it starts.

    Behind another label's value (``glued``) one of three letters may follow without a blank.
    """
    letters, places = "", []
    for place in range(end - 1, max(-1, end - 1 - LABEL_SPAN), -1):
        if not line[place].isspace() and not (line[place] in CLOSING and not letters):
            letters = line[place] + letters
            places.append(place)
    for size in range(min(LONGEST_LABEL, len(letters)), 1, -1):
        start = places[size - 1]
        long = size > SHORT or (glued and size == SHORT)
        if letters[-size:] in LABELS and (long or stands_apart(line, start)):
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


def cut(value: str) -> str:
    """The value up to a label nobody listed."""
    match = ANY_LABEL.search(value)
    return value[: match.start() if match else LONGEST_VALUE]
