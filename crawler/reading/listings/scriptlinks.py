"""Rows that a script opens: ``href="javascript:view(7)"``, ``<p onclick="show(7)">``, links that wait for a handler.

Such a row has a title and a day all the same. Its address is told where the page holds the function that makes it.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from lxml import etree

from crawler.reading.listings.anchors import (
    LONGEST,
    MOST,
    Anchor,
    absolute,
    base_url,
    is_article_address,
    own_texts,
    target,
)
from crawler.reading.listings.rowdates import is_date
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts

NOWHERE = "javascript:"  # what stands in an anchor for an address that only a script knows
SIGNS = re.compile(r"onclick|javascript:|<a(?![^>]{0,300}href)", re.I)
CLICKED = etree.XPath(
    "//*[@onclick] | //a[not(@href) or @href='#' or @href='' or "
    "starts-with(translate(normalize-space(@href), 'JAVSCRIPT', 'javscript'), 'javascript:')]"
)
TAGS = frozenset({"a", "p", "li", "tr", "td", "div", "span", "dd", "dt", "dl", "h2", "h3", "h4", "h5"})
PARTS = frozenset({"a", "p", "td", "div", "span", "dd", "dt", "h2", "h3", "h4", "h5", "strong", "b"})
CALL = re.compile(r"([A-Za-z_$][\w$]{0,40})\s*\(([^()]{1,200})\)")
ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*(?:,|$)""")
OPENED = re.compile(r"(?:\.href\s*=|location\s*=|\bopen\s*\(|location\.(?:assign|replace)\s*\()\s*(?!=)([^;\n]{1,300})")
TERM = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z_$][\w$]*))\s*(\+)?""")
BODY = 800  # characters of a function in which it opens something
INSIDE = 40  # elements of a row that are looked at for its title


def script_anchors(page: Page, known: list[Anchor]) -> list[Anchor]:
    """What is clicked and holds no plain link, in page order. ``url`` begins with NOWHERE where nothing tells it."""
    if not SIGNS.search(page.html):
        return []
    base, linked = base_url(page), {anchor.element for anchor in known}
    scripts: str | None = None
    found: list[Anchor] = []
    for place, element in enumerate(islice(CLICKED(page.root), MOST)):
        if element in linked or element.tag not in TAGS or holds_link(element, linked):
            continue
        speaker = element if element.tag == "a" else longest_part(element)
        texts = own_texts(speaker)
        if not any(len(text) >= 4 for text in texts):
            continue
        scripts = "\n".join(inline_scripts(page)) if scripts is None else scripts
        url = target(base, element) or called_address(element, scripts, base) or f"{NOWHERE}{place}"
        found.append(Anchor(speaker, url, "", is_article_address(url), texts, scripted=True))
    return found


def holds_link(element: Any, linked: set[Any]) -> bool:
    """A plain link stands in the element: that one is the row's."""
    return any(inner in linked for inner in islice(element.iter("a"), INSIDE))


def longest_part(element: Any) -> Any:
    """The part of a clicked row that says most and is no date."""
    parts = [part for part in islice(element.iterdescendants(), INSIDE) if part.tag in PARTS and not is_date_part(part)]
    return max(parts, key=lambda part: len("".join(part.itertext()).strip()), default=element)


def is_date_part(part: Any) -> bool:
    """Holds nothing but a day, or several parts of a row."""
    text = "".join(islice(part.itertext(), INSIDE)).strip()
    return len(part) > 1 or is_date(text)


def called_address(element: Any, scripts: str, base: str) -> str:
    """The address that the called function of the page makes of its arguments."""
    source = (element.get("onclick") or element.get("href") or "")[:LONGEST]
    for call in CALL.finditer(source):
        name, given = call[1], [first(match) for match in ARGUMENT.finditer(call[2])]
        function = re.search(
            rf"(?:function\s+{re.escape(name)}|\b{re.escape(name)}\s*=\s*function)\s*\(([^)]{{0,200}})\)\s*\{{", scripts
        )
        opened = OPENED.search(scripts, function.end(), function.end() + BODY) if function else None
        if function and opened:
            names = [part.strip() for part in function[1].split(",")]
            return absolute(base, joined(opened[1], dict(zip(names, given, strict=False))))
    return ""


def joined(expression: str, values: dict[str, str]) -> str:
    """Literals and arguments put together by ``+``; "" where anything else takes part."""
    whole, place = "", 0
    while match := TERM.match(expression, place):
        if match[3] is not None and match[3] not in values:
            return ""
        whole += values[match[3]] if match[3] is not None else first(match)
        place = match.end()
        if not match[4]:
            return whole
    return ""


def first(match: re.Match[str]) -> str:
    """The group that fits."""
    return next((group for group in match.groups()[:3] if group is not None), "")
