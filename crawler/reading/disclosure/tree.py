"""The nodes below 法定主动公开内容, with the levels the menu shows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, takewhile
from typing import Any

from crawler.reading.columns.contentzone import read_zone
from crawler.reading.columns.menus import Entry, menu_paths
from crawler.reading.columns.navigation import breadcrumb, item_links, same_address
from crawler.reading.disclosure.labels import (
    LabelledLink,
    Part,
    address,
    names_of,
    opens,
    part_of,
    pattern,
)
from crawler.reading.disclosure.menudata import MenuNode, below, names_parts, scripted_menus
from crawler.reading.disclosure.parts import part_links, unlinked
from crawler.reading.listings.anchors import links_in
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

LEVELS = 4  # how far above its name a node's list may begin
MOST_NODES = 300
MOST_NAMES = 20
FEWEST_BEHIND = 2  # links that follow flat behind the name are its nodes only when there are some
CONTAINERS = {"ul", "ol", "div", "dd", "dl", "table"}
ORGANS = 0.5  # of a menu's names that are organs make it a list of departments


def read_tree(page: Page) -> tuple[LabelledLink, ...]:
    """The nodes below 法定主动公开内容 that this page's menu offers."""
    return tuple(dict.fromkeys(LabelledLink(node.name, node.url) for node in read_nodes(page)))


@once
def read_nodes(page: Page) -> tuple[MenuNode, ...]:
    """The same with the names above each node; those that a script's data holds behind those in the page."""
    linked = [link.element for part, _, link in part_links(page) if part is Part.STATUTORY]
    entries = _first_nodes(page, linked) or _first_nodes(
        page, [element for part, element, _ in unlinked(page) if part is Part.STATUTORY]
    )
    found: dict[tuple[str, str], Any] = {}
    for name, url, element in (*entries, *_nodes_beside(page)):
        found.setdefault((name, url), element)
    nodes = [(name, url, element) for (name, url), element in found.items()]
    heads = {element: name for name, _, element in nodes}
    paths = (
        path if len(path) > 1 else (*_head(element, heads), *path)
        for (_, _, element), path in zip(nodes, map(_below_part, menu_paths(nodes)), strict=True)
    )
    shown = [MenuNode(name, path, url) for (name, url, _), path in zip(nodes, paths, strict=True)]
    return tuple(shown) if shown else _scripted_nodes(page)


def _head(element: Any, heads: Mapping[Any, str]) -> tuple[str, ...]:
    """The node whose line stands right before the box of a node, where the menu puts its levels behind each other."""
    for box in islice(element.iterancestors(), LEVELS):
        line = box.getprevious()
        if line is None or box.tag not in CONTAINERS or (line.tag, line.get("class")) == (box.tag, box.get("class")):
            continue
        inside = [line] if line.tag == "a" else list(islice(line.iter("a"), 2))
        if len(inside) == 1 and inside[0] in heads:
            return (heads[inside[0]],) if links_in(box, 2) > 1 or not (inside[0].get("href") or "").strip("#") else ()
    return ()


def _below_part(path: tuple[str, ...]) -> tuple[str, ...]:
    """The names below the part's own."""
    places = [place for place, name in enumerate(path[:-1]) if part_of(name) is not None]
    return path[places[-1] + 1 :] if places else path


def _scripted_nodes(page: Page) -> tuple[MenuNode, ...]:
    """The nodes in a script's data: below the part's own node, else those of a tree that names no part."""
    menus = scripted_menus(page)
    for menu in menus:
        head = next((one for one in menu if part_of(one.name) is Part.STATUTORY), None)
        nodes = below(menu, head) if head else ()
        if nodes:
            return nodes[:MOST_NODES]
    if not (_is_own_page(page) or len({part for part, _, _ in part_links(page)}) > 1 or any(map(names_parts, menus))):
        return ()
    for menu in menus:
        free = tuple(one for one in menu if not any(part_of(name) for name in one.path))
        if len(free) > 1 and not any(pattern("tree", "place").search(one.name) for one in free) and not _organs(free):
            return free[:MOST_NODES]
    return ()


def _organs(menu: tuple[MenuNode, ...]) -> bool:
    """A list of departments, each with a column of its own."""
    return sum(bool(pattern("tree", "organ").search(one.name)) for one in menu) > ORGANS * len(menu)


def _is_own_page(page: Page) -> bool:
    """The page is that of 法定主动公开内容."""
    here = (link.url for part, _, link in part_links(page) if part is Part.STATUTORY)
    name = next(iter(breadcrumb(page)[-1:]), "")
    return part_of(name) is Part.STATUTORY or any(same_address(url, page.url) for url in here)


def _nodes_beside(page: Page) -> list[Entry]:
    """The columns in the content of the part's own page: its menu may show the five parts alone."""
    if not _is_own_page(page):
        return []
    zone, items = read_zone(page), item_links(page)
    own = {element for _, element, _ in unlinked(page)} | {link.element for _, _, link in part_links(page)}
    first = next((place for place, one in enumerate(zone.anchors) if one in own), None)
    inside = zone.anchors[first or 0 :]
    if first is None and not zone.found:  # a heading alone tells the site's menu from the content
        heading = next((element for part, element, _ in unlinked(page) if part is Part.STATUTORY), None)
        behind = set() if heading is None else set(heading.xpath("following::a"))
        inside = [one for one in inside if one in behind]
    columns = [one for one in inside if one not in items and one not in own]
    return _nodes(page, [one for one in columns if not _is_place(one)][: MOST_NODES * 2])


def _first_nodes(page: Page, names: list[Any]) -> list[Entry]:
    """The nodes of the first of these elements that has any."""
    found = (_nodes_below(page, name) or _nodes_behind(page, name) for name in names[:MOST_NAMES])
    return next((nodes for nodes in found if nodes), [])


def _nodes_below(page: Page, name: Any) -> list[Entry]:
    """The links of the list nested in the name's own line, else of the element right behind it."""
    for line in islice([name, *islice(name.iterancestors(), LEVELS)], LEVELS):
        inner = [element for element in _clickable(line) if element is not name and element is not line]
        if inner:
            return _nodes(page, inner)
        behind = line.getnext()
        if behind is not None and behind.tag in CONTAINERS:
            lines = _terms(behind) if behind.tag == "dd" else [behind]
            nodes = _nodes(page, [one for each in lines for one in _clickable(each)])
            if nodes:
                return nodes
    return []


def _clickable(box: Any) -> list[Any]:
    """The links of a box; where it has none, the lines of it that a click opens."""
    links = list(islice(box.iter("a"), MOST_NODES * 2))
    if links:
        return links
    return [one for one in islice(box.iter("li", "dd", "dt", "span", "p", "div", "td"), MOST_NODES * 2) if opens(one)]


def _terms(first: Any) -> list[Any]:
    """The ``dd`` that belong to one ``dt``, from the first on."""
    return [first, *takewhile(lambda one: one.tag == "dd", first.itersiblings())]


def _nodes_behind(page: Page, name: Any) -> list[Entry]:
    """The links that follow the name in a flat menu, up to the next part."""
    for line in islice(name.iterancestors(), LEVELS):
        anchors = list(islice(line.iter("a"), MOST_NODES * 2))
        places = [place for place, anchor in enumerate(anchors) if anchor is name]
        parts = [place for place, anchor in enumerate(anchors) if _is_other_part(anchor)]
        if not places or not parts:
            continue
        end = next((place for place in parts if place > places[0]), 0)
        nodes = _nodes(page, anchors[places[0] + 1 : end])
        return nodes if len(nodes) >= FEWEST_BEHIND else []
    return []


def _is_other_part(anchor: Any) -> bool:
    others = {Part.GUIDE, Part.SYSTEM, Part.ANNUAL_REPORT, Part.ON_REQUEST}
    return any(part_of(name) in others for name in names_of(anchor))


def _is_place(anchor: Any) -> bool:
    """A way home."""
    return bool(pattern("tree", "place").search(next(iter(names_of(anchor)), "")))


def _nodes(page: Page, anchors: list[Any]) -> list[Entry]:
    """The anchors as nodes; nothing where they are other parts or a place line, so the line was the whole menu."""
    node = pattern("tree", "node")
    found: dict[tuple[str, str], Any] = {}
    for anchor in anchors:
        name = next(iter(names_of(anchor)), "")
        if _is_place(anchor) or _is_other_part(anchor):
            return []
        if node.search(name) and part_of(name) is not Part.STATUTORY and len(found) < MOST_NODES:
            found.setdefault((name, address(page, anchor)), anchor)
    return [(name, url, element) for (name, url), element in found.items()]
