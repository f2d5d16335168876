"""The columns a page leads to: its menu with children, and its block headings with "more" links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.anchors import MORE, PAGER, Anchor, absolute, links_in
from crawler.reading.blocks import FOOTER, read_layout
from crawler.reading.columnkinds import ColumnKind, ColumnLink, column_kind
from crawler.reading.headings import HEADING_TAGS, heading_text, is_heading, is_more
from crawler.reading.page import Page
from crawler.reading.rowdates import is_date

WORDS = load("columns")["navigation"]
NOT_COLUMNS = re.compile(WORDS["not_columns"], re.I)
CRUMB_TEXT = re.compile(WORDS["breadcrumb"])
CRUMB_CLASS = re.compile(WORDS["crumb_class"], re.I)
HOME = re.compile(WORDS["home"], re.I)
MENU_SCRIPT = re.compile(rf"(?:^|[/_.-])(?:{WORDS['menu_scripts']})[\w.-]*\.js|\.jsp\b", re.I)
MENU_LOAD = re.compile(r"\.load\(|document\.write|include(?:html)?\b|innerHTML|\$\.(?:get|ajax)", re.I)
BETWEEN_WIDE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
ORNAMENTS = re.compile(WORDS["ornaments"])
INDEX = re.compile(r"/(?:(?:index|default)\.\w+)?$")
NAME_LENGTH = 16
FEW = 4  # a menu with fewer own links than this is not believed where a script could write one
LEVELS = 6


def read_navigation(page: Page) -> tuple[ColumnLink, ...]:
    """The columns the page's navigation and block headings offer, on its own site, each address once, in page order."""
    crumbs = breadcrumb(page)
    found: dict[str, ColumnLink] = {}
    for name, url, element in [*menu_links(page), *more_links(page)]:
        key = url.partition("#")[0]
        if key in found or same_address(key, page.url):
            continue
        path = (*parents(element), name) if element is not None else (name,)
        if len(path) == 1 and crumbs and below(key, page.url):
            path = (*crumbs, name)
        found[key] = ColumnLink(name, key, path, column_kind(name))
    return tuple(found.values())


def menu_links(page: Page) -> Iterator[tuple[str, str, Any]]:
    """Short links to columns of the own site, footers and breadcrumbs left out."""
    outside = tool_places(page)
    for anchor in read_layout(page).ground.anchors:
        name = clean_name(anchor.title)
        if not is_column_link(anchor, name, page.url) or in_places(anchor.element, outside):
            continue
        yield name, anchor.url, anchor.element


def is_column_link(anchor: Anchor, name: str, page_url: str) -> bool:
    """A short name, a column's address on the own site, no tool of the website."""
    if not 2 <= len(name) <= NAME_LENGTH or anchor.article or name.isdigit() or is_date(name):
        return False
    if NOT_COLUMNS.search(name) or MORE.match(name) or PAGER.match(name):
        return False
    return is_own(anchor.url, page_url, column_kind(name))


def is_own(url: str, page_url: str, kind: ColumnKind) -> bool:
    """The same host, or a host below the portal's; another host's first page is another website, unless its name
    says that it is a column (a disclosure platform on a host of its own)."""
    host, own = bare_host(url), bare_host(page_url)
    root = urlsplit(url).path in {"", "/"} and not urlsplit(url).query
    if host == own:
        return not root
    return host.endswith(f".{own}") and own.count(".") >= 1 and (not root or kind is not ColumnKind.OTHER)


@lru_cache(maxsize=256)
def bare_host(url: str) -> str:
    """The host without its www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@lru_cache(maxsize=8192)
def clean_name(title: str) -> str:
    """A label without blanks between its characters and without ornaments."""
    return ORNAMENTS.sub("", BETWEEN_WIDE.sub("", title))


def tool_places(page: Page) -> set[Any]:
    """Footers and breadcrumbs: elements whose links are no navigation of columns."""
    places = {crumb_element(page)} - {None}
    for element in page.root.iter("div", "footer", "table", "section", "ul", "p"):
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "footer" or (len(words) > 3 and FOOTER.search(words)):
            places.add(element)
    return places


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


def parents(element: Any) -> tuple[str, ...]:
    """The labels a menu entry stands under, outermost first."""
    names: list[str] = []
    node = element
    for _ in range(LEVELS * 2):
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "html"} or len(names) >= 3:
            break
        label = label_before(node, parent)
        if label:
            names.append(label)
        node = parent
    return tuple(reversed(names))


def label_before(node: Any, parent: Any) -> str | None:
    """The entry a sub-menu belongs to: the first label in the same list item, definition list or headed box."""
    if (
        node.tag in {"a", "li", "td", "tr", "span", "tbody", "dt", "h3", "h2"} and parent.tag != "dl"
    ) or node.tag == "dt":
        return None
    before = node.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()
    if before is None or (before.tag == node.tag and parent.tag != "li" and not is_heading(before)):
        return None
    if parent.tag == "dl":
        while before is not None and before.tag != "dt":
            before = before.getprevious()
    if before is None or not (parent.tag in {"li", "dl"} or before.tag in HEADING_TAGS):
        return None
    text = clean_name(" ".join("".join(islice(before.itertext(), 20)).split()))
    return text if 2 <= len(text) <= NAME_LENGTH and not NOT_COLUMNS.search(text) else None


@lru_cache(maxsize=4)
def crumb_element(page: Page) -> Any | None:
    """The element that holds the breadcrumb."""
    for element in page.root.iter("div", "p", "td", "span", "ul", "nav", "h3", "dl", "dt", "li", "em", "b", "strong"):
        text = element.text or ""
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (len(text) < 60 and CRUMB_TEXT.search(text)) or (len(words) > 2 and is_crumb_class(words)):
            around = element
            for _ in range(3):
                count = links_in(around, 12)
                if count >= 1 or len(around) > 12:
                    break
                around = around.getparent() if around.getparent() is not None else around
            if 1 <= links_in(around, 12) <= 10 and len("".join(islice(around.itertext(), 100))) < 300:
                return around
    return None


@lru_cache(maxsize=4096)
def is_crumb_class(words: str) -> bool:
    """Class and id words that templates give a breadcrumb."""
    return bool(CRUMB_CLASS.search(words))


def breadcrumb(page: Page) -> tuple[str, ...]:
    """The names of the breadcrumb after the home page."""
    element = crumb_element(page)
    if element is None:
        return ()
    names = [clean_name(" ".join("".join(link.itertext()).split())) for link in element.iter("a")]
    return tuple(name for name in names if name and not HOME.match(name) and len(name) <= NAME_LENGTH)


def below(url: str, page_url: str) -> bool:
    """The address lies in the page's own folder, or deeper."""
    folder = page_url.partition("?")[0].rpartition("/")[0] + "/"
    return urlsplit(folder).path != "/" and url.startswith(folder)


def same_address(url: str, page_url: str) -> bool:
    """The link leads to the page itself."""
    return INDEX.sub("", url) == INDEX.sub("", page_url.partition("#")[0])


def navigation_is_complete(page: Page) -> bool:
    """False where navigation could be hidden from a static reader (made by script, pictures without words)."""
    if page.truncated or next(page.root.iter("frame", "frameset"), None) is not None:
        return False
    own = sum(1 for _ in menu_links(page))
    if wordless_pictures(page) >= max(3, own):
        return False
    return own >= FEW  # a page with hardly a link is a gate or a notice, and proves nothing


def wordless_pictures(page: Page) -> int:
    """Links of the own site that are a picture and say nothing."""
    return sum(
        1
        for anchor in read_layout(page).ground.anchors
        if not anchor.title
        and not anchor.article
        and bare_host(anchor.url) == bare_host(page.url)
        and next(anchor.element.iter("img", "area"), None) is not None
        and urlsplit(anchor.url).path not in {"", "/"}
    )


def could_be_made(page: Page) -> bool:
    """A script, a frame or an image map could bring the menu."""
    if next(page.root.iter("frame", "iframe", "area", "object", "embed"), None) is not None:
        return True
    for script in page.root.iter("script"):
        source = script.get("src")
        if (
            source
            and absolute(page.url, source)
            and (MENU_SCRIPT.search(source) or bare_host(absolute(page.url, source)) == bare_host(page.url))
        ):
            return True
        if script.text and MENU_LOAD.search(script.text):
            return True
    return False
