"""The levels of a menu: under which entry another one stands, by its nesting or else by its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.folders import is_below, place
from crawler.reading.listings.anchors import links_in
from crawler.reading.listings.headings import HEADING_TAGS, is_heading
from crawler.reading.pages.page import is_hidden

WORDS = load("columns")["navigation"]
NOT_COLUMNS = re.compile(WORDS["not_columns"], re.I)
BETWEEN_WIDE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
ORNAMENTS = re.compile(WORDS["ornaments"])
PANELS = re.compile(WORDS["panels"])
NAME_LENGTH = 16
MOST_PANELS = 20
STEPS = 12  # levels of elements a menu entry may lie below its parent entry
DEEPEST = 3  # names above an entry
BARE = frozenset({"a", "br", "i", "em", "span"})  # between the links of a box without a list
LEAVES = frozenset({"a", "li", "td", "tr", "span", "tbody", "dt", "h3", "h2"})
ENTRY_TAGS = LEAVES | {"strong", "b", "em", "p", "div", "h4", "h5"}

Entry = tuple[str, str, Any]  # name, address, the link's element or None for a heading with a "more" link


def menu_paths(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """The names from the outermost entry down to each entry, itself last.

    A flat menu does not tell its levels: there an entry belongs to the one in whose folder its address lies.
    """
    nested = [(*parents(element), name) if element is not None else (name,) for name, _, element in entries]
    heads: dict[tuple[str, str], int] = {}
    for number, (_, url, _) in enumerate(entries):
        host, folder, _ = place(url)
        if folder not in {"", "/"}:
            heads.setdefault((host, folder), number)
    parted = {path[-2] for path in nested if len(path) > 1}
    return [by_address(number, entries, nested, heads, parted) for number in range(len(entries))]


def by_address(
    number: int,
    entries: Sequence[Entry],
    nested: Sequence[tuple[str, ...]],
    heads: dict[tuple[str, str], int],
    parted: set[str],
) -> tuple[str, ...]:
    """The path of an entry, its parent looked for by address where the menu names none."""
    path = nested[number]
    for _ in range(DEEPEST):
        above = head_of(entries[number][1], entries, heads) if len(nested[number]) == 1 else None
        if above is None or above == number or entries[above][0] in path:
            break
        if entries[above][0] in parted and side_by_side(entries[number][2], entries[above][2]):
            break
        path = (*nested[above], *path)
        number = above
    return path


def head_of(url: str, entries: Sequence[Entry], heads: dict[tuple[str, str], int]) -> int | None:
    """The entry with the deepest folder the address lies in."""
    host, folder, _ = place(url)
    path = folder or urlsplit(url).path
    while "/" in path.rstrip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        number = heads.get((host, path))
        if number is not None and is_below(url, entries[number][1]):
            return number
    return None


def side_by_side(element: Any, other: Any) -> bool:
    """Both head an item of one menu: the menu itself says that neither stands below the other."""
    if element is None or other is None:
        return False
    mine = {outer: inner for inner, outer in climb(element)}
    for inner, outer in climb(other):
        if outer in mine:
            own = mine[outer]
            return bool(own.tag == inner.tag and first_link(own) is element and first_link(inner) is other)
    return False


def climb(element: Any) -> list[tuple[Any, Any]]:
    """(element, the one around it) upwards."""
    steps = []
    for _ in range(STEPS):
        parent = element.getparent()
        if parent is None or parent.tag == "body":
            break
        steps.append((element, parent))
        element = parent
    return steps


def first_link(element: Any) -> Any | None:
    """The first link in an element."""
    return next(element.iter("a"), None)


def parents(element: Any) -> tuple[str, ...]:
    """The labels a menu entry stands under, outermost first."""
    names: list[str] = []
    node = element
    for _ in range(STEPS):
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "html"} or len(names) >= DEEPEST:
            break
        label = label_before(node, parent)
        if label:
            names.append(label)
        node = parent
    return tuple(reversed(names)) or panel_label(element)


def panel_label(element: Any) -> tuple[str, ...]:
    """The entry whose panel the link stands in, where a menu keeps all its panels together behind its entries."""
    for panel, box in climb(element):
        words = f"{box.get('class') or ''} {box.get('id') or ''} {panel.get('class') or ''}"
        if not (PANELS.search(words) or is_hidden(panel) or is_hidden(box)) or len(box) > MOST_PANELS:
            continue
        panels, heads = [one for one in box if one.tag == panel.tag], menu_items(box.getprevious())
        if len(panels) >= 2 and len(panels) == len(heads):
            text = clean_name(" ".join("".join(islice(heads[panels.index(panel)].itertext(), 20)).split()))
            return (text,) if 2 <= len(text) <= NAME_LENGTH and not NOT_COLUMNS.search(text) else ()
    return ()


def menu_items(menu: Any) -> list[Any]:
    """The entries of a menu without levels: one short link each; empty where it is something else."""
    while menu is not None and isinstance(menu.tag, str) and len(menu) == 1:
        menu = menu[0]
    if menu is None or not isinstance(menu.tag, str) or len(menu) > MOST_PANELS:
        return []
    items = list(menu)
    return items if all(links_in(one, 2) == 1 and leads(one) for one in items if one.tag != "a") else []


def label_before(node: Any, parent: Any) -> str | None:
    """The entry a sub-menu belongs to: the first label in the same item, definition list or headed box."""
    if node.tag == "a" and parent.tag == "div":
        return own_heading(node, parent)
    if (node.tag in LEAVES and parent.tag != "dl") or node.tag == "dt":
        return None
    before = speaking_before(node, parent)
    if before is None or (before.tag == node.tag and parent.tag != "li" and not is_heading(before)):
        return None
    if not (parent.tag in {"li", "dl"} or before.tag in HEADING_TAGS or is_item(parent, before, node)):
        return None
    text = clean_name(" ".join("".join(islice(before.itertext(), 20)).split()))
    return text if 2 <= len(text) <= NAME_LENGTH and not NOT_COLUMNS.search(text) else None


def own_heading(link: Any, box: Any) -> str | None:
    """The heading over links that stand bare in a box, where another such box with a heading stands beside it."""
    before = next((one for one in islice(link.itersiblings(preceding=True), 40) if one.tag not in BARE), None)
    if before is None or before.tag not in HEADING_TAGS or links_in(before, 2) > 1:
        return None
    kin = [*islice(box.itersiblings("div"), 3), *islice(box.itersiblings("div", preceding=True), 3)]
    if not any(len(other) > 1 and other[0].tag == before.tag and own_words(other) == own_words(box) for other in kin):
        return None
    text = clean_name(" ".join("".join(islice(before.itertext(), 20)).split()))
    return text if 2 <= len(text) <= NAME_LENGTH and not NOT_COLUMNS.search(text) else None


def speaking_before(node: Any, parent: Any) -> Any | None:
    """The nearest sibling before that has words, arrows and lines left out; in a definition list its term."""
    for before in islice(node.itersiblings(preceding=True), 40):
        if not isinstance(before.tag, str) or not "".join(islice(before.itertext(), 20)).strip():
            continue
        if parent.tag != "dl" or before.tag == "dt":
            return before
    return None


def is_item(parent: Any, before: Any, node: Any) -> bool:
    """A box of a menu made of boxes: one entry, then the entries below it, with another such box beside it."""
    if not heads_entries(parent, before, node):
        return False
    kin = [*islice(parent.itersiblings(parent.tag), 3), *islice(parent.itersiblings(parent.tag, preceding=True), 3)]
    return any(own_words(other) == own_words(parent) and leads(other) for other in kin)


def heads_entries(parent: Any, before: Any, node: Any) -> bool:
    """One link to a column stands first in the box, and the links of the box follow it."""
    if before.tag not in ENTRY_TAGS or links_in(before, 2) != (1 if before.tag != "a" else links_in(before, 2)):
        return False
    link = first_link(before)
    return link is not None and first_link(parent) is link and links_in(node, 1) > 0 and not is_first_page(link)


def leads(box: Any) -> bool:
    """The box begins with a link of a menu's length."""
    link = first_link(box)
    return link is not None and len("".join(islice(link.itertext(), 20)).strip()) <= NAME_LENGTH


def own_words(element: Any) -> str:
    """The first word of an element's class: a second one often marks the entry the visitor is at."""
    words = (element.get("class") or "").split()
    return words[0] if words else ""


def is_first_page(link: Any) -> bool:
    """The link of a logo or a name of the site."""
    path = urlsplit_path((link.get("href") or "").strip())
    return path in {"/", "/index.html", "/index.htm", "/index.shtml", "/index.jsp"}


def urlsplit_path(href: str) -> str:
    """The path of an address, "" where it is none."""
    try:
        return urlsplit(href).path
    except ValueError:
        return ""


@lru_cache(maxsize=8192)
def clean_name(title: str) -> str:
    """A label without blanks between its characters and without ornaments."""
    return ORNAMENTS.sub("", BETWEEN_WIDE.sub("", title))
