"""Boxes without words of their own: pictures, and empty places that a script could fill."""

from __future__ import annotations

import re
from typing import Any

from crawler.lexicon import load
from crawler.reading.listings.blocks import FOOTER, SIDEBAR
from crawler.reading.listings.pagination import PAGER_CLASS

WORDS = load("columns")["state"]
SHOWN = re.compile(WORDS["shown_by_picture"])
HEADER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:header|head|top|topbar|logo|banner|(?:main|top|sub|site|head)?nav\w*|(?:main|top|sub)?menu\w*"
    r"|search\w*)(?:$|[\s_-]|\d)",
    re.I,
)
ICON = re.compile(
    r"ico|arrow|dot|line|bg|logo|btn|button|banner|print|weixin|share|more|blank|spacer|qr|ewm|erweima|bullet|tit", re.I
)
LAZY = ("data-src", "data-original", "data-lazy", "data-echo", "srcset", "src")  # shown once they come into view
HEIGHT = re.compile(r"(?<![-\w])height\s*:\s*(\d{1,5})px")
PAINTED = 150  # pixels: a lower one is a heading's ornament
NO_PLACES = (FOOTER, HEADER_CLASS, SIDEBAR, PAGER_CLASS, ICON, re.compile(WORDS["tool_places"], re.I))
SOURCES = ("data-options", "data-url", "data-src", "data-api", "data-source", "data-href", "url")
SMALL = 80  # pixels: a picture no wider is an ornament


def is_hole(node: Any, by: str = "id") -> bool:
    """An empty container with an id or an address of data, no place for a footer, a menu, a pager or a tool."""
    name = node.get(by)
    sourced = any(node.get(key) for key in SOURCES)
    if not (name or sourced) or len(node) or (node.text or "").strip():
        return False
    return sourced or not any(words.search(name) for words in NO_PLACES)


def is_painted(node: Any) -> bool:
    """An empty container whose own style paints a picture of some height."""
    style = (node.get("style") or "").lower()
    height = HEIGHT.search(style)
    return len(node) == 0 and "url(" in style and height is not None and int(height[1]) > PAINTED


def is_picture(image: Any) -> bool:
    """A picture that may be content: not small, and no icon by name unless its words tell what it shows."""
    source = next((image.get(name) for name in LAZY if image.get(name)), "").split()[0:1]
    source = source[0].rpartition("/")[2] if source else ""
    width = re.match(r"\d+", image.get("width") or "")
    plain = ICON.search(source) is None or SHOWN.search(image.get("alt") or "") is not None
    return bool(source) and plain and not (width and int(width[0]) <= SMALL)
