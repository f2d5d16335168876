"""zl-guide: the disclosure column shows a guide with the elements of article 12."""

from __future__ import annotations

from dataclasses import astuple, replace

from checks.check import check
from checks.disclosure.part import part_verdict
from checks.indicator import Indicator
from checks.wording import enumerated
from crawler.model import Outcome, Verdict, cant_tell, failed
from crawler.reading.columns.column import ColumnState
from crawler.reading.disclosure.column import Part
from crawler.reading.sites.site import DisclosureColumn


@check("zl-guide", version=2)
def guide(column: DisclosureColumn, indicator: Indicator) -> Verdict:
    """A guide without address, hours and telephone names no way to reach the organ; a single gap asks a person.

    So does a page that shows no element at all: its text may be a note beside an attached file.
    """
    verdict = part_verdict(column, Part.GUIDE)
    if verdict.reason == "part-explained":
        return replace(verdict, outcome=Outcome.CANT_TELL)  # every organ has a guide to give
    if verdict.reason != "part-present":
        return verdict
    seen = column.part(Part.GUIDE)
    fields = seen.fields
    # A list of guides shows none of the elements itself; its text stands one page further.
    if fields is None or (seen.state is not ColumnState.PROSE and not any(astuple(fields))):
        return replace(verdict, reason="fields-unread", data={**verdict.data, "fields_read": False})
    missing = [name for key, name in indicator.limits["fields"].items() if not getattr(fields, key)]
    data = {"missing": enumerated(missing), "label": verdict.data["label"], "url": verdict.data["url"]}
    if any(astuple(fields)) and not (fields.address or fields.hours or fields.telephone):
        return failed("no-contact-fields", **data)
    return cant_tell("fields-unclear", **data) if missing else verdict
