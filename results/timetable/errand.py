"""What the service does beside its jobs, every few minutes: telling people what is new. It leaves no row."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

EVERY_S = 300.0


@dataclass(slots=True)
class Errand:
    """One call of Python, never twice at once; its log holds what it said the last time."""

    words: Sequence[str]
    log: Path
    every_s: float = EVERY_S
    _begun: float = field(default=float("-inf"), repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def look(self, ticks: float, given: str) -> None:
        """Starts it where its time has come, with a text on its input. Raises OSError.

        ``ticks``: seconds on a clock that never steps back.
        """
        if ticks - self._begun < self.every_s or (self._process and self._process.poll() is None):
            return
        self._begun = ticks
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            words = [sys.executable, *self.words]
            self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=log, stderr=log)
        assert self._process.stdin
        with suppress(BrokenPipeError), self._process.stdin:
            self._process.stdin.write(given.encode())
