"""Labels and values without a sign between them: two elements side by side, and a row of labels over its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from crawler.reading.dates.forms import parse_date
from crawler.reading.documents.labels import COLON, LABEL_SPAN, LABELS, LONGEST_VALUE, Field, bare_label, field
from crawler.reading.pages.lines import INLINE_TAGS
from crawler.reading.pages.page import Page, is_hidden, visible_text

HOLDERS = ("li", "p", "div", "dd", "td")
MOST_HOLDERS = 20_000
FEWEST = 3  # labels side by side: below that, two labels are a label and a value that reads like one
DAYS = frozenset({"signed", "published", "issued", "generated", "effective"})


def side_by_side(page: Page, lines: Sequence[str]) -> Iterator[Field]:
    """``<li><span>发布机构</span><span>某局</span></li>``: shown on one line without a sign between them."""
    numbers: dict[str, int] | None = None
    for holder in islice(page.root.iter(*HOLDERS), MOST_HOLDERS):
        label = first_of_two(holder)
        if not label or is_hidden(holder):
            continue
        whole = visible_text(holder)
        if numbers is None:
            numbers = {line: number for number, line in reversed(list(enumerate(lines)))}
        value = visible_text(holder[1])
        if whole in numbers and value and len(value) <= LONGEST_VALUE and not bare_label(value):
            yield field(label, value, numbers[whole])


def first_of_two(holder: Any) -> str:
    """The label in the first of an element's two inline children, where it has no text of its own."""
    if len(holder) != 2 or (holder.text or "").strip() or any((child.tail or "").strip() for child in holder):
        return ""
    if any(child.tag not in INLINE_TAGS for child in holder) or holder[0].tag == "a" or len(holder[0]) > 1:
        return ""
    text = holder[0].text_content() if len(holder[0]) else holder[0].text or ""
    return "" if len(text) > LABEL_SPAN or COLON.search(text) else bare_label(text.strip())


def row_over_row(page: Page, lines: Sequence[str]) -> Iterator[Field]:
    """A run of labels with one run of values below it. A column of titles, or a second day where the next row would
    be, makes it a list of documents."""
    start = 0
    while start < len(lines):
        labels = run_of_labels(lines, start)
        values = lines[start + len(labels) : start + 2 * len(labels)]
        if len(labels) >= FEWEST and len(values) == len(labels) and is_record(labels, values, lines, start, page):
            paired = zip(labels, values, strict=True)
            yield from (field(label, value, start + place) for place, (label, value) in enumerate(paired))
        start += len(labels) or 1


def run_of_labels(lines: Sequence[str], start: int) -> list[str]:
    found: list[str] = []
    while start + len(found) < len(lines) and (label := bare_label(lines[start + len(found)])):
        found.append(label)
    return found


def is_record(labels: list[str], values: Sequence[str], lines: Sequence[str], start: int, page: Page) -> bool:
    """One document's values, its days where the labels of days stand."""
    groups = [LABELS[label] for label in labels]
    days = [place for place, group in enumerate(groups) if group in DAYS]
    if not days or "title" in groups or len(set(labels)) < len(labels) or any(COLON.search(one) for one in values):
        return False
    below = lines[start + 2 * len(labels) : start + 3 * len(labels)]
    return all(
        parse_date(values[place], today=page.on) is not None
        and (place >= len(below) or parse_date(below[place], today=page.on) is None)
        for place in days
    )
