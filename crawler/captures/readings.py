"""What the readers made of a target's captures, kept beside them: judging again need not read again.

A kept reading is used only when it is the very one whose digest its maker told or the audit trail holds, made by the
same readers from the same captures for the same day. Anything else is read anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.model import Digest, Evidence, RunId, TargetId
from crawler.reading.memo import pack, readers_digest, unpack

Kept = tuple[tuple[Evidence[Any], ...], Mapping[Digest, datetime]]


class Readings:
    """The kept readings of one run."""

    def __init__(self, data: Path, run: RunId, on: date) -> None:
        self.folder = data / "readings" / run
        self.on = on

    def keep(
        self, target: TargetId, manifest: str, evidence: Sequence[Evidence[Any]], made: Mapping[Digest, datetime]
    ) -> str:
        """Write one reading; returns its digest. ``made`` tells when each capture was made."""
        stored = self._head(manifest) | {
            "evidence": pack(evidence),
            "made": {digest: at.isoformat() for digest, at in made.items()},
        }
        raw = gzip.compress(json.dumps(stored, ensure_ascii=False).encode(), 1, mtime=0)
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(target)
        draft = path.with_suffix(".new")
        draft.write_bytes(raw)
        draft.replace(path)
        return hashlib.sha256(raw).hexdigest()

    def find(self, target: TargetId, manifest: str, digest: str) -> Kept | None:
        """The reading with this digest, where it still holds."""
        try:
            raw = self._path(target).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(raw).hexdigest() != digest:
            return None
        stored = json.loads(gzip.decompress(raw))
        if any(stored[name] != value for name, value in self._head(manifest).items()):
            return None
        made = {Digest(name): datetime.fromisoformat(at) for name, at in stored["made"].items()}
        return unpack(stored["evidence"]), made

    def _head(self, manifest: str) -> dict[str, Any]:
        return {"readers": readers_digest(), "manifest": manifest, "on": self.on.isoformat()}

    def _path(self, target: TargetId) -> Path:
        return self.folder / f"{hashlib.sha256(target.encode()).hexdigest()[:32]}.json.gz"
