"""Which of a page's lists is its own content."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.blocks import Block, read_layout
from crawler.reading.page import Page

WORDS = load("listings")["places"]
BOX = re.compile(WORDS["box_names"])
ARTICLE_META = re.compile(
    r"""<meta[^>]{0,200}name\s*=\s*["']?ArticleTitle["']?[^>]{0,400}content\s*=\s*["']?[^"'>\s]""", re.I
)
PROSE = 200  # characters of running text that make a page an article


def choose_main(page: Page) -> Block | None:
    """The list in the middle: shown, dated, long, not in a side box; None on articles and home pages."""
    blocks = [block for block in read_layout(page).blocks if not block.hidden]
    if not blocks or is_article(page):
        return None
    best = max(blocks, key=weight)
    others = [block for block in blocks if block is not best and is_dated(block) and not block.sidebar]
    if is_home(page) and (len(others) >= 2 or not is_dated(best)):
        return None
    return best


def weight(block: Block) -> tuple[bool, bool, int, int]:
    """Central before side boxes, dated before undated, then by length."""
    name = block.listing.name or ""
    aside = block.sidebar or bool(BOX.match(name))
    return (not aside, is_dated(block), len(block.listing.items), sum(len(item.title) for item in block.listing.items))


def is_dated(block: Block) -> bool:
    """Most of its items show a day."""
    items = block.listing.items
    return sum(1 for item in items if item.on) * 2 >= len(items)


def is_home(page: Page) -> bool:
    """The address of a site's first page."""
    return bool(re.fullmatch(r"/?(?:(?:index|default|home)\.\w+)?", urlsplit(page.url).path, re.I))


def is_article(page: Page) -> bool:
    """The page says that it is an article, and holds the running text of one."""
    if not ARTICLE_META.search(page.html[:20_000]):
        return False
    return running_text(page.root) >= PROSE


def running_text(root: Any) -> int:
    """Characters in paragraphs outside links."""
    total = 0
    for paragraph in root.iter("p"):
        text = "".join(paragraph.itertext()).strip()
        linked = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        total += max(0, len(text) - linked) if len(text) >= 20 else 0
        if total >= PROSE:
            break
    return total
