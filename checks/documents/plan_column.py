"""plan-column: the portal gathers its plans in a column of their own."""

from __future__ import annotations

from typing import Any

from checks.check import check, unseen
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.columns.column import ColumnState
from crawler.reading.sites.site import PlanColumn


@check("plan-column", version=2)
def plans(column: PlanColumn) -> Verdict:
    """A column filled by a script is still a column; one that is empty gathers nothing."""
    if column.link is None:
        return failed("no-plan-column") if column.absence_proven else cant_tell("column-not-found")
    data: dict[str, Any] = {"label": column.link.label, "url": column.link.url}
    if column.fault:
        return unseen(column.fault, column.link.url)
    if column.state is ColumnState.BLANK:
        return failed("column-blank", **data)
    # A page that opened without a fault, and whose list a script may make, is still the column asked for.
    return passed("content-unread" if column.state is None else "column-present", **data)
