"""Killed at any moment and started again: nothing lost, nothing gathered or written twice."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import Served
from tests.e2e.product import SPOTCHECK, essence

pytestmark = [pytest.mark.xdist_group("kill"), pytest.mark.slow]

CHOSEN = 14  # targets, so that a run takes seconds
KILLS = 10
LAST_WORDS = 30  # seconds a process may take to notice that its run was killed


def chosen(city: Served) -> list[str]:
    ids = [line.split(",")[0] for line in city.inventory.read_text(encoding="utf-8-sig").splitlines()[1:]]
    sites, accounts = ids[:62], ids[62:]
    return [word for target in (*sites[::6], *accounts[:: len(accounts) // 4]) for word in ("--only", target)]


def test_ten_kills_and_resumes_give_the_findings_of_an_undisturbed_run(city: Served, tmp_path: Path) -> None:
    only = chosen(city)
    calm = city.office(tmp_path / "calm")
    began = time.monotonic()
    calm.run(*only)
    took = time.monotonic() - began

    office = city.office(tmp_path / "killed")
    chance = random.Random(20261121)
    sessions: set[int] = set()
    for _ in range(KILLS):
        process = subprocess.Popen(
            [*SPOTCHECK, *office.run_words, *only],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        sessions.add(process.pid)
        try:
            process.wait(timeout=chance.uniform(0.2, 1.0) * took)
        except subprocess.TimeoutExpired:
            # Half of the kills take the gathering processes along, as a power cut does; half leave them behind.
            if chance.random() < 0.5:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
    office.run(*only)

    first = office.findings("--run", office.findings()[0]["run"])
    assert essence(first) == essence(calm.findings())
    assert set(Counter((f["target"], f["indicator"]) for f in first).values()) == {1}
    office.verify()
    assert survivors(sessions) == []


def survivors(sessions: set[int]) -> list[int]:
    """Processes of killed runs that do not end by themselves."""
    left = []
    for pid in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        with suppress(ProcessLookupError):
            if os.getsid(pid) not in sessions:
                continue
            handle = os.pidfd_open(pid)
            ended, _, _ = select.select([handle], [], [], LAST_WORDS)
            os.close(handle)
            left += [] if ended else [pid]
    return left
