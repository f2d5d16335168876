"""In which writing a page speaks: in another one its labels are not known, and nothing it lacks is proven."""

from __future__ import annotations

import re

from crawler.lexicon import load
from crawler.reading.pages.lines import page_text
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

LETTERS = {name: re.compile(letters) for name, letters in load("language")["letters"].items()}
WINDOW = 20_000  # characters of a page in which its writing shows
LATIN_WEIGHT = 5  # a Chinese letter says as much as some five Latin ones
FEWEST = 40  # letters: fewer tell of no language
TRADITIONAL_SHARE = 0.06  # of the Chinese letters; simplified pages quote hardly any, others show a quarter


@once
def in_simplified_chinese(page: Page) -> bool:
    """False for an edition in the letters of a minority, in a foreign language or in traditional characters."""
    text = page_text(page)[:WINDOW]
    if text.isascii():
        return sum(1 for letter in text if letter.isalpha()) < FEWEST
    counts = {name: len(letters.findall(text)) for name, letters in LETTERS.items()}
    foreign = counts["others"] + counts["latin"] / LATIN_WEIGHT
    if foreign >= FEWEST and foreign > counts["chinese"]:
        return False
    return counts["traditional"] < FEWEST * TRADITIONAL_SHARE + TRADITIONAL_SHARE * counts["chinese"]
