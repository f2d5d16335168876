"""The columns a page leads to: its menu with children, and its block headings with "more" links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.folders import is_below
from crawler.reading.columns.kinds import ColumnKind, ColumnLink, column_kind, kind_of
from crawler.reading.columns.menus import NAME_LENGTH, NOT_COLUMNS, Entry, clean_name, menu_paths
from crawler.reading.listings.anchors import MORE, PAGER, Anchor, links_in
from crawler.reading.listings.blocks import FOOTER, read_layout
from crawler.reading.listings.headings import heading_text, is_heading, is_more
from crawler.reading.listings.rowdates import is_date
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.references import without_session

WORDS = load("columns")["navigation"]
CRUMB_TEXT = re.compile(WORDS["breadcrumb"])
CRUMB_PARTS = re.compile(r"[>»›→|\x1f/\\]+")
CRUMB_END = re.compile(r"^[\s\x1f]*[:：]")
CRUMB_WORDS = re.compile(WORDS["crumb_words"])
SEPARATOR = "\x1f"
CRUMB_CLASS = re.compile(WORDS["crumb_class"], re.I)
HOME = re.compile(WORDS["home"], re.I)
CHANNEL = re.compile(WORDS["channel_addresses"], re.I)
INDEX = re.compile(r"/(?:(?:index|default)\.\w+)?$")
CRUMB_TAGS = ("div", "p", "td", "span", "ul", "ol", "nav", "h3", "dl", "dt", "li", "em", "b", "strong")
MOST_LINKS = 6  # links a list's row may have


@once
def read_navigation(page: Page) -> tuple[ColumnLink, ...]:
    """The columns the page's navigation and block headings offer, on its own site, each address once, in page order."""
    crumbs = breadcrumb(page)
    entries: dict[str, Entry] = {}
    for name, url, element in [*menu_links(page), *more_links(page)]:
        key = url.partition("#")[0]
        if not same_address(key, page.url):
            entries.setdefault(key, (name, key, element))
    found = list(entries.values())
    links = []
    for (name, url, _), path in zip(found, menu_paths(found), strict=True):
        here = crumbs if len(path) == 1 and is_below(url, page.url) else ()
        links.append(ColumnLink(name, url, (*here, *path), kind_of((*here, *path))))
    return tuple(links)


@once
def menu_links(page: Page) -> tuple[Entry, ...]:
    """Short links to columns of the own site, footers and breadcrumbs left out."""
    return tuple(column_entries(page))


def column_entries(page: Page) -> Iterator[Entry]:
    outside, items = tool_places(page), item_links(page)
    for anchor in read_layout(page).ground.anchors:
        name = clean_name(anchor.title)
        if anchor.element in items or not is_column_link(anchor, name, page.url) or in_places(anchor.element, outside):
            continue
        yield name, anchor.url, anchor.element


@once
def item_links(page: Page) -> frozenset[Any]:
    """The links in the rows of lists, shown or hidden, and those alone beside a date: items are never columns."""
    layout = read_layout(page)
    rows = [row for block in layout.blocks for row in block.rows if links_in(row, MOST_LINKS) < MOST_LINKS]
    found = {link for row in rows for link in row.iter("a")}
    for anchor in layout.ground.anchors:
        row = next(islice(anchor.element.iterancestors("li", "tr", "dd", "dl", "p"), 1), None)
        if row is not None and layout.ground.dates.get(row) and links_in(row, 3) < 3:
            found.add(anchor.element)
    return frozenset(found)


def is_column_link(anchor: Anchor, name: str, page_url: str) -> bool:
    """A short name, a column's address on the own site, no tool of the website."""
    if not 2 <= len(name) <= NAME_LENGTH or name.isdigit() or is_date(name):
        return False
    if anchor.article and not CHANNEL.search(urlsplit(anchor.url).path):
        return False
    if names_no_column(name):
        return False
    return is_own(anchor.url, page_url, column_kind(name))


@lru_cache(maxsize=8192)
def names_no_column(name: str) -> bool:
    """The words of a tool of the website, of a "more" link or of a pager."""
    return bool(NOT_COLUMNS.search(name) or MORE.match(name) or PAGER.match(name))


def is_own(url: str, page_url: str, kind: ColumnKind) -> bool:
    """The same host, or a host below the portal's; another host's first page is another website, unless its name
    says that it is a column (a disclosure platform on a host of its own)."""
    host, own = bare_host(url), bare_host(page_url)
    root = is_first_page(url)
    if host == own:
        return not root
    return host.endswith(f".{own}") and own.count(".") >= 1 and (not root or kind is not ColumnKind.OTHER)


@lru_cache(maxsize=8192)
def is_first_page(url: str) -> bool:
    """The address of a host and nothing more."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


@lru_cache(maxsize=8192)
def bare_host(url: str) -> str:
    """The host without its www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def tool_places(page: Page) -> set[Any]:
    """Footers and breadcrumbs: elements whose links are no navigation of columns."""
    places = {crumb_element(page)} - {None}
    for element in page.root.iter(*CRUMB_TAGS):
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "footer" or (len(words) > 3 and is_footer_class(words)):
            places.add(element)
    return places


@lru_cache(maxsize=4096)
def is_footer_class(words: str) -> bool:
    """Class and id words that templates give a footer."""
    return bool(FOOTER.search(words))


def in_places(element: Any, places: set[Any]) -> bool:
    """The element stands in one of the places."""
    while element is not None:
        if element in places:
            return True
        element = element.getparent()
    return False


def more_links(page: Page) -> Iterator[tuple[str, str, Any]]:
    """Block headings with a "more" link: the column has the heading's name."""
    for block in read_layout(page).blocks:
        name, url = clean_name(block.listing.name or ""), block.listing.more_url
        if url and usable(name) and is_own(url, page.url, column_kind(name)):
            yield name, url, None
    for anchor in read_layout(page).ground.anchors:
        if is_more(anchor) and not anchor.article:
            name = clean_name(heading_near(anchor.element) or "")
            if usable(name) and is_own(anchor.url, page.url, column_kind(name)):
                yield name, anchor.url, None


def usable(name: str) -> bool:
    """The name can be a column's."""
    return 2 <= len(name) <= NAME_LENGTH and not NOT_COLUMNS.search(name)


def heading_near(element: Any) -> str | None:
    """The words that stand with a "more" link in its heading."""
    node = element
    for _ in range(3):
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return None
        for before in islice(node.itersiblings(preceding=True), 4):
            text = heading_text(before) if isinstance(before.tag, str) else None
            if text:
                return text
        if is_heading(parent) and heading_text(parent):
            return heading_text(parent)
        node = parent
    return None


BLOCKS = frozenset({"div", "table", "form", "section", "dl", "h1", "h2", "h3", "h4"})


@once
def crumb_element(page: Page) -> Any | None:
    """The element that holds the breadcrumb."""
    for element in page.root.iter(
        "div", "p", "td", "span", "ul", "ol", "nav", "h3", "dl", "dt", "li", "em", "b", "strong"
    ):
        text = element.text or ""
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (1 < len(text) < 60 and leads_crumb(text)) or (len(words) > 2 and is_crumb_class(words)):
            around = crumb_around(element)
            if around is not None:
                return around
    return None


def crumb_around(element: Any) -> Any | None:
    """The element with the breadcrumb's links, at most three levels up; or itself, where they are no links."""
    around = element
    for _ in range(3):
        if links_in(around, 1) or len(around) > 12:
            break
        if len(crumb_names(around)) >= 1 and CRUMB_TEXT.search("".join(islice(around.itertext(), 3))):
            return around
        parent = around.getparent()
        if parent is None or parent.tag in {"body", "html"} or sum(child.tag in BLOCKS for child in parent) > 2:
            break  # a box of other things: the breadcrumb is empty
        around = parent
    short = len("".join(islice(around.itertext(), 100))) < 300
    return around if short and 1 <= links_in(around, 12) <= 10 else None


@lru_cache(maxsize=4096)
def leads_crumb(text: str) -> bool:
    """The words before a breadcrumb."""
    return bool(CRUMB_TEXT.search(text))


@lru_cache(maxsize=4096)
def is_crumb_class(words: str) -> bool:
    """Class and id words that templates give a breadcrumb."""
    return bool(CRUMB_CLASS.search(words))


@once
def breadcrumb(page: Page) -> tuple[str, ...]:
    """The names of the breadcrumb after the home page; the last one is often no link."""
    element = crumb_element(page)
    return crumb_names(element) if element is not None else ()


def crumb_names(element: Any) -> tuple[str, ...]:
    """The labels between the separators, the words before the first and the home page left out."""
    text = CRUMB_END.sub("", CRUMB_TEXT.sub("", SEPARATOR.join(islice(element.itertext(), 60))))
    names = [clean_name(" ".join(piece.split())) for piece in CRUMB_PARTS.split(text)]
    return tuple(
        name
        for name in names
        if 2 <= len(name) <= NAME_LENGTH and not HOME.match(name) and not CRUMB_WORDS.search(name)
    )


def same_address(url: str, page_url: str) -> bool:
    """The link leads to the page itself."""
    return without_index(url) == without_index(page_url.partition("#")[0])


@lru_cache(maxsize=8192)
def without_index(url: str) -> str:
    """The address without a session, and without the name of its folder's first page."""
    return INDEX.sub("", without_session(url))
