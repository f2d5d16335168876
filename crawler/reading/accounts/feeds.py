"""RSS, Atom and JSON Feed as dated items."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import islice
from typing import Any

import feedparser
from lxml import etree

from crawler.lexicon import load
from crawler.reading.dates.published import DateSource
from crawler.reading.listings.items import Item
from crawler.reading.pages.charset import decode
from crawler.reading.pages.elements import absolute

MOST_BYTES = 10_000_000
MOST_ENTRIES = 2_000
CHINA = timezone(timedelta(hours=8))
MOST_CHILDREN = 200
LONGEST_VALUE = 1_000  # characters of a title, link or date
KEPT = frozenset({"title", "link", "pubdate", "published", "updated", "date", "issued", "created", "modified"})
DUBLIN_DATE = "{http://purl.org/dc/elements/1.1/}date"
PROLOG = 50_000  # characters within which a feed's root stands
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
FEED_END = re.compile(r"</(?:\w{1,10}:)?(?:rss|feed|rdf|channel)\s*>", re.I)
FEED_ROOT = re.compile(r"<(?:\w{1,10}:)?(?:rss|feed|rdf|channel)\b", re.I)
HTML_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
ZONED = re.compile(r"T\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:Z|[+-]\d{2}:?\d{2})$", re.I)
OLDEST = 1995
DATE_FIELDS = ("published", "updated", "created", "date", "pubdate", "issued", "modified")


@dataclass(frozen=True, slots=True)
class Feed:
    """``trouble`` says why a body is no feed, ``cut`` that entries may stand behind its end; dates are days in China,
    undated entries have none."""

    items: tuple[Item, ...] = ()
    trouble: str = ""
    cut: bool = False


def parse_feed(body: bytes, url: str) -> Feed:
    """A feed's entries, at most 2,000 of at most 10 MB. Never raises and never asks the network."""
    text = decode(body[:MOST_BYTES])[0].lstrip("\ufeff \r\n\t\x00")
    if not text:
        return Feed(trouble="empty")
    if text.startswith(("{", "[")):
        return _json_feed(text, url)
    root = FEED_ROOT.search(text, 0, PROLOG)
    if root is None:
        return Feed(trouble="html" if HTML_ROOT.search(text, 0, PROLOG) else "not-a-feed")
    repaired, cut = _repaired(text[root.start() :])
    entries = (item for item in _xml_items(repaired, url) if not _failure().search(item.title))
    return Feed(tuple(entries), cut=cut or not FEED_END.search(text))


def _repaired(text: str) -> tuple[bytes, bool]:
    """The feed's entries as small well-formed XML: titles, links and dates of at most 2,000; were there more?

    feedparser takes minutes over hostile markup and follows a document's own entities; what it is given is neither.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(ENTITY.sub("&amp;", NOT_XML.sub("", text)).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return b"", True
    if root is None:
        return b"", True
    entries = list(islice(root.iter("{*}item", "{*}entry"), MOST_ENTRIES + 1))
    if _local(root) == "feed":
        small = holder = etree.Element(root.tag)
    else:
        small = etree.Element("rss", version="2.0")
        holder = etree.SubElement(small, "channel")
    for entry in entries[:MOST_ENTRIES]:
        _copy(entry, etree.SubElement(holder, entry.tag if holder is small else "item"))
    return etree.tostring(small, encoding="utf-8"), len(entries) > MOST_ENTRIES


def _copy(entry: Any, into: Any) -> None:
    for child in islice(entry.iterchildren(tag=etree.Element), MOST_CHILDREN):
        name = _local(child)
        if name in KEPT:
            # A prefix nobody declared stays in the name; what it means is known all the same.
            copy = etree.SubElement(into, DUBLIN_DATE if name == "date" else _declared(child.tag))
            copy.text = "".join(islice(child.itertext(), MOST_CHILDREN))[:LONGEST_VALUE]
            for attribute in ("href", "rel"):
                if child.get(attribute):
                    copy.set(attribute, child.get(attribute))


def _declared(tag: str) -> str:
    return tag if tag.startswith("{") else tag.rsplit(":", 1)[-1]


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()


@cache
def _failure() -> re.Pattern[str]:
    return re.compile(load("accounts")["not_entries"], re.I)


def _xml_items(body: bytes, url: str) -> Iterator[Item]:
    parsed = feedparser.parse(io.BytesIO(body), resolve_relative_uris=False, sanitize_html=False)
    for entry in parsed.entries:
        # dict.get, for feedparser's own get answers one field with another and warns of it.
        on = next((day for name in DATE_FIELDS if (day := entry_day(dict.get(entry, name)))), None) or _parsed_day(
            entry
        )
        title = " ".join(html.unescape(str(entry.get("title") or "")).split())
        yield Item(title, absolute(url, str(entry.get("link") or "")), on, DateSource.LIST if on else None)


def _parsed_day(entry: Any) -> date | None:
    """Forms only feedparser knows; it gives UTC."""
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        moment = dict.get(entry, name)
        if moment:
            try:
                return _sane(datetime(*moment[:6]).replace(tzinfo=UTC).astimezone(CHINA).date())
            except (ValueError, OverflowError):
                continue
    return None


def _json_feed(text: str, url: str) -> Feed:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return Feed(trouble="not-a-feed")
    entries = document.get("items") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return Feed(trouble="not-a-feed")
    items = tuple(_json_item(entry, url) for entry in entries[:MOST_ENTRIES] if isinstance(entry, dict))
    return Feed(items, cut=len(entries) > MOST_ENTRIES)


def _json_item(entry: dict[str, Any], url: str) -> Item:
    on = entry_day(entry.get("date_published")) or entry_day(entry.get("date_modified"))
    title = str(entry.get("title") or entry.get("summary") or entry.get("content_text") or "")
    link = str(entry.get("url") or entry.get("external_url") or "")
    return Item(" ".join(title.split())[:200], absolute(url, link), on, DateSource.LIST if on else None)


def entry_day(value: object) -> date | None:
    """The day in China of a feed's date. A time without a zone is taken as China's."""
    words = str(value or "").strip()
    try:
        if ZONED.search(words):
            return _sane(datetime.fromisoformat(words).astimezone(CHINA).date())
        if plain := _plain_day().match(words):
            return _sane(date(int(plain[1]), int(plain[2]), int(plain[3])))
        moment = parsedate_to_datetime(_in_english(words[:60]))
        return _sane((moment.astimezone(CHINA) if moment.tzinfo else moment).date())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _in_english(words: str) -> str:
    """A mail date whose weekday and month a Chinese server wrote in its own language."""
    written = re.fullmatch(load("accounts")["feed_mail_day"], words)
    months = load("accounts")["feed_months"]
    if written is None or written["month"] not in months:
        return words
    return f"{written['day']} {months[written['month']]} {written['rest']}"


@cache
def _plain_day() -> re.Pattern[str]:
    return re.compile(load("accounts")["feed_day"])


def _sane(on: date) -> date | None:
    """Years before portals existed are a program's zero."""
    return on if on.year >= OLDEST else None
