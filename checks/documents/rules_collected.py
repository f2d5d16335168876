"""rules-collected: the portal of a city with rule-making power gathers its rules (规章) in the disclosure column."""

from __future__ import annotations

from typing import Any

from checks.check import check, unseen
from checks.indicator import Indicator
from checks.wording import level_name
from crawler.model import Target, Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.columns.column import ColumnState
from crawler.reading.disclosure.column import LabelledLink
from crawler.reading.sites.site import RuleColumn


@check("rules-collected", version=2)
def rules(column: RuleColumn, target: Target, indicator: Indicator) -> Verdict:
    """Only provinces and cities with districts may make rules; whether the list is complete is a person's question."""
    if not target.level.strip():
        return cant_tell("level-not-stated")
    if target.level.strip() not in indicator.limits["levels"]:
        return inapplicable("no-rule-power", level=level_name(target.level.strip()))
    return _seen(column, column.link) if column.link else _not_found(column)


def _not_found(column: RuleColumn) -> Verdict:
    return failed("no-rule-column") if column.absence_proven else cant_tell("column-not-found")


def _seen(column: RuleColumn, link: LabelledLink) -> Verdict:
    data: dict[str, Any] = {"label": link.label, "url": link.url}
    if column.fault:
        return unseen(column.fault, link.url)
    if column.state is ColumnState.LISTED:
        return passed("rules-listed", shown=len(column.items), **data)
    if column.state is ColumnState.EXPLAINED:
        return passed("explained", **data)
    if column.state is ColumnState.BLANK:
        return failed("column-blank", **data)
    return cant_tell("list-unclear", **data)
