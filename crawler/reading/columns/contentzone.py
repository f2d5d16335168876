"""The part of a column page that is its own content, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.boxes import HEADER_CLASS, is_hole, is_painted, is_picture
from crawler.reading.columns.menus import clean_name
from crawler.reading.columns.navigation import bare_host, breadcrumb, crumb_element
from crawler.reading.listings.anchors import FILE, Anchor, links_in
from crawler.reading.listings.blocks import FOOTER, SIDEBAR, read_layout
from crawler.reading.listings.mainlist import is_aside
from crawler.reading.listings.rowdates import DRESSING, FULL, is_date
from crawler.reading.pages.once import once
from crawler.reading.pages.page import SILENT_TAGS, Page

WORDS = load("columns")["state"]
NOTE = re.compile(WORDS["notes"], re.I)
LOADING = re.compile(WORDS["loading"], re.I)
FURNITURE = re.compile(WORDS["furniture"], re.I)
SENTENCE = re.compile(WORDS["sentence"])
FOOTER_TEXT = re.compile(WORDS["footer_text"], re.I)
HEADER_TEXT = re.compile(WORDS["header_text"])
FOOTER_MARK = re.compile(WORDS["footer_marks"], re.I)
REACH = re.compile(WORDS["reach"])
FRAME_PLACES = re.compile(WORDS["frame_places"])
HEAD_OR_TAIL = frozenset({"header", "footer", "nav", "select", "option", "button", "input", "aside"})
TITLE_PARTS = re.compile(WORDS["title_parts"])
MEASURE = re.compile(r"\d\.\d+|\d\s?%")
FIGURE = re.compile(r"\d[\d.,%]{2,}")
SEARCH_LINKS = 8  # links: hot words beside a search field are fewer
FORM_FIELDS = 200
VIEW_STATE = "__VIEWSTATE"  # ASP.NET puts every page into one form and this field in front
SEARCH_FORM = 60  # characters: a form that says more holds the page, as ASP.NET's do, or is what the page offers
SUBTITLE = 60  # characters: up to here a line of Latin letters is the ornament of a heading
DATE_LABEL = 3  # letters beside a date
MEDIA = frozenset({"video", "audio", "embed", "object", "canvas", "svg", "applet", "textarea", "area", "source", "xml"})
CONTAINERS = frozenset({"div", "ul", "tbody", "table", "dl", "section", "ol"})


@dataclass(slots=True, eq=False)
class Zone:
    """What stands between the breadcrumb (or the menu) and the footer, side boxes left out."""

    texts: list[str] = field(default_factory=list)  # outside links, furniture left out
    anchors: list[Any] = field(default_factory=list)
    pictures: int = 0
    frames: int = 0
    media: int = 0
    rows: int = 0  # lines of a list that lead nowhere and say something
    holes: int = 0  # empty containers with an id: a script could fill them
    bare: int = 0  # empty containers with a class alone
    names: set[str] = field(default_factory=set)  # the ids and classes of both
    reach: bool = False  # an address or telephone, and no footer beside it
    found: bool = False  # a breadcrumb or heading says where the content starts

    @property
    def size(self) -> int:
        """Characters of text of its own."""
        return sum(len(text) for text in self.texts)

    @property
    def note(self) -> str:
        """The words that explain why nothing is here."""
        return next((text[:120] for text in self.texts if len(text) <= 200 and NOTE.search(text)), "")

    @property
    def loading(self) -> bool:
        """Words that stay only until a script has run."""
        return any(len(text) <= 30 and LOADING.search(text) for text in self.texts)


@once
def read_zone(page: Page) -> Zone:
    """Walk the page in order, from the breadcrumb or its heading to the footer."""
    crumb = crumb_element(page)
    zone = Zone(found=crumb is not None)
    started = crumb is None
    layout = read_layout(page)
    boxes = {block.container for block in layout.blocks if is_aside(block, page)}
    for node in walk(page.root, layout.ground.hidden | boxes):
        if isinstance(node, str):
            if started:
                keep_text(zone, node)
        elif node is crumb:
            started = True
            zone.texts.clear()
        elif started and not (node.tag == "a" and crumb is not None and crumb in node.iterancestors()):
            keep_element(zone, node)
    names = {clean_name(name) for name in (*breadcrumb(page), *titles(page))}
    zone.texts = [text for text in zone.texts if clean_name(text) not in names]
    return zone


def walk(root: Any, left_out: set[Any]) -> Iterator[Any]:
    """Elements and texts in document order, without head, scripts, footers, menus, side boxes and hidden parts.

    The text inside links is left out: a link speaks of another page.
    """
    body = next(root.iter("body"), root)
    stack: list[tuple[Any, bool]] = [(body, False)]
    while stack:
        node, after = stack.pop()
        if after:
            if node.tail:
                yield node.tail
            continue
        if node is not body:
            stack.append((node, True))
        if not isinstance(node.tag, str) or node.tag in SILENT_TAGS or node in left_out or is_frame_of_page(node):
            continue
        yield node
        if node.tag != "a":
            if node.text:
                yield node.text
            stack.extend((child, False) for child in reversed(node))


def is_frame_of_page(node: Any) -> bool:
    """Header, footer, menu, form or side box."""
    if node.tag in HEAD_OR_TAIL or (node.tag == "form" and is_search_form(node)):
        return True
    words = f"{node.get('class') or ''} {node.get('id') or ''}"
    if len(words) < 4 or len(node) == 0:
        return False
    return is_frame_class(words) and not holds_crumb(node)


def is_search_form(form: Any) -> bool:
    """A form to type in that holds neither a list nor more words than its own labels."""
    fields = list(islice(form.iter("input", "select"), FORM_FIELDS))
    typed = [one for one in fields if is_typed(one)]
    whole_page = any((one.get("name") or "") == VIEW_STATE for one in fields)
    if whole_page or not typed or links_in(form, SEARCH_LINKS) >= SEARCH_LINKS:
        return False
    said = 0
    for text in form.itertext():
        around = text.getparent() if hasattr(text, "getparent") else None
        if around is not None and around.tag in {"option", "script", "style"} and not text.is_tail:
            continue
        said += len(text.strip())
        if said > SEARCH_FORM or (len(typed) > 1 and len(text.strip()) > 1 and not is_furniture(text.strip())):
            return False  # several fields with names of their own are a service, not the filter of a list
    return True


def is_service(form: Any) -> bool:
    """Several fields to fill in, but not the form ASP.NET puts around every page."""
    names = [one.get("name") or "" for one in islice(form.iter("input"), FORM_FIELDS) if is_typed(one)]
    return len(names) > 1 and VIEW_STATE not in {one.get("name") for one in islice(form.iter("input"), FORM_FIELDS)}


def is_typed(one: Any) -> bool:
    """A field for words."""
    return one.tag == "input" and (one.get("type") or "text").lower() in {"text", "search", "password"}


@lru_cache(maxsize=4096)
def is_frame_class(words: str) -> bool:
    """Class and id words that templates give a header, a footer, a menu or a side box."""
    return any(place.search(words) for place in (FOOTER, SIDEBAR, HEADER_CLASS, FRAME_PLACES))


def holds_crumb(node: Any) -> bool:
    """A wrapper called head or menu that holds most of the page is not left out."""
    return sum(1 for _ in node.iter("div", "table", "ul")) > 25


def keep_text(zone: Zone, text: str) -> None:
    """Note a text that is neither furniture of a list nor header or footer."""
    text = " ".join(text.split())
    if FOOTER_MARK.search(text):
        zone.reach = False
    elif REACH.search(text) or MEASURE.search(text) or (text.isascii() and is_english(text)):
        zone.reach = True
    if len(text) >= 2 and (NOTE.search(text) or not is_furniture(text)):
        zone.texts.append(text)


def is_english(text: str) -> bool:
    """A sentence or figures in Latin letters, not the ornament of a heading."""
    return len(text.split()) > 1 and any(mark in text for mark in ".:,;") and any(one.isalpha() for one in text)


@lru_cache(maxsize=4096)
def is_furniture(text: str) -> bool:
    """A date, or words that belong to a list, a header or a footer."""
    if text.isascii() and len(text) < SUBTITLE:
        return True
    if SENTENCE.search(text) and not FOOTER_MARK.search(text):
        return False  # a sentence tells an address and a telephone too: what an organ does, and where it is
    return is_bare_date(text) or any(words.search(text) for words in (FURNITURE, FOOTER_TEXT, HEADER_TEXT))


def is_bare_date(text: str) -> bool:
    """A date with its label at most: a line with a title and a day is content, though no link leads further."""
    return is_date(text) and len(DRESSING.sub("", FULL.sub("", text))) <= DATE_LABEL


def keep_element(zone: Zone, node: Any) -> None:
    """Note what could be content, or could become it."""
    if node.tag == "a":
        zone.anchors.append(node)
        zone.pictures += (
            sum(1 for image in node.iter("img") if is_picture(image)) if FILE.search(node.get("href") or "") else 0
        )
    elif node.tag == "img":
        zone.pictures += is_picture(node)
    elif node.tag in {"iframe", "frame"} or "-" in node.tag:  # an element of the site's own, made by a script
        zone.frames += 1
    elif node.tag in MEDIA or (node.tag == "form" and is_service(node)):
        zone.media += 1
    elif node.tag in CONTAINERS and is_hole(node):
        zone.holes += 1
        zone.names.add(node.get("id") or "")
    elif node.tag in CONTAINERS and is_painted(node):
        zone.pictures += 1
    elif node.tag in CONTAINERS and is_hole(node, by="class"):
        zone.bare += 1
        zone.names.update((node.get("class") or "").split())
    elif node.tag in {"li", "dd", "tr"}:
        zone.rows += is_plain_row(node)


def is_plain_row(node: Any) -> bool:
    """A line of words in a list without any link, such as names and offices of leaders."""
    if links_in(node.getparent(), 1):
        return False
    cells = [node] if node.tag != "tr" else [cell for cell in node if cell.tag == "td"]
    texts = [" ".join("".join(islice(cell.itertext(), 20)).split()) for cell in cells]
    spoken = [text for text in texts if len(text) >= 2 and not is_furniture(text) and not NOTE.search(text)]
    spoken = spoken or ([text for text in texts if FIGURE.fullmatch(text)] if node.tag == "tr" else [])
    return bool(spoken) and (node.tag != "tr" or len(spoken) >= 2)


def titles(page: Page) -> list[str]:
    """The words of the page's title, apart: the column's name is one of them."""
    element = next(page.root.iter("title"), None)
    text = " ".join((element.text or "").split()) if element is not None else ""
    return [text, *TITLE_PARTS.split(text)]


def own_files(page: Page, zone: Zone) -> list[Anchor]:
    """Links in the zone that lead to documents or files, on any host."""
    inside = set(zone.anchors)
    home = bare_host(page.url)
    return [
        anchor
        for anchor in read_layout(page).ground.anchors
        if anchor.element in inside and anchor.article and anchor.title and is_near(anchor.url, home)
    ]


def is_near(url: str, home: str) -> bool:
    """The own site, or a file anywhere."""
    return bare_host(url).endswith(home) or bool(FILE.search(urlsplit(url).path))
