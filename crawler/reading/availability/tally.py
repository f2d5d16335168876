"""A campaign's visits counted: what is known for certain, and what only a person can say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property

from crawler.reading.availability.log import AccessLog, AccessVisit, State
from crawler.reading.service.probe import Family

SEEN = frozenset({State.KEPT, State.FAILED, State.UNCLEAR})  # made by us, our own line working


@dataclass(frozen=True)
class Tally:
    """One family's visits."""

    log: AccessLog
    family: Family

    @cached_property
    def visits(self) -> tuple[AccessVisit, ...]:
        return self.log.of(self.family)

    @cached_property
    def states(self) -> Counter[State]:
        return Counter(one.state for one in self.visits)

    @property
    def counted(self) -> int:
        return self.states[State.KEPT] + self.states[State.FAILED]

    @property
    def made(self) -> int:
        """Counted, or left to a person."""
        return self.counted + self.states[State.UNCLEAR]

    @property
    def full_days(self) -> int:
        """Days of the campaign of which at least half the visits were made."""
        days = Counter(one.slot // self.log.visits for one in self.visits if one.state in SEEN)
        return sum(2 * count >= self.log.visits for count in days.values())

    @property
    def outage(self) -> timedelta:
        """From the first failed visit to the last."""
        failed = [datetime.fromisoformat(one.due_at) for one in self.visits if one.state is State.FAILED]
        return max(failed) - min(failed) if failed else timedelta(0)

    def surely_reaches(self, percent: float) -> bool:
        """Failures reach a share of the visits even where every unclear one had been open."""
        return self.made > 0 and self.states[State.FAILED] * 100 >= _exact(percent) * self.made

    def surely_misses(self, percent: float) -> bool:
        """They do not even where every unclear one had failed."""
        return self.made > 0 and (self.made - self.states[State.KEPT]) * 100 < _exact(percent) * self.made

    @property
    def rate(self) -> str:
        """Failures among the counted, in per cent; cut, not rounded: 4.99 shows as 4.9 and is below 5."""
        tenths = self.states[State.FAILED] * 1000 // self.counted if self.counted else 0
        return f"{tenths / 10:g}%"


def _exact(percent: float) -> Fraction:
    """As it is written: 1.1 % of 3,000 are 33, and not a little more."""
    return Fraction(str(percent))
