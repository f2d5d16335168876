"""Attempts as processes: started with a lock, a log and a file for their end, and looked at by these alone."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from crawler import clock
from results.timetable.attempt import ASKING, Ending, Limits, Task, make_room, read_end
from results.timetable.leases import Lease

FOLDER, LOGS = "leases", "logs"
LOOK_S = 0.1


class Launcher(Protocol):
    """What a keeper needs of whoever does the work."""

    def start(self, lease: Lease, steps: Sequence[Sequence[str]], limits: Limits) -> None:
        """Raises OSError where nothing could be started."""

    def is_busy(self, lease: Lease) -> bool:
        """Whether somebody works at the job, here or in another process."""

    def ending(self, lease: Lease) -> Ending | None:
        """How the attempt ended, once nobody works at it; None where it left no word."""


class Processes:
    """Attempts of one data folder. ``keep_logs``: of each job; 0: they write to our own output."""

    def __init__(self, data: Path, keep_logs: int) -> None:
        self._data = data
        self.keep_logs = keep_logs
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, lease: Lease, steps: Sequence[Sequence[str]], limits: Limits) -> None:
        with self._lock(lease.job) as lock:
            if lock is None:
                raise BlockingIOError(f"{lease.job} is at work")
            make_room(self._end(lease))
            log = self._log(lease)
            task = Task(tuple(map(tuple, steps)), lock, str(self._end(lease)), str(log or ""), limits)
            self._started[lease.job] = process = _supervisor(log, lock)
            assert process.stdin
            with suppress(BrokenPipeError), process.stdin:
                process.stdin.write(task.as_json().encode())

    def is_busy(self, lease: Lease) -> bool:
        if lease.job in self._started:
            self._started[lease.job].poll()  # so that it does not stay behind as a zombie
        with self._lock(lease.job) as lock:
            return lock is None

    def ending(self, lease: Lease) -> Ending | None:
        return read_end(self._end(lease))

    def stop(self, at_work: Sequence[Lease] = ()) -> None:
        """Asks what is at work to end, also what another service began."""
        for process in self._started.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for lease in self._adopted(at_work):
            with suppress(ValueError, ProcessLookupError, PermissionError):
                os.kill(int(self._lock_file(lease.job).read_text("ascii")), signal.SIGTERM)

    def wait(self, seconds: float, at_work: Sequence[Lease] = ()) -> None:
        """Until all of that has ended, or a time is over."""
        until = clock.ticks() + seconds
        for process in self._started.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, until - clock.ticks()))
        while self._adopted(at_work) and clock.ticks() < until:
            time.sleep(LOOK_S)

    def _adopted(self, at_work: Sequence[Lease]) -> list[Lease]:
        return [lease for lease in at_work if lease.job not in self._started and self.is_busy(lease)]

    def _lock_file(self, job: str) -> Path:
        return self._data / FOLDER / f"{job}.lock"

    def _end(self, lease: Lease) -> Path:
        return self._data / FOLDER / f"{lease.job}-{_stamp(lease)}.end"

    def _log(self, lease: Lease) -> Path | None:
        """A new log, in whose place the oldest goes."""
        if not self.keep_logs:
            return None
        folder = self._data / LOGS
        folder.mkdir(exist_ok=True)
        old = sorted(folder.glob(f"{lease.job}-2*.log"), reverse=True)[self.keep_logs - 1 :]
        ends = sorted((self._data / FOLDER).glob(f"{lease.job}-2*.end"), reverse=True)[self.keep_logs :]
        for path in {*old, *ends} - {self._end(lease)}:
            path.unlink(missing_ok=True)
        return folder / f"{lease.job}-{_stamp(lease)}.log"

    @contextmanager
    def _lock(self, job: str) -> Iterator[int | None]:
        """The descriptor of the job's lock, held while anybody who got it lives; None where another holds it."""
        path = self._lock_file(job)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield lock
        finally:
            os.close(lock)


def _stamp(lease: Lease) -> str:
    return f"{lease.due_at.astimezone(clock.CHINA):%Y%m%dT%H%M%S}-{lease.attempt:02}"


def _supervisor(log: Path | None, lock: int) -> subprocess.Popen[bytes]:
    """Asked to end before it can listen, it listens first. By hand it stays in the foreground, where Ctrl-C reaches."""
    words = [sys.executable, "-m", "results.timetable.attempt"]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)
    try:
        with (log or Path(os.devnull)).open("ab") as errors:
            return subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stderr=errors if log else None,
                pass_fds=(lock,),
                start_new_session=log is not None,
            )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
