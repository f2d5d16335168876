"""Interpretations that were opened, put beside the documents that link to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.reading.documents.days import read_days
from crawler.reading.documents.related import Interpretation
from crawler.reading.pages.addresses import address_key
from crawler.reading.sites.seen import Seen
from crawler.reading.sites.sought import VisitedColumn


def take_interpretation(columns: Iterable[VisitedColumn], seen: Seen) -> None:
    """``seen.via`` is the document's own page, as it ended or as it was asked for."""
    for column in columns:
        for place, document in enumerate(column.documents):
            if address_key(document.url) == address_key(seen.via):
                opened = tuple(_opened(one, seen) for one in document.interpretations)
                column.documents[place] = replace(document, interpretations=opened)
                column.captures.extend(seen.digests)


def _opened(one: Interpretation, seen: Seen) -> Interpretation:
    if address_key(one.url) != address_key(seen.requested):
        return one
    page = seen.rendered or seen.page
    if page is None:
        return replace(one, fault=seen.fault)
    days = read_days(page)
    return replace(one, published_on=days.published_on, published_by=days.published_by, other_days=days.others)
