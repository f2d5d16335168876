"""interp-3wd: the interpretation of a document is out with it, at the latest three working days after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from checks.check import check
from checks.documents.pairs import Pair, Pairing, paired
from checks.documents.sampled import without_documents
from checks.indicator import Indicator
from checks.wording import enumerated, named, sentence
from crawler.model import Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.sites.site import NormativeDocumentColumn
from crawler.workdays import Workdays


@check("interp-3wd", version=1)
def interpreted_in_time(column: NormativeDocumentColumn, indicator: Indicator, workdays: Workdays, on: date) -> Verdict:
    """A rule of some cities. That none is linked proves nothing: many documents need none, and pages may not link."""
    if not column.documents:
        return without_documents(column)
    found = [paired(one, indicator.limits, workdays, on) for one in column.documents]
    asked = [one for one in found if one.pairing is not Pairing.NOT_ASKED]
    data: dict[str, Any] = {"limit": indicator.limits["workdays"], "months": indicator.limits["months"]}
    data |= {"sampled": len(found), "asked": len(asked)}
    return _verdict(asked, data) if asked else inapplicable("none-asked", **data)


def _verdict(asked: Sequence[Pair], data: dict[str, Any]) -> Verdict:
    of = {pairing: [one for one in asked if one.pairing is pairing] for pairing in Pairing}
    shown = of[Pairing.LATE] or of[Pairing.UNKNOWN_YEAR] or of[Pairing.UNCLEAR] or of[Pairing.UNLINKED] or asked
    rows = tuple(map(_row, shown))
    data |= {"count": len(shown), "pairs": enumerated([sentence("documents", "pair", **row) for row in rows])}
    data |= {"titles": enumerated([row["title"] for row in rows]), "why": named("pair_doubts", shown[0].why)}
    if of[Pairing.LATE]:
        return failed("interpreted-late", rows, **data)
    if of[Pairing.UNKNOWN_YEAR]:
        return cant_tell("calendar-unknown", rows, year=str(shown[0].year), **data)
    if of[Pairing.UNCLEAR]:
        return cant_tell("pair-unclear", rows, **data)
    return cant_tell("none-linked", rows, **data) if of[Pairing.UNLINKED] else passed("interpreted-in-time", **data)


def _row(one: Pair) -> dict[str, Any]:
    document, other = one.document, one.interpretation
    return {
        "title": document.title or document.url,
        "url": document.url,
        "published_on": str(document.published_on or ""),
        "interpretation": other.title if other else "",
        "interpretation_url": other.url if other else "",
        "interpreted_on": str((other and other.published_on) or ""),
        "workdays": "" if one.workdays is None else one.workdays,
    }
