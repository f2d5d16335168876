"""When a job is due: the times of its line, kept to working days. Pure but for the calendar it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crawler import clock
from crawler.crontab import HORIZON, Keep, Line
from crawler.workdays import DAY, SATURDAY, Workdays


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time a job is due. ``planned_at`` is the time its line names, the latest where several move to one.

    ``guessed``: the calendar does not know the year, so that weekdays stood for working days.
    """

    due_at: datetime
    planned_at: datetime
    guessed: bool = False

    @property
    def is_moved(self) -> bool:
        return self.due_at != self.planned_at


@dataclass(frozen=True)
class Timing:
    """A line with the office's calendar."""

    line: Line
    workdays: Workdays

    def next_after(self, instant: datetime) -> Occurrence | None:
        """The first occurrence after an instant; None where there is none within the horizon."""
        best: Occurrence | None = None
        for found in self._from(instant):
            if best and found.planned_at > best.due_at:
                break
            if found.due_at > instant and (best is None or found.due_at <= best.due_at):
                best = found
        return best

    def between(self, after: datetime, until: datetime) -> list[Occurrence]:
        """Every occurrence after one instant and up to another, in their order."""
        found: dict[datetime, Occurrence] = {}
        for one in self._from(after):
            if one.planned_at > until:
                break
            if after < one.due_at <= until:
                found[one.due_at] = one
        return [found[due] for due in sorted(found)]

    def _from(self, instant: datetime) -> Iterator[Occurrence]:
        """In the order of the planned times, from where one may still move beyond the instant."""
        latest = instant + HORIZON
        for planned in self.line.times(self._free_days_before(instant)):
            if planned > latest:
                return
            due, guessed = self._due(planned)
            if due is not None:
                yield Occurrence(due, planned, guessed)

    def _due(self, planned: datetime) -> tuple[datetime | None, bool]:
        if self.line.keep is Keep.ANY:
            return planned, False
        day, guessed = planned.date(), not self.workdays.knows(planned.year)
        if self.line.keep is Keep.ONLY:
            return (planned if self._is_workday(day) else None), guessed
        while not self._is_workday(day):
            day += DAY
        return datetime.combine(day, planned.timetz()), guessed or not self.workdays.knows(day.year)

    def _free_days_before(self, instant: datetime) -> datetime:
        """The instant, or the beginning of the days off that lead up to its day."""
        if self.line.keep is not Keep.NEXT:
            return instant
        day = clock.china_day(instant)
        while not self._is_workday(day - DAY):
            day -= DAY
        return datetime.combine(day, time(), clock.CHINA) - timedelta(microseconds=1)

    def _is_workday(self, day: date) -> bool:
        known = self.workdays.is_workday(day)
        return day.weekday() < SATURDAY if known is None else known
