"""A field of the footer that is either shown, positively not there, or could not be told."""

from __future__ import annotations

from typing import Any

from crawler.model import Verdict, cant_tell, failed, passed


def told(value: str | bool | None, *, shown: str, missing: str, **data: Any) -> Verdict:
    """Passed with reason ``shown``, failed with ``missing``, or a question to a person."""
    if value is None:
        return cant_tell("not-told")
    if value is False:
        return failed(missing)
    return passed(shown, value=value if isinstance(value, str) else "", **data)
