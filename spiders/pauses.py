"""How long a server that has too much to do asks its guests to stay away (RFC 9110, 10.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
SHORTEST_S = 1.0


def pause_asked(status: int, headers: Mapping[str, str], *, longest: float, now: datetime) -> float:
    """Seconds to wait before asking again; 0 where nothing was asked for, or more than is waited for.

    ``headers`` by their names in small letters.
    """
    words = headers.get("retry-after", "").strip()
    if status not in BUSY or not words:
        return 0
    seconds = float(words) if words.isdecimal() and len(words) <= len("86400") else _until(words, now)
    return max(seconds, SHORTEST_S) if seconds is not None and seconds <= longest else 0


def _until(words: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(words)
    except ValueError:
        return None
    return ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
