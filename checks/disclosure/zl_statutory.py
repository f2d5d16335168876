"""zl-statutory: the disclosure column shows the statutory content."""

from __future__ import annotations

from checks.check import check
from checks.disclosure.part import part_verdict
from crawler.model import Verdict
from crawler.reading.disclosure.column import Part
from crawler.reading.sites.site import DisclosureColumn


@check("zl-statutory", version=2)
def statutory(column: DisclosureColumn) -> Verdict:
    """The third fixed part: 法定主动公开内容, a list, a tree or text of its own."""
    return part_verdict(column, Part.STATUTORY)
