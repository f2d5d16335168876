"""Attempts as real processes: limits, logs, ends, and what is left when somebody is killed."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.clock import now
from results.timetable.attempt import END_ROOM, Ending, Limits, make_room, read_end, write_end
from results.timetable.leases import Lease
from results.timetable.processes import Processes

QUICK = Limits(60, 4096, poll_s=0.05, grace_s=5)
PATIENCE_S = 60


def lease(attempt: int = 1) -> Lease:
    return Lease("due-list", DUE, DUE, "working", attempt)


DUE = now()


def python(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def until(there: Callable[[], bool]) -> None:
    """Waits for another process; fails where it never comes."""
    last = time.monotonic() + PATIENCE_S
    while not there():
        assert time.monotonic() < last
        time.sleep(0.02)


def ended(processes: Processes, one: Lease) -> Ending | None:
    until(lambda: not processes.is_busy(one))
    return processes.ending(one)


@pytest.fixture
def processes(tmp_path: Path) -> Processes:
    return Processes(tmp_path, keep_logs=3)


def test_steps_follow_each_other_and_the_last_line_is_kept(processes: Processes, tmp_path: Path) -> None:
    processes.start(lease(), (python("print('one')"), python("print('two'); print('  ')")), QUICK)
    assert ended(processes, lease()) == Ending(0, "", "two")
    (log,) = (tmp_path / "logs").iterdir()
    assert log.read_text().split() == ["one", "two"]


def test_a_step_that_fails_is_the_last(processes: Processes, tmp_path: Path) -> None:
    processes.start(lease(), (python("raise SystemExit(3)"), python("print('never')")), QUICK)
    found = ended(processes, lease())
    assert found and (found.exit_code, found.why) == (3, "")
    assert "never" not in next((tmp_path / "logs").iterdir()).read_text()


def test_a_crawl_that_aborts_takes_nothing_down(processes: Processes) -> None:
    processes.start(lease(), (python("import os; os.abort()"),), QUICK)
    found = ended(processes, lease())
    assert found and found.exit_code == -signal.SIGABRT


def test_a_command_that_does_not_exist_is_told(processes: Processes) -> None:
    processes.start(lease(), (("/nowhere/at-all",),), QUICK)
    found = ended(processes, lease())
    assert found and (found.exit_code, found.why) == (1, "start")
    assert "at-all" in found.note


def test_a_job_at_work_is_not_begun_again(processes: Processes, tmp_path: Path) -> None:
    text = f"import time; open({str(tmp_path / 'begun')!r}, 'w'); time.sleep(60)"
    processes.start(lease(), (python(text),), QUICK)
    until((tmp_path / "begun").exists)
    with pytest.raises(BlockingIOError):
        Processes(tmp_path, 3).start(lease(2), (python("print(1)"),), QUICK)
    processes.stop()
    assert ended(processes, lease()) == Ending(-signal.SIGINT, "stopped", "KeyboardInterrupt")


def test_what_another_service_began_is_asked_to_end_too(processes: Processes, tmp_path: Path) -> None:
    text = f"import time; open({str(tmp_path / 'begun')!r}, 'w'); time.sleep(60)"
    processes.start(lease(), (python(text),), QUICK)
    until((tmp_path / "begun").exists)
    other = Processes(tmp_path, 3)
    other.stop([lease()])
    other.wait(PATIENCE_S, [lease()])
    found = ended(other, lease())
    assert found and found.why == "stopped"


def test_asked_to_end_before_it_began_it_says_so_all_the_same(processes: Processes) -> None:
    processes.start(lease(), (python("import time; time.sleep(60)"),), QUICK)
    processes.stop()
    found = ended(processes, lease())
    assert found and (found.exit_code, found.why) == (-signal.SIGINT, "stopped")


def test_an_attempt_past_its_time_ends_with_all_its_children(processes: Processes, tmp_path: Path) -> None:
    """One of them in a session of its own, deaf to what is asked."""
    child = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)"
    text = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {child!r}], start_new_session=True)
open({str(tmp_path / "child")!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    processes.start(lease(), (python(text),), Limits(2, 4096, poll_s=0.05, grace_s=1))
    found = ended(processes, lease())
    assert found and found.why == "wall"
    until(lambda: not Path(f"/proc/{int((tmp_path / 'child').read_text())}").exists())


def test_an_attempt_that_eats_the_memory_is_ended(processes: Processes) -> None:
    text = "import time; kept = bytearray(200 << 20); kept[::4096] = bytes(len(kept[::4096])) ; time.sleep(60)"
    processes.start(lease(), (python(text),), Limits(60, 100, poll_s=0.05, grace_s=5))
    found = ended(processes, lease())
    assert found and found.why == "memory"


def test_files_may_be_opened_up_to_the_hard_limit(processes: Processes) -> None:
    text = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    processes.start(lease(), (python(text),), QUICK)
    found = ended(processes, lease())
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert found and int(found.note) == min(65536, hard if hard != resource.RLIM_INFINITY else 65536)


def test_the_end_is_found_by_another_service(processes: Processes, tmp_path: Path) -> None:
    """The one that began it is gone without a word."""
    processes.start(lease(), (python("print('all well')"),), QUICK)
    assert ended(Processes(tmp_path, 3), lease()) == Ending(0, "", "all well")


def test_a_killed_supervisor_leaves_no_end_and_no_command(processes: Processes, tmp_path: Path) -> None:
    told = f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{os.getppid()}}\\n')"
    text = f"import os, time; {told}; time.sleep(60)"
    processes.start(lease(), (python(text),), QUICK)
    until(lambda: (tmp_path / "pids").exists() and "\n" in (tmp_path / "pids").read_text())
    supervisor = int((tmp_path / "pids").read_text())
    assert processes.is_busy(lease())
    os.kill(supervisor, signal.SIGKILL)
    assert ended(processes, lease()) is None


def test_an_end_needs_no_more_room_than_was_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "one.end"
    make_room(path)
    assert path.stat().st_size == END_ROOM
    assert read_end(path) is None
    write_end(path, Ending(0, "", "\u4e00" * 300))
    assert path.stat().st_size == END_ROOM
    assert read_end(path) == Ending(0, "", "\u4e00" * 300)


def test_of_many_logs_the_newest_are_kept(processes: Processes, tmp_path: Path) -> None:
    for attempt in range(1, 6):
        processes.start(lease(attempt), (python(f"print({attempt})"),), QUICK)
        assert ended(processes, lease(attempt)) == Ending(0, "", str(attempt))
    logs = sorted((tmp_path / "logs").iterdir())
    assert [log.read_text().strip() for log in logs] == ["3", "4", "5"]


def test_what_a_job_said_last_cannot_drive_a_terminal(processes: Processes) -> None:
    processes.start(lease(), (python(f"print({json.dumps(chr(27) + '[2J')})"),), QUICK)
    found = ended(processes, lease())
    assert found and chr(27) not in found.note
