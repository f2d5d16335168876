"""Does a post repeat another's, and whom does it name?"""

from __future__ import annotations

import re
from functools import cache

from crawler.lexicon import load


def repost_of(text: str) -> tuple[bool | None, str]:
    """(repost, source); None and an empty string where the words say nothing of it."""
    source = _form("repost_source").search(text)
    if source:
        return True, source[1]
    return (True if _form("repost").search(text) else None), ""


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(load("accounts")[name], re.I)
