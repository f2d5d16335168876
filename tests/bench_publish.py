"""The publishing part of ``make bench``: a province's year (tests/bench_province.py) rated, published and handed on.

Every step is a command of its own, as the office types it, so that its time and its memory are its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench_process import measure
from tests.bench_province import ACCOUNTS, QUARTERS, REVIEWERS, SITES

ROOT = Path(__file__).parent.parent
SPOTCHECK = [sys.executable, "-m", "spotcheck"]
FORMS = ("jsonl", "csv", "xlsx", "earl")
LARGEST_KB = 300
MB = 1024 * 1024
PUBLISHED_AFTER = timedelta(days=24)  # of the monitoring day


@dataclass(frozen=True)
class Written:
    """A site as it lies in a folder: files, bytes, the largest page, and a digest over names and contents."""

    files: int
    size: int
    page: str
    page_size: int
    digest: str


def written(folder: Path) -> Written:
    sizes = {path: path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}
    page = max((path for path in sizes if path.suffix == ".html"), key=lambda path: sizes[path])
    digest = hashlib.sha256()
    for path in sizes:
        digest.update(f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return Written(len(sizes), sum(sizes.values()), str(page.relative_to(folder)), sizes[page], digest.hexdigest())


class Desk:
    """One data folder, and the rows of the table that its commands gave so far."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.rows: list[str] = []

    def call(self, name: str, *words: str) -> None:
        """A command as the office types it."""
        wall, cpu, peak = measure([*SPOTCHECK, *words, "--data", str(self.data)], ROOT, dict(os.environ))
        self.rows.append(f"| {name} | {wall:.1f} | {cpu:.1f} | {peak:.0f} |")
        print(self.rows[-1], file=sys.stderr, flush=True)

    def publish(self, name: str, quarter: str, out: Path) -> None:
        on = (QUARTERS[quarter] + PUBLISHED_AFTER).isoformat()
        self.call(name, "publish", "--run", f"{quarter}-1", "--by", REVIEWERS[0], "--on", on, "--out", str(out))


def table(size: float = 1.0, trail: Path | None = None) -> str:
    """``size``: a share of the province, to try the bench out. ``trail``: one written before, which takes minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = Desk(folder / "data")
        if trail:
            shutil.copytree(trail, desk.data)
        else:  # in a process of its own, so that this one, which is forked for every command, stays small
            words = [sys.executable, "-m", "tests.bench_province", str(desk.data), str(size)]
            measure(words, ROOT, dict(os.environ))
        desk.call("`spotcheck rating`, one quarter", "rating", "--json")
        for number, quarter in enumerate(QUARTERS, 1):
            desk.publish(f"`spotcheck publish`: freeze quarter {number}, write the site", quarter, folder / "site")
        desk.publish("`spotcheck publish`: the same site again, elsewhere", quarter, folder / "again")
        for form in FORMS:
            out = str(folder / f"findings.{form}")
            desk.call(f"`spotcheck findings`, one quarter as {form}", "findings", "--format", form, "--out", out)
        desk.call("`spotcheck verify`, four quarters", "verify")
        site, again = written(folder / "site"), written(folder / "again")
        held = (desk.data / "spotcheck.sqlite").stat().st_size
    return "\n".join(_told(desk.rows, size, held, site, again))


def _told(rows: list[str], size: float, held: int, site: Written, again: Written) -> list[str]:
    share = "" if size == 1.0 else f" {size:.0%} of it only:"
    same = "the same bytes" if site.digest == again.digest else "**OTHER BYTES**"
    return [
        f"A province's year, invented:{share} {SITES} websites in 130 areas and {ACCOUNTS} accounts on six platforms, "
        f"{len(QUARTERS)} quarters, a trail of {held / MB:.0f} MiB.",
        "",
        "| command | seconds | CPU s | peak MiB |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
        f"The site of {len(QUARTERS)} quarters: {site.files} files, {site.size / MB:.0f} MiB; its largest page, "
        f"`{site.page}`, has **{site.page_size / 1024:.0f} KB** (aim: none over {LARGEST_KB}). "
        f"Written twice it has {same}.",
        "",
    ]


if __name__ == "__main__":
    print(table(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, Path(sys.argv[2]) if len(sys.argv) > 2 else None))
