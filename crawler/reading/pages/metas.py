"""The standard page marks (网页标签) in the head."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from crawler.lexicon import load
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

STANDARD = {spelling: name for name, spellings in load("metas")["names"].items() for spelling in spellings}
SIGNS = re.compile(r"[\s._:\-\u201c\u201d\u2018\u2019]+")
CURLED = "\u201c\u201d\u2018\u2019"  # typed for straight quotes, they end up inside
MARKUP = re.compile(r"<[^<>]{0,500}>")


NAMED_BY = ("name", "property", "itemprop", "http-equiv")


@once
def read_metas(page: Page) -> Mapping[str, str]:
    """Metas by their standard name (``SiteName``, ``SiteIDCode``, ``ColumnName``, ``PubDate`` ... and ``title``),
    whatever letter case, quotes or misspelling the page uses; the first non-empty value wins.

    A mark that is present but empty everywhere has an empty value; one that is not there has no key.
    """
    found: dict[str, str] = {}
    for element in page.root.iter("meta"):
        spelled = next((word for kind in NAMED_BY if (word := element.get(kind))), "")
        name = STANDARD.get(SIGNS.sub("", spelled).lower())
        value = element.get("content")
        if name and value is not None and not found.get(name):
            found[name] = mark_value(name, value)
    title = title_words(page)
    if title:
        found["title"] = title
    return MappingProxyType(found)


def mark_value(name: str, value: str) -> str:
    """The words of a mark: editors leave markup, entities written twice and digits of double width in it."""
    if "&" in value:
        value = entities.unescape(value)
    if "<" in value:
        value = MARKUP.sub("", value)
    words = " ".join(value.split()).strip(CURLED)
    return unicodedata.normalize("NFKC", words) if name == "SiteIDCode" else words


def title_words(page: Page) -> str:
    """The first title element with words. Some pages hold an empty one first, some put markup inside."""
    for element in page.root.iter("title"):
        if inside_picture(element):
            continue
        words = " ".join(MARKUP.sub("", element.text_content()).split())
        if words:
            return words
    return ""


def inside_picture(element: Any) -> bool:
    """An SVG picture has a title of its own."""
    parent = element.getparent()
    return parent is not None and parent.tag in {"svg", "g", "path", "symbol"}
