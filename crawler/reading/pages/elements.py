"""Short words and safe addresses of a page's elements, however hostile the page."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.reading.pages.references import forward

FEW_CHILDREN = 8  # whose texts are put together without an iterator
MOST_PIECES = 40  # pieces of text an element with a label of its own has at most
PLAIN_PATH = re.compile(r"/(?!/)[\w./?=&%-]*$", re.ASCII)
NOWHERE = ("javascript:", "#", "mailto:", "tel:", "data:")


def short_text(element: Any) -> str:
    """The text of an element as it stands; empty where it is too much to be a label (hostile pages nest deep)."""
    if not len(element):
        return element.text or ""
    if len(element) <= FEW_CHILDREN and not any(len(child) or not isinstance(child.tag, str) for child in element):
        inside = [piece for child in element for piece in (child.text, child.tail) if piece]
        return "".join([element.text or "", *inside])
    pieces = list(islice(element.itertext(), MOST_PIECES + 1))
    return "" if len(pieces) > MOST_PIECES else "".join(pieces)


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def absolute(base: str, href: str) -> str:
    """The absolute address of a link; empty for one that leads nowhere by itself or cannot be an address."""
    href = forward(href.strip())
    if PLAIN_PATH.match(href) and "/." not in href and origin(base):
        return origin(base) + href
    if not href or href.lower().startswith(NOWHERE):
        return ""
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


@lru_cache(maxsize=64)
def origin(base: str) -> str:
    """Scheme and host of an address: most links are joined to it without more ado."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""
