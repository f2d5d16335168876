"""Interpretations (解读) that a document's own page links to.

A column called 政策解读 stands beside every document: a link counts only where its words name the document, or where
a label beside it says that it belongs there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.model import Fault
from crawler.reading.documents.attachments import absolute
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import Page, is_hidden, visible_text

TITLE, LABEL, CORE = (re.compile(load("interpretations")[name]) for name in ("title", "label", "core"))
MOST_LINKS = 20_000  # no article has more
MOST = 5  # interpretations of one document
SHORTEST_CORE = 5  # letters that two titles must share
LEVELS = 3  # ancestors of a link that may hold its label
LABELLED_BLOCK = 400  # characters
MOST_PIECES = 60  # of text in such a block


@dataclass(frozen=True, slots=True)
class Interpretation:
    """``names_document``: its title holds the document's name, so that it is surely this one's. The days are those of
    its own page; None where it was not opened or shows none."""

    title: str
    url: str
    names_document: bool = False
    published_on: date | None = None
    published_by: str = ""  # the label of that day; empty where none says that it is one of publishing
    other_days: tuple[date, ...] = ()
    fault: Fault | None = None


def interpretations(page: Page, title: str | None) -> tuple[Interpretation, ...]:
    """At most five, in page order, each address once."""
    found: dict[str, Interpretation] = {}
    if not TITLE.search(page.html):
        return ()
    for one in _linked(page, core_of(title or "")):
        found.setdefault(address_key(one.url), one)
        if len(found) == MOST:
            break
    return tuple(found.values())


def core_of(title: str) -> str:
    """The name of what a title puts out, without blanks; empty where too little is left."""
    match = CORE.search(_flat(title))
    core = match["core"] if match else ""
    return core if len(core) >= SHORTEST_CORE else ""


def _linked(page: Page, core: str) -> Iterator[Interpretation]:
    for link in islice(page.root.iter("a"), MOST_LINKS):
        words = [name for name in (visible_text(link), (link.get("title") or "").strip()) if name]
        title = max(words, key=len, default="")
        url = absolute(page.url, (link.get("href") or "").strip()) if title else None
        if not url or address_key(url) == address_key(page.url):
            continue
        names = bool(core) and core in _flat(title) and TITLE.search(title) is not None
        told = names or (LABEL.search(_flat(title)) if len(title) < SHORTEST_CORE * 2 else _is_labelled(link))
        if told and not any(is_hidden(node) for node in (link, *link.iterancestors())):
            yield Interpretation(title, url, names)


def _is_labelled(link: Any) -> bool:
    """A short block around the link begins with a label that says whose interpretation it is."""
    for block in islice(link.iterancestors(), LEVELS):
        text = "".join(islice(block.itertext(), MOST_PIECES))
        if block.tag in {"body", "html"} or len(text) > LABELLED_BLOCK:
            return False
        if LABEL.search(_flat(text)):
            return True
    return False


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:LABELLED_BLOCK]))
