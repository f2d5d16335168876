"""Records of unknown shape as a list: JSON values and XML trees whose keys tell a title, an address and a day."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crawler.lexicon import load
from crawler.reading.dates.published import DateSource, parse_date
from crawler.reading.listings.anchors import absolute
from crawler.reading.listings.items import Item
from crawler.reading.listings.scriptvalues import json_value

WORDS = load("listings")["records"]
TITLES, ADDRESSES, DAYS = (
    tuple(re.compile(pattern) for pattern in WORDS[kind]) for kind in ("titles", "addresses", "days")
)
PINS = ("is_top", "isTop", "istop", "top", "isStick", "zhiding")
TOTALS = (
    *("total", "totalCount", "totalRecord", "totalRecords", "totalElements", "recordCount", "rowCount", "totalSize"),
    *("recordsTotal", "totalNum", "totalRow", "total_count", "count", "post_count", "totalrecord", "recordsCount"),
)
PAGES = ("totalPage", "totalPages", "pageCount", "pages", "total_pages", "page_count", "totalpage", "maxPage")
COUNTS = ("page", "pager", "pageInfo", "classify", "pagination", "pageBean", "meta", "pageable")
MARKUP = re.compile(r"<(?:li|tr|a|dl|div|p)\b", re.I)
TAG = re.compile(r"<[^>]{1,200}>")
DEEPEST = 12  # levels of a value


@dataclass(frozen=True, slots=True)
class Found:
    """Records that are items, and the counts that stand around them."""

    items: tuple[Item, ...]
    total: int | None = None
    pages: int | None = None

    @property
    def worth(self) -> tuple[bool, int]:
        """Dated lists before menus, then the longest."""
        return sum(1 for item in self.items if item.on) * 2 > len(self.items), len(self.items)


def read_records(data: Any, base: str, on: date) -> tuple[Found | None, list[str]]:
    """(the best list of records anywhere in a value, the texts in it that are markup)"""
    best: Found | None = None
    texts: list[str] = []
    counts: tuple[int | None, int | None] = (None, None)
    for value, around in values(data, texts):
        if counts == (None, None):
            counts = counted(around)
        items = tuple(item for record in value if (item := from_record(record, base, on)))
        total, pages = counted(around)
        found = Found(items, total, pages)
        if items and len(items) * 2 >= len(value) and (best is None or found.worth > best.worth):
            best = found
    return best or (Found((), *counts) if counts != (None, None) else None), texts


def values(data: Any, texts: list[str]) -> Iterator[tuple[list[Any], tuple[Mapping[str, Any], ...]]]:
    """Every list of a value with the mappings around it, nearest first; texts that are markup are put aside."""
    stack: list[tuple[Any, tuple[Mapping[str, Any], ...]]] = [(data, ())]
    while stack:
        value, around = stack.pop()
        if isinstance(value, str):
            inner = json_value(value) if value[:1] in {"[", "{"} and value[1:2] else None
            if inner is not None and not isinstance(inner, str):
                stack.append((inner, around))
            elif MARKUP.search(value[:20_000]):
                texts.append(value)
        elif isinstance(value, Mapping) and len(around) < DEEPEST:
            stack.extend((inner, (value, *around)) for inner in reversed(list(value.values())))
        elif isinstance(value, list):
            yield value, around
            rows = [inner for inner in value if isinstance(inner, str) and MARKUP.search(inner[:2_000])]
            texts.extend(["".join(rows)] if rows else [])
            stack.extend((inner, around) for inner in value if isinstance(inner, list | Mapping))


def counted(around: tuple[Mapping[str, Any], ...]) -> tuple[int | None, int | None]:
    """(records, pages) as the mappings around a list say, nearest first."""
    total = pages = None
    for outer in around:
        for one in (outer, *(outer[name] for name in COUNTS if isinstance(outer.get(name), Mapping))):
            total = number(one, TOTALS) if total is None else total
            pages = number(one, PAGES) if pages is None else pages
    return total, pages or None


def number(mapping: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    """The whole number under the first of some names."""
    for name in names:
        value = mapping.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9:
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None


def from_record(record: Any, base: str, on: date) -> Item | None:
    """One record as an item: a title, and an address or a day."""
    if not isinstance(record, Mapping):
        return None
    texts = {str(key): value for key, value in record.items()}
    title = plain(first(texts, TITLES))
    day = next((found for keys in DAYS if (found := record_day(texts, keys, on))), None)
    href = first(texts, ADDRESSES)
    url = absolute(base, href) if href else ""
    if len(title) < 2 or not (url or day):
        return None
    pinned = any(texts.get(name) in (1, True, "1", "true") for name in PINS)
    return Item(title, url, day, DateSource.LIST if day else None, pinned)


def plain(text: str) -> str:
    """A title without markup and entities."""
    return " ".join(TAG.sub("", entities.unescape(text)).split())


def first(record: Mapping[str, Any], kinds: tuple[re.Pattern[str], ...]) -> str:
    """The first non-empty text under the best fitting key."""
    for keys in kinds:
        for key, value in record.items():
            if isinstance(value, str) and value.strip() and keys.fullmatch(key):
                return value.strip()
    return ""


def record_day(record: Mapping[str, Any], keys: re.Pattern[str], on: date) -> date | None:
    """The first readable day under a fitting key; a server's date object keeps it as ``time``."""
    for key, value in record.items():
        if not keys.fullmatch(key):
            continue
        told = value.get("time") if isinstance(value, Mapping) else value
        if isinstance(told, str | int) and not isinstance(told, bool):
            day = parse_date(str(told), today=on, numbers=True)
            if day:
                return day
    return None
