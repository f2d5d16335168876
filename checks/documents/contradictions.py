"""What contradicts what on a document's own page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from crawler.reading.documents.document import Document, ValidityState


def contradiction(one: Document, limits: Mapping[str, Any], on: date) -> str:
    """A key of the contradictions in ``_wording.toml``; empty where there is none."""
    signed, published = one.signed_on, one.published_on
    if one.suspect or any(day and day > on for day in (signed, published)):
        return "odd-day"
    if signed is None:
        return ""
    is_sure = re.search(limits["signing"], one.signed_by) and not was_changed(one, limits["revised"])
    if published and one.published_by and published < signed:
        later = any(day >= signed for day in one.other_days)
        is_far = (signed - published).days > limits["gap"]
        return "published-before-unclear" if later or is_far or not is_sure else "published-before-signed"
    years = {int(year) for year in re.findall(limits["number"], one.document_number or "")}
    if not years or signed.year in years:
        return ""
    turn = date(max(signed.year, *years), 1, 1)  # documents signed about a New Year may bear either year
    is_next = any(abs(year - signed.year) == 1 for year in years) and abs((turn - signed).days) > limits["days"]
    return "number-year" if is_sure and is_next else "number-year-unclear"


def was_changed(one: Document, revised: str) -> bool:
    """Its days may be those of a repeal or revision: 81 of a ministry's 960 dated documents show a signing years behind
    their publishing, and nearly all of these are no longer in force."""
    in_force = one.validity_state in {None, ValidityState.IN_FORCE}
    return not in_force or re.search(revised, f"{one.title}{one.validity}") is not None
