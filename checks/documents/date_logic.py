"""date-logic: the days and the number of a document do not contradict each other on its own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from checks.check import check
from checks.documents.contradictions import contradiction
from checks.documents.sampled import days_row, name_of, without_documents
from checks.indicator import Indicator
from checks.wording import enumerated, named
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.documents.document import Document
from crawler.reading.sites.site import NormativeDocumentColumn

BROKEN = ("published-before-signed", "number-year")


@check("date-logic", version=1)
def logic(column: NormativeDocumentColumn, indicator: Indicator, on: date) -> Verdict:
    """Only labelled days of one page contradict each other; what has an innocent reading asks a person."""
    documents = column.documents
    if not documents:
        return without_documents(column)
    found = [(one, contradiction(one, indicator.limits, on)) for one in documents]
    broken, unclear = [one for one in found if one[1] in BROKEN], [one for one in found if one[1] not in ("", *BROKEN)]
    told = [one for one in documents if one.signed_on and (one.published_on or one.document_number)]
    data: dict[str, Any] = {"sampled": len(documents), "told": len(told)}
    if broken:
        return failed("days-contradict", _rows(broken), **data, **_said(broken))
    if unclear:
        return cant_tell("days-unclear", _rows(unclear), **data, **_said(unclear))
    return passed("days-agree", **data) if told else cant_tell("days-unread", **data)


def _said(found: Sequence[tuple[Document, str]]) -> dict[str, Any]:
    whys = dict.fromkeys(named("document_contradictions", why) for _, why in found)
    return {"count": len(found), "titles": enumerated([name_of(one) for one, _ in found]), "why": enumerated([*whys])}


def _rows(found: Sequence[tuple[Document, str]]) -> tuple[dict[str, Any], ...]:
    return tuple({**days_row(one), "why": named("document_contradictions", why)} for one, why in found)
