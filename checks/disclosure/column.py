"""What every check of the disclosure column asks first: is there one, and was it read?"""

from __future__ import annotations

from checks.check import unseen
from crawler.model import Fault, Verdict, cant_tell, inapplicable
from crawler.reading.disclosure.column import LabelledLink
from crawler.reading.pages.addresses import address_key
from crawler.reading.sites.seen import is_gone
from crawler.reading.sites.site import DisclosureColumn


def is_missing(column: DisclosureColumn) -> bool:
    """Positively seen: no page of the site leads to one, and the home page does not hold its parts itself."""
    return found_link(column) is None and not column.page_read and column.entry_absence_proven and not on_home(column)


def on_home(column: DisclosureColumn) -> bool:
    """The home page links several parts directly: the column may be a block of it."""
    return not column.page_read and sum(part.link is not None for part in column.parts) > 1


def found_link(column: DisclosureColumn) -> LabelledLink | None:
    return column.entry or column.elsewhere


def unread(column: DisclosureColumn) -> Verdict | None:
    """The verdict on anything inside a column that is missing or was not read; None where it was."""
    if column.page_read:
        return None
    if is_missing(column):
        return inapplicable("no-column")
    link = found_link(column)
    if column.fault:
        return unseen(column.fault, link.url if link else "")
    return cant_tell("column-unread", url=link.url if link else "")


def is_dead(link: LabelledLink, fault: Fault | None) -> bool:
    """The server said that the entry's own page is gone. Where several entries were tried, a fault of another one, or
    of the page a redirect led to, says nothing about this one."""
    if fault is None or not is_gone(fault):
        return False
    return not fault.url or address_key(fault.url) == address_key(link.url)
