"""zl-system: the disclosure column shows its rules."""

from __future__ import annotations

from checks.check import check
from checks.disclosure.part import part_verdict
from crawler.model import Verdict
from crawler.reading.disclosure.column import Part
from crawler.reading.sites.site import DisclosureColumn


@check("zl-system", version=2)
def system(column: DisclosureColumn) -> Verdict:
    """The second fixed part: 政府信息公开制度, not blank."""
    return part_verdict(column, Part.SYSTEM)
