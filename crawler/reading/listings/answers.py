"""What the answers of data calls hold: stores of XML, JSON of any shape, fragments, whole frames, scripts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lxml import etree

from crawler.reading.listings.blocks import Block, read_layout
from crawler.reading.listings.items import Listing
from crawler.reading.listings.mainlist import choose_main
from crawler.reading.listings.pagination import read_pager
from crawler.reading.listings.records import read_records
from crawler.reading.listings.scriptvalues import json_value
from crawler.reading.listings.stores import embedded_listing, from_store, is_store
from crawler.reading.pages.charset import decode
from crawler.reading.pages.literals import read_literals
from crawler.reading.pages.page import Page, parse, read_page
from crawler.reading.pages.written import WRITES, written_markup

JSONP = re.compile(r"^\s*[\w$.]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
ASSIGNED = re.compile(r"^\s*(?:(?:var|let|const)\s+)?[\w$.\[\]'\"]+\s*=\s*(?=[\[{])")
XML = re.compile(r"^\s*<(?:\?xml|rss|feed|data|root|list|items?|news|rows?|table|xml|records?|NewDataSet)\b", re.I)
WHOLE = re.compile(r"<(?:html|body|frameset)\b", re.I)
BASE = re.compile(r"<base\b", re.I)
PER_UNIT = re.compile(r"""\brows\s*=\s*\\?["']?(\d{1,3})\b""", re.I)
UNITS = re.compile(r"""\bcount\s*=\s*\\?["']?(\d{1,7})\b""", re.I)
MOST_RECORDS = 5_000  # elements of an XML answer
PARSER = {"recover": True, "no_network": True, "resolve_entities": False, "huge_tree": False}


def read_data(body: bytes, url: str, *, on: date, via: str = "") -> Listing | None:
    """The list inside a data call's answer. A fragment's links are relative to ``via``, the page that asked."""
    text = decode(body)[0].strip("\ufeff \r\n\t")
    if is_store(text):
        return from_store(text, url, on)
    base = via or url
    data = load(text)
    if data is not None:
        return from_value(data, base, on)
    if XML.match(text[:200]) and not WHOLE.search(text[:2_000]):
        found = from_xml(text, base, on)
        if found:
            return found
    if text[:1] != "<":
        return from_script(text, base, on)
    return from_page(read_page(body, url if WHOLE.search(text) else base, on=on))


def load(text: str) -> Any:
    """The value of JSON, JSONP, or a script that is one assignment; None where it is something else."""
    if text[:1] in {"{", "["}:
        return json_value(text)
    if text[:1] == "<":
        return None
    wrapped = JSONP.match(text)
    if wrapped:
        return json_value(wrapped[1].strip()) if wrapped[1].strip()[:1] in {"{", "["} else None
    given = ASSIGNED.match(text)
    return json_value(text[given.end() :].strip().rstrip(";")) if given else None


def from_value(data: Any, base: str, on: date) -> Listing | None:
    """The records of a value, or the rows of the markup in it, whichever are more."""
    found, texts = read_records(data, base, on)
    best = Listing(None, found.items, found.pages, found.total) if found and (found.items or found.total == 0) else None
    if found and found.worth[0]:
        return best
    fragments = [(listing, text) for text in texts[:20] if (listing := from_fragment(text, base, on)) and listing.items]
    if not fragments:
        return best
    listing, text = max(fragments, key=lambda pair: weight(pair[0]))
    return with_units(listing, text)


def with_units(listing: Listing, text: str) -> Listing:
    """With the counts a fragment keeps in the attributes of its pager."""
    count, rows = UNITS.search(text), PER_UNIT.search(text)
    if count is None or listing.total is not None:
        return listing
    total = int(count[1])
    pages = max(1, -(-total // int(rows[1]))) if rows and int(rows[1]) else listing.pages
    return Listing(listing.name, listing.items, pages, total, listing.more_url)


def from_script(text: str, base: str, on: date) -> Listing | None:
    """Rows a script writes, or the records it holds."""
    lists = [found for value in read_literals(text) if (found := from_value(value, base, on)) and found.items]
    if WRITES.search(text):
        written = from_fragment(written_markup(text), base, on)
        lists += [written] if written and written.items else []
    return max(lists, key=weight, default=None)


def from_fragment(source: str, base: str, on: date) -> Listing | None:
    """The rows of a piece of markup."""
    whole = f"<html><body><div>{source}</div></body></html>"
    return from_page(Page(base, 200, on, "utf-8", None, whole, parse(whole)))


def from_page(page: Page) -> Listing | None:
    """The list of a fragment or a frame: its own content, else the best there is."""
    stored = embedded_listing(page)
    if stored and stored.items:
        return stored
    block: Block | None = choose_main(page)
    shown = [one for one in read_layout(page).blocks if not one.hidden] or list(read_layout(page).blocks)
    listing = block.listing if block else max((one.listing for one in shown), key=weight, default=None)
    if listing is None:
        return None
    pager = read_pager(page)
    return Listing(listing.name, listing.items, pager.pages, pager.total, listing.more_url)


def weight(listing: Listing) -> tuple[bool, int]:
    """Dated lists first, then the longest."""
    return sum(1 for item in listing.items if item.on) * 2 >= len(listing.items), len(listing.items)


def from_xml(text: str, base: str, on: date) -> Listing | None:
    """The records of an XML answer: elements whose children tell a title, an address and a day."""
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(encoding="utf-8", **PARSER))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    records = [record for place, node in enumerate(root.iter()) if place < MOST_RECORDS and (record := fields(node))]
    found, _ = read_records(records, base, on) if records else (None, [])
    return Listing(None, found.items) if found and found.items else None


def fields(node: Any) -> dict[str, str]:
    """The attributes of an element and the texts of its children, by name."""
    if not isinstance(node.tag, str):
        return {}
    texts = {str(name): str(value) for name, value in node.attrib.items()}
    for child in node:
        if isinstance(child.tag, str) and len(child) == 0:
            texts.setdefault(etree.QName(child).localname, (child.text or child.get("href") or "").strip())
    return texts if len(texts) >= 2 else {}
