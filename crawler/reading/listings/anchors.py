"""The links of a page, each with its title, and whether it looks like the link of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.lexicon import load
from crawler.reading.pages.elements import PLAIN_PATH, origin
from crawler.reading.pages.page import Page
from crawler.reading.pages.references import forward

WORDS = load("listings")["anchors"]
ANCILLARY = re.compile(WORDS["ancillary"], re.I)
MORE = re.compile(WORDS["more"])
GENERIC = re.compile(WORDS["generic_titles"], re.I)
BULLETS = re.compile(WORDS["bullets"])
PAGER = re.compile(WORDS["pager"])
LEGAL = re.compile(WORDS["legal_marks"], re.I)
TOOLTIP = re.compile(load("listings")["dates"]["tooltip_title"], re.DOTALL)

WINDOW = re.compile(r"""(?:open|href|location|jump|goto|go|link)\w*\s*[(=]\s*\\?["']([^"'\s]+)\\?["']""", re.I)
PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+/[\w./?=&%-]*$", re.ASCII)
BREAKS = re.compile(r"[\t\r\n]+ *")
CUT = re.compile(r"(?:\.{2,}|…+|\.\s*\.)\s*$")
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar|pptx?|et|txt|jpe?g|png|mp4)$", re.I)
DATED_PATH = re.compile(
    r"t(?:19|20)\d{6}_|/(?:19|20)\d{2}[-/]?(?:0?[1-9]|1[0-2])(?:[-/]?(?:0?[1-9]|[12]\d|3[01]))?/[^/]+"
    r"|/(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}|_(?:19|20)\d{6}"
)
NUMBERED = re.compile(
    r"/(?:info|art|article|content|detail|details|show|view|news|newsinfo|contents)/(?:[^?]*[/_-])?\w*\d"
    r"|(?:content|art|article|post|detail|info|show|view|doc|news)[_-]?\d{2,}"
    r"|/c_?\d{4,}(?:[/_-]|\.)|(?:^|/|_|-)\d{4,}(?:_\d+)*\.(?:s?html?|jspx?|aspx?|php|do)$|/\d{5,}$"
    r"|/[0-9a-f]{16,}\.|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}",
    re.I,
)
COLUMN_FILE = re.compile(
    r"(?:^|/)(?:index|default|list|node|col|channel|column|lists?)[-_]?\w{0,12}\.(?:s?html?|jspx?|aspx?|php)$|/col/|/$",
    re.I,
)
QUERY_ID = re.compile(r"(?:^|&)\w*?(?:id|no|newsid|xh|uuid|guid|key)=[\w-]*\d", re.I)
COLUMN_ID = re.compile(
    r"(?:^|&)(?:col\w*|chan\w*|cat\w*|class\w*|type\w*|lm\w*|wbtreeid|sort\w*|menu\w*|node\w*|page)=", re.I
)
ARTICLE_ID = re.compile(r"(?:art\w*|info\w*|news\w*|content\w*|wbnewsid|doc\w*|detail\w*)id=\w*\d", re.I)


MOST = 20_000  # links read of one page: portals have hundreds, hostile pages millions
PARTS = 200  # elements inside one link
LONGEST = 4_000  # characters of an address


def links_in(element: Any, limit: int) -> int:
    """How many links stand in an element, counted no further than ``limit``: nests can be ten thousand deep."""
    return sum(1 for _ in islice(element.iter("a"), limit))


@dataclass(slots=True, eq=False)
class Anchor:
    """One link. ``texts`` are its own pieces of text with the element that holds each, in order."""

    element: Any
    url: str
    title: str
    article: bool
    texts: list[str] = field(default_factory=list)
    scripted: bool = False  # opened by a script: a row only where a day stands beside it

    @property
    def like_an_article(self) -> bool:
        """Enough by itself, without a date beside it."""
        size = len(self.title)
        return size >= 4 if self.article else size >= 12


def base_url(page: Page) -> str:
    """The address links are relative to: the page's, unless a base element says otherwise."""
    return page.base or page.url


def absolute(base: str, href: str) -> str:
    """The absolute http(s) address of a link, or "" where it has none."""
    if PLAIN_PATH.match(href) and "/." not in href:
        return origin(base) + href if origin(base) else ""
    href = forward(BREAKS.sub("", href).strip().replace(" ", "%20"))
    if not href or href[0] == "#" or "{" in href or "<%" in href:
        return ""
    if PLAIN_PATH.match(href) and "/." not in href:
        return origin(base) + href if origin(base) else ""
    if PLAIN_ADDRESS.match(href) and "/." not in href:
        return href
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


@lru_cache(maxsize=8192)
def is_article_address(url: str) -> bool:
    """The address names a document rather than a column."""
    path, _, query = url.partition("#")[0].partition("?")
    path = path[path.find("/", 8) :] if "/" in path[8:] else "/"
    if COLUMN_FILE.search(path) and not (query and ARTICLE_ID.search(query)):
        return False
    if DATED_PATH.search(path) or NUMBERED.search(path) or FILE.search(path):
        return True
    if query:
        return bool(ARTICLE_ID.search(query) or (QUERY_ID.search(query) and not COLUMN_ID.search(query)))
    return "/s/" in path and "weixin" in url


def read_anchors(page: Page) -> tuple[list[Anchor], list[Any]]:
    """(every link that leads somewhere by plain HTTP, the elements of those that do not), in page order."""
    base = base_url(page)
    found, idle = [], []
    for element in islice(page.root.iter("a"), MOST):
        url = target(base, element)
        if url:
            texts = own_texts(element)
            found.append(Anchor(element, url, "", is_article_address(url), texts))
        elif (len(element) or element.text) and "{" not in (element.get("href") or ""):
            idle.append(element)
    return found, idle


def target(base: str, element: Any) -> str:
    """Where a link leads; old portals keep the address in onclick behind href="#" or href="javascript:;"."""
    href = (element.get("href") or "").strip()
    if len(href) > LONGEST:
        return ""
    if href and href[0] != "#" and not href[:11].lower().startswith("javascript"):
        return absolute(base, href)
    for source in (element.get("onclick"), href, element.get("data-href"), element.get("data-url")):
        match = WINDOW.search(source[:LONGEST]) if source else None
        if match and re.search(r"[/.]", match[1]):
            return absolute(base, match[1])
    data = (element.get("data-href") or element.get("data-url") or "").strip()
    return absolute(base, data) if data and len(data) <= LONGEST else ""


def own_texts(element: Any) -> list[str]:
    """The non-empty pieces of text inside a link, without scripts and styles."""
    if len(element) == 0:
        text = " ".join((element.text or "").split())
        return [text] if text else []
    pieces = []
    for node in islice(element.iter(), PARTS):
        if isinstance(node.tag, str) and node.tag not in {"script", "style"}:
            pieces.append(node.text)
        if node is not element:
            pieces.append(node.tail)
    return [" ".join(piece.split()) for piece in pieces if piece and not piece.isspace()]
