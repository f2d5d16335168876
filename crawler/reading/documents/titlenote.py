"""The note under a rule's title (题注): passed, published, amended, effective, each with its document's number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crawler.lexicon import load
from crawler.reading.dates.forms import parse_date
from crawler.reading.documents.fields import one_value
from crawler.reading.documents.titles import title_lines
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.page import Page

WORDS = load("documents")["title_note"]
OPENING = re.compile(WORDS["opening"])
CLOSING = re.compile(WORDS["closing"])
DAY = re.compile(WORDS["day"])
NUMBER = re.compile(WORDS["number"])
NUMBER_LEAD = re.compile(WORDS["number_lead"])
VERBS = tuple((kind, re.compile(pattern)) for kind, pattern in WORDS["verbs"].items())
CLAUSES = re.compile(r"[，,；;。\s]+")
BELOW = 12  # lines between a title and the note under it, with a line of source and counter between
SPAN = 12  # lines of one note
LONGEST = 1500  # characters
EDGES = "\uff08\uff09()〔〕 "


@dataclass(frozen=True, slots=True)
class NotedEvent:
    """One thing that happened to a rule. ``kind`` is passed, published, amended, effective or repealed."""

    kind: str
    on: date
    number: str | None = None


@dataclass(frozen=True, slots=True)
class TitleNote:
    """The note as it is written, and what it tells, in its own order."""

    text: str
    events: tuple[NotedEvent, ...]


def read_title_note(page: Page) -> TitleNote | None:
    """From its field, or from the brackets under the title that hold a day and a verb of law-making."""
    labelled = one_value(page, "title_note", lambda value: DAY.search(value) is not None)
    text = labelled or next((found for line in title_lines(page) if (found := bracketed(page, line))), "")
    events = noted_events(text, page.on) if text else ()
    return TitleNote(text.strip(EDGES), events) if events or labelled else None


def bracketed(page: Page, title: int) -> str:
    """The text in brackets just below a line, with a day in it; it may break over several lines."""
    lines = page_lines(page)
    for start in range(title + 1, min(title + BELOW, len(lines))):
        if not OPENING.match(lines[start]):
            continue
        note = ""
        for line in lines[start : start + SPAN]:
            note = f"{note} {line}".strip()
            if CLOSING.search(line) or len(note) > LONGEST:
                break
        return note if CLOSING.search(note) and DAY.search(note) else ""
    return ""


def noted_events(text: str, today: date) -> tuple[NotedEvent, ...]:
    """Each day of a note with the first verb after it, before the next day."""
    text = text[:LONGEST].strip(EDGES)
    days = list(DAY.finditer(text))
    events = []
    for place, match in enumerate(days):
        end = days[place + 1].start() if place + 1 < len(days) else len(text)
        clause = text[match.end() : end]
        on = parse_date(match[0], today=today)
        for kind in kinds(clause):
            if on:
                events.append(NotedEvent(kind, on, number_in(clause) if kind != "effective" else None))
    return tuple(events)


def kinds(clause: str) -> list[str]:
    """What a clause tells: amending and publishing in one breath is amending."""
    first = next((part for part in CLAUSES.split(clause) if any(verb.search(part) for _, verb in VERBS)), "")
    return [kind for kind, verb in VERBS if verb.search(first)][:1]


def number_in(clause: str) -> str | None:
    """The number of the document that did it, as it is written, without blanks."""
    match = NUMBER.search(clause)
    return NUMBER_LEAD.sub("", "".join(match[0].split())) if match else None
