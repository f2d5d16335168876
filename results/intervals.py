"""The table of update intervals a run goes by, kept beside it, so that judging again goes by the same one."""

from __future__ import annotations

from pathlib import Path

from crawler.intervals import NATIONAL, interval_text
from crawler.model import RunId
from crawler.whole import put_whole

FOLDER = "intervals"


def keep_intervals(data: Path, run: RunId, wanted: str) -> None:
    """Keep a copy of the office's table. Without one of its own a run goes by the table of the program."""
    kept = _place(data, run)
    if wanted != NATIONAL and not kept.exists():
        put_whole(kept, interval_text(wanted).encode())


def intervals_of(data: Path, run: RunId) -> str:
    """Name or whole path of a run's table."""
    kept = _place(data, run)
    return str(kept.resolve()) if kept.exists() else NATIONAL


def _place(data: Path, run: RunId) -> Path:
    return data / FOLDER / f"{run}.toml"
