"""Shares of which a part is not known: judged by their bounds, the unknown once as good and once as bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checks.wording import spanned
from crawler.model import Outcome


@dataclass(frozen=True, slots=True)
class Share:
    """How many are good, bad and not known, and how many of a hundred must be good at least."""

    good: int
    bad: int
    unknown: int
    least: int  # per cent

    @property
    def total(self) -> int:
        return self.good + self.bad + self.unknown

    @property
    def outcome(self) -> Outcome:
        """Passed where even the worst case meets the limit, failed where even the best misses it. None: cantTell."""
        if not self.total:
            return Outcome.CANT_TELL
        if self.good * 100 >= self.least * self.total:
            return Outcome.PASSED
        best = self.good + self.unknown
        return Outcome.FAILED if best * 100 < self.least * self.total else Outcome.CANT_TELL

    @property
    def data(self) -> dict[str, Any]:
        """The figures, for a sentence: the share from its worst to its best, in per cent."""
        worst, best = self._percent(self.good), self._percent(self.good + self.unknown)
        counts = {"good": self.good, "bad": self.bad, "unknown": self.unknown, "total": self.total}
        return {**counts, "worst": worst, "best": best, "rate": spanned(worst, best), "least": f"{self.least}%"}

    def _percent(self, count: int) -> str:
        """Cut, not rounded: 89.97 is shown as 89.9 and misses 90."""
        tenths = count * 1000 // self.total if self.total else 0
        return f"{tenths / 10:g}%"
