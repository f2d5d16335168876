"""A page that lists accounts as boxes within boxes: words, and marks (a link to a platform, a picture to scan).

What is hidden counts here: codes wait below the pointer, and panels behind their tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from crawler.lexicon import load
from crawler.reading.accounts.profiles_linked import OUTER, is_profile, platform_at
from crawler.reading.listings.anchors import base_url
from crawler.reading.listings.scriptlinks import Functions
from crawler.reading.pages.lines import INLINE_TAGS
from crawler.reading.pages.page import Page

READING = load("account_lists")["reading"]
CODE_SIGNS = re.compile(READING["code_signs"])
CODE_WORDS = re.compile(READING["code_words"])
FOOT = re.compile(r"(?:^|[\s_-])(?:foot|footer|copyright)", re.I)
OF_SITE = re.compile(READING["of_site"], re.I)
SILENT = frozenset({"script", "style", "noscript", "template", "textarea", "head", "title"})
GLUED = frozenset({"font", "u", "sub", "sup", "mark", "nobr", "big", "small", "ins", "wbr", "bdo", "tt"})
KEPT = frozenset({"table", "tbody", "thead", "tr", "td", "th"})
LINKS = ("href", "onclick", "data-url", "data-href", "data-link", "value")
TARGETS = ("href", "data-target", "data-tab", "data-id", "aria-controls", "rel")
DEEPEST = 150  # levels that are read; beyond them stand no lists
ICON = 40  # pixels: smaller pictures are icons
MOST = 40_000  # elements


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A line of text. ``tags`` are those of the elements it fills; ``targets`` what a click on it shows."""

    text: str
    tags: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()
    signs: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What stands for an account: the address of a profile, a picture, or both."""

    address: str = ""
    platform: str = ""  # by the address
    picture: str = ""
    is_code: bool = False  # the picture is a code to scan, as its name or words say
    labels: tuple[str, ...] = ()  # the link's words, its title, the picture's
    signs: str = ""  # classes, ids and file names
    tags: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    tag: str
    items: tuple[Item, ...]
    signs: str = ""
    ids: tuple[str, ...] = ()
    spans: tuple[int, int] = (1, 1)  # rows and columns of a table's cell
    tags: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()

    def words(self) -> Iterator[Words]:
        return (item for item in self.leaves() if isinstance(item, Words))

    def marks(self) -> Iterator[Mark]:
        return (item for item in self.leaves() if isinstance(item, Mark))

    def all_signs(self) -> str:
        """Its own classes and ids, and those of all it holds."""
        inner = (item.all_signs() if isinstance(item, Box) else item.signs for item in self.items)
        return " ".join(filter(None, (self.signs, *inner)))

    def leaves(self) -> Iterator[Words | Mark]:
        for item in self.items:
            if isinstance(item, Box):
                yield from item.leaves()
            else:
                yield item


Item = Box | Words | Mark


def read_tree(page: Page) -> Box:
    """The page's body as boxes."""
    bodies = page.root.findall("body") or [page.root]
    builder = _Builder(page)
    return Box("body", tuple(item for body in bodies for item in builder.items(body, 0)))


@dataclass(slots=True)
class _Line:
    """The line that is being read."""

    pieces: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def end(self) -> None:
        text = " ".join("".join(self.pieces).replace("\u200b", "").replace("\ufeff", "").split())
        self.pieces.clear()
        written = OUTER.search(text)
        if written and is_profile(written[0]):
            label = text.replace(written[0], " ").strip()
            self.items.append(Mark(written[0], platform_at(written[0]), labels=(label,) if label else ()))
        elif text:
            self.items.append(Words(text))

    def add(self, item: Item) -> None:
        self.end()
        self.items.append(item)


class _Builder:
    def __init__(self, page: Page) -> None:
        self.base, self.functions = base_url(page), Functions(page)
        self.left = MOST
        self.icons: dict[Any, str] = {}  # element → classes and file names of the icons in it, which show no words
        self.heavy: set[Any] = set()  # elements that hold more than inline text
        for node in reversed(page.nodes):
            if node in self.heavy or (isinstance(node.tag, str) and self._is_heavy(node)):
                self.heavy.add(node.getparent())

    def _is_heavy(self, node: Any) -> bool:
        return node.tag not in INLINE_TAGS or node.tag in {"img", "a"} or node.get("onclick") is not None

    def items(self, element: Any, depth: int) -> list[Item]:
        """What an element holds, in order."""
        line = _Line([element.text or ""])
        for child in element:
            self.left -= 1
            if isinstance(child.tag, str) and child.tag not in SILENT and self.left > 0 and depth < DEEPEST:
                self._child(child, line, depth)
            line.pieces.append(child.tail or "")
        line.end()
        return line.items

    def _child(self, child: Any, line: _Line, depth: int) -> None:
        if child.tag == "br":
            line.end()
        elif child.tag == "img":
            picture = self._picture(child)
            if picture:
                line.add(picture)
            else:
                self._icon(child, f"{signs_of(child)} {(child.get('src') or '').rpartition('/')[2]}")
        elif not len(child) and not (child.text or "").strip() and not child.get("href"):
            self._icon(child, signs_of(child))
        elif child.tag in {"area", "option"}:
            mark = self._link(child, [])
            if mark:
                line.add(mark)
        elif child.tag in GLUED and child not in self.heavy:
            line.pieces.append("".join(child.itertext()))
        elif child.tag in INLINE_TAGS and child.tag != "a" and child not in self.heavy and not child.get("onclick"):
            self._inline(child, line)
        else:
            for item in self._boxed(child, depth):
                line.add(item)

    def _icon(self, element: Any, signs: str) -> None:
        around = element.getparent()
        self.icons[around] = f"{self.icons.get(around, '')} {signs}".strip()

    def _inline(self, child: Any, line: _Line) -> None:
        """Elements beside each other are words of their own, unless a label awaits its value."""
        if not "".join(line.pieces).rstrip().endswith((":", "：")):
            line.end()
        line.pieces.append("".join(child.itertext()))
        if not (child.tail or "").strip() and not "".join(line.pieces).rstrip().endswith((":", "：")):
            line.end()

    def _boxed(self, element: Any, depth: int) -> list[Item]:
        items = self.items(element, depth + 1)
        if FOOT.search(signs_of(element)):
            items = _without(items)
        items = _signed(items, element)
        mark = self._link(element, items)
        if mark:
            return [mark]
        if element.tag == "a" and platform_at(self._whole(element.get("href") or "")):
            return []  # a single post, a button to share, a platform's own page
        signs, targets = f"{signs_of(element)} {self.icons.get(element, '')}".strip(), self._targets(element)
        is_panel = bool(element.get("id")) and isinstance(items[:1] and items[0], Mark)
        if element.tag not in KEPT and len(items) == 1 and not is_panel:
            return [_joined(items[0], element, signs, targets)]
        spans = (number(element.get("rowspan"), 1), number(element.get("colspan"), 1))
        own = (element.get("id"),) if element.get("id") else ()
        return [Box(element.tag, tuple(items), signs, own, spans, frozenset({element.tag}), targets)]

    def _targets(self, element: Any) -> tuple[str, ...]:
        found = (element.get(name) or "" for name in TARGETS)
        return tuple(value.rpartition("#")[2] for value in found if value and "/" not in value)

    def _link(self, element: Any, items: list[Item]) -> Mark | None:
        """The element as a link to a profile, with the picture and the words it holds."""
        address = self._address(element)
        inside = [leaf for item in items for leaf in (item.leaves() if isinstance(item, Box) else [item])]
        marks = [item for item in inside if isinstance(item, Mark)]
        if not address or len(marks) > 1:
            return None
        words = [item.text for item in inside if isinstance(item, Words)]
        if element.tag == "option":
            words = [" ".join((element.text or "").split())]
        more = [element.get("title") or "", element.get("alt") or ""]
        mark = marks[0] if marks else Mark()
        labels = tuple(dict.fromkeys(text.strip() for text in (*words, *more, *mark.labels) if text.strip()))
        signs = f"{signs_of(element)} {mark.signs}"
        return replace(mark, address=address, platform=platform_at(address), labels=labels, signs=signs)

    def _address(self, element: Any) -> str:
        """The profile an element leads to, through a redirect or a script of the page too."""
        for name in LINKS:
            value = (element.get(name) or "").strip()
            if not value:
                continue
            for found in (*reversed(OUTER.findall(value)), value if name == "href" else ""):
                url = self._whole(unquote(found) if "%3a" in found[:10].lower() else found)
                if url and is_profile(url):
                    return url
        called = element.get("onclick") or "javascript" in (element.get("href") or "").lower()
        url = self.functions.address(element, self.base) if called else ""
        return url if url and is_profile(url) else ""

    def _whole(self, text: str) -> str:
        try:
            url = urljoin(self.base, text.rstrip(";,"))
            return url if urlsplit(url).scheme in {"http", "https"} else ""
        except ValueError:
            return ""

    def _picture(self, image: Any) -> Item | None:
        """A picture as a mark; an icon with words as those words."""
        texts = [" ".join((image.get(name) or "").split()) for name in ("alt", "title")]
        labels = tuple(dict.fromkeys(text for text in texts if text))
        sizes = [number(image.get(name), 0) for name in ("width", "height")]
        names = ("data-original", "data-src", "lazy-src", "original", "src")
        source = next((value for name in names if (value := (image.get(name) or "").strip())), "")
        if any(0 < size <= ICON for size in sizes) or not source or source.startswith("data:"):
            return Words(labels[0]) if labels else None
        picture = self._whole(source)
        signs = f"{signs_of(image)} {source.rpartition('/')[2]}"
        told = f"{signs_of(image)} {urlsplit(picture).path}"
        is_code = bool(CODE_SIGNS.search(told) or any(CODE_WORDS.search(text) for text in labels))
        return Mark(picture=picture, is_code=is_code, labels=labels, signs=signs)


def _signed(items: list[Item], element: Any) -> list[Item]:
    """The pictures of a link take its title; those of an element whose name says so are codes."""
    if len(items) == 1 and isinstance(items[0], Mark) and element.tag == "a" and element.get("title"):
        return [replace(items[0], labels=tuple(dict.fromkeys((element.get("title").strip(), *items[0].labels))))]
    return [_as_code(item) for item in items] if len(items) > 1 and CODE_SIGNS.search(signs_of(element)) else items


def _as_code(item: Item) -> Item:
    if isinstance(item, Box):
        return replace(item, items=tuple(_as_code(inner) for inner in item.items))
    return replace(item, is_code=True) if isinstance(item, Mark) and item.picture else item


def _without(items: Sequence[Item]) -> list[Item]:
    """A footer without the lines that speak of the website and of none of its accounts."""
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Box):
            kept.append(replace(item, items=tuple(_without(item.items))))
        elif not (isinstance(item, Words) and OF_SITE.search(item.text)):
            kept.append(item)
    return kept


def _joined(item: Item, element: Any, signs: str, targets: tuple[str, ...]) -> Item:
    """An element that holds one thing is that thing."""
    tags = item.tags | {element.tag}
    signs, targets = f"{signs} {item.signs}".strip(), (*targets, *item.targets)
    if isinstance(item, Box):
        own = (element.get("id"),) if element.get("id") else ()
        return replace(item, signs=signs, ids=(*own, *item.ids), tags=tags, targets=targets)
    if isinstance(item, Mark):
        is_code = item.is_code or bool(item.picture and CODE_SIGNS.search(signs))
        return replace(item, signs=signs, tags=tags, targets=targets, is_code=is_code)
    return replace(item, signs=signs, tags=tags, targets=targets)


def signs_of(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def number(text: str | None, otherwise: int) -> int:
    """A whole number of an attribute, as markup writes it."""
    match = re.match(r"\s*(\d{1,4})", text or "")
    return int(match[1]) if match else otherwise
