"""Why a document whose labelled days say late may have been in time, or be somebody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checks.documents.contradictions import was_changed
from checks.documents.timing import Timed, Timing
from crawler.model import Target
from crawler.reading.documents.document import Document
from crawler.reading.pages.addresses import address_key
from crawler.reading.sites.annual_titles import Whose, flat, whose_report
from crawler.reading.sites.site import NormativeDocumentColumn


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What speaks of a document beside its page: the list's days by address key, and days of many publications."""

    target: Target
    limits: Mapping[str, Any]
    listed: Mapping[str, date]
    batches: frozenset[date]

    def weighed(self, one: Timed) -> Timed:
        why = self.doubt(one.document) if one.timing is Timing.LATE else ""
        return replace(one, timing=Timing.DOUBTFUL, why=why) if why else one

    def doubt(self, one: Document) -> str:
        """A key of the doubts in ``_wording.toml``; empty where nothing speaks for the document."""
        signed, published = one.signed_on or date.max, one.published_on or date.min
        doubts = {
            "other-day": any(signed <= day < published for day in one.other_days),
            "listed-before": signed <= self.listed.get(address_key(one.url), published) < published,
            "same-day": published in self.batches,
            "forwarded": re.search(self.limits["forwarded"], one.title or "") is not None,
            "revised": was_changed(one, self.limits["revised"]),
            "other-organ": bool(one.issuer) and whose_report(flat(one.issuer or ""), self.target) is Whose.OTHER,
        }
        return next((why for why, applies in doubts.items() if applies), "")


def circumstances(column: NormativeDocumentColumn, target: Target, limits: Mapping[str, Any]) -> Circumstances:
    listed = [(address_key(item.url), item.on) for item in column.items if item.on]
    batches = _batches(column.documents, [day for _, day in listed], limits["batch"])
    return Circumstances(target, limits, dict(listed), batches)


def _batches(documents: Sequence[Document], listed: Sequence[date], limit: int) -> frozenset[date]:
    """Days with so many items, or with documents of different signing days: a move of the site explains them."""
    signed: dict[date, set[date]] = {}
    for one in documents:
        if one.signed_on and one.published_on:
            signed.setdefault(one.published_on, set()).add(one.signed_on)
    many = {day for day in listed if listed.count(day) >= limit}
    return frozenset(many | {day for day, days in signed.items() if len(days) > 1})
