"""The accounts' part of ``make bench``: one run over 5,000 accounts with feeds, paced, and what is done with it after.

Most accounts stand on a few feed hosts, one of which has a third of all (tests/world/bench_accounts.py). The server
itself says whether it was ever asked twice at once, and how close two requests came.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench_process import measure

ROOT = Path(__file__).parent.parent
FEW, MANY = 500, 5000
DELAY_S = 0.02
MINUTES = 5
RUN = "`spotcheck run`: gather, capture, read, judge"
WORDS = [sys.executable, "-m", "spotcheck"]


@dataclass
class Measured:
    """One command over so many accounts: seconds of wall and CPU of its whole family, and their peak memory in MiB."""

    accounts: int
    wall: float
    cpu: float
    peak: float

    def row(self, name: str) -> str:
        cost = 1000 * self.cpu / self.accounts
        return f"| {name} | {self.accounts} | {self.wall:.1f} | {cost:.1f} | {self.peak:.0f} |"


@dataclass
class Served:
    """A world under way; ``told`` is what it says at its end."""

    ready: dict[str, str]
    told: dict[str, float] = field(default_factory=dict)


@contextmanager
def world(folder: Path, accounts: int) -> Iterator[Served]:
    words = [sys.executable, "-m", "tests.world", "--site", "accounts", "--data", str(folder)]
    words += ["--accounts", str(accounts), "--delay", str(DELAY_S)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        served = Served(json.loads(process.stdout.readline()))
        try:
            yield served
        finally:
            process.terminate()
            served.told = json.loads(process.stdout.readline() or "{}")


def command(accounts: int, *words: str) -> Measured:
    return Measured(accounts, *measure([*WORDS, *words], ROOT, dict(os.environ)))


def gathered(accounts: int, folder: Path) -> tuple[Measured, Served]:
    """A whole run, and how its hosts were asked."""
    with world(folder / "world", accounts) as served:
        ready = served.ready
        words = ["run", "--inventory", ready["inventory"], "--config", ready["config"], "--on", ready["on"]]
        seen = command(accounts, *words, "--data", str(folder / "data"))
    return seen, served


def afterwards(data: Path, on: str) -> list[str]:
    """What an office does with a run's results."""
    run = next(path.name for path in (data / "captures").iterdir() if path.is_dir())
    words = {
        "`spotcheck judge`: again, from kept readings": ("judge", run),
        "`spotcheck warn --within 3d`": ("warn", "--within", "3d", "--on", on),
        "`spotcheck verify`": ("verify",),
    }
    return [command(MANY, *told, "--data", str(data)).row(name) for name, told in words.items()]


def table() -> str:
    with tempfile.TemporaryDirectory() as name:
        few, _ = gathered(FEW, Path(name) / "few")
        many, served = gathered(MANY, Path(name) / "many")
        rows = [few.row(RUN), many.row(RUN), *afterwards(Path(name) / "many/data", served.ready["on"])]
    told = served.told
    return "\n".join(
        [
            f"{MANY} accounts on {told['hosts']:.0f} feed hosts, a third of them and all control accounts on one; "
            f"{1000 * DELAY_S:.0f} ms between two requests to a host.",
            "",
            "| command | accounts | seconds | CPU ms/account | peak MiB |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            f"One run over {MANY} accounts: **{many.wall / 60:.1f} min** (aim: under {MINUTES} on two cores).  ",
            f"Peak memory, {MANY} accounts / {FEW}: **{many.peak / few.peak:.2f} ×**.  ",
            f"The server saw {told['requests']:.0f} requests: no host had more than **{told['at_once']:.0f}** at "
            f"once, and the closest two to one host began **{told['gap_ms']:.1f} ms** apart.",
            "",
        ]
    )


if __name__ == "__main__":
    print(table())
