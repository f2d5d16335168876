"""The nodes below 法定主动公开内容."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import Any

from crawler.reading.columns.contentzone import read_zone
from crawler.reading.columns.navigation import breadcrumb, item_links, same_address
from crawler.reading.disclosure.labels import LabelledLink, Part, address, names_of, part_of, pattern
from crawler.reading.disclosure.parts import part_links, unlinked
from crawler.reading.pages.page import Page

LEVELS = 4  # how far above its name a node's list may begin
MOST_NODES = 300
MOST_NAMES = 20
FEWEST_BEHIND = 2  # links that follow flat behind the name are its nodes only when there are some
CONTAINERS = {"ul", "ol", "div", "dd", "dl", "table"}


def read_tree(page: Page) -> tuple[LabelledLink, ...]:
    """The nodes below 法定主动公开内容 that this page's menu offers."""
    linked = [link.element for part, _, link in part_links(page) if part is Part.STATUTORY]
    nodes = _first_nodes(page, linked) or _first_nodes(
        page, [element for part, element, _ in unlinked(page) if part is Part.STATUTORY]
    )
    return tuple(dict.fromkeys((*nodes, *_nodes_beside(page))))


def _nodes_beside(page: Page) -> tuple[LabelledLink, ...]:
    """The columns in the content of the part's own page: its menu may show the five parts alone."""
    name = next(iter(breadcrumb(page)[-1:]), "")
    here = {link.url for part, _, link in part_links(page) if part is Part.STATUTORY}
    if part_of(name) is not Part.STATUTORY and not any(same_address(url, page.url) for url in here):
        return ()
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


def _first_nodes(page: Page, names: list[Any]) -> tuple[LabelledLink, ...]:
    """The nodes of the first of these elements that has any."""
    found = (_nodes_below(page, name) or _nodes_behind(page, name) for name in names[:MOST_NAMES])
    return next((nodes for nodes in found if nodes), ())


def _nodes_below(page: Page, name: Any) -> tuple[LabelledLink, ...]:
    """The links of the list nested in the name's own line, else of the element right behind it."""
    for line in islice([name, *islice(name.iterancestors(), LEVELS)], LEVELS):
        inner = [element for element in islice(line.iter("a"), MOST_NODES * 2) if element is not name]
        if inner:
            return _nodes(page, inner)
        behind = line.getnext()
        if behind is not None and behind.tag in CONTAINERS:
            lines = _terms(behind) if behind.tag == "dd" else [behind]
            nodes = _nodes(page, [one for each in lines for one in islice(each.iter("a"), MOST_NODES * 2)])
            if nodes:
                return nodes
    return ()


def _terms(first: Any) -> list[Any]:
    """The ``dd`` that belong to one ``dt``, from the first on."""
    return [first, *takewhile(lambda one: one.tag == "dd", first.itersiblings())]


def _nodes_behind(page: Page, name: Any) -> tuple[LabelledLink, ...]:
    """The links that follow the name in a flat menu, up to the next part."""
    for line in islice(name.iterancestors(), LEVELS):
        anchors = list(islice(line.iter("a"), MOST_NODES * 2))
        places = [place for place, anchor in enumerate(anchors) if anchor is name]
        parts = [place for place, anchor in enumerate(anchors) if _is_other_part(anchor)]
        if not places or not parts:
            continue
        end = next((place for place in parts if place > places[0]), 0)
        nodes = _nodes(page, anchors[places[0] + 1 : end])
        return nodes if len(nodes) >= FEWEST_BEHIND else ()
    return ()


def _is_other_part(anchor: Any) -> bool:
    others = {Part.GUIDE, Part.SYSTEM, Part.ANNUAL_REPORT, Part.ON_REQUEST}
    return any(part_of(name) in others for name in names_of(anchor))


def _is_place(anchor: Any) -> bool:
    """A way home."""
    return bool(pattern("tree", "place").search(next(iter(names_of(anchor)), "")))


def _nodes(page: Page, anchors: list[Any]) -> tuple[LabelledLink, ...]:
    """The anchors as nodes; nothing where they are other parts or a place line, so the line was the whole menu."""
    node = pattern("tree", "node")
    found: dict[tuple[str, str], LabelledLink] = {}
    for anchor in anchors:
        name = next(iter(names_of(anchor)), "")
        if _is_place(anchor) or _is_other_part(anchor):
            return ()
        if node.search(name) and part_of(name) is not Part.STATUTORY and len(found) < MOST_NODES:
            url = address(page, anchor)
            found.setdefault((name, url), LabelledLink(name, url))
    return tuple(found.values())
