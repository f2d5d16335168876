"""What contradicts what on a document's own page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from crawler.reading.documents.document import Document


def contradiction(one: Document, limits: Mapping[str, Any], on: date) -> str:
    """A key of the contradictions in ``_wording.toml``; empty where there is none."""
    signed, published = one.signed_on, one.published_on
    if one.suspect or any(day and day > on for day in (signed, published)):
        return "odd-day"
    if signed is None:
        return ""
    revised = re.search(limits["revised"], f"{one.title}{one.validity}")
    is_sure = re.search(limits["signing"], one.signed_by) and not revised
    if published and one.published_by and published < signed:
        later = any(day >= signed for day in one.other_days)
        return "published-before-signed" if is_sure and not later else "published-before-unclear"
    years = {int(year) for year in re.findall(limits["number"], one.document_number or "")}
    if not years or signed.year in years:
        return ""
    turn = date(max(signed.year, *years), 1, 1)  # documents signed about a New Year may bear either year
    near = any(abs(year - signed.year) == 1 for year in years) and abs((turn - signed).days) <= limits["days"]
    return "number-year" if is_sure and not near else "number-year-unclear"
