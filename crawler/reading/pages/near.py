"""Costly expressions tried only around the plain words without which they cannot match.

Looking for a word in a whole page takes microseconds, trying an expression at each of its letters milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page


def folded(text: str) -> str:
    """The text with small Latin letters, every letter in its old place; others have no case that matters here."""
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


@once
def folded_html(page: Page) -> str:
    """The page's source in small letters."""
    return folded(page.html)


def places(low: str, words: Sequence[str]) -> Iterator[int]:
    """Where one of the words begins, word by word."""
    for word in words:
        at = low.find(word)
        while at >= 0:
            yield at
            at = low.find(word, at + 1)


def holds(low: str, words: Sequence[str]) -> bool:
    """One of the words stands in the text."""
    return any(word in low for word in words)


def search_near(pattern: re.Pattern[str], low: str, words: Sequence[str], before: int, after: int) -> bool:
    """The pattern matches around one of the words, no further than so many characters before and after its start."""
    return any(pattern.search(low, max(0, at - before), at + after) for at in places(low, words))
