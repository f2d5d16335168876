"""The words of a page as lines, the way a visitor sees them: one line a block, a cell or a line break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.reading.pages.once import once
from crawler.reading.pages.page import SILENT_TAGS, Page, is_hidden

# Inline tags glue their text: portals put a label and its value, or half a word, into elements of their own.
INLINE_TAGS = frozenset({
    *("a", "abbr", "acronym", "b", "big", "bdo", "button", "cite", "code", "del", "dfn", "em", "font", "i", "img"),
    *("ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
    *("tt", "u", "var", "wbr", "o:p", "ucapcontent", "ucaptitle", "ucapsource"),
})  # fmt: skip
CELL_TAGS = frozenset({"td", "th", "dd"})


@once
def page_lines(page: Page) -> tuple[str, ...]:
    """Visible lines with blanks collapsed. An empty table cell is an empty line; other empty blocks are none."""
    return tuple(first_lines(page))


def first_lines(page: Page) -> Iterator[str]:
    """The same lines, read no further than the caller goes: the head of a page often tells enough."""
    lines, walk = _reading(page)
    place = 0
    while True:
        while place < len(lines):
            yield lines[place]
            place += 1
        if next(walk, None) is None:
            yield from lines[place:]
            return


@once
def _reading(page: Page) -> tuple[list[str], Iterator[bool]]:
    """(the lines read so far, the walk that adds to them)"""
    lines: list[str] = []
    return lines, walk(page, lines)


def walk(page: Page, lines: list[str]) -> Iterator[bool]:
    """Add the lines of a page, pausing in each element that holds others."""
    pieces: list[str | None] = []
    stack: list[tuple[Any, int]] = [(page.root, -1)]
    while stack:
        node, before = stack.pop()
        tag = node.tag
        if before >= 0:  # the element ends here; ``before`` lines stood when it began
            if tag not in INLINE_TAGS:
                flush(lines, pieces, tag in CELL_TAGS and len(lines) == before)
        elif isinstance(tag, str) and tag not in SILENT_TAGS and not is_hidden(node):
            if tag not in INLINE_TAGS:
                flush(lines, pieces, False)
            pieces.append(node.text)
            if len(node):
                stack.append((node, len(lines)))
                stack += [(child, -1) for child in reversed(node)]
                yield True
                continue
            if tag not in INLINE_TAGS:
                before = len(lines)
                flush(lines, pieces, tag in CELL_TAGS and len(lines) == before)
        pieces.append(node.tail)
    flush(lines, pieces, False)


def flush(lines: list[str], pieces: list[str | None], keep_empty: bool) -> None:
    """End the line that stands in pieces."""
    text = "".join(filter(None, pieces))
    pieces.clear()
    if text and not text.isspace():
        text = " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())
        if text:
            lines.append(text)
            return
    if keep_empty:
        lines.append("")


@once
def page_text(page: Page) -> str:
    """The visible lines joined by line feeds."""
    return "\n".join(page_lines(page))
