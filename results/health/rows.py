"""What the monitors saw, as rows of the trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.model import RunId, TargetId
from results.migrations import Chain
from results.rows import Row, clean

TABLE = "run_monitors"
SETTINGS = "settings"  # no monitor: what the run's yield depends on
WHOLE = TargetId("")  # the run as a whole


@dataclass(frozen=True, slots=True)
class Reading:
    """One monitor at the end of a run. ``seen`` and ``expected`` are figures; ``advice`` is empty where it is well."""

    monitor: str
    is_well: bool
    seen: str
    expected: str
    advice: str = ""
    target: TargetId = WHOLE


class MonitoredChain(Chain):
    """The part of the trail that holds what monitors saw."""

    def record_monitors(self, run: RunId, judgement: int, readings: Sequence[Reading], at: datetime) -> None:
        """Once a judgement: what stands there already is not written again."""
        with self._transaction():
            if next(self.known_rows(TABLE, run=run, judgement=judgement), None):
                return
            for reading in readings:
                self._append(TABLE, {"run": run, "judgement": judgement, **_row(reading)}, at)

    def monitors(self, run: RunId) -> Iterator[Reading]:
        """Of the latest judgement that was looked at; none of a run of an older program."""
        rows = list(self.known_rows(TABLE, run=run))
        latest = max((row["judgement"] for row in rows), default=0)
        return (_reading(row) for row in rows if row["judgement"] == latest)


def _row(reading: Reading) -> dict[str, object]:
    return {
        "monitor": reading.monitor,
        "target": reading.target,
        "well": int(reading.is_well),
        "seen": reading.seen,
        "expected": reading.expected,
        "advice": clean(reading.advice),
    }


def _reading(row: Row) -> Reading:
    return Reading(
        row["monitor"], bool(row["well"]), row["seen"], row["expected"], row["advice"], TargetId(row["target"])
    )
