"""The navigation as columns, and what one column page shows."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.boxes import is_picture
from crawler.reading.columns.children import child_links, in_side_menu, repeated, sibling_places, zone_links
from crawler.reading.columns.contentzone import Zone, own_files, read_zone
from crawler.reading.columns.filling import asks_for_data, could_be_filled
from crawler.reading.columns.folders import is_beside
from crawler.reading.columns.freshness import may_be_newer
from crawler.reading.columns.kinds import (
    ColumnKind,
    ColumnLink,
    ColumnPage,
    ColumnState,
    column_kind,
    kind_of,
    names_kind,
)
from crawler.reading.columns.menuproof import navigation_is_complete
from crawler.reading.columns.menus import NOT_COLUMNS, clean_name
from crawler.reading.columns.navigation import CRUMB_TEXT, breadcrumb, read_navigation, same_address
from crawler.reading.columns.unread import holds_unread
from crawler.reading.listings.anchors import MORE, PAGER, Anchor
from crawler.reading.listings.blocks import Block, read_layout
from crawler.reading.listings.headings import is_heading
from crawler.reading.listings.listing import Item, Listing, main_listing
from crawler.reading.listings.mainlist import is_article, is_landing, own_blocks
from crawler.reading.listings.pagination import page_count
from crawler.reading.listings.stores import embedded_listing
from crawler.reading.pages.elements import short_text
from crawler.reading.pages.language import in_simplified_chinese
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

__all__ = [
    "ColumnKind",
    "ColumnLink",
    "ColumnPage",
    "ColumnState",
    "column_kind",
    "kind_of",
    "names_kind",
    "navigation_is_complete",
    "read_column",
    "read_navigation",
]

AROUND = ("ul", "ol", "dl", "table", "div", "nav", "aside", "span")  # what a menu can be made of
WORDS = load("columns")["state"]
LEFTOVERS = re.compile(WORDS["leftovers"])
FRIEND_WORDS = re.compile(WORDS["friends"])
TOOL_ADDRESSES = re.compile(WORDS["tool_addresses"])
HEADINGS = ("h1", "h2", "h3", "h4", "div", "p", "span", "strong", "b", "td", "dt", "th", "em")
CRUMB = 80  # characters of a breadcrumb
CRUMB_SIGNS = re.compile(r"\s*(?:>+|»|›)\s*")
FRIENDS = 3  # links to whole websites: from here on they are friendly links
TOOL_NAME = 5  # letters: 关注公众号, 无障碍阅读
LONG_NAME = 8  # letters: a longer text is no column's name
PROSE = 30  # characters beyond menu, breadcrumb and footer that are a text of its own


@once
def read_column(page: Page, link: ColumnLink) -> ColumnPage:
    """The state of one column page."""
    children = child_links(page, link)
    listing = main_listing(page)
    if listing and embedded_listing(page) is None and is_landing(listing, page):
        listing = None
    items = listing.items if listing else union(page)
    zone = read_zone(page)
    if page.status >= 400 or (items and not is_surely_own(page, listing) and asks_for_data(page, zone)):
        return ColumnPage(ColumnState.SCRIPTED, children=children)
    if items and not is_article(page):
        return listed(page, items, listing, children)
    files = own_files(page, zone)
    if files and not (zone.size >= 2 * PROSE and running(zone)) and not is_article(page):
        return listed(page, tuple(Item(one.title, one.url, None) for one in files), None, children)
    state, note = empty_state(page, link, zone, children)
    return ColumnPage(state, note=note, children=children)


def is_surely_own(page: Page, listing: Listing | None) -> bool:
    """The list is called as the page, has pages, or came with the page's own store."""
    if listing is None:
        return False
    return bool(listing.pages) or embedded_listing(page) is not None or (listing.name or "") in breadcrumb(page)[-1:]


def listed(
    page: Page, items: tuple[Item, ...], listing: Listing | None, children: tuple[ColumnLink, ...]
) -> ColumnPage:
    """A column with items; a future date is never its newest, and no better than none: nobody knows how old it is."""
    past = [item for item in items if item.on and item.on <= page.on]
    newest = max(past, key=lambda item: item.on or page.on, default=None)
    pages = listing.pages if listing else page_count(page)
    undated = len(items) - len(past)
    if newest and newest.on and may_be_newer(page, items, newest.on, pages):
        undated += 1  # the one that may be newer
    return ColumnPage(ColumnState.LISTED, items, newest, undated, pages, "", children)


def union(page: Page) -> tuple[Item, ...]:
    """A landing page's lists together."""
    blocks: list[Block] = own_blocks(page)
    return tuple(dict.fromkeys(item for block in blocks for item in block.listing.items))


def empty_state(page: Page, link: ColumnLink, zone: Zone, children: tuple[ColumnLink, ...]) -> tuple[ColumnState, str]:
    """What a page without items is. Blank accuses, so everything else comes first."""
    if (zone.size >= 2 * PROSE and running(zone)) or is_article(page):
        return ColumnState.PROSE, ""
    embedded = embedded_listing(page)
    empty_store = embedded is not None and not embedded.items and embedded.total == 0
    if page.truncated or could_be_filled(page, zone, empty_store=empty_store):
        return ColumnState.SCRIPTED, ""
    if zone.note:
        return ColumnState.EXPLAINED, zone.note
    if children and zone.size < PROSE:
        return ColumnState.CHILDREN, ""
    if zone.size >= PROSE or zone.rows or zone.pictures or zone.media or leads_outside(page, link, zone):
        return ColumnState.PROSE, ""
    doubted = has_words(page, zone) or holds_unread(page) or not is_column_page(page, link, zone)
    return (ColumnState.SCRIPTED if doubted else ColumnState.BLANK), ""


def has_words(page: Page, zone: Zone) -> bool:
    """Words that are no name of a column and no label of a menu, a box or a pager; or a pager with pages to come."""
    names = {clean_name(one.name) for one in read_navigation(page)}
    texts = [text for text in zone.texts if not LEFTOVERS.match(text) and not is_trail(text)]
    left = [text for text in texts if clean_name(text) not in names]
    if any(len(text) > LONG_NAME or column_kind(clean_name(text)) is ColumnKind.OTHER for text in left):
        return True
    return zone.reach or (page_count(page) or 0) > 1 or any(map(is_wordless, zone.anchors))


def is_trail(text: str) -> bool:
    """What a breadcrumb has left beside its links: >> 数据开放 >> 统计数据."""
    steps = CRUMB_SIGNS.split(text)
    return len(steps) > 1 and all(len(step) <= LONG_NAME for step in steps)


def is_wordless(link: Any) -> bool:
    """A link that shows a picture only, opens a letter, leads to more or into the page: its words tell nothing."""
    href, words = link.get("href") or "", short_text(link).strip()
    if not words:
        return any(is_picture(image) for image in link.iter("img"))
    if href.startswith("#"):
        return len(href) > 1
    return href[:7].lower() == "mailto:" or (bool(MORE.match(words)) and not href.startswith("?"))


def running(zone: Zone) -> bool:
    """Sentences, not labels."""
    return any(len(text) >= PROSE for text in zone.texts)


def is_column_page(page: Page, link: ColumnLink, zone: Zone) -> bool:
    """A breadcrumb, the title, a heading and a menu show that this is the column's page, whole."""
    menu = len(read_navigation(page)) >= 3
    name = clean_name(link.name)
    title = "".join((element.text or "") for element in page.root.iter("title"))
    closed = "</html" in page.html[-2000:].lower() or "</body" in page.html[-2000:].lower()
    called = zone.found or (bool(name) and (name in clean_name(title) or is_headed(page, name)))
    return page.status == 200 and closed and called and menu and in_simplified_chinese(page)


def is_headed(page: Page, name: str) -> bool:
    """A heading outside links bears the name, or a breadcrumb without links ends in it."""
    for element in page.root.iter(*HEADINGS):
        text = clean_name(" ".join((element.text or "").split()))
        if text == name and is_heading(element) and next(element.iterancestors("a"), None) is None:
            return True
        if text.endswith(name) and len(text) < CRUMB and CRUMB_TEXT.search(text):
            return True
    return False


def leads_outside(page: Page, link: ColumnLink, zone: Zone) -> bool:
    """The content is links to elsewhere: another system, a long label, a picture. Menus of siblings do not count."""
    menu, inside = repeated(page), zone_links(page)
    places = sibling_places(page, link, zone)
    left = [
        anchor
        for anchor in read_layout(page).ground.anchors
        if anchor.element in inside
        and anchor.url not in menu
        and not any(one in places for one in anchor.element.iterancestors(*AROUND))
        and not (is_beside(anchor.url, page.url) and in_side_menu(anchor.element))
    ]
    websites = [anchor for anchor in left if urlsplit(anchor.url).path in {"", "/"}]
    friends = any(FRIEND_WORDS.match(text) for text in zone.texts)
    if len(websites) >= FRIENDS and not friends:
        return zone.found  # what stands below the breadcrumb is offered, be it the websites of all offices
    left = [anchor for anchor in left if anchor not in websites] if friends else left
    return any(is_content_link(anchor, page) for anchor in left)


def is_content_link(anchor: Anchor, page: Page) -> bool:
    """Neither a pager, nor a tool of the website, nor the way home."""
    name = clean_name(anchor.title)
    tool = len(name) <= TOOL_NAME and NOT_COLUMNS.search(name)
    if PAGER.match(anchor.title) or tool or same_address(anchor.url, page.url):
        return False
    if TOOL_ADDRESSES.search(anchor.url) or ("?" not in page.url and anchor.url.partition("?")[0] == page.url):
        return False  # a search, a badge, or the page itself narrowed to a year
    return bool(name) or next(anchor.element.iter("img"), None) is not None
