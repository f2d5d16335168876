"""publish-20wd: a document is published within 20 working days of its signing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from checks.check import check
from checks.documents.lateness import circumstances
from checks.documents.sampled import days_row, without_documents
from checks.documents.timing import Timed, Timing, timed
from checks.indicator import Indicator
from checks.wording import enumerated, named, sentence
from crawler.model import Target, Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.sites.site import NormativeDocumentColumn
from crawler.workdays import Workdays


@check("publish-20wd", version=1)
def published_in_time(
    column: NormativeDocumentColumn, target: Target, indicator: Indicator, workdays: Workdays, on: date
) -> Verdict:
    """Article 26 counts from the making of a document; late are only those whose own labels say so, unopposed."""
    if not column.documents:
        return without_documents(column)
    beside, limits = circumstances(column, target, indicator.limits), indicator.limits
    found = [beside.weighed(timed(one, limits, workdays, on)) for one in column.documents]
    return _verdict(found, {"limit": limits["workdays"], "months": limits["months"], "sampled": len(found)})


def _verdict(found: Sequence[Timed], data: dict[str, Any]) -> Verdict:
    of = {timing: [one for one in found if one.timing is timing] for timing in Timing}
    data |= {"judged": len(of[Timing.IN_TIME]), "undated": len(of[Timing.UNDATED])}
    late, open_ = of[Timing.LATE], of[Timing.DOUBTFUL] or of[Timing.UNKNOWN_YEAR]
    shown = late or open_
    rows = tuple(_row(one) for one in shown)
    data |= {
        "count": len(shown),
        "documents": enumerated(
            [sentence("documents", "timed" if row["workdays"] else "dated", **row) for row in rows]
        ),
    }
    if late:
        return failed("published-late", rows, days=max(one.workdays or 0 for one in late), **data)
    if open_ and open_[0].year:
        return cant_tell("calendar-unknown", rows, year=str(open_[0].year), **data)
    if open_:
        return cant_tell("day-doubtful", rows, why=named("document_doubts", open_[0].why), **data)
    if of[Timing.IN_TIME]:
        return passed("published-in-time", **data)
    return cant_tell("days-unread", **data) if of[Timing.UNDATED] else inapplicable("none-asked", **data)


def _row(one: Timed) -> dict[str, Any]:
    row = {**days_row(one.document), "workdays": one.workdays or "", "due_on": str(one.due_on or "")}
    return row | {"calendar": enumerated(one.basis), "why": named("document_doubts", one.why)}
