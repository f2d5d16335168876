"""The sub-columns a column page offers: below it by address or in the menu, never its siblings or the site's menu."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.columns.contentzone import Zone, read_zone
from crawler.reading.columns.folders import is_below, is_beside
from crawler.reading.columns.kinds import ColumnLink, kind_of
from crawler.reading.columns.menus import clean_name, menu_paths
from crawler.reading.columns.navigation import breadcrumb, is_column_link, item_links, same_address
from crawler.reading.listings.anchors import Anchor, links_in
from crawler.reading.listings.blocks import read_layout
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

MENU = 40  # links: a table with more is the layout, not a menu
SIDE = re.compile(load("columns")["navigation"]["side_menus"], re.I)
TOOL_ADDRESSES = re.compile(load("columns")["state"]["tool_addresses"])
LISTS = ("ul", "ol", "dl", "table")
BOXES = frozenset({"div", "p", "span", "nav", "aside", "h2", "h3", "h4", "h5", "b", "strong"})
NESTED = 8  # entries around an entry of a menu
LEVELS = 4  # boxes around a link that may be called a side menu


def child_links(page: Page, link: ColumnLink) -> tuple[ColumnLink, ...]:
    """Columns the page offers below this one, each address once."""
    zone = read_zone(page)
    menus = sibling_places(page, link, zone)
    crumbs = breadcrumb(page)
    found: dict[str, tuple[str, str, Any]] = {}
    for name, anchor in candidates(page):
        url = anchor.url.partition("#")[0]
        if url in found or is_self(anchor, page, link) or name in crumbs:
            continue
        if is_child(anchor, url, page, zone, menus) or is_nested(anchor.element, page, link):
            found[url] = (name, url, anchor.element)
    entries = list(found.values())
    own = {clean_name(link.name), *crumbs}
    paths = (tuple(part for part in path if part not in own) or path[-1:] for path in menu_paths(entries))
    return tuple(
        ColumnLink(name, url, (*link.path, *below_own(path, entries)), kind_of((*link.path, name)))
        for (name, url, _), path in zip(entries, paths, strict=True)
    )


def below_own(path: tuple[str, ...], entries: list[tuple[str, str, Any]]) -> tuple[str, ...]:
    """Of the names over a child only those that are children themselves: a box's heading is no column."""
    names = {name for name, _, _ in entries}
    return (*(part for part in path[:-1] if part in names), path[-1])


def candidates(page: Page) -> Iterator[tuple[str, Anchor]]:
    """Short links to columns that are no items of lists."""
    items = item_links(page)
    for anchor in read_layout(page).ground.anchors:
        name = clean_name(anchor.title)
        if anchor.element in items or TOOL_ADDRESSES.search(anchor.url):
            continue
        if is_column_link(anchor, name, page.url):
            yield name, anchor


def is_child(anchor: Anchor, url: str, page: Page, zone: Zone, menus: set[Any]) -> bool:
    """Below the page by its address; or in the content, where nothing says that it is a sibling."""
    if is_below(url, page.url):
        return True
    if anchor.element not in zone_links(page) or menus or is_beside(url, page.url) or url in repeated(page):
        return False
    return not in_side_menu(anchor.element) and zone.found


def is_nested(element: Any, page: Page, link: ColumnLink) -> bool:
    """The entry's list hangs below this page's own entry in a menu."""
    for outer in islice(element.iterancestors("li", "dl"), NESTED):
        head = next(outer.iter("a"), None)
        if head is None or head is element or (outer.tag == "dl" and len(outer.findall("dt")) > 1):
            continue  # a list of several terms is a menu, not what stands below its first one
        anchor = read_layout(page).ground.links.get(head)
        if anchor is not None and same_address(anchor.url, page.url) and anchor.url != "":
            return True
    return False


@once
def zone_links(page: Page) -> frozenset[Any]:
    """The links of the content zone."""
    return frozenset(read_zone(page).anchors)


@once
def repeated(page: Page) -> frozenset[str]:
    """The addresses that stand outside the content as well: the menu every page repeats."""
    inside = zone_links(page)
    return frozenset(anchor.url for anchor in read_layout(page).ground.anchors if anchor.element not in inside)


def sibling_places(page: Page, link: ColumnLink, zone: Zone) -> set[Any]:
    """The lists of the content zone in which the page itself has an entry: menus of its siblings.

    The entry the visitor is at is often no link (``<li class="on">``).
    """
    inside = zone_links(page)
    own = [
        anchor.element
        for anchor in read_layout(page).ground.anchors
        if anchor.element in inside and is_self(anchor, page, link)
    ]
    own += [one for one in page.root.iter("li", "dd", "td", "dt") if is_own_label(one, link, inside)]
    lists = {found for element in own if (found := list_around(element)) is not None}
    return lists | {outer for inner in lists for outer in inner.iterancestors("ul", "ol", "dl")}


def is_own_label(element: Any, link: ColumnLink, inside: frozenset[Any]) -> bool:
    """An entry without a link that bears the column's name, among entries with links."""
    if links_in(element, 1) or len(element) > 3:
        return False
    text = clean_name(" ".join("".join(element.itertext()).split()))
    around = list_around(element) if text and text == clean_name(link.name) else None
    return around is not None and any(one in inside for one in around.iter("a"))


def is_self(anchor: Anchor, page: Page, link: ColumnLink) -> bool:
    """The link leads to the page itself or carries its name."""
    return (
        same_address(anchor.url, page.url)
        or same_address(anchor.url, link.url)
        or clean_name(anchor.title) == clean_name(link.name)
    )


def list_around(element: Any) -> Any | None:
    """The list or table a menu entry stands in; where a menu is made of boxes, the box around several of them."""
    found = next(element.iterancestors(*LISTS), None)
    whole = found is not None and found.tag == "table" and links_in(found, MENU + 1) > MENU
    if found is not None and not whole:
        return found
    box = element.getparent()
    for _ in range(LEVELS - 1):
        if box is None or box.tag not in BOXES:
            return None
        if 2 <= links_in(box, MENU + 1) <= MENU:
            return box if box.tag != "p" else None
        box = box.getparent()
    return None


def in_side_menu(element: Any) -> bool:
    """A box around the link is called a side menu."""
    boxes = [element, *element.iterancestors()][: LEVELS + 1]
    return any(SIDE.search(f"{box.get('class') or ''} {box.get('id') or ''}") for box in boxes)
