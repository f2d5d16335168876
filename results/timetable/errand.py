"""What the service does beside its jobs, every few minutes: telling people what is new. It leaves no row."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

EVERY_S = 300.0


@dataclass(slots=True)
class Errand:
    """One command, never twice at once; its log holds what it said the last time."""

    words: Sequence[str]
    log: Path
    every_s: float = EVERY_S
    _begun: float = field(default=float("-inf"), repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def look(self, ticks: float) -> None:
        """Starts it where its time has come. ``ticks``: seconds on a clock that never steps back. Raises OSError."""
        if ticks - self._begun < self.every_s or (self._process and self._process.poll() is None):
            return
        self._begun = ticks
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
