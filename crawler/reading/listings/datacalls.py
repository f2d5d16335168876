"""Lists that a script brings: where they come from, and what the answers hold."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.dates.published import DateSource, parse_date
from crawler.reading.listings.anchors import absolute, base_url
from crawler.reading.listings.blocks import read_layout
from crawler.reading.listings.items import DataCall, Item, Listing
from crawler.reading.listings.pagination import script_texts
from crawler.reading.pages.page import Page, decode, parse, read_page

NOT_LISTS = re.compile(load("listings")["data"]["not_lists"], re.I)
DATAPROXY = re.compile(r"""["'](?P<url>[^"'\s<>]*dataproxy\.jsp[^"'\s<>]*)["']""")
PARAMETERS = re.compile(r"""["'](?P<query>(?:\w+=[^"'\s&]*&)+\w*columnid=[^"'\s]*)["']""", re.I)
UNIT = re.compile(r"""["']?(webid|unitid|columnid|appid)["']?\s*[:=]\s*["']?(\d+)""", re.I)
GKMLPT = re.compile(r"""["'](?P<url>[^"'\s]*/gkmlpt/api/[^"'\s]+)["']""")
GKMLPT_SID = re.compile(r"""["']?SID["']?\s*[:=]\s*["']?(\d+)""", re.I)
GKMLPT_COLUMN = re.compile(r"""["']?(?:column_?id|CID|COLUMN|postColumn)["']?\s*[:=]\s*["']?(\d+)""", re.I)
LOAD = re.compile(r"""\.load\(\s*["']([^"'\s#]+)""")
AJAX = re.compile(
    r"""(?:\$\.(?:get|post|getJSON|getScript)|fetch|axios(?:\.\w+)?)\(\s*["'`]([^"'`\s]+)["'`]"""
    r"""|\burl\s*:\s*["']([^"'\s]+)["']|\.open\(\s*["']GET["']\s*,\s*["']([^"'\s]+)"""
)
ASSET = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|ico|swf|mp4)(?:$|\?)", re.I)
CDATA = re.compile(r"^\s*<!\[CDATA\[|\]\]>\s*$")
STORE = re.compile(r"<(?:datastore|recordset|record)>", re.I)
WINDOW = 200_000  # characters in which a store shows itself
RECORD = re.compile(r"<record>", re.I)
RECORD_END = re.compile(r"</record>", re.I)
TOTAL = re.compile(r"<totalrecord>\s*(\d+)", re.I)
TOTAL_PAGES = re.compile(r"<totalpage>\s*(\d+)", re.I)
JSONP = re.compile(r"^\s*[\w$.]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
TITLE_KEYS = re.compile(r"^(?:\w*title|\w*_?bt|name|subject|doctitle|wjmc|topic)$", re.I)
URL_KEYS = re.compile(r"^(?:\w*url|link|href|docpuburl|path|address)$", re.I)
DATE_KEYS = (
    re.compile(
        r"display_publish_time|pub(?:lish)?_?(?:date|time)|docreltime|release|fbsj|fbrq|show_?time|display", re.I
    ),
    re.compile(r"^(?:date|time|\w*date|\w*time|fwrq|sj|rq)$", re.I),
    re.compile(r"creat|crtime|input|add", re.I),
)
TOTAL_KEYS = ("total", "totalCount", "totalRecord", "count", "totalElements", "recordCount", "rowCount")


def data_calls(page: Page) -> tuple[DataCall, ...]:
    """The data calls, fragments and frames a scripted list is loaded from, where they are plain HTTP."""
    scripts = "\n".join(script_texts(page))
    found = [*jcms(page, scripts), *gkmlpt(page, scripts), *fragments(page, scripts), *frames(page)]
    return tuple(dict.fromkeys(found))


def jcms(page: Page, scripts: str) -> Iterator[DataCall]:
    """The pager of jcms: the whole address in a string or in the datastore, or its parameters apart."""
    whole = [match["url"] for match in DATAPROXY.finditer(scripts)]
    with_column = [url for url in whole if "columnid=" in url.lower()]
    for url in with_column:
        yield from call(page, entities.unescape(url), "jcms-dataproxy")
    if whole and not with_column:
        query = PARAMETERS.search(scripts)
        parts = query["query"] if query else "&".join(f"{name}={value}" for name, value in UNIT.findall(scripts))
        if "columnid=" in parts.lower():
            stem = whole[0].partition("?")[0]
            yield from call(page, f"{stem}?{parts}&startrecord=1&endrecord=45&perpage=15", "jcms-dataproxy")


def gkmlpt(page: Page, scripts: str) -> Iterator[DataCall]:
    """The disclosure platform of one province: an address in a string, or its two numbers."""
    for match in GKMLPT.finditer(scripts):
        yield from call(page, match["url"], "gkmlpt")
    sid, column = GKMLPT_SID.search(scripts), GKMLPT_COLUMN.search(scripts)
    if "/gkmlpt" in page.url + scripts and sid and column:
        yield from call(page, f"/gkmlpt/api/all/{column[1]}?page=1&sid={sid[1]}", "gkmlpt")


def fragments(page: Page, scripts: str) -> Iterator[DataCall]:
    """HTML and JSON files of the site itself that a script puts into the page."""
    for match in LOAD.finditer(scripts):
        yield from call(page, match[1], "load")
    for match in AJAX.finditer(scripts):
        url = match[1] or match[2] or match[3]
        if "dataproxy" not in url and "/gkmlpt/" not in url:
            yield from call(page, url, "load")


def frames(page: Page) -> Iterator[DataCall]:
    """Frames on the page's own host."""
    for frame in page.root.iter("iframe", "frame"):
        yield from call(page, frame.get("src") or "", "iframe")


def call(page: Page, href: str, family: str) -> Iterator[DataCall]:
    """The call, where it leads to the page's own host and is no counter, menu or asset."""
    url = absolute(base_url(page), href)
    if not url or urlsplit(url).hostname != urlsplit(page.url).hostname or ASSET.search(urlsplit(url).path):
        return
    if family in {"load", "iframe"} and (NOT_LISTS.search(urlsplit(url).path) or any(sign in url for sign in "+{$")):
        return
    yield DataCall(url, family)


def embedded_listing(page: Page) -> Listing | None:
    """The first page of a jcms list, which often lies in the page's own ``<script type="text/xml">``."""
    for script in page.root.iter("script"):
        text = script.text or ""
        if STORE.search(text[:WINDOW]):
            return from_datastore(text, page.url, page.on)
    return None


def read_data(body: bytes, url: str, *, on: date) -> Listing | None:
    """The list inside a data call's answer (jcms datastore XML, gkmlpt JSON, an HTML fragment)."""
    text = decode(body)[0].strip("\ufeff \r\n\t")
    if STORE.search(text[:WINDOW]):
        return from_datastore(text, url, on)
    jsonp = JSONP.match(text) if text[:1] not in "{[<" else None
    data = load_json(jsonp[1] if jsonp else text)
    if data is not None:
        return from_json(data, url, on)
    return longest(read_page(body, url, on=on)) if "<" in text else None


def load_json(text: str) -> Any:
    """The JSON value of a text, or None."""
    if text[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def longest(page: Page) -> Listing | None:
    """The list of a fragment with the most items."""
    return max((block.listing for block in read_layout(page).blocks), key=lambda one: len(one.items), default=None)


def from_datastore(text: str, url: str, on: date) -> Listing | None:
    """The rows of a datastore, each an HTML fragment, read as one list."""
    pieces = (RECORD_END.split(piece, 1) for piece in RECORD.split(text)[1:])
    rows = [CDATA.sub("", piece[0]).strip() for piece in pieces if len(piece) == 2]
    total, pages = TOTAL.search(text), TOTAL_PAGES.search(text)
    counts = (int(pages[1]) if pages else None, int(total[1]) if total else None)
    if not rows:
        return Listing(None, (), *counts)
    tag = "tbody" if re.match(r"\s*<tr", rows[0], re.I) else "div"
    wrapped = f"<table>{''.join(rows)}</table>" if tag == "tbody" else f"<div>{''.join(rows)}</div>"
    source = f"<html><body>{wrapped}</body></html>"
    listing = longest(Page(url, 200, on, "utf-8", None, source, parse(source)))
    return Listing(None, listing.items if listing else (), *counts)


def from_json(data: Any, url: str, on: date) -> Listing | None:
    """The longest list of records with a title and an address anywhere in a JSON value."""
    best: tuple[Item, ...] = ()
    total = None
    for value in values(data):
        if isinstance(value, list):
            items = tuple(item for record in value if (item := from_record(record, url, on)))
            best = items if len(items) > len(best) else best
        elif isinstance(value, Mapping) and total is None:
            total = next((value[key] for key in TOTAL_KEYS if isinstance(value.get(key), int)), None)
    return Listing(None, best, None, total) if best or total == 0 else None


def values(data: Any) -> Iterator[Any]:
    """Every list and mapping of a JSON value, without recursion."""
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, Mapping):
            yield value
            stack.extend(value.values())
        elif isinstance(value, list):
            yield value
            stack.extend(value)


def from_record(record: Any, url: str, on: date) -> Item | None:
    """One record as an item, its keys recognised by their names."""
    if not isinstance(record, Mapping):
        return None
    title = first_text(record, TITLE_KEYS)
    href = first_text(record, URL_KEYS)
    address = absolute(url, href) if href else ""
    if not title or not address:
        return None
    title = " ".join(re.sub(r"<[^>]{1,100}>", "", entities.unescape(title)).split())
    day = next((found for keys in DATE_KEYS if (found := record_day(record, keys, on))), None)
    return Item(
        title, address, day, DateSource.LIST if day else None, bool(record.get("is_top") or record.get("isTop"))
    )


def first_text(record: Mapping[str, Any], keys: re.Pattern[str]) -> str:
    """The first non-empty text under a fitting key."""
    return next(
        (
            value.strip()
            for key, value in record.items()
            if keys.match(key) and isinstance(value, str) and value.strip()
        ),
        "",
    )


def record_day(record: Mapping[str, Any], keys: re.Pattern[str], on: date) -> date | None:
    """The first readable day under a fitting key."""
    for key, value in record.items():
        if keys.search(key) and isinstance(value, str | int) and not isinstance(value, bool):
            day = parse_date(str(value), today=on, numbers=True)
            if day:
                return day
    return None
