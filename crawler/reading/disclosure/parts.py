"""The fixed parts of a disclosure column, found by their names in its menu."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from crawler.reading.columns.menuproof import TOPIC, filled_by_script, framed, included
from crawler.reading.columns.navigation import breadcrumb
from crawler.reading.disclosure.labels import (
    CHOICES,
    LabelledLink,
    Link,
    Part,
    address,
    choice_words,
    label,
    links,
    loose_part_of,
    name_rank,
    names_of,
    part_of,
    pattern,
    written_links,
)
from crawler.reading.disclosure.menudata import scripted_menus
from crawler.reading.pages.elements import host_of, short_text
from crawler.reading.pages.language import in_simplified_chinese
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts

PLACES = re.compile(
    r"\[\s*\{[^\]]{0,2000}?[\"']/[\w./-]+[\"'][^\]]{0,2000}?[\"']/[\w./-]+[\"']"
)  # two addresses in data
LEVELS = 7  # how far up the common menu of two links is sought
DEEPEST = 60  # how far up a link is looked for in a menu
MENU_PARTS = 3  # parts side by side that make a menu
MOST_LINKS = 400
LISTS = ("ul", "ol", "dl")
LONGEST_CHOICE = 40  # characters
LINE_TAGS = ("li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "span", "p", "div", "td", "strong", "b")
PartLink = tuple[Part, str, Link]


@once
def read_parts(page: Page) -> Mapping[Part, LabelledLink | None]:
    """The five parts under all their names; None where the page shows none. Absence is for the caller to weigh:
    only the column page itself, read whole (:func:`parts_are_complete`), proves it."""
    found = part_links(page)
    menu = _menu(found)
    best: dict[Part, tuple[tuple[bool, bool, int, int], LabelledLink]] = {}
    for place, (part, name, link) in enumerate(found):
        outside = menu is not None and not _within(link.element, menu)
        key = (not link.url, outside, name_rank(part, name), place)
        if part not in best or key < best[part][0]:
            best[part] = (key, LabelledLink(name, link.url))
    parts: dict[Part, LabelledLink | None] = {part: best[part][1] if part in best else None for part in Part}
    if len(best) < len(Part):
        for part, _, seen in unlinked(page):
            parts[part] = parts[part] or seen
        for part, written in scripted_parts(page):
            parts[part] = parts[part] or written
    return MappingProxyType(parts)


@once
def part_links(page: Page) -> tuple[PartLink, ...]:
    """(part, its label, link) of every link named like a part; whole names before loose ones."""
    exact: list[PartLink] = []
    loose: list[PartLink] = []
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
    menu = _menu(exact) if exact else _menu(loose)
    if not exact and len({part for part, _, _ in loose}) < MENU_PARTS:
        return ()
    return (*exact, *(entry for entry in loose if menu is not None and _within(entry[2].element, menu)))[:MOST_LINKS]


def _menu(found: Sequence[PartLink]) -> Any:
    """The smallest element that holds the most parts side by side; None where fewer than two stand together."""
    held: dict[Any, set[Part]] = {}
    height: dict[Any, int] = {}
    for part, _, link in found[:MOST_LINKS]:
        for level, ancestor in enumerate(islice(link.element.iterancestors(), LEVELS)):
            held.setdefault(ancestor, set()).add(part)
            height[ancestor] = max(height.get(ancestor, 0), level)
    best = max(held, key=lambda element: (len(held[element]), -height[element]), default=None)
    return best if best is not None and len(held[best]) > 1 else None


def _within(element: Any, container: Any) -> bool:
    return any(ancestor is container for ancestor in islice(element.iterancestors(), DEEPEST))


def scripted_parts(page: Page) -> Iterator[tuple[Part, LabelledLink]]:
    """The parts in menus that scripts hold as data, where several stand together, or write."""
    for menu in scripted_menus(page):
        found = [(part, LabelledLink(node.name, node.url)) for node in menu if (part := part_of(node.name))]
        if len({part for part, _ in found}) > 1:
            yield from found
    yield from ((part, link) for link in written_links(page) if (part := part_of(link.label)))


@once
def unlinked(page: Page) -> tuple[tuple[Part, Any, LabelledLink], ...]:
    """Parts that the page holds as a heading or as its current, unlinked menu line, with their elements."""
    seen: list[tuple[Part, Any, LabelledLink]] = []
    quick = pattern("label", "quick")
    for element in page.root.iter(*LINE_TAGS):
        if len(element) > 3:
            continue
        own = not len(element) or any(child.tag in LISTS for child in element)  # a line, with the lines below it inside
        words = (element.text or "") if own else short_text(element)
        if not 1 < len(words) < 200 or not quick.search(words):
            continue
        part = part_of(label(words))
        if part and len(seen) < MOST_LINKS:
            seen.append((part, element, LabelledLink(label(words), address(page, element))))
    for element in islice(page.root.iter(*CHOICES), MOST_LINKS):
        part = part_of(label(choice_words(element)[:LONGEST_CHOICE]))
        if part:
            seen.append((part, element, LabelledLink(label(choice_words(element)), address(page, element))))
    return tuple(seen)


def parts_are_complete(page: Page) -> bool:
    """This is the column page itself (at least two parts shown) and no script or frame could hold the others."""
    if page.truncated or page.status != 200 or not in_simplified_chinese(page):
        return False
    shown = sum(1 for seen in read_parts(page).values() if seen is not None)
    if shown < 2 or _stands_elsewhere(page):
        return False
    return not (_menu_hidden(page, many=shown >= MENU_PARTS) or included(page) or filled_by_script(page))


def _stands_elsewhere(page: Page) -> bool:
    """The place line is that of another column: its page may show a part of the menu beside its own list."""
    place = breadcrumb(page)
    return bool(place) and not any(part_of(name) or pattern("title", "near").search(name) for name in place)


def is_painted_link(page: Page, anchor: Any) -> bool:
    """A link without words or picture that leads into the site: a style sheet paints what it says."""
    if names_of(anchor) or next(anchor.iter("img"), None) is not None:
        return False
    url = urlsplit(address(page, anchor)) if not (anchor.text or "").strip() else urlsplit("")
    here = url.path in {"", "/", urlsplit(page.url).path} and not (url.query and url.query != urlsplit(page.url).query)
    return host_of(url.geturl()) == host_of(page.url) != "" and not here


def _menu_hidden(page: Page, *, many: bool) -> bool:
    """A frame, picture or script could show more of the menu; a menu of three written lines is not completed by
    scripts unless they name its words."""
    words = pattern("script", "menu_words")
    if _framed(page, many=many) or _pictured(page):
        return True
    scripts, unread = inline_scripts(page), not scripted_menus(page)
    made = any(words.search(text) or (unread and PLACES.search(text)) for text in scripts)
    return made or _made_by_file(page, many=many)


def _framed(page: Page, *, many: bool) -> bool:
    if next(page.root.iter("object", "embed"), None) is not None:
        return True
    menu = pattern("script", "menu")
    sources = (frame.get("src") or "" for frame in page.root.iter("iframe", "frame"))
    return framed(page) or any(not many or menu.search(source) for source in sources)


def _made_by_file(page: Page, *, many: bool) -> bool:
    menu, own_menu = pattern("script", "menu"), pattern("script", "part_menu")
    names = ((script.get("src") or "").rsplit("/", 1)[-1] for script in page.root.iter("script"))
    return any(name and (own_menu.search(name) or (not many and menu.search(name))) for name in names)


def _pictured(page: Page) -> bool:
    """A picture, a map or a painted box without a word could be a part."""
    if any(address(page, area) and not names_of(area) for area in page.root.iter("area")):
        return True
    picture = pattern("script", "picture")
    for anchor in islice(page.root.iter("a"), MOST_LINKS):
        if is_painted_link(page, anchor):
            return True
        wordless = next(anchor.iter("img"), None) is not None and not names_of(anchor)
        if wordless and (picture.search(anchor.get("href") or "") or is_way(page, address(page, anchor))):
            return True
    return False


def is_way(page: Page, url: str) -> bool:
    """Neither the logo that leads home nor the banner of a topic."""
    return host_of(url) == host_of(page.url) != "" and urlsplit(url).path not in {"", "/"} and not TOPIC.search(url)
