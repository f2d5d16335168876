"""The navigation as columns, and what one column page shows."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.blocks import Block, read_layout
from crawler.reading.columnkinds import ColumnKind, ColumnLink, ColumnPage, ColumnState, column_kind
from crawler.reading.contentzone import LOADING, Zone, own_files, read_zone
from crawler.reading.datacalls import AJAX, NOT_LISTS, data_calls, embedded_listing
from crawler.reading.listings import Item, Listing, main_listing
from crawler.reading.mainlist import is_article, own_blocks
from crawler.reading.navigation import (
    below,
    breadcrumb,
    clean_name,
    is_column_link,
    navigation_is_complete,
    read_navigation,
    same_address,
)
from crawler.reading.page import Page
from crawler.reading.pagination import page_count, script_texts

__all__ = [
    "ColumnKind",
    "ColumnLink",
    "ColumnPage",
    "ColumnState",
    "column_kind",
    "navigation_is_complete",
    "read_column",
    "read_navigation",
]

WORDS = load("columns")["state"]
TEMPLATES = re.compile(WORDS["templates"], re.I)
AJAX_CALLS = re.compile(WORDS["ajax"])
FILLING = re.compile(WORDS["filling_scripts"], re.I)
HARMLESS = re.compile(WORDS["harmless_scripts"], re.I)
PROSE = 30  # characters beyond menu, breadcrumb and footer that are a text of its own


def read_column(page: Page, link: ColumnLink) -> ColumnPage:
    """The state of one column page."""
    children = child_links(page, link)
    listing = main_listing(page)
    items = listing.items if listing else union(page)
    if items and not is_article(page):
        return listed(page, items, listing, children)
    zone = read_zone(page)
    if page.status >= 400:
        return ColumnPage(ColumnState.SCRIPTED)
    files = own_files(page, zone)
    if files and not is_article(page):
        return listed(page, tuple(Item(one.title, one.url, None) for one in files), None, children)
    state, note = empty_state(page, link, zone, children)
    return ColumnPage(state, note=note, children=children)


def listed(
    page: Page, items: tuple[Item, ...], listing: Listing | None, children: tuple[ColumnLink, ...]
) -> ColumnPage:
    """A column with items; a future date is never its newest."""
    past = [item for item in items if item.on and item.on <= page.on]
    newest = max(past, key=lambda item: item.on or page.on, default=None)
    undated = sum(1 for item in items if item.on is None)
    pages = listing.pages if listing else page_count(page)
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
    if page.truncated or (could_be_filled(page, zone) and not empty_store):
        return ColumnState.SCRIPTED, ""
    if zone.note:
        return ColumnState.EXPLAINED, zone.note
    if zone.size >= PROSE or zone.pictures or zone.media:
        return ColumnState.PROSE, ""
    if children:
        return ColumnState.CHILDREN, ""
    return (ColumnState.BLANK if is_column_page(page, link, zone) else ColumnState.SCRIPTED), ""


def running(zone: Zone) -> bool:
    """Sentences, not labels."""
    return any(len(text) >= PROSE for text in zone.texts)


def is_column_page(page: Page, link: ColumnLink, zone: Zone) -> bool:
    """A breadcrumb, the title or a menu shows that this is the column's page, whole."""
    menu = len(read_navigation(page)) >= 3
    name = clean_name(link.name)
    title = "".join((element.text or "") for element in page.root.iter("title"))
    closed = "</html" in page.html[-2000:].lower() or "</body" in page.html[-2000:].lower()
    return page.status == 200 and closed and (zone.found or (bool(name) and name in clean_name(title))) and menu


def could_be_filled(page: Page, zone: Zone) -> bool:
    """A script, a frame or a template could bring the content."""
    if zone.frames or zone.loading or data_calls(page) or TEMPLATES.search(page.html):
        return True
    for text in script_texts(page):
        calls = [match[1] or match[2] or match[3] for match in AJAX.finditer(text)]
        counters = bool(calls) and all(NOT_LISTS.search(url) for url in calls)
        if AJAX_CALLS.search(text) and not counters:
            return True
    return scripts_fill(page, zone)


def scripts_fill(page: Page, zone: Zone) -> bool:
    """A script file whose name says that it makes content, or an unknown one beside an empty place with an id."""
    for script in page.root.iter("script"):
        source = urlsplit((script.get("src") or "").strip()).path
        if source and FILLING.search(source) and not HARMLESS.search(source.rpartition("/")[2]):
            return True
        if source and zone.holes and not HARMLESS.search(source):
            return True
    return any("document.write" in text and LOADING.search(text) for text in script_texts(page))


def child_links(page: Page, link: ColumnLink) -> tuple[ColumnLink, ...]:
    """Columns the content offers that are neither the page's siblings nor the site's menu."""
    zone = read_zone(page)
    inside = set(zone.anchors)
    found: dict[str, ColumnLink] = {}
    menu = {anchor.url for anchor in read_layout(page).ground.anchors if anchor.element not in inside}
    candidates = []
    for anchor in read_layout(page).ground.anchors:
        name = clean_name(anchor.title)
        if anchor.element in inside and is_column_link(anchor, name, page.url):
            candidates.append((name, anchor))
    siblings = any(same_address(anchor.url, page.url) or name == link.name for name, anchor in candidates)
    crumbs = breadcrumb(page)
    for name, anchor in candidates:
        if same_address(anchor.url, page.url) or name in crumbs or anchor.url in found:
            continue
        if below(anchor.url, page.url) or (not siblings and anchor.url not in menu):
            found[anchor.url] = ColumnLink(name, anchor.url, (*link.path, name), column_kind(name))
    return tuple(found.values())
