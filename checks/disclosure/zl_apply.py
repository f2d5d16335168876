"""zl-apply: the disclosure column shows how to apply for disclosure."""

from __future__ import annotations

from checks.check import check
from checks.disclosure.part import part_verdict
from crawler.model import Verdict
from crawler.reading.disclosure.column import Part
from crawler.reading.sites.site import DisclosureColumn


@check("zl-apply", version=2)
def on_request(column: DisclosureColumn) -> Verdict:
    """Not one of the four fixed parts, but articles 28 and 29 require usable channels."""
    return part_verdict(column, Part.ON_REQUEST)
