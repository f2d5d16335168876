"""Keeps the timetable: notes what came due, starts it in its turn, and writes down how it ended.

Everything follows from the lines, the leases, the trail and the instant it is told: a keeper that is killed between any
two of its steps leaves the next one in a state from which the same steps lead on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.errors import InputError, VerificationError
from results.audit import Trail
from results.rows import instant
from results.timetable.attempt import Ending, Limits
from results.timetable.jobs import PLAIN, Job, Kind
from results.timetable.leases import LEASE, Lease, Leases
from results.timetable.processes import Launcher
from results.timetable.rows import JobEnd, Result
from results.timetable.steps import Work
from results.timetable.times import Occurrence
from results.timetable.words import say

LIGHT_AT_ONCE = 3  # jobs that hold no lock of runs
MANY = 400  # occurrences of one job noted after a pause; of older ones the first speaks for all
TOO_LONG = timedelta(days=400)  # a pause that is likelier a wrong clock
STEP = timedelta(seconds=1)  # less is no step back of the clock
INTERRUPTIONS = 10  # for each attempt that may fail, so many may be ended from outside
GONE = Ending(-9, "gone")
UNHEALTHY_EXIT = 3


@dataclass(frozen=True, slots=True)
class Policy:
    """What all attempts go by."""

    attempts: int
    pause: timedelta
    limits: Callable[[str], Limits]
    by_hand: bool = False  # somebody looks on: one attempt, whatever comes of it, and no eye for what else there is


@dataclass(frozen=True)
class Place:
    """What a keeper works with. ``obstacle``: why a job cannot begin now, in words; empty where it can."""

    leases: Leases
    trail: Callable[[], AbstractContextManager[Trail]]
    launcher: Launcher
    work: Callable[[Lease], Work]
    obstacle: Callable[[Kind], str] = lambda kind: ""


class Keeper:
    """One holder of leases. ``held`` says why nothing begins, empty where all is well."""

    def __init__(self, jobs: Mapping[str, Job], place: Place, policy: Policy, holder: str) -> None:
        self._jobs = {name: job for name, job in jobs.items() if job.is_on}
        self._place = place
        self._leases = place.leases
        self._policy = policy
        self._holder = holder
        self.held: tuple[str, ...] = ()
        self._next: dict[str, datetime] = {}  # before that nothing of a job comes due
        if not policy.by_hand:
            self._leases.keep_only(self._jobs)

    def tick(self, now: datetime) -> None:
        """Everything there is to do at an instant. Raises InputError where the disk or a table does not let us."""
        seen = self._leases.seen()
        if seen and now < seen - STEP:
            self._leases.step_back(now)
            self._next.clear()
        self.held = ()
        self.look(now)
        if seen and now - seen > TOO_LONG:
            self.held = (say("held.clock", seen=seen.date(), now=now.date()),)
            return
        self._note(now)
        self._settle(now)
        self._start(now)

    def begin_anew(self, now: datetime) -> None:
        """What came due before is not made up for."""
        for name in self._jobs:
            self._leases.note(name, (), now, now)

    def at_work(self) -> list[Lease]:
        return self._leases.every("working")

    # what came due

    def _note(self, now: datetime) -> None:
        for name, job in self._jobs.items():
            if job.timing is None or now < self._next.get(name, now):
                continue
            since = self._leases.seen(name)
            if since is None:
                self._leases.note(name, (), now, now)
            elif found := job.timing.between(since, now):
                self._note_found(name, found, now)
            following = job.timing.next_after(now)
            self._next[name] = following.due_at if following else now + TOO_LONG

    def _note_found(self, name: str, found: Sequence[Occurrence], now: datetime) -> None:
        kept = [*found[:1], *found[1:][-MANY:]]
        self._leases.note(name, kept, found[-1].due_at, now)
        if left_out := len(found) - len(kept):
            first = [one for one in self._waiting(now) if (one.job, one.due_at) == (name, found[0].due_at)]
            for lease in first:
                self._write(lease, Result.GIVEN_UP, say("notes.many", count=left_out), now)

    def _settle(self, now: datetime) -> None:
        """What waits for nothing any more: of several occurrences of one job, all but the newest; of no job, all."""
        working = {lease.job: lease for lease in self._leases.every("working")}
        newest: dict[str, Lease] = {}
        for lease in self._waiting(now):
            job, other = self._jobs.get(lease.job), newest.get(lease.job)
            if job is None:
                self._write(lease, Result.GIVEN_UP, say("notes.off"), now)
            elif job.kind.goes_on and lease.job in working:
                self._write(lease, Result.DONE, say("notes.goes-on", due=_when(working[lease.job].due_at)), now)
            else:
                newest[lease.job] = lease
                if other:
                    self._write(other, Result.GIVEN_UP, say("notes.overtaken", due=_when(lease.due_at)), now)

    def _waiting(self, now: datetime) -> list[Lease]:
        return [lease for lease in self._leases.every("waiting") if lease.due_at <= now]

    def _write(self, lease: Lease, result: Result, note: str, now: datetime) -> None:
        """The end of an occurrence that is not worked."""
        mine = self._take(lease, now, alone=False)
        if mine is not None:
            self._record(mine, JobEnd(mine.job, mine.due_at, now, mine.attempt, result, 0, note), now)

    def _take(self, lease: Lease, now: datetime, *, alone: bool) -> Lease | None:
        """The occurrence claimed; None where another was quicker, or the trail says that it was done.

        After a restore the trail may know more of it than the table.
        """
        with self._place.trail() as trail:
            ends = list(trail.job_ends(job=lease.job, due_at=instant(lease.due_at)))
        attempt = 1 + max((lease.attempt, *(end.attempt for end in ends)))
        mine = self._leases.claim(lease, self._holder, now, attempt, alone=alone)
        done = next((end.result for end in ends if end.result in {Result.DONE, Result.UNHEALTHY}), None)
        if mine is None or done is None:
            return mine
        self._leases.end(mine, done)
        return None

    def _record(self, lease: Lease, end: JobEnd, now: datetime) -> Result:
        """The row of the trail first: where we die before the lease knows of it, the same row is found again."""
        with self._place.trail() as trail:
            result = trail.record_job_end(end, now).result
        if result.is_last:
            self._leases.end(lease, result)
        return result

    # what is at work

    def look(self, now: datetime) -> None:
        """Whether what is at work still is; what came to its end is written down."""
        for lease in self._leases.every("working"):
            is_ours = lease.holder == self._holder
            if not is_ours and (self._policy.by_hand or not lease.is_stale(now)):
                continue  # whoever holds it will tell, or the service that is to come
            if self._place.launcher.is_busy(lease):
                if not is_ours or _half_over(lease, now):
                    self._leases.renew(lease, self._holder, now)
            else:
                self._ended(lease, self._place.launcher.ending(lease) or GONE, now)

    def _ended(self, lease: Lease, ending: Ending, now: datetime) -> None:
        was_cut = ending.why in {"stopped", "gone"}
        tries = lease.tries + (not was_cut)
        result = _result(ending, is_last=ending.why == "setting" or self._is_last(lease, tries))
        note = f"{say(f'why.{ending.why}')} {ending.note}".strip() if ending.why else ending.note
        end = JobEnd(lease.job, lease.due_at, lease.began_at or now, lease.attempt, result, ending.exit_code, note)
        if not self._record(lease, end, now).is_last:
            self._leases.wait(lease, now if was_cut else now + self._policy.pause, tries)

    def _is_last(self, lease: Lease, tries: int) -> bool:
        """An engine that goes on by itself gets as many attempts as others get interruptions."""
        most = self._policy.attempts * INTERRUPTIONS
        if self._policy.by_hand:
            return True
        return lease.attempt >= most or tries >= (most if self._kind(lease).goes_on else self._policy.attempts)

    # what begins

    def _start(self, now: datetime) -> None:
        working = self._leases.every("working")
        busy = {lease.job for lease in working}
        runs = any(self._kind(lease).runs for lease in working)
        light = sum(not self._kind(lease).runs and not self._kind(lease).goes_on for lease in working)
        ready = [one for one in self._waiting(now) if one.job not in busy and _is_ready(one, now)]
        for lease in sorted(ready, key=lambda one: (self._kind(one).runs, one.due_at, one.job)):
            kind = self._kind(lease)
            is_light = not kind.runs and not kind.goes_on
            if (kind.runs and runs) or (is_light and light >= LIGHT_AT_ONCE):
                continue
            if obstacle := self._place.obstacle(kind):
                self.held = tuple(dict.fromkeys((*self.held, obstacle)))
                continue
            runs, light = runs or bool(kind.runs), light + is_light
            self.begin(lease, now)

    def begin(self, lease: Lease, now: datetime) -> Lease | None:
        """One occurrence claimed and started; None where another was quicker."""
        mine = self._take(lease, now, alone=True)
        if mine is None:
            return None
        try:
            ending = self._launched(mine)
        except BlockingIOError:  # an attempt that nobody told us of is still at work
            self._leases.wait(mine, now, mine.tries)
            return None
        if ending:
            self._ended(mine, ending, now)
        return mine

    def _launched(self, lease: Lease) -> Ending | None:
        """None where it is at work now."""
        try:
            work = self._place.work(lease)
            if not work.steps:
                return Ending(0, "", work.note)
            self._place.launcher.start(lease, work.steps, self._policy.limits(lease.job))
        except BlockingIOError:
            raise
        except InputError as error:
            return Ending(2, "setting", str(error))
        except (OSError, VerificationError) as error:
            return Ending(1, "start", str(error))
        return None

    def _kind(self, lease: Lease) -> Kind:
        job = self._jobs.get(lease.job)
        return job.kind if job else PLAIN


def _result(ending: Ending, *, is_last: bool) -> Result:
    if not ending.why and ending.exit_code in {0, UNHEALTHY_EXIT}:
        return Result.UNHEALTHY if ending.exit_code else Result.DONE
    if is_last:
        return Result.GIVEN_UP
    return (
        Result.KILLED if ending.exit_code < 0 or ending.why in {"wall", "memory", "stopped", "gone"} else Result.FAILED
    )


def _is_ready(lease: Lease, now: datetime) -> bool:
    return lease.not_before is None or lease.not_before <= now


def _half_over(lease: Lease, now: datetime) -> bool:
    return lease.expires_at is None or lease.expires_at - now < LEASE / 2 or lease.expires_at - now > LEASE


def _when(due_at: datetime) -> str:
    return f"{due_at:%Y-%m-%d %H:%M}"
