"""Working days as the State Council's holiday arrangements make them, year by year.

A year whose arrangements are not known is never guessed: nothing is counted across it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from chinese_calendar import constants

from crawler.errors import InputError
from crawler.lexicon import say

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The holidays and make-up workdays of one year; those of a New Year may reach back into December."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    announced_by: str

    def as_json(self) -> dict[str, Any]:
        """JSON values, always in the same order."""
        days = {name: sorted(day.isoformat() for day in getattr(self, name)) for name in ("holidays", "workdays")}
        return {"year": self.year, "announced_by": self.announced_by, **days}


@dataclass(frozen=True)
class Workdays:
    """The working days of every year that is known. Two calendars of the same years are equal."""

    arrangements: tuple[Arrangement, ...]
    _by_year: dict[int, Arrangement] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_year", {one.year: one for one in self.arrangements})

    def knows(self, year: int) -> bool:
        return year in self._by_year

    def is_workday(self, day: date) -> bool | None:
        """None in a year that is not known."""
        if not self.knows(day.year):
            return None
        for year in (day.year + 1, day.year):
            one = self._by_year.get(year)
            if one is not None and (day in one.workdays or day in one.holidays):
                return day in one.workdays
        return day.weekday() < SATURDAY

    def after(self, day: date, count: int) -> date:
        """The last of ``count`` working days that begin the day after ``day``.

        Raises InputError for a year that is not known.
        """
        while count:
            day += DAY
            is_workday = self.is_workday(day)
            if is_workday is None:
                problem = say("clock.calendar", year=day.year)
                raise InputError(problem, value=day.isoformat(), next_step=say("clock.calendar-next"))
            count -= is_workday
        return day

    def due(self, day: date, count: int) -> date | None:
        """The same; None where a year is not known."""
        try:
            return self.after(day, count)
        except InputError:
            return None

    def between(self, first: date, last: date) -> int | None:
        """Working days from the day after ``first`` up to ``last``, 0 where it is not later; None across a year that
        is not known."""
        found = [self.is_workday(day) for day in _days(first, last)]
        return None if None in found else sum(map(bool, found))

    def unknown_year(self, first: date, last: date) -> int | None:
        """The first year from the day after ``first`` up to ``last`` that is not known."""
        return next((day.year for day in _days(first, last) if not self.knows(day.year)), None)

    def basis(self, first: date, last: date) -> tuple[str, ...]:
        """Who announced the arrangements between two days, each once, in the order of the years."""
        years = range(first.year, last.year + 1)
        return tuple(dict.fromkeys(self._by_year[year].announced_by for year in years if self.knows(year)))

    def with_years(self, others: Iterable[Arrangement]) -> Workdays:
        """The same calendar with other years added, or put in the place of its own."""
        years = {**self._by_year, **{one.year: one for one in others}}
        return Workdays(tuple(years[year] for year in sorted(years)))

    def as_json(self) -> list[dict[str, Any]]:
        """JSON values, always in the same order."""
        return [one.as_json() for one in sorted(self.arrangements, key=lambda one: one.year)]


@cache
def shipped() -> Workdays:
    """The years that come with the program, from ``chinesecalendar``."""
    years = sorted({day.year for day in constants.holidays})
    return Workdays(tuple(_shipped(year) for year in years))


def after_workdays(day: date, count: int, calendar: Workdays | None = None) -> date:
    """The last of ``count`` working days that begin the day after ``day``, by the shipped calendar without another.

    Raises InputError for a year whose arrangements are not known.
    """
    return (calendar or shipped()).after(day, count)


def _shipped(year: int) -> Arrangement:
    holidays = frozenset(day for day in constants.holidays if day.year == year)
    workdays = frozenset(day for day in constants.workdays if day.year == year)
    return Arrangement(year, holidays, workdays, say("clock.shipped"))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
