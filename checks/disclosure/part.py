"""What is seen of one fixed part of the disclosure column; shared by the checks of the five parts."""

from __future__ import annotations

from typing import Any

from checks.check import is_gone, unseen
from checks.disclosure.column import unread
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.columns import ColumnState
from crawler.reading.disclosure import LabelledLink, Part
from crawler.reading.site import DisclosureColumn, PartSeen

CONTENT = (ColumnState.LISTED, ColumnState.PROSE, ColumnState.CHILDREN)


def part_verdict(column: DisclosureColumn, part: Part) -> Verdict:
    """One fault is not counted six times: without a column its parts are inapplicable."""
    verdict = unread(column)
    if verdict is not None:
        return verdict
    seen = column.part(part)
    if seen.link is None:
        return failed("no-part", url=_column_url(column)) if seen.absence_proven else cant_tell("part-not-found")
    return _opened(seen, seen.link)


def _opened(seen: PartSeen, link: LabelledLink) -> Verdict:
    data: dict[str, Any] = {"label": link.label, "url": link.url}
    if seen.fault and link.url and is_gone(seen.fault):
        return failed("part-dead", status=seen.fault.detail or seen.fault.kind.value, **data)
    if seen.fault:
        return unseen(seen.fault, link.url)
    if seen.state in CONTENT or (seen.state is None and not link.url):
        return passed("part-present", **data)
    if seen.state is ColumnState.EXPLAINED:
        return passed("part-explained", **data)
    if seen.state is ColumnState.BLANK:
        return failed("part-blank", **data)
    return cant_tell("part-scripted" if seen.state is ColumnState.SCRIPTED else "part-unread", **data)


def _column_url(column: DisclosureColumn) -> str:
    link = column.entry or column.elsewhere
    return link.url if link else ""
