"""The table of jobs: what each of them is, beside its line in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.calendars import load_calendar
from crawler.config import Config
from crawler.crontab import Line
from crawler.lexicon import load
from results.timetable.times import Timing


@dataclass(frozen=True, slots=True)
class Kind:
    """What a job is. ``runs``: it holds the lock of runs, and such jobs go one after the other, the lowest first.

    ``goes_on``: it works through its next occurrences, which are done as long as it is at work.
    ``makes_room``: it may begin on a full disk.
    """

    runs: int = 0
    goes_on: bool = False
    makes_room: bool = False


KINDS: Mapping[str, Kind] = {
    "rechecks": Kind(runs=1),
    "quarterly-spot-check": Kind(runs=2),
    "annual-departments": Kind(runs=3),
    "annual-governments": Kind(runs=3),
    "weekly-retrieval": Kind(runs=4),
    "weekly-check": Kind(runs=5),
    "newmedia-pass": Kind(runs=6),
    "retention": Kind(makes_room=True),
    "campaign-run": Kind(goes_on=True),
}
PLAIN = Kind()


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of the timetable. ``timing`` is None where it is switched off."""

    name: str
    title: str
    line: str
    kind: Kind
    timing: Timing | None

    @property
    def is_on(self) -> bool:
        return self.timing is not None


def timetable(config: Config) -> Mapping[str, Job]:
    """The jobs there are, by name, in the order of the settings. Raises InputError for a bad calendar."""
    titles: Mapping[str, str] = load("console")["jobs"]
    calendar = load_calendar(config.rules.calendar)

    def job(name: str, line: str) -> Job:
        timing = Timing(Line.parse(line), calendar) if line else None
        return Job(name, titles[name], line, KINDS.get(name, PLAIN), timing)

    return {name: job(name, line) for name, line in config.schedule.lines.items()}
