"""Letters and figures as reports print them, in one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from crawler.lexicon import load
from crawler.reading.annual_report.form import Number

LEXICON = load("annual_report")
GLYPHS = LEXICON["glyphs"]
RADICALS: dict[str, str] = {pair[0]: pair[1] for pair in GLYPHS["radicals"]}
FOLDED: re.Pattern[str] = re.compile(GLYPHS["folded"])
UNSEEN = re.compile(GLYPHS["unseen"])
BLANKS = re.compile(GLYPHS["blanks"])
NOT_LETTERS = re.compile(r"[\W_]+")
NUMBER = re.compile(LEXICON["numbers"]["number"])
NIL = frozenset(LEXICON["numbers"]["nil"])
DOT = re.compile(LEXICON["numbers"]["dot"])
NUMBERED = re.compile(LEXICON["numbers"]["numbered"])
BARS = re.compile(GLYPHS["bars"])
GLUED = re.compile(LEXICON["numbers"]["glued"])
PAGE_NUMBER = re.compile(LEXICON["numbers"]["page_number"])
TOKEN = re.compile(LEXICON["numbers"]["token"])


def fold(text: str) -> str:
    """The text with radicals, compatibility forms and full-width letters as ordinary ones, unseen marks left out."""
    seen: str = UNSEEN.sub("", text)
    return FOLDED.sub(lambda match: letter(match[0]), seen)


@lru_cache(maxsize=4096)
def letter(glyph: str) -> str:
    folded = RADICALS.get(glyph) or unicodedata.normalize("NFKC", glyph)
    return RADICALS.get(folded, folded)


def squeeze(text: str) -> str:
    """Without any blank."""
    return BLANKS.sub("", text)


def bare(text: str) -> str:
    """Letters and digits only: what of a label survives broken lines and other punctuation."""
    return NOT_LETTERS.sub("", text)


def number_of(text: str) -> Number | None:
    """The figure of a cell: None for an empty one and for words, 0 for a mark for nothing."""
    printed = text.strip()
    if printed in NIL:
        return 0
    match = NUMBER.match(printed)
    if match is None:
        return None
    value = float(match[1].replace(",", "").replace("，", ""))
    return int(value) if value.is_integer() else value


def is_value(text: str) -> bool:
    """A cell that holds a figure, a mark for nothing, or nothing."""
    printed = squeeze(text)
    return not printed or number_of(printed) is not None


def is_page_number(line: str) -> bool:
    """A line that holds nothing but a page's number."""
    return PAGE_NUMBER.match(line) is not None or line.strip().isdigit()


@lru_cache(maxsize=128)
def pairs_of(words: str) -> tuple[str, ...]:
    """Each two letters that stand side by side, once."""
    return tuple({words[place : place + 2]: None for place in range(len(words) - 1)})


def likeness(pairs: Sequence[str], text: str) -> float:
    """The share of the pairs of letters that a text has, 0 to 1."""
    return sum([pair in text for pair in pairs]) / len(pairs) if pairs else 0.0


def tokens(line: str) -> Iterator[str]:
    """The words of a line, a label and the figure glued to it as two."""
    for token in BARS.sub(" ", line).split():
        match = GLUED.match(token)
        yield from match.groups() if match else (token,)
