"""zl-exists: the site has a disclosure column."""

from __future__ import annotations

from checks.check import check, unseen
from checks.disclosure.column import found_link, is_dead, is_missing
from checks.indicator import Indicator
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.disclosure.column import LabelledLink
from crawler.reading.sites.site import DisclosureColumn


@check("zl-exists", version=2)
def column_exists(column: DisclosureColumn, indicator: Indicator) -> Verdict:
    """An entry that leads to a page the server says is gone is no column; any other fault asks a person."""
    link = found_link(column)
    url, label = (link.url, link.label) if link else ("", "")
    if column.page_read:
        named = any(name in (column.title or "") for name in indicator.limits["names"])
        if named or any(part.link for part in column.parts):
            return passed("column-present", url=url, label=label, title=column.title or "")
        return cant_tell("column-unclear", url=url, label=label)
    if is_missing(column):
        return failed("no-column")
    return _unopened(column, link) if link else cant_tell("entry-not-found")


def _unopened(column: DisclosureColumn, link: LabelledLink) -> Verdict:
    fault = column.fault
    if fault is None:
        return cant_tell("column-unread", url=link.url, label=link.label)
    if is_dead(link, fault):
        return failed("entry-dead", url=link.url, label=link.label, status=fault.detail)
    return unseen(fault, link.url)
