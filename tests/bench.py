"""``make bench``: ``spotcheck run`` beside a bare Scrapy spider over the same loopback sites, in one go.

300 hosts × 20 pages, pacing off. Both run in turn, several times; machines are noisy, so the ratios of the medians are
what to read. Then the readers by themselves (tests/bench_readers.py), and the DNS client beside others
(tests/bench_names.py). Prints Markdown tables and, with ``--write``, puts them into docs/benchmark.md.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from crawler.captures.store import CaptureStore
from crawler.model import RunId
from tests import bench_names, bench_readers

ROOT = Path(__file__).parent.parent
PAGES = 300 * 20
MEASURE = """
import json, resource, subprocess, sys, threading, time
from pathlib import Path

def family(pid):
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += family(int(child))
    return found

def resident(pid):
    total = 0
    for one in family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total

began = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
peak = 0
while process.poll() is None:
    try:
        peak = max(peak, resident(process.pid))
    except OSError:
        pass
    time.sleep(0.5)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([process.returncode, time.monotonic() - began, used.ru_utime + used.ru_stime, peak / 1024]))
"""


@dataclass(frozen=True)
class Measured:
    """One command: seconds of wall and CPU over its whole family, and its family's peak memory (PSS) in MiB."""

    wall: float
    cpu: float
    peak: float
    pages: int

    def row(self, name: str) -> str:
        rate, cost = self.pages / self.wall, 1000 * self.cpu / self.pages
        return f"| {name} | {self.pages} | {self.wall:.1f} | {rate:.0f} | {cost:.1f} | {self.peak:.0f} |"


def measure(words: list[str], cwd: Path, env: dict[str, str]) -> tuple[float, float, float]:
    """(wall, CPU, peak) of a command that must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *words], capture_output=True, text=True, cwd=cwd, env=env, check=False
    )
    code, wall, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise SystemExit(f"{' '.join(words)}: exit {code}\n{done.stderr[-3000:]}")
    return wall, cpu, peak


@contextmanager
def sites(folder: Path) -> Iterator[dict[str, str]]:
    """The benchmark's hosts, served by a process of their own."""
    words = [sys.executable, "-m", "tests.world", "--site", "bench", "--data", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def bare(world: dict[str, str], folder: Path) -> Measured:
    env = dict(os.environ, http_proxy=world["proxy"], https_proxy=world["proxy"])
    out = folder / "items.jsonl"
    words = [sys.executable, "-m", "scrapy", "runspider", str(ROOT / "tests/bare_spider.py")]
    words += ["-a", f"inventory={world['inventory']}", "-s", "LOG_LEVEL=ERROR", "-O", f"{out}:jsonlines"]
    figures = measure(words, folder, env)
    return Measured(*figures, pages=len(out.read_text(encoding="utf-8").splitlines()))


def product(world: dict[str, str], folder: Path) -> Measured:
    words = [sys.executable, "-m", "spotcheck", "run", "--inventory", world["inventory"], "--data", str(folder)]
    figures = measure([*words, "--config", world["config"], "--on", world["on"]], ROOT, dict(os.environ))
    return Measured(*figures, pages=captured(folder))


def again(folder: Path) -> Measured:
    words = [sys.executable, "-m", "spotcheck", "judge", run_of(folder), "--data", str(folder)]
    figures = measure(words, ROOT, dict(os.environ))
    return Measured(*figures, pages=captured(folder))


def run_of(folder: Path) -> str:
    return next(path.name for path in (folder / "captures").iterdir() if path.is_dir())


def captured(folder: Path) -> int:
    """HTTP answers with a page in the run's captures."""
    run = RunId(run_of(folder))
    with CaptureStore(folder / "captures") as store:
        rows = [row for file in store.index.files(run) for row in store.index.of_file(run, file)]
    return len({(row.target, row.url) for row in rows if row.kind == "response" and row.role != "robots"})


def middle(runs: list[Measured]) -> Measured:
    return Measured(*(median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "peak")), runs[0].pages)


def table(rounds: int) -> str:
    scrapy, spotcheck, judged = list[Measured](), list[Measured](), list[Measured]()
    with tempfile.TemporaryDirectory() as name, sites(Path(name) / "world") as world:
        for number in range(rounds):
            folder = Path(name) / f"round-{number}"
            (folder / "bare").mkdir(parents=True)
            scrapy.append(bare(world, folder / "bare"))
            spotcheck.append(product(world, folder / "product"))
            judged.append(again(folder / "product"))
    one, two, three = middle(scrapy), middle(spotcheck), middle(judged)
    speed = (two.pages / two.wall) / (one.pages / one.wall)
    return "\n".join(
        [
            f"Last run {date.today().isoformat()}: {os.cpu_count()} cores, {platform.machine()}, Python "
            f"{platform.python_version()}; median of {rounds} rounds, both sides in turn.",
            "",
            "| command | pages | seconds | pages/s | CPU ms/page | peak MiB |",
            "| --- | --- | --- | --- | --- | --- |",
            one.row("bare Scrapy, follows links"),
            two.row("`spotcheck run`: gather, capture, read, judge"),
            three.row("`spotcheck judge`: again, from kept readings"),
            "",
            f"`spotcheck run` / bare Scrapy: **{speed:.2f} ×** pages/s (aim: at least 1.0).  ",
            f"Judging again / gathering and judging: **{two.wall / three.wall:.1f} ×** (aim: at least 10).",
            "",
            bench_readers.table(),
            bench_names.table(),
        ]
    )


def main() -> None:
    """Bytecode first, as an installation has it: else every process of ours compiles the sources anew."""
    for stage in ("crawler", "spiders", "checks", "results"):
        compileall.compile_dir(ROOT / stage, quiet=1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmark.md")
    chosen = parser.parse_args()
    text = table(chosen.rounds)
    print(text)
    if chosen.write:
        (ROOT / "docs/benchmark.md").write_text(f"# Benchmark\n\n`make bench`, on loopback with pacing off.\n\n{text}")


if __name__ == "__main__":
    main()
