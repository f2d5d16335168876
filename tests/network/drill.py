"""A compressed campaign inside the network, with everything that can go wrong in the middle of it.

python -m tests.network.drill --minutes 30 --folder FOLDER

Prints, as Markdown, what was done when, and the final table; exits 1 unless every planned visit has exactly one row.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.network.line import Network
from tests.network.product import SPOTCHECK, Settings
from tests.network.world import BY_NAME, CONTROLS, Site, own4, own6
from tests.world.paperwork import write_inventory

DAYS = 3
LIMIT_S = 2.5
HURT = (
    "good", "https", "counter6", "v4only", "links", "claim6",  # open
    "down", "both-closed", "nxdomain", "error-both", "broken4",  # not open
    "wall4", "robots",  # only a person can say
)  # fmt: skip
STATES = ("kept", "failed", "unclear", "missed", "void")


def rows(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {"id": name, "kind": "portal", "name": BY_NAME[name].fault, "address": f"http://{BY_NAME[name].host}/",
         "owner": name, "level": "county", "region": "云川市", "status": "running"}
        for name in names
    ]  # fmt: skip


@dataclass
class Drill:
    """One campaign, its engine, and what is done to it."""

    network: Network
    folder: Path
    seconds: float
    names: tuple[str, ...] = HURT
    visits: int = 20  # a day
    log: list[str] = field(default_factory=list)
    engine: subprocess.Popen[str] | None = None
    began: float = 0.0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def begin(self) -> None:
        config = Settings(timeout_s=1.5).write(self.folder)
        config.write_text(f"{config.read_text()}\n[availability]\nlimit_s = {LIMIT_S}\n", encoding="utf-8")
        self.config = config
        write_inventory(self.folder / "inventory.csv", rows(self.names))
        words = [
            "--inventory",
            str(self.folder / "inventory.csv"),
            "--by",
            "王芳",
            "--name",
            "drill",
            "--seed",
            "drill",
        ]
        words += ["--name", "drill", "--days", str(DAYS), "--visits", str(self.visits)]
        words += ["--rehearsal-day-s", str(max(1, round(self.seconds / DAYS)))]
        done = self.call("begin", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        self.began = time.monotonic()
        self.start()

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.network.run(*SPOTCHECK, "campaign", *words, "--config", str(self.config), "--data", str(self.data))

    def start(self) -> None:
        words = ["run", "--config", str(self.config), "--data", str(self.data)]
        self.engine = self.network.start(*SPOTCHECK, "campaign", *words)

    def show(self) -> dict[str, Any]:
        done = self.network.run(*SPOTCHECK, "campaign", "show", "--json", "--data", str(self.data))
        assert done.returncode == 0, done.stderr
        shown: dict[str, Any] = json.loads(done.stdout)
        return shown

    def note(self, what: str) -> None:
        self.log.append(f"{time.monotonic() - self.began:.0f} s: {what}")
        print(self.log[-1], file=sys.stderr, flush=True)

    def wait_until(self, share: float) -> None:
        """A share of the campaign's time."""
        time.sleep(max(0.0, self.began + share * self.seconds - time.monotonic()))

    # what happens to it

    def kill_engine(self, down_s: float) -> None:
        assert self.engine is not None
        os.kill(self.engine.pid, signal.SIGKILL)
        self.engine.communicate()
        time.sleep(down_s)
        self.start()
        self.note(f"kill -9 of the engine, started again after {down_s:.0f} s")

    def kill_visitor(self) -> None:
        assert self.engine is not None
        found = Path(f"/proc/{self.engine.pid}/task/{self.engine.pid}/children").read_text().split()
        for child in found:
            os.kill(int(child), signal.SIGKILL)
        self.note(f"kill -9 of the visiting process ({len(found)})")

    def stop_engine(self) -> None:
        assert self.engine is not None
        self.engine.terminate()
        errors = self.engine.communicate()[1]
        self.note(f"SIGTERM, exit {self.engine.returncode}, and started again at once")
        assert self.engine.returncode == 130, errors
        self.start()

    def second_engine(self) -> None:
        done = self.call("run")
        self.note(f"a second engine by mistake: exit {done.returncode}")
        assert done.returncode == 2, done.stdout + done.stderr

    def cut(self, seconds: float) -> None:
        self.network.cut()
        time.sleep(seconds)
        self.network.mend()
        self.note(f"no line at all for {seconds:.0f} s")

    def lose_controls(self, seconds: float) -> None:
        self._controls("add", "blackhole")
        time.sleep(seconds)
        self._controls("del", "blackhole")
        self.note(f"both control hosts away for {seconds:.0f} s")

    def _controls(self, verb: str, kind: str) -> None:
        for site in (BY_NAME[host.split(".")[1]] for host in CONTROLS):
            for family, address in (("-4", f"{own4(site)}/32"), ("-6", f"{own6(site)}/128")):
                done = self.network.run("ip", family, "route", verb, kind, address)
                assert done.returncode == 0, done.stderr

    def finish(self) -> dict[str, Any]:
        """Wait for the engine; what it shows must add up to the plan, each visit once."""
        assert self.engine is not None
        output, errors = self.engine.communicate(timeout=self.seconds + 120)
        assert self.engine.returncode == 0, errors
        self.note(f"the end: {output.strip()}")
        shown = self.show()
        assert shown["ended"]
        for line in shown["sites"]:
            assert sum(line[state] for state in STATES) == line["planned"] == DAYS * self.visits, line
            assert line["to_come"] == 0
        for words in (("campaign", "plan"), ("verify",)):
            done = self.network.run(*SPOTCHECK, *words, "--data", str(self.data))
            assert done.returncode == 0, done.stdout + done.stderr
        return shown


def whole(drill: Drill) -> dict[str, Any]:
    """Everything, one after the other."""
    unit = drill.seconds / 30  # a minute of the half hour
    happenings: list[tuple[float, Callable[[], None]]] = [
        (3 / 30, lambda: drill.kill_engine(0.7 * unit)),
        (7 / 30, lambda: drill.cut(1.5 * unit)),
        (12 / 30, lambda: drill.lose_controls(2 * unit)),
        (16 / 30, drill.kill_visitor),
        (18 / 30, drill.second_engine),
        (20 / 30, lambda: drill.cut(0.2 * unit)),
        (23 / 30, drill.stop_engine),
        (26 / 30, lambda: drill.kill_engine(0.0)),
    ]
    drill.begin()
    for share, happening in happenings:
        drill.wait_until(share)
        happening()
    return drill.finish()


def table(shown: dict[str, Any]) -> str:
    lines = ["| website | family | planned | kept | failed | unclear | missed | void | rate |", f"|{' --- |' * 9}"]
    sums: Counter[str] = Counter()
    for one in shown["sites"]:
        site: Site = BY_NAME[one["target"]]
        stages = ", ".join(f"{stage} {count}" for stage, count in one["stages"].items())
        failed = f"{one['failed']} ({stages})" if stages else "0"
        rate = "-" if one["rate"] is None else f"{one['rate']:.1%}"
        cells = [site.fault, one["family"], one["planned"], one["kept"], failed, one["unclear"], one["missed"]]
        lines.append(f"| {' | '.join(map(str, [*cells, one['void'], rate]))} |")
        sums.update({name: one[name] for name in ("planned", *STATES)})
    lines.append(f"| together | | {' | '.join(str(sums[name]) for name in ('planned', *STATES))} | |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--folder", type=Path)
    told = parser.parse_args()
    folder = told.folder or Path(tempfile.mkdtemp(prefix="drill-"))
    (folder / "network").mkdir(parents=True)
    with Network(folder / "network") as network:
        drill = Drill(network, folder, told.minutes * 60)
        began = datetime.now().astimezone()
        shown = whole(drill)
    print(f"Begun {began:%Y-%m-%d %H:%M %Z}, {told.minutes:g} minutes.\n")
    print("\n".join(f"- {line}" for line in drill.log), end="\n\n")
    print(table(shown))


if __name__ == "__main__":
    main()
