"""One attempt at a job, in a process of its own: ``python -m results.timetable.attempt``, its task as JSON on stdin.

It starts the job's commands one after the other, watches their time and memory, ends the whole group at a limit, and
writes how it ended into a file that was made big enough beforehand, so that a full disk cannot lose it. It needs
nobody: when the service dies, the attempt goes on, and the next service reads the file. The lock that came with it is
held until it is over, also by the command, so that nobody takes a killed supervisor for a finished job.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from crawler import clock
from crawler.errors import printable

END_ROOM = 4096  # bytes of the file that takes the end
NOTE_LENGTH = 300  # characters of the last line of the log
PID_WIDTH = 20  # characters in the lock's file
LOG_BYTES = 64 * 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")
ASKING = (signal.SIGTERM, signal.SIGINT)
DEATH_SIGNAL, SUBREAPER = 1, 36  # prctl(2)
_PRCTL = ctypes.CDLL(None).prctl


@dataclass(frozen=True, slots=True)
class Limits:
    """What an attempt may use. ``memory_mb``: of all its processes, without what they share."""

    wall_s: float
    memory_mb: int
    open_files: int = 65536
    poll_s: float = 1.0
    grace_s: float = 30.0  # between being asked to end and being ended


@dataclass(frozen=True, slots=True)
class Task:
    """Everything an attempt needs. ``log`` empty: the output is the caller's own."""

    steps: tuple[tuple[str, ...], ...]
    lock: int  # file descriptor
    end: str  # path
    log: str
    limits: Limits

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Task:
        values = json.loads(text)
        steps = tuple(tuple(step) for step in values.pop("steps"))
        return cls(steps=steps, limits=Limits(**values.pop("limits")), **values)


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended. ``exit_code``: of the last command, negative for a signal.

    ``why``: empty where it ended by itself, else ``wall``, ``memory``, ``stopped`` (somebody asked), ``start`` (the
    command could not be started) or ``gone`` (killed with its supervisor).
    """

    exit_code: int
    why: str = ""
    note: str = ""


def main() -> int:
    task, asked = Task.of(sys.stdin.read()), threading.Event()
    for one in ASKING:
        signal.signal(one, lambda *_: asked.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)
    os.pwrite(task.lock, f"{os.getpid():<{PID_WIDTH}}".encode(), 0)  # so that another service can ask us to end
    _PRCTL(SUBREAPER, 1, 0, 0, 0)
    _raise_open_files(task.limits.open_files)
    with Path(task.log or os.devnull).open("ab") as log:
        ending = Ending(0)
        for step in task.steps:
            ending = _work(step, task, log.fileno() if task.log else None, asked)
            if ending.exit_code or ending.why:
                break
    note = printable(ending.note or _last_line(task.log))
    write_end(Path(task.end), Ending(ending.exit_code, ending.why, note))
    return 0


def _work(step: Sequence[str], task: Task, output: int | None, asked: threading.Event) -> Ending:
    """One command to its end; none is begun after somebody asked to end."""
    if asked.is_set():
        return Ending(-signal.SIGINT, "stopped")
    try:
        process = subprocess.Popen(
            step,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(task.lock,),
            start_new_session=True,
            preexec_fn=_die_with_us,  # noqa: PLW1509  one thread, and nothing is imported in it
        )
    except OSError as error:
        return Ending(1, "start", str(error))
    began, why = clock.ticks(), ""
    while not why:
        with suppress(subprocess.TimeoutExpired):
            return Ending(process.wait(task.limits.poll_s))
        why = "stopped" if asked.is_set() else _over(task, clock.ticks() - began)
    _end(process, task.limits)
    return Ending(process.wait(), why)


def _over(task: Task, took_s: float) -> str:
    """The limit that is passed; empty while none is."""
    if task.log:
        with suppress(OSError):
            if Path(task.log).stat().st_size > LOG_BYTES:
                os.truncate(task.log, 0)
    if took_s > task.limits.wall_s:
        return "wall"
    used = sum(_memory(pid) for pid in _family(os.getpid()))
    return "memory" if used > task.limits.memory_mb * 1024 * 1024 else ""


def _end(process: subprocess.Popen[bytes], limits: Limits) -> None:
    """The group is asked, then everything that descends from us is ended, in whatever session it is."""
    _signal(os.killpg, process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(limits.grace_s)
    until = clock.ticks() + limits.grace_s
    _signal(os.killpg, process.pid, signal.SIGKILL)
    while clock.ticks() < until and (left := [pid for pid in _family(os.getpid()) if _is_alive(pid)]):
        for pid in left:
            _signal(os.kill, pid, signal.SIGKILL)
        process.poll()
        _reap(process.pid)
        time.sleep(0.01)


def _signal(send: Callable[[int, int], None], pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        send(pid, number)


def _reap(ours: int) -> None:
    """Orphans that came to us are waited for; the command itself is left to its own object."""
    for pid in _children(os.getpid()):
        if pid != ours:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)


def _family(pid: int) -> Iterator[int]:
    """Everything that descends from a process."""
    for child in _children(pid):
        yield child
        yield from _family(child)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in _text(task / "children").split()]
    except OSError:
        return []


def _is_alive(pid: int) -> bool:
    return _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()[:1] not in ([], ["Z"])


def _memory(pid: int) -> int:
    """Bytes a process holds for itself alone."""
    words = _text(Path(f"/proc/{pid}/statm")).split()
    return (int(words[1]) - int(words[2])) * PAGE if len(words) > 2 else 0


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""


def _last_line(log: str) -> str:
    """What the job said last."""
    if not log:
        return ""
    with suppress(OSError), Path(log).open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - END_ROOM))
        lines = file.read().decode("utf-8", "replace").split("\n")
        return next((line.strip()[:NOTE_LENGTH] for line in reversed(lines) if line.strip()), "")
    return ""


def make_room(path: Path) -> None:
    """The file of an end that is still to come, with its place on the disk. Raises OSError."""
    with path.open("wb") as file:
        file.write(b" " * END_ROOM)
        file.flush()
        os.fsync(file.fileno())


def write_end(path: Path, ending: Ending) -> None:
    """In the place that was made for it."""
    with path.open("r+b") as file:
        file.write(json.dumps(asdict(ending)).encode().ljust(END_ROOM))
        file.flush()
        os.fsync(file.fileno())


def read_end(path: Path) -> Ending | None:
    """None where none was written."""
    try:
        return Ending(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _die_with_us() -> None:
    _PRCTL(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _raise_open_files(wanted: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))


if __name__ == "__main__":
    sys.exit(main())
