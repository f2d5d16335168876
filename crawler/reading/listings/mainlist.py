"""Which of a page's lists is its own content."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.menus import clean_name
from crawler.reading.columns.navigation import breadcrumb
from crawler.reading.listings.blocks import Block, read_layout
from crawler.reading.listings.items import Listing
from crawler.reading.pages.page import Page

WORDS = load("listings")["places"]
BOX = re.compile(WORDS["box_names"])
ARTICLE_META = re.compile(
    r"""<meta[^>]{0,200}name\s*=\s*["']?(?:ArticleTitle|PubDate)["']?[^>]{0,400}content\s*=\s*["']?[^"'>\s]""", re.I
)
TITLE_PARTS = re.compile(load("columns")["state"]["title_parts"])
INDEX = re.compile(r"(?:(?:index|default|list|node)\w*(?:[._-]\w+)?)?", re.I)  # file names of a column's own pages
PREVIEW = 12  # items: a list with more is no preview
PREVIEWS = 3  # previews side by side make a landing page
PROSE = 200  # characters of running text that make a page an article


def choose_main(page: Page) -> Block | None:
    """The list in the middle: shown, dated, long, not in a side box; None on articles and home pages."""
    blocks = own_blocks(page)
    if not blocks or is_article(page):
        return None
    best = max(blocks, key=lambda block: weight(block, page))
    if is_home(page) and (len(blocks) >= 3 or not is_dated(best)):
        return None
    return best


def own_blocks(page: Page) -> list[Block]:
    """The shown lists that stand in no side box."""
    return [block for block in read_layout(page).blocks if not block.hidden and not is_aside(block, page)]


def is_aside(block: Block, page: Page) -> bool:
    """A box that repeats what other columns hold, by its place or its heading; columns bear such names too."""
    if block.sidebar:
        return True
    return bool(BOX.match(block.listing.name or "")) and not is_called_as(block.listing, page)


def weight(block: Block, page: Page) -> tuple[bool, bool, bool, int, int]:
    """The list called as the page before others, previews of other columns last, dated before undated, then length."""
    listing = block.listing
    own = listing.more_url is None or same_place(listing.more_url, page.url)
    named = is_called_as(listing, page)
    return (named, own, is_dated(block), len(listing.items), sum(len(item.title) for item in listing.items))


def same_place(url: str, page_url: str) -> bool:
    """Two addresses of one column: with and without its index file, or pages of one list."""
    one, other = urlsplit(url), urlsplit(page_url)
    if one.path.rpartition("/")[0] != other.path.rpartition("/")[0]:
        return False
    if not one.query and not other.query:
        return one.path == other.path or any(INDEX.fullmatch(part.path.rpartition("/")[2]) for part in (one, other))
    return one.path == other.path and one.query == other.query


def is_landing(listing: Listing, page: Page) -> bool:
    """The page shows the lists of other columns in part: one leads there, or several of a length stand side by side."""
    if listing.pages or is_called_as(listing, page):
        return False
    if listing.more_url is not None and not same_place(listing.more_url, page.url):
        return True
    peers = [block for block in own_blocks(page) if is_dated(block) and len(block.listing.items) <= PREVIEW]
    return len(listing.items) <= PREVIEW and len(peers) >= PREVIEWS


def is_called_as(listing: Listing, page: Page) -> bool:
    """Its heading is the last name of the breadcrumb; where there is none, the first of the page's title."""
    if listing.name is None:
        return False
    trail = breadcrumb(page)
    return clean_name(listing.name) in (trail[-1:] or titled(page)[:1])


def titled(page: Page) -> list[str]:
    """The names in the title of the page."""
    title = next(((element.text or "") for element in page.root.iter("title")), "")
    return [clean_name(part) for part in TITLE_PARTS.split(title) if part.strip()]


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
