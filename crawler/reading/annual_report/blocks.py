"""A report as blocks in reading order, whatever file it came in: lines of text, and rows of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.reading.annual_report.words import PAGE_NUMBER, fold


@dataclass(frozen=True, slots=True)
class Line:
    text: str


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells that begin in one row of a table, left to right; those reaching in from above are not repeated."""

    texts: tuple[str, ...]


Block = Line | Cells


def text_blocks(text: str) -> Iterator[Block]:
    """The lines of a text layer; blank ones and the numbers of pages (— 3 —) left out."""
    lines = (line for line in fold(text).splitlines() if line.strip())
    yield from (Line(line) for line in lines if not PAGE_NUMBER.match(line))


def folded(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks in ordinary letters, blank lines left out."""
    for block in blocks:
        if isinstance(block, Cells):
            yield Cells(tuple(fold(text) for text in block.texts))
        elif (text := fold(block.text)).strip():
            yield Line(text)
