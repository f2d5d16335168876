"""One line of the timetable: a crontab line in China time and, as a sixth word, how it keeps to working days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from crawler import clock
from crawler.lexicon import say

FIELDS = 5
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")  # as crontab numbers them; 7 is Sunday again
_ITEM = re.compile(rf"({'|'.join(WEEKDAYS)}|[0-7])(?:-({'|'.join(WEEKDAYS)}|[0-7])(?:/([1-7]))?)?", re.IGNORECASE)
TRIED_FROM = datetime(2024, 1, 1, tzinfo=clock.CHINA)
HORIZON = timedelta(days=9 * 366)  # two 29 Februaries are never further apart


class Keep(StrEnum):
    """How a line keeps to working days."""

    ANY = "any"  # comes on its day, whatever day it is
    NEXT = "next-workday"  # from a day off it moves to the first working day after, at the same time
    ONLY = "workdays"  # what falls on a day off is left out


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` as a person wrote it; ``cron`` its five fields with weekdays by name."""

    text: str
    cron: str
    keep: Keep

    @classmethod
    def parse(cls, text: str) -> Line:
        """Raises ValueError, in words for a person, for a line that means nothing or never comes."""
        words = text.split()
        keep = words.pop() if len(words) > FIELDS else Keep.ANY.value
        if len(words) != FIELDS or keep not in set(Keep):
            raise ValueError(say("schedule.bad-line", keeps=", ".join(Keep)))
        words[-1] = _weekdays(words[-1])
        line = cls(" ".join(text.split()), " ".join(words), Keep(keep))
        if next(line.times(TRIED_FROM), None) is None:
            raise ValueError(say("schedule.never"))
        return line

    def times(self, after: datetime) -> Iterator[datetime]:
        """Its times after an instant, in China time, whatever days they are; none later than the horizon."""
        trigger = copy(_trigger(self.cron))
        trigger.end_date = after.astimezone(clock.CHINA) + HORIZON
        found = trigger.get_next_fire_time(None, after + timedelta(microseconds=1))
        while found is not None:
            yield found.astimezone(clock.CHINA)
            found = trigger.get_next_fire_time(None, found + timedelta(microseconds=1))


@cache
def _trigger(cron: str) -> Any:
    # A fifth of a second that gathering processes, which read the settings too, have no use for.
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415

    try:
        return CronTrigger.from_crontab(cron, timezone=clock.CHINA)
    except ValueError as error:
        raise ValueError(say("schedule.bad-field")) from error


def _weekdays(field: str) -> str:
    """Weekdays by name: APScheduler counts from Monday where crontab counts from Sunday, and knows no fri-mon."""
    if field.startswith("*"):
        return field
    names: list[str] = []
    for item in field.split(","):
        match = _ITEM.fullmatch(item)
        if not match:
            raise ValueError(say("schedule.bad-weekday", value=item))
        first, last = _number(match[1]), _number(match[2] or match[1])
        names += [WEEKDAYS[(first + n) % 7] for n in range(0, (last - first) % 7 + 1, int(match[3] or 1))]
        if match[2] and match[1] != match[2] and first == last:  # 0-7: the whole week
            names = list(WEEKDAYS)
    return ",".join(dict.fromkeys(names))


def _number(day: str) -> int:
    return int(day) % 7 if day.isdigit() else WEEKDAYS.index(day.lower())
