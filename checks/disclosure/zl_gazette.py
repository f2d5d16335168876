"""zl-gazette: the government's gazette is published."""

from __future__ import annotations

from typing import Any

from checks.check import check, unseen
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.columns.column import ColumnState
from crawler.reading.sites.site import GazetteColumn


@check("zl-gazette", version=1)
def gazette(column: GazetteColumn) -> Verdict:
    """Not every government publishes one, and some have a site for it: that none was found asks a person."""
    if column.link is None:
        return cant_tell("gazette-not-found")
    data: dict[str, Any] = {"label": column.link.label, "url": column.link.url}
    if column.fault:
        return unseen(column.fault, column.link.url)
    if column.state is ColumnState.BLANK:
        return failed("gazette-blank", **data)
    return passed("gazette-unread" if column.state is None else "gazette-present", **data)
