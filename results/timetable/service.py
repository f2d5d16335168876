"""The timetable of one data folder at work: by its settings as they stand, which may change under way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from results.alerts.collect import wrong_settings
from results.alerts.post import Letter, has_destination
from results.timetable.errand import Errand
from results.timetable.jobs import Job
from results.timetable.leases import Leases
from results.timetable.office import holder_at, keeper_of
from results.timetable.processes import LOGS, Processes
from results.timetable.settings import Settings, Watch
from results.timetable.view import renewed
from results.timetable.words import say


class Service:
    """One holder of leases, and of alerts. ``settings``: what it goes by."""

    def __init__(self, data: Path, settings: Settings, leases: Leases, processes: Processes, now: datetime) -> None:
        self._data = data
        self._leases = leases
        self._holder = holder_at(now)
        self._watch = Watch(settings)
        self._processes = processes
        self._alerts = Errand(("-m", "results.alerts.post"), data / LOGS / "alerts.log")
        self._go_by(settings)

    @property
    def jobs(self) -> Mapping[str, Job]:
        return self.settings.jobs

    @property
    def news(self) -> tuple[str, ...]:
        """What keeps it from its work, in words."""
        return (*((say("service.wrong", error=self.wrong),) if self.wrong else ()), *self.keeper.held)

    @property
    def is_busy(self) -> bool:
        """Whether it is to look again soon."""
        return bool(self.keeper.at_work()) or not self._watch.is_settled

    def renew(self, now: datetime) -> str:
        """What to say where other settings are gone by from now on, else nothing.

        It is as if the service had been started anew, but that what is at work is left alone. Raises InputError
        where a table does not let us; then the next call does it.
        """
        self._watch.look()
        before, found = self.settings, self._watch.settings
        if found is before:
            return ""
        self._go_by(found)
        return renewed(before.jobs, found.jobs, now)

    def tick(self, now: datetime, ticks: float) -> None:
        """Everything there is to do. Raises InputError, OSError.

        ``ticks``: seconds on a clock that never steps back.
        """
        if has_destination(self.settings.config):  # first, so that people hear of a service in trouble
            self._alerts.look(ticks, self._letter().as_json())
        self.keeper.tick(now)

    def stop(self, now: datetime, seconds: float) -> None:
        """Ends what is at work."""
        at_work = self.keeper.at_work()
        self._processes.stop(at_work)
        self._processes.wait(seconds, at_work)
        self.keeper.look(now)

    @property
    def wrong(self) -> str:
        """What is wrong with the settings that stand in the files now; empty where nothing is."""
        return self._watch.wrong

    def _go_by(self, settings: Settings) -> None:
        self.keeper = keeper_of(self._data, settings, self._leases, self._processes, self._holder, lambda: self.wrong)
        self._processes.keep_logs = settings.config.schedule.keep_logs
        self.settings = settings

    def _letter(self) -> Letter:
        return Letter(self._data, self.settings.config, (wrong_settings(self.wrong),) if self.wrong else ())
