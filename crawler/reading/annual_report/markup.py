"""The blocks of an HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.reading.annual_report.blocks import Block, Cells, Line
from crawler.reading.pages.lines import INLINE_TAGS
from crawler.reading.pages.page import SILENT_TAGS, Page, is_hidden, visible_text

LONGEST_CELL = 400  # characters: a cell with more is part of the layout, and its inside is read as text
CELL_TAGS = frozenset({"td", "th"})


def page_blocks(page: Page) -> Iterator[Block]:
    """Lines and rows in reading order, hidden parts and scripts left out. Walks without recursion."""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(page.root, False)]
    while stack:
        node, after = stack.pop()
        if after:
            if node.tag not in INLINE_TAGS:
                yield from ended(pieces)
            pieces.append(node.tail or "")
            continue
        if not isinstance(node.tag, str) or node.tag in SILENT_TAGS or is_hidden(node):
            pieces.append(node.tail or "")
            continue
        if node.tag not in INLINE_TAGS:
            yield from ended(pieces)
        stack.append((node, True))
        row = row_cells(node) if node.tag == "tr" else None
        if row is not None:
            yield row
            continue
        text = node.text or ""
        if node.tag == "pre":
            lines = text.splitlines() or [""]
            yield from (Line(line) for line in lines[:-1])
            text = lines[-1]
        pieces.append(text)
        stack.extend((child, False) for child in reversed(node))
    yield from ended(pieces)


def ended(pieces: list[str]) -> Iterator[Line]:
    """The line that stands in pieces, which are emptied."""
    text = " ".join("".join(pieces).split())
    pieces.clear()
    if text:
        yield Line(text)


def row_cells(row: Any) -> Cells | None:
    """The cells of a table row, or None where the row is layout: one cell, a table inside, an article's text."""
    cells = [cell for cell in row if cell.tag in CELL_TAGS and not is_hidden(cell)]
    if len(cells) < 2 or next(row.iter("table"), None) is not None:
        return None
    texts = tuple(visible_text(cell) for cell in cells)
    return None if any(len(text) > LONGEST_CELL for text in texts) else Cells(texts)
