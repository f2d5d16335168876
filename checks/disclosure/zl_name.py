"""zl-name: the column bears its uniform name."""

from __future__ import annotations

from checks.check import check
from checks.disclosure.column import found_link, unread
from checks.indicator import Indicator
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.sites.site import DisclosureColumn


@check("zl-name", version=1)
def column_name(column: DisclosureColumn, indicator: Indicator) -> Verdict:
    """The name may stand on the entry or on the column's own page; both must be known before it is missing,
    and the page must show at least one part, or it may be another page."""
    link = found_link(column)
    label, title = link.label if link else "", column.title or ""
    data = {"label": label, "title": title, "names": indicator.limits["names"][0], "url": link.url if link else ""}
    if any(name in "".join(text.split()) for name in indicator.limits["names"] for text in (label, title)):
        return passed("uniform-name", **data)
    verdict = unread(column)
    if verdict is not None:
        return verdict
    is_column = any(part.link for part in column.parts)
    return failed("other-name", **data) if label and title and is_column else cant_tell("name-unread", **data)
