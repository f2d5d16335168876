"""How often a column is expected to be updated: an office's table of intervals, by the column's kind and name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from crawler.reading.columns.kinds import ColumnKind


class Age(StrEnum):
    CURRENT = "current"
    NEARLY = "nearly-overdue"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Interval:
    """One row: the columns it is for, and the days within which something new is expected there."""

    days: int
    nearly: int | None = None  # days from which a column is nearly overdue; None: never called so
    words: tuple[str, ...] = ()  # one of them stands in the name
    kinds: frozenset[ColumnKind] = frozenset()
    others: bool = False  # every column that no row before it is for

    def fits(self, name: str, kind: ColumnKind) -> bool:
        return self.others or kind in self.kinds or any(word in name for word in self.words)


@dataclass(frozen=True, slots=True)
class Intervals:
    """A table of intervals; the first row that fits a column counts. ``set_by`` says whose rule it is."""

    title: str
    set_by: str
    rows: tuple[Interval, ...] = ()
    overdue_on_last_day: bool = False  # a column is overdue on the interval's last day, not only on the day after

    def of(self, name: str, kind: ColumnKind) -> Interval | None:
        """The row for a column; None where the table expects nothing of it."""
        bare = "".join(name.split())
        return next((row for row in self.rows if row.fits(bare, kind)), None)

    def age(self, interval: Interval, days: int) -> Age:
        """What a column is whose newest item is so many days old."""
        if days > interval.days or (self.overdue_on_last_day and days == interval.days):
            return Age.OVERDUE
        return Age.NEARLY if interval.nearly is not None and days >= interval.nearly else Age.CURRENT

    def as_json(self) -> dict[str, Any]:
        """The table as JSON values, always in the same order."""
        rows = [{**asdict(row), "words": list(row.words), "kinds": sorted(row.kinds)} for row in self.rows]
        return {**asdict(self), "rows": rows}
