"""Working days as the State Council's holiday arrangements make them, year by year."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from crawler.errors import InputError
from crawler.lexicon import say


def after_workdays(day: date, count: int) -> date:
    """The last of ``count`` working days that begin the day after ``day``.

    Raises InputError for a year whose arrangements were not announced when the calendar was made.
    """
    while count:
        day += timedelta(days=1)
        count -= _is_workday(day)
    return day


def _is_workday(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        problem = say("clock.calendar", year=day.year)
        raise InputError(problem, value=day.isoformat(), next_step=say("clock.calendar-next")) from error
