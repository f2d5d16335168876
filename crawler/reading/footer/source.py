"""The source of a page as bytes in lower case, and where words stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from crawler.lexicon import load
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page


def plain_bytes(markup: str) -> bytes:
    """The markup in lower case, as bytes: letters of all alphabets take ten times as long."""
    return markup.encode("utf-8", "replace").lower()


@once
def source_bytes(page: Page) -> bytes:
    return plain_bytes(page.html)


def places(key: str, source: bytes) -> Iterator[int]:
    """Where one of the words of a key of lexicon/footer.toml stands."""
    for word in words(key):
        at = source.find(word)
        while at >= 0:
            yield at
            at = source.find(word, at + len(word))


@cache
def words(key: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in load("footer")[key])
