"""The data store of jcms: records of markup in XML, inside a page or as the answer of its proxy."""

from __future__ import annotations

import re
from datetime import date

from crawler.reading.listings.blocks import read_layout
from crawler.reading.listings.items import Listing
from crawler.reading.pages.page import Page, parse

STORE = re.compile(r"<(?:datastore|recordset|record)>", re.I)
WINDOW = 200_000  # characters in which a store shows itself
CDATA = re.compile(r"^\s*<!\[CDATA\[|\]\]>\s*$")
RECORD = re.compile(r"<record>", re.I)
RECORD_END = re.compile(r"</record>", re.I)
TOTAL = re.compile(r"<totalrecord>\s*(\d+)", re.I)
TOTAL_PAGES = re.compile(r"<totalpage>\s*(\d+)", re.I)


def is_store(text: str) -> bool:
    """The text holds records, or says that there are none."""
    return STORE.search(text[:WINDOW]) is not None


def embedded_listing(page: Page) -> Listing | None:
    """The first page of a jcms list, which often lies in the page's own ``<script type="text/xml">``."""
    for script in page.root.iter("script"):
        text = script.text or ""
        if is_store(text):
            return from_store(text, page.url, page.on)
    return None


def from_store(text: str, url: str, on: date) -> Listing | None:
    """The rows of a datastore, each an HTML fragment, read as one list."""
    pieces = (RECORD_END.split(piece, 1) for piece in RECORD.split(text)[1:])
    rows = [CDATA.sub("", piece[0]).strip() for piece in pieces if len(piece) == 2]
    total, pages = TOTAL.search(text), TOTAL_PAGES.search(text)
    counts = (int(pages[1]) if pages else None, int(total[1]) if total else None)
    if not rows:
        return Listing(None, (), *counts)
    is_table = re.match(r"\s*<tr", rows[0], re.I)
    wrapped = f"<table>{''.join(rows)}</table>" if is_table else f"<div>{''.join(rows)}</div>"
    source = f"<html><body>{wrapped}</body></html>"
    page = Page(url, 200, on, "utf-8", None, source, parse(source))
    lists = (block.listing for block in read_layout(page).blocks)
    listing = max(lists, key=lambda one: len(one.items), default=None)
    return Listing(None, listing.items if listing else (), *counts)
