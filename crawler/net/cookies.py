"""Cookies of one attempt: some firewalls set one, send the visitor round in a circle, and want to see it again."""

from __future__ import annotations

import re
from collections.abc import Iterable

PAIR = re.compile(rb"\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100})\s*=\s*([\x21-\x3a\x3c-\x7e]{0,2000})\s*(?:;|\Z)")
MOST = 50  # kept for one host


class Cookies:
    """Each goes back to the very host that set it, whatever it says about domains, paths and expiry."""

    def __init__(self) -> None:
        self._jar: dict[str, dict[str, str]] = {}

    def take(self, host: str, values: Iterable[bytes]) -> None:
        """Keep what Set-Cookie headers say."""
        kept = self._jar.setdefault(host, {})
        for value in values:
            pair = PAIR.match(value)
            if pair and len(kept) < MOST:
                kept[pair[1].decode()] = pair[2].decode()

    def header(self, host: str) -> str:
        """The value of the Cookie header; empty where there is nothing to send."""
        return "; ".join(f"{name}={value}" for name, value in self._jar.get(host, {}).items())
