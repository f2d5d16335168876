"""The 政府信息公开专栏: its entry, its parts and its tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.disclosure_guide import GuideFields, read_guide
from crawler.reading.disclosure_labels import (
    Link,
    Part,
    address,
    label,
    links,
    loose_part_of,
    names_of,
    part_of,
    pattern,
)
from crawler.reading.disclosure_title import column_title
from crawler.reading.page import Page
from crawler.reading.written import inline_scripts

__all__ = [
    "GuideFields",
    "LabelledLink",
    "Part",
    "column_title",
    "entry_candidates",
    "find_entry",
    "parts_are_complete",
    "read_guide",
    "read_parts",
    "read_tree",
]

LEVELS = 7  # how far up the common menu of two links is sought
MENU_PARTS = 3  # parts side by side that make a menu
MOST_NODES = 300


@dataclass(frozen=True, slots=True)
class LabelledLink:
    """A link by its words. ``url`` is absolute, or empty where the page holds the part without a link of its own
    (a heading, or a ``javascript:`` entry that only opens children)."""

    label: str
    url: str


def find_entry(page: Page) -> LabelledLink | None:
    """The entry of the disclosure column on a home page, by its best label; None when no link reads like one."""
    return next(iter(entry_candidates(page)), None)


def entry_candidates(page: Page) -> tuple[LabelledLink, ...]:
    """Every link that could be the entry, best first (政府信息公开, 政府信息公开专栏, 信息公开, 政务公开 ...)."""
    ranked: dict[tuple[str, str], tuple[int, int, int]] = {}
    for place, link in enumerate(links(page)):
        for name in link.labels:
            rank = _entry_rank(name)
            if rank is not None:
                ranked.setdefault((name, link.url), (rank, _distance(page, link.url), place))
    return tuple(LabelledLink(name, url) for name, url in sorted(ranked, key=lambda key: ranked[key]))


def _entry_rank(name: str) -> int | None:
    """How good a label is, 0 the best; None for a part, a document or another column."""
    if pattern("not_entry").search(name):
        return None
    return next((rank for rank, expression in enumerate(_entry_patterns()) if expression.search(name)), None)


@cache
def _entry_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source) for source in load("disclosure")["entry"])


def _distance(page: Page, url: str) -> int:
    """0 on the site's own domain, 1 on another government's, 2 without an address, 3 elsewhere."""
    if not url:
        return 2
    host, own = (urlsplit(url).hostname or "").split("."), (urlsplit(page.url).hostname or "").split(".")
    if host[-3:] == own[-3:] or host == own:
        return 0
    return 1 if "gov" in host[-3:] else 3


def read_parts(page: Page) -> Mapping[Part, LabelledLink | None]:
    """The five parts under all their names; None where the page shows none. Absence is for the caller to weigh:
    only the column page itself, read whole (:func:`parts_are_complete`), proves it."""
    found = _part_links(page)
    menu = _menu(found)
    parts: dict[Part, LabelledLink | None] = dict.fromkeys(Part)
    for inside in (True, False):
        for part, name, link in found:
            known = parts[part]
            if (menu is None or _within(link.element, menu) is inside) and (
                known is None or (not known.url and link.url)
            ):
                parts[part] = LabelledLink(name, link.url)
    for part, seen in _unlinked(page, parts).items():
        parts[part] = seen
    return parts


def _part_links(page: Page) -> list[tuple[Part, str, Link]]:
    """(part, its label, link) of every link named like a part; whole names before loose ones."""
    exact: list[tuple[Part, str, Link]] = []
    loose: list[tuple[Part, str, Link]] = []
    for link in links(page):
        named = next(((part, name) for name in link.labels if (part := part_of(name))), None)
        if named:
            exact.append((*named, link))
            continue
        for kind in ("short_parts", "long_parts"):
            loosely = next(((part, name) for name in link.labels if (part := loose_part_of(name, kind))), None)
            if loosely:
                loose.append((*loosely, link))
                break
    menu = _menu(exact)
    return exact + [entry for entry in loose if menu is not None and _within(entry[2].element, menu)]


def _menu(found: list[tuple[Part, str, Link]]) -> Any:
    """The smallest element that holds the most parts side by side; None where fewer than two stand together."""
    held: dict[Any, set[Part]] = {}
    depth: dict[Any, int] = {}
    for part, _, link in found:
        for level, ancestor in enumerate(link.element.iterancestors()):
            if level >= LEVELS:
                break
            held.setdefault(ancestor, set()).add(part)
            depth[ancestor] = max(depth.get(ancestor, 0), sum(1 for _ in ancestor.iterancestors()))
    best = max(held, key=lambda element: (len(held[element]), depth[element]), default=None)
    return best if best is not None and len(held[best]) > 1 else None


def _within(element: Any, container: Any) -> bool:
    return any(ancestor is container for ancestor in element.iterancestors())


def _unlinked(page: Page, parts: Mapping[Part, LabelledLink | None]) -> dict[Part, LabelledLink]:
    """Parts that the page holds as a heading or as its current, unlinked menu line."""
    missing = {part for part in Part if parts[part] is None}
    seen: dict[Part, LabelledLink] = {}
    if not missing:
        return seen
    quick = pattern("label", "quick")
    for element in page.root.iter(
        "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "span", "p", "div", "td", "strong", "b"
    ):
        if len(element) > 3 or not (element.text or len(element)):
            continue
        words = "".join(element.itertext()) if len(element) else element.text or ""
        if len(words) > 200 or not quick.search(words):
            continue
        part = part_of(label(words))
        if part in missing and part not in seen:
            seen[part] = LabelledLink(label(words), address(page, element))
    return seen


def parts_are_complete(page: Page) -> bool:
    """This is the column page itself (at least two parts shown) and no script or frame could hold the others."""
    if page.truncated or page.status != 200:
        return False
    shown = sum(1 for seen in read_parts(page).values() if seen is not None)
    return shown > 1 and not _menu_hidden(page, many=shown >= MENU_PARTS)


def _menu_hidden(page: Page, *, many: bool) -> bool:
    """A frame or script could show more of the menu; a menu of three written lines is not completed by scripts
    unless they name its words."""
    menu, words = pattern("script", "menu"), pattern("script", "menu_words")
    for frame in page.root.iter("iframe", "frame"):
        if not many or menu.search(frame.get("src") or ""):
            return True
    for script in page.root.iter("script"):
        source = script.get("src")
        if not many and source and menu.search(source.rsplit("/", 1)[-1]):
            return True
    return any(words.search(script) for script in inline_scripts(page))


def read_tree(page: Page) -> tuple[LabelledLink, ...]:
    """The nodes below 法定主动公开内容 that this page's menu offers."""
    for part, _, link in _part_links(page):
        if part is Part.STATUTORY:
            nodes = _nodes_below(page, link.element)
            if nodes:
                return nodes
    return ()


def _nodes_below(page: Page, anchor: Any) -> tuple[LabelledLink, ...]:
    """The links of the list nested in the anchor's own line, else of the element right behind it."""
    line = anchor
    for ancestor in [anchor, *anchor.iterancestors()][:4]:
        line = ancestor
        inner = [element for element in ancestor.iter("a") if element is not anchor]
        if inner:
            return _nodes(page, inner)
        behind = line.getnext()
        if behind is not None and behind.tag in {"ul", "ol", "div", "dd", "dl"}:
            nodes = _nodes(page, list(behind.iter("a")))
            if nodes:
                return nodes
    return ()


def _nodes(page: Page, anchors: list[Any]) -> tuple[LabelledLink, ...]:
    """The anchors as nodes; nothing where they are other parts, so the line was the whole menu."""
    node = pattern("tree", "node")
    found: dict[tuple[str, str], LabelledLink] = {}
    for anchor in anchors[: MOST_NODES * 2]:
        name = next(iter(names_of(anchor)), "")
        if part_of(name) in {Part.GUIDE, Part.SYSTEM, Part.ANNUAL_REPORT, Part.ON_REQUEST}:
            return ()
        if node.search(name) and len(found) < MOST_NODES:
            url = address(page, anchor)
            found.setdefault((name, url), LabelledLink(name, url))
    return tuple(found.values())
