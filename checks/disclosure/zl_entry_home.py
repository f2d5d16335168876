"""zl-entry-home: the home page shows the entry of the disclosure column."""

from __future__ import annotations

from checks.check import check
from checks.disclosure.column import on_home
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.sites.site import DisclosureColumn


@check("zl-entry-home", version=2)
def entry_on_home(column: DisclosureColumn) -> Verdict:
    """Absence counts only where nothing on the home page could hide the entry (scripts, pictures without words)."""
    if column.entry:
        return passed("entry-shown", label=column.entry.label, url=column.entry.url)
    if column.entry_absence_proven and column.elsewhere:
        return failed("entry-only-elsewhere", label=column.elsewhere.label, url=column.elsewhere.url)
    if column.entry_absence_proven and not on_home(column):
        return failed("no-entry")
    return cant_tell("entry-not-found")
