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
from crawler.reading.listings.scriptvalues import constant
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts

NOWHERE = "javascript:"  # what stands in an anchor for an address that only a script knows
SIGNS = ("onclick", "onClick", "ONCLICK")
CLICKED = etree.XPath("//*[@onclick][not(self::a)]")
TAGS = frozenset({"a", "p", "li", "tr", "td", "div", "span", "dd", "dt", "dl", "h2", "h3", "h4", "h5"})
PARTS = frozenset({"a", "p", "td", "div", "span", "dd", "dt", "h2", "h3", "h4", "h5", "strong", "b"})
CALL = re.compile(r"([A-Za-z_$][\w$]{0,40})\s*\(([^()]{1,200})\)")
ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*(?:,|$)""")
OPENED = re.compile(r"(?:\.href\s*=|location\s*=|\bopen\s*\(|location\.(?:assign|replace)\s*\()\s*(?!=)([^;\n]{1,300})")
BODY = 800  # characters of a function in which it opens something
ROW_HEIGHT = 4  # levels between a link and the row that is clicked
INSIDE = 40  # elements of a row that are looked at for its title


def script_anchors(page: Page, known: list[Anchor], idle: list[Any]) -> list[Anchor]:
    """What is clicked and holds no plain link. ``idle`` are the links without an address of their own; ``url`` begins
    with NOWHERE where nothing tells it."""
    clicked = CLICKED(page.root) if any(sign in page.html for sign in SIGNS) else []
    if not idle and not clicked:
        return []
    base, linked = base_url(page), {anchor.element for anchor in known}
    functions, around = Functions(page), set(clicked)
    found: list[Anchor] = []
    for place, element in enumerate(islice((*idle, *clicked), MOST)):
        if element.tag not in TAGS or is_outdone(element, linked, around):
            continue
        speaker = element if element.tag == "a" else longest_part(element)
        texts = own_texts(speaker)
        if not any(len(text) >= 4 for text in texts):
            continue
        url = target(base, element) or functions.address(element, base) or f"{NOWHERE}{place}"
        found.append(Anchor(speaker, url, "", is_article_address(url), texts, scripted=True))
    return found


def is_outdone(element: Any, linked: set[Any], clicked: set[Any]) -> bool:
    """Another one is the row's: a plain link or a clicked part inside, or for an idle link the clicked row around."""
    if element.tag != "a":
        return any(inner in linked or inner in clicked for inner in islice(element.iterdescendants(), INSIDE))
    if element.get("onclick") or "(" in (element.get("href") or ""):
        return False
    return any(outer in clicked for outer in islice(element.iterancestors(), ROW_HEIGHT))


def longest_part(element: Any) -> Any:
    """The part of a clicked row that says most and is no date."""
    parts = [part for part in islice(element.iterdescendants(), INSIDE) if part.tag in PARTS and not is_date_part(part)]
    return max(parts, key=lambda part: len("".join(part.itertext()).strip()), default=element)


def is_date_part(part: Any) -> bool:
    """Holds nothing but a day, or several parts of a row."""
    text = "".join(islice(part.itertext(), INSIDE)).strip()
    return len(part) > 1 or is_date(text)


class Functions:
    """The functions of a page's scripts that open an address made of their arguments."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.scripts: str | None = None
        self.known: dict[str, tuple[list[str], str] | None] = {}

    def address(self, element: Any, base: str) -> str:
        """Where a click leads; "" where no function of the page tells it."""
        source = (element.get("onclick") or element.get("href") or "")[:LONGEST]
        for call in CALL.finditer(source):
            function = self.function(call[1])
            if function:
                given = [first(match) for match in ARGUMENT.finditer(call[2])]
                values = dict(zip(function[0], given, strict=False))
                return absolute(base, constant(function[1], self.scripts or "", values) or "")
        return ""

    def function(self, name: str) -> tuple[list[str], str] | None:
        """The names of its arguments, and the expression it opens."""
        if name not in self.known:
            self.known[name] = self.find(name)
        return self.known[name]

    def find(self, name: str) -> tuple[list[str], str] | None:
        self.scripts = "\n".join(inline_scripts(self.page)) if self.scripts is None else self.scripts
        word = re.escape(name)
        head = rf"(?:function\s+{word}|\b{word}\s*=\s*function)\s*\(([^)]{{0,200}})\)\s*\{{"
        start = re.search(head, self.scripts) if name in self.scripts else None
        opened = OPENED.search(self.scripts, start.end(), start.end() + BODY) if start else None
        return ([part.strip() for part in start[1].split(",")], opened[1]) if start and opened else None


def first(match: re.Match[str]) -> str:
    """The group that fits."""
    return next((group for group in match.groups() if group is not None), "")
