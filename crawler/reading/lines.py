"""The words of a page as lines, the way a visitor sees them: one line a block, a cell or a line break."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from crawler.reading.page import SILENT_TAGS, Page, is_hidden

# Inline tags glue their text: portals put a label and its value, or half a word, into elements of their own.
INLINE_TAGS = frozenset({
    *("a", "abbr", "acronym", "b", "big", "bdo", "button", "cite", "code", "del", "dfn", "em", "font", "i", "img"),
    *("ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
    *("tt", "u", "var", "wbr", "o:p", "ucapcontent", "ucaptitle", "ucapsource"),
})  # fmt: skip
CELL_TAGS = frozenset({"td", "th", "dd"})


@lru_cache(maxsize=8)
def page_lines(page: Page) -> tuple[str, ...]:
    """Visible lines with blanks collapsed. An empty table cell is an empty line; other empty blocks are none."""
    lines: list[str] = []
    pieces: list[str] = []

    def flush(keep_empty: bool) -> None:
        line = " ".join("".join(pieces).replace("\u200b", "").replace("\ufeff", "").split())
        pieces.clear()
        if line or keep_empty:
            lines.append(line)

    stack: list[tuple[Any, int]] = [(page.root, -1)]
    while stack:
        node, before = stack.pop()
        if before >= 0:  # the element ends here; ``before`` lines stood when it began
            if node.tag not in INLINE_TAGS:
                flush(node.tag in CELL_TAGS and len(lines) == before)
            pieces.append(node.tail or "")
            continue
        if isinstance(node.tag, str) and node.tag not in SILENT_TAGS and not is_hidden(node):
            if node.tag not in INLINE_TAGS:
                flush(False)
            stack.append((node, len(lines)))
            pieces.append(node.text or "")
            stack.extend((child, -1) for child in reversed(node))
        else:
            pieces.append(node.tail or "")
    flush(False)
    return tuple(lines)


@lru_cache(maxsize=8)
def page_text(page: Page) -> str:
    """The visible lines joined by line feeds."""
    return "\n".join(page_lines(page))
