"""A page's words made comparable: what changes from visit to visit is out, and the order of items does not count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from crawler.lexicon import load
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

GRAM = 4  # letters; toolchain figures: exact 4-grams find small real differences and cost half of a sketch
WORDS = load("service")["fleeting"]
FLEETING = tuple(re.compile(words, re.I) for words in WORDS["words"])
HINTS = frozenset(WORDS["hints"])
FAMILY, FAMILY_SIGN = re.compile(WORDS["family"], re.I), "ipv"
WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")  # letters and digits of double width
# Tokens: session ids, versions, addresses of visitors. Letters with digits among them, or hexadecimal with colons.
TOKEN = re.compile(r"(?<![0-9a-z])(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{3,}(?![0-9a-z])|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,}")
NO_LETTERS = re.compile(r"[^\w\n]+|[\d_]+")
GARBLED = "\ufffd"
GARBLED_SHARE = 0.01  # letters that could not be decoded; beyond it the charset was not understood
# In the source: numbers, tokens of eight and more, and the blanks that templates leave.
SOURCE_NOISE = re.compile(r"\d+|\s+")
SOURCE_TOKEN = re.compile(r"""(?<=["'=_\-/])(?=[0-9a-f]*\d)[0-9a-f]{8,}(?=["'&_\-/.?])""", re.I)


@dataclass(frozen=True, slots=True)
class Wording:
    """``letters``: how many there are to compare. ``grams``: runs of four within a line; shorter lines as they are."""

    letters: int
    grams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shared:
    """Shares of grams, 0 to 1: of both pages together, of the first page's in the second, of the second's in the
    first."""

    both: float
    kept: float
    known: float


@once
def wording(page: Page) -> Wording:
    """The words a visitor sees, without digits, signs, clocks, weather, greetings, random tokens."""
    lines = letters_of("\n".join(page_lines(page))).split("\n")
    grams = {line[at : at + GRAM] for line in set(lines) for at in range(max(1, len(line) - GRAM + 1))}
    return Wording(sum(map(len, lines)), frozenset(grams - {""}))


def letters_of(text: str) -> str:
    """The letters that stay from visit to visit, line by line."""
    if WIDE.search(text):
        text = unicodedata.normalize("NFKC", text)
    text = text.lower()
    lines = [line if HINTS.isdisjoint(line) else staying(line) for line in text.split("\n")]
    if FAMILY_SIGN in text:
        lines = [FAMILY.sub(" ", line) if FAMILY_SIGN in line else line for line in lines]
    return NO_LETTERS.sub("", TOKEN.sub(" ", "\n".join(lines)))


@lru_cache(maxsize=4096)
def staying(line: str) -> str:
    """A line without what is gone at the next visit; both families' pages have most lines in common."""
    for words in FLEETING:
        line = words.sub(" ", line)
    return line


def shared(first: Wording, second: Wording) -> Shared:
    """How much of their words two pages share; pages without any share all."""
    common = len(first.grams & second.grams)
    union = len(first.grams) + len(second.grams) - common
    return Shared(
        both=common / union if union else 1.0,
        kept=common / len(first.grams) if first.grams else 1.0,
        known=common / len(second.grams) if second.grams else 1.0,
    )


@once
def seen_letters(page: Page) -> int:
    """Visible characters, blanks not counted."""
    return sum(len(line) - line.count(" ") for line in page_lines(page))


def is_garbled(page: Page) -> bool:
    """The charset was not understood."""
    marks = page.html.count(GARBLED)
    return marks > GARBLED_SHARE * max(1, seen_letters(page))


@once
def bare_source(page: Page) -> str:
    """The source without numbers, hexadecimal tokens and blanks: the same document at any time of the day."""
    return SOURCE_NOISE.sub("", SOURCE_TOKEN.sub("", page.html))
