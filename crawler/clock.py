"""The only place that asks the time. Days are days in China; instants are aware."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from crawler.errors import InputError
from crawler.lexicon import say

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # no daylight saving since 1991


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Seconds on a clock that never steps back: for durations only."""
    return time.monotonic()


def today() -> date:
    """The day it is in China."""
    return china_day(now())


def china_day(instant: datetime) -> date:
    """The day in China at an aware instant."""
    return instant.astimezone(CHINA).date()


def end_of(day: date) -> datetime:
    """The last second of a day in China: the monitoring point of a replay."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=CHINA)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter, written ``2026Q4``."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Raises InputError unless the text reads like ``2026Q4``."""
        match = re.fullmatch(r"(20\d{2})[Qq]([1-4])", text.strip())
        if not match:
            raise InputError(say("clock.bad-quarter"), value=text, next_step=say("clock.bad-quarter-next"))
        return cls(int(match[1]), int(match[2]))


def parse_day(text: str) -> date:
    """An ISO day (``2026-11-21``). Raises InputError for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(say("clock.bad-day"), value=text, next_step=say("clock.bad-day-next")) from error
