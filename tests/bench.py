"""``make bench``: ``spotcheck run`` beside a bare Scrapy spider over the same loopback sites, in one go.

300 hosts × 20 pages, pacing off. Both run in turn, several times; machines are noisy, so the ratios of the medians are
what to read. Then thousands of accounts (tests/bench_accounts.py), the readers by themselves (tests/bench_readers.py),
the DNS client beside others (tests/bench_names.py), and publishing a province's year (tests/bench_publish.py). Prints
Markdown tables and, with ``--write``, puts them into docs/benchmark.md; ``--only`` measures and writes some of them and
leaves the others as they stand.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from crawler.captures.store import CaptureStore
from crawler.model import RunId
from tests import bench_accounts, bench_campaigns, bench_names, bench_publish, bench_readers
from tests.bench_process import measure

ROOT = Path(__file__).parent.parent
PAGES = 300 * 20


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
    wall, cpu, peak = (median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "peak"))
    return Measured(wall, cpu, peak, runs[0].pages)


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
            f"{PAGES} pages on 300 hosts; median of {rounds} rounds, both sides in turn.",
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
        ]
    )


SECTIONS: dict[str, tuple[str, Callable[[int], str]]] = {
    "sites": ("Websites beside bare Scrapy, pacing off", table),
    "accounts": ("Accounts with feeds, paced", lambda rounds: bench_accounts.table()),
    "readers": ("Readers", lambda rounds: bench_readers.table()),
    "names": ("Names", lambda rounds: bench_names.table()),
    "publishing": ("Publishing a province's year", lambda rounds: bench_publish.table()),
    "availability": ("Availability campaigns", lambda rounds: bench_campaigns.table()),
}
PLACE = ROOT / "docs/benchmark.md"


def told_before() -> dict[str, str]:
    """The sections as they stand in the document, by their titles."""
    pieces = PLACE.read_text(encoding="utf-8").split("\n## ")[1:] if PLACE.exists() else []
    return {title: text.strip() for title, _, text in (piece.partition("\n") for piece in pieces)}


def document(measured: dict[str, str]) -> str:
    """The whole document: what was measured now, and of the other sections what was measured before."""
    told = {**told_before(), **measured}
    texts = [f"\n## {title}\n\n{told[title].strip()}\n" for title, _ in SECTIONS.values() if title in told]
    return "# Benchmark\n\n`make bench`, all on loopback.\n" + "".join(texts)


def stamp() -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"Last run {date.today().isoformat()}: {machine}."


def main() -> None:
    """Bytecode first, as an installation has it: else every process of ours compiles the sources anew."""
    for stage in ("crawler", "spiders", "checks", "results"):
        compileall.compile_dir(ROOT / stage, quiet=1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=tuple(SECTIONS), nargs="+", default=tuple(SECTIONS), help="what to measure")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmark.md")
    chosen = parser.parse_args()
    measured = {}
    for name in chosen.only:
        title, work = SECTIONS[name]
        measured[title] = f"{stamp()}\n\n{work(chosen.rounds)}"
        print(f"## {title}\n\n{measured[title]}", flush=True)
        if chosen.write:
            PLACE.write_text(document(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
