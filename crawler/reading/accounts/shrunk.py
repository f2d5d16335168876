"""A feed's markup made small and well-formed before it is read: feedparser takes minutes over hostile markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

MOST_ENTRIES = 2_000
MOST_CHILDREN = 200
LONGEST_VALUE = 1_000  # characters of a title, link or date
LONGEST_TEXT = 4_000  # characters of an entry's text, markup included
FEWEST_SAME = 3  # entries; two of one name may be a post and its correction
DATES = frozenset({"pubdate", "published", "updated", "date", "issued", "created", "modified"})
TEXTS = frozenset({"description", "summary", "content", "encoded"})
BUILT = frozenset({"lastbuilddate", "updated", "modified"})
NAMES = frozenset({"guid", "id"})
KEPT = frozenset({"title", "link"}) | DATES
DUBLIN_DATE = "{http://purl.org/dc/elements/1.1/}date"
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ids:
    """How often the entries of a feed have one and the same name."""

    repeated: bool = False

    @classmethod
    def of(cls, names: Iterable[str]) -> Ids:
        """Most entries share one name: what is shown is not the account's list of posts."""
        counted = Counter(name.strip() for name in names if name.strip())
        most = max(counted.values(), default=0)
        return cls(most >= FEWEST_SAME and most * 2 > counted.total())


@dataclass(frozen=True, slots=True)
class Small:
    """``body``: the entries as XML; ``texts`` and ``dates`` theirs, in their order; ``cut``: there were more.

    ``built``: the dates of the feed itself.
    """

    body: bytes = b""
    cut: bool = True
    texts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    ids: Ids = Ids()
    built: tuple[str, ...] = ()


def shrink(text: str) -> Small:
    """Titles, links, dates and texts of at most 2,000 entries; a document's own entities are not followed."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(ENTITY.sub("&amp;", NOT_XML.sub("", text)).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Small()
    if root is None:
        return Small()
    entries = list(islice(root.iter("{*}item", "{*}entry"), MOST_ENTRIES + 1))
    if _local(root) == "feed":
        small = holder = etree.Element(root.tag)
    else:
        small = etree.Element("rss", version="2.0")
        holder = etree.SubElement(small, "channel")
    kept = entries[:MOST_ENTRIES]
    for entry in kept:
        _copy(entry, etree.SubElement(holder, entry.tag if holder is small else "item"))
    return Small(
        etree.tostring(small, encoding="utf-8"),
        len(entries) > MOST_ENTRIES,
        tuple(max(_values(entry, TEXTS, LONGEST_TEXT), key=len, default="") for entry in kept),
        tuple(date for entry in kept for date in _values(entry, DATES, LONGEST_VALUE)),
        Ids.of(next(iter(_values(entry, NAMES, LONGEST_VALUE)), "") for entry in kept),
        tuple(date for one in (root, *root.iterchildren("{*}channel")) for date in _values(one, BUILT, LONGEST_VALUE)),
    )


def _copy(entry: Any, into: Any) -> None:
    for child in islice(entry.iterchildren(tag=etree.Element), MOST_CHILDREN):
        name = _local(child)
        if name in KEPT:
            # A prefix nobody declared stays in the name; what it means is known all the same.
            copy = etree.SubElement(into, DUBLIN_DATE if name == "date" else _declared(child.tag))
            copy.text = _words(child, LONGEST_VALUE)
            for attribute in ("href", "rel"):
                if child.get(attribute):
                    copy.set(attribute, child.get(attribute))


def _values(entry: Any, names: frozenset[str], longest: int) -> list[str]:
    children = islice(entry.iterchildren(tag=etree.Element), MOST_CHILDREN)
    return [_words(child, longest) for child in children if _local(child) in names]


def _words(element: Any, longest: int) -> str:
    return "".join(islice(element.itertext(), MOST_CHILDREN))[:longest]


def _declared(tag: str) -> str:
    return tag if tag.startswith("{") else tag.rsplit(":", 1)[-1]


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()
