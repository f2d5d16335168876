"""An office's timetable on a clock of its own: real lines, leases and trail; the work itself takes no real time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from crawler.clock import CHINA
from crawler.config import Config, Schedule
from results.audit import Trail
from results.timetable.attempt import Ending, Limits
from results.timetable.jobs import Job, Kind, timetable
from results.timetable.keeper import Keeper, Place, Policy
from results.timetable.leases import Lease, Leases
from results.timetable.rows import JobEnd
from results.timetable.steps import Work

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEPS = Work((("stand-in",),))
Key = tuple[str, datetime]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def settings(**lines: str) -> Config:
    """Only these jobs."""
    off = dict.fromkeys(Schedule().lines, "")
    chosen = {name.replace("-", "_"): line for name, line in (off | lines).items()}
    return Config(schedule=Schedule(**{name.replace("-", "_"): line for name, line in chosen.items()}))


@dataclass
class StandIn:
    """Work that takes as long as it is told, on the same fake clock, and outlives its keeper like a process does."""

    clock: Clock
    takes: Callable[[Lease], timedelta] = lambda lease: timedelta()
    ends: Callable[[Lease], Ending] = lambda lease: Ending(0)
    until: dict[str, tuple[Key, int, datetime, Ending]] = field(default_factory=dict)
    left: dict[tuple[Key, int], Ending] = field(default_factory=dict)
    begun: list[tuple[str, datetime, datetime]] = field(default_factory=list)  # job, due, began
    completed: list[Key] = field(default_factory=list)

    def start(self, lease: Lease, steps: Sequence[Sequence[str]], limits: Limits) -> None:
        if self.is_busy(lease):
            raise BlockingIOError(lease.job)
        self.begun.append((lease.job, lease.due_at, self.clock.now))
        self.until[lease.job] = (key(lease), lease.attempt, self.clock.now + self.takes(lease), self.ends(lease))

    def is_busy(self, lease: Lease) -> bool:
        if lease.job in self.until and self.until[lease.job][2] <= self.clock.now:
            whose, attempt, _, ending = self.until.pop(lease.job)
            self.left[whose, attempt] = ending
            self.completed += [whose] if not ending.why and not ending.exit_code else []
        return lease.job in self.until

    def ending(self, lease: Lease) -> Ending | None:
        return self.left.get((key(lease), lease.attempt))

    def shift(self, by: timedelta) -> None:
        """The clock is moved: what is at work ends as much later or earlier by it."""
        self.until = {job: (*one[:2], one[2] + by, one[3]) for job, one in self.until.items()}

    def power_cut(self) -> None:
        """Everything at work is gone without a word."""
        for job in list(self.until):
            if self.until[job][2] <= self.clock.now:
                self.is_busy(Lease(job, self.clock.now, self.clock.now, ""))
        self.until.clear()


@dataclass
class Clock:
    now: datetime


def key(lease: Lease) -> Key:
    return lease.job, lease.due_at


class Office:
    """One data folder with its keeper. ``restart`` puts another keeper in its place, as after a kill."""

    def __init__(self, data: Path, config: Config, begins: str, **policy: object) -> None:
        self.data, self.config = data, config
        self.clock = Clock(at(begins))
        self.work = StandIn(self.clock)
        self.trail = Trail.open(data)
        self.leases = Leases(data)
        self._table = self.leases._connection
        for connection in (self.trail._connection, self.leases._connection):
            connection.execute("PRAGMA synchronous = OFF")  # nobody pulls a real plug here
        self.obstacle: Callable[[Kind], str] = lambda kind: ""
        self.build: Callable[[Lease], Work] = lambda lease: STEPS
        self.policy = Policy(3, 10 * MINUTE, lambda job: Limits(60, 100))
        self.keepers = 0
        self.restart()

    @property
    def jobs(self) -> Mapping[str, Job]:
        return timetable(self.config)

    def restart(self, config: Config | None = None) -> Keeper:
        self.config = config or self.config
        self.keeper = self.another()
        return self.keeper

    def another(self) -> Keeper:
        self.keepers += 1
        place = Place(self.leases, self._open, self.work, self._work, self._obstacle)
        return Keeper(self.jobs, place, self.policy, f"keeper-{self.keepers}")

    def _work(self, lease: Lease) -> Work:
        return self.build(lease)

    def _obstacle(self, kind: Kind) -> str:
        return self.obstacle(kind)

    @contextmanager
    def _open(self) -> Iterator[Trail]:
        yield self.trail

    def tick(self, until: str | datetime | None = None) -> None:
        """At an instant, and again until nothing more happens at it."""
        if until is not None:
            self.clock.now = at(until) if isinstance(until, str) else until
        for _ in range(60):
            before = self._table.total_changes
            self.keeper.tick(self.clock.now)
            if self._table.total_changes == before:
                return
        raise AssertionError("it does not come to rest")

    def pass_time(self, until: datetime, step: timedelta = DAY) -> None:
        """Every ring up to an instant, and every pause and end of work in between."""
        while self.clock.now < until:
            nexts = [job.timing.next_after(self.clock.now) for job in self.jobs.values() if job.timing]
            moments = [one.due_at for one in nexts if one] + [self.clock.now + step, until]
            moments += [one[2] for one in self.work.until.values()]
            moments += [lease.not_before for lease in self.leases.every("waiting") if lease.not_before]
            self.tick(min(moment for moment in moments if moment > self.clock.now))

    @property
    def ends(self) -> list[JobEnd]:
        return list(self.trail.job_ends())

    def told(self) -> list[tuple[str, str, int, str]]:
        """Job, due (China, to the minute), attempt, result."""
        return [(end.job, f"{end.due_at:%m-%d %H:%M}", end.attempt, end.result.value) for end in self.ends]

    def close(self) -> None:
        self.leases.__exit__(None, None, None)
        self.trail.close()
