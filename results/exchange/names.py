"""The names under which EARL speaks of things: the same in every file of one trail, and no two trails share one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from crawler.model import Digest, Finding, TargetId

_KEPT = "!#$%&'()*+,/:;=?@[]~-._"  # what an address may hold as it is


class Names:
    """``trail`` tells one office's trail from all others."""

    def __init__(self, trail: str) -> None:
        self._base = f"urn:spotcheck:{trail}"

    def finding(self, number: int) -> str:
        return f"{self._base}:finding:{number}"

    def replaced(self, number: int) -> str:
        return f"{self._base}:finding:{number}:machine"

    def target(self, target: TargetId) -> str:
        return f"{self._base}:target:{quote(target, safe='')}"

    def test(self, finding: Finding) -> str:
        """The rule as it stood: an indicator of one catalogue."""
        catalogue = quote(finding.catalogue_digest.removeprefix("sha256:")[:16], safe="")
        return f"{self._base}:indicator:{quote(finding.indicator, safe='')}:{catalogue}:{finding.indicator_version}"

    def capture(self, digest: Digest) -> str:
        return f"{self._base}:capture:{quote(digest, safe=':')}"

    def software(self, version: str) -> str:
        return f"urn:spotcheck:program:{quote(version, safe='.')}"

    def person(self, name: str) -> str:
        """A reviewer; all of them together for an empty name."""
        return f"{self._base}:reviewer" + (f":{_short(name)}" if name else "")

    def group(self, names: Sequence[str]) -> str:
        return f"{self._base}:reviewers:{_short(chr(10).join(names))}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def iri(address: str) -> str:
    """An address as a name of the web, what may not stand in one escaped; empty where it is none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    kept = "".join(sign if sign.isprintable() else quote(sign, errors="replace") for sign in address.strip())
    return "".join(sign if sign.isalnum() or sign in _KEPT else quote(sign) for sign in kept)
