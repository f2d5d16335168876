"""zl-annual: the disclosure column shows the annual reports."""

from __future__ import annotations

from checks.check import check
from checks.disclosure.part import part_verdict
from crawler.model import Verdict
from crawler.reading.disclosure.column import Part
from crawler.reading.sites.site import DisclosureColumn


@check("zl-annual", version=2)
def annual(column: DisclosureColumn) -> Verdict:
    """The fourth fixed part: 政府信息公开年报 under any of its names."""
    return part_verdict(column, Part.ANNUAL_REPORT)
