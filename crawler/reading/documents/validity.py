"""Whether a document is in force: the page's own wording, and what it comes to.

Only a field, a stamp beside the title or a repeal list tells; a title never does: of 913 documents that a ministry
marks as repealed or lapsed none says so in its title, while decisions on repeal are themselves in force.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.dates.forms import parse_date
from crawler.reading.documents.fields import LIST_LIKE, read_fields
from crawler.reading.documents.titles import title_lines
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.page import Page, is_hidden, visible_text

LEXICON = load("documents")
VALIDITY = re.compile(LEXICON["values"]["validity_pattern"])
STAMPS = frozenset(LEXICON["values"]["stamps"])
MEANINGS = tuple((name, re.compile(pattern)) for name, pattern in LEXICON["validity"].items())
QUESTIONS: dict[str, dict[str, str]] = LEXICON["validity_questions"]
ANSWERS: dict[str, list[str]] = LEXICON["validity_answers"]
STAMP_WORDS = re.compile("|".join(LEXICON["values"]["stamps"]))
RELATED = re.compile(LEXICON["values"]["related"])
STAMP_EDGES = "[]()\u3010\u3011\uff08\uff09"
STAMPED_LINE = 200  # characters
STAMP_DISTANCE = 25  # lines between the title and a stamp that belongs to it
CHOICE = 4  # letters of a wording that stands among others to be chosen
MOST_LINKS = 20_000  # no article has more
MOST_PICTURES = 500


class ValidityState(StrEnum):
    """What a validity's wording comes to."""

    IN_FORCE = "in-force"
    AMENDED = "amended"
    PARTLY_IN_FORCE = "partly-in-force"
    NOT_YET_IN_FORCE = "not-yet-in-force"
    LAPSED = "lapsed"  # 失效: its time is over
    REPEALED = "repealed"  # 废止: a later act ended it
    SUPERSEDED = "superseded"  # 历史版本: a later version is in force
    AMENDED_OR_REPEALED = "amended-or-repealed"  # 修订废止, where a list does not say which


@dataclass(frozen=True, slots=True)
class Validity:
    """``wording`` is the page's own; ``state`` is None where the wording does not tell."""

    wording: str
    state: ValidityState | None


def read_validity(page: Page) -> Validity | None:
    """The word of a validity field, or a stamp beside the title that is no link and stands there alone."""
    fields = (entry for entry in read_fields(page) if entry.group == "validity")
    told = [entry for entry in fields if VALIDITY.match(entry.value) and not is_choice(entry.value)]
    if told:
        if len({entry.value for entry in told}) >= LIST_LIKE:
            return None  # a list, where every row has its own
        return Validity(told[0].value, validity_state(told[0].value, on=page.on, label=told[0].label))
    word = stamp(page) or pictured(page)
    return Validity(word, validity_state(word, on=page.on)) if word else None


def is_choice(wording: str) -> bool:
    """All the wordings there are, side by side: which of them is marked only a style sheet tells."""
    words = wording.replace("/", " ").split()
    return len(words) > 1 and all(VALIDITY.match(word) and len(word) <= CHOICE for word in words)


def validity_state(wording: str, *, on: date, label: str = "") -> ValidityState | None:
    """What a wording says on a day; a bare yes or no answers the question of its label."""
    plain = "".join(wording.split())
    answer = next((name for name, words in ANSWERS.items() if plain in words), "")
    question = QUESTIONS.get(label)
    if question and answer:
        return ValidityState(question[answer])
    meaning = next((name for name, pattern in MEANINGS if pattern.search(plain)), "")
    if meaning == "planned":  # 拟废止: until that is done, nobody knows
        return None
    if meaning == "unclear":  # 有效期至2028年12月31日; one that is over may have been prolonged
        end = parse_date(plain, today=on)
        return ValidityState.IN_FORCE if end and end >= on else None
    return ValidityState(meaning.removesuffix("-still")) if meaning else None


def stamp(page: Page) -> str | None:
    """The one stamp near the title."""
    lines = page_lines(page)
    stamps = [(number, word) for number, line in enumerate(lines) for word in stamps_in(line)]
    if stamps:
        links = {visible_text(link) for link in islice(page.root.iter("a"), MOST_LINKS)}
        stamps = [(number, word) for number, word in stamps if lines[number] not in links and word not in links]
    if len({word for _, word in stamps}) != 1:
        return None
    titles = title_lines(page)
    others = next((number for number, line in enumerate(lines) if RELATED.match(line.strip(STAMP_EDGES))), len(lines))
    stamps = [(number, word) for number, word in stamps if number < others]
    near = [word for number, word in stamps if any(abs(number - title) <= STAMP_DISTANCE for title in titles)]
    return near[0] if near else None


def stamps_in(line: str) -> list[str]:
    """Words of a short line that are a stamp by themselves, between blanks or in brackets."""
    if len(line) > STAMPED_LINE or not STAMP_WORDS.search(line):
        return []
    return [word for part in line.split() if (word := part.strip(STAMP_EDGES)) in STAMPS]


def pictured(page: Page) -> str | None:
    """The words of a seal laid over the text as a picture, where the page has just one and it is no link."""
    words = {
        text
        for picture in islice(page.root.iter("img"), MOST_PICTURES)
        if (text := picture_words(picture)) in STAMPS and is_shown(picture)
    }
    return words.pop() if len(words) == 1 else None


def picture_words(picture: Any) -> str:
    return (picture.get("alt") or picture.get("title") or "").strip().strip(STAMP_EDGES)


def is_shown(picture: Any) -> bool:
    return not any(node.tag == "a" or is_hidden(node) for node in [picture, *picture.iterancestors()])
