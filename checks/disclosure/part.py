"""What is seen of one fixed part of the disclosure column; shared by the checks of the five parts."""

from __future__ import annotations

from typing import Any

from checks.check import unseen
from checks.disclosure.column import found_link, is_missing, unread
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.columns.column import ColumnState
from crawler.reading.disclosure.column import LabelledLink, Part
from crawler.reading.sites.seen import is_gone
from crawler.reading.sites.site import DisclosureColumn, PartSeen

CONTENT = (ColumnState.LISTED, ColumnState.PROSE, ColumnState.CHILDREN)


def part_verdict(column: DisclosureColumn, part: Part) -> Verdict:
    """One fault is not counted six times: without a column its parts are inapplicable.

    A part may also stand on the home page, so one that was found is judged even where the column page was not read.
    """
    seen = column.part(part)
    if seen.link and not is_missing(column):
        return _opened(seen, seen.link, seen.link.url or _column_url(column))
    verdict = unread(column)
    if verdict is not None:
        return verdict
    return failed("no-part", url=_column_url(column)) if seen.absence_proven else cant_tell("part-not-found")


def _opened(seen: PartSeen, link: LabelledLink, url: str) -> Verdict:
    data: dict[str, Any] = {"label": link.label, "url": url}
    if seen.fault and link.url and is_gone(seen.fault):
        return failed("part-dead", status=seen.fault.detail, **data)
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
    link = found_link(column)
    return link.url if link else ""
