"""What every check of the plans asks first: is there a column of plans, and was it read?"""

from __future__ import annotations

from checks.check import unseen
from crawler.model import Verdict, cant_tell, inapplicable
from crawler.reading.sites.site import PlanColumn


def unread(column: PlanColumn) -> Verdict | None:
    """The verdict on a plan where there is no column or nothing of it was read; None where its items were."""
    if column.items:
        return None
    if column.link is None:
        return inapplicable("no-plan-column") if column.absence_proven else cant_tell("column-not-found")
    if column.fault:
        return unseen(column.fault, column.link.url)
    return cant_tell("list-empty", label=column.link.label, url=column.link.url)


def where(column: PlanColumn) -> dict[str, str]:
    """Label and address of the column."""
    return {"label": column.link.label, "url": column.link.url} if column.link else {"label": "", "url": ""}
