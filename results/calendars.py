"""The calendar a run goes by, kept beside it whole: what was unknown then stays unknown when it is judged again."""

from __future__ import annotations

from pathlib import Path

from crawler.calendars import calendar_text, load_calendar, read_calendar, written
from crawler.model import RunId
from crawler.whole import put_whole
from crawler.workdays import Workdays, shipped

FOLDER = "calendars"


def keep_calendar(data: Path, run: RunId, wanted: str) -> None:
    """Keep a copy of the shipped years and the office's."""
    kept = _place(data, run)
    if not kept.exists():
        put_whole(kept, written(load_calendar(wanted)).encode())


def calendar_of(data: Path, run: RunId) -> Workdays:
    """The calendar of a run; the shipped one where the run is of a program that kept none."""
    kept = _place(data, run)
    return read_calendar(calendar_text(kept), str(kept), alone=True) if kept.exists() else shipped()


def _place(data: Path, run: RunId) -> Path:
    return data / FOLDER / f"{run}.toml"
