"""The settings a service goes by: read whole, and read again when a file they come from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.pack import Pack
from checks.packs import Layer, load_lineage
from crawler.config import Config, load_config
from crawler.errors import InputError
from crawler.intervals import SHIPPED, load_intervals
from crawler.reading.columns.intervals import Intervals
from results.timetable.jobs import Job, timetable


@dataclass(frozen=True, slots=True)
class Settings:
    """What the files of an office said at one time. ``files``: all of them, the program's own among them."""

    file: Path | None
    config: Config
    jobs: Mapping[str, Job]
    intervals: Intervals
    pack: Pack
    files: tuple[Path, ...]


def read_settings(file: Path | None) -> Settings:
    """Settings, calendar, table of intervals and rule pack. Raises InputError for anything in them that is wrong."""
    config = load_config(file)
    lineage = load_lineage(config.rules.pack)
    intervals = load_intervals(config.columns.intervals)
    return Settings(file, config, timetable(config), intervals, lineage[-1].pack, tuple(_files(file, config, lineage)))


def _files(file: Path | None, config: Config, lineage: Sequence[Layer]) -> Iterator[Path]:
    if file:
        yield file
    if config.rules.calendar:
        yield Path(config.rules.calendar)
    if config.columns.intervals not in SHIPPED:
        yield Path(config.columns.intervals)
    for layer in lineage:
        yield layer.file.path
        table = layer.file.own.get("intervals")
        if table and table not in SHIPPED:
            yield layer.file.path.parent / table


class Watch:
    """``settings``: the last ones that were right; ``wrong``: what is wrong with those that stand there now."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.wrong = ""
        self.is_settled = True
        self._seen = _stamp(settings.files)
        self._read = ""  # they may have been changed since they were read

    def look(self) -> None:
        """Reads changed files, once two looks in succession found them the same: one of them may be half saved.

        What is wrong is read at each look, for what mends it may be a file that nothing right has named yet.
        """
        stamp = _stamp(self.settings.files)
        self.is_settled, self._seen = stamp == self._seen, stamp
        if not self.is_settled or (stamp == self._read and not self.wrong):
            return
        try:
            found = read_settings(self.settings.file)
        except InputError as error:
            self.wrong = str(error)
            return
        self._read = stamp if found.files == self.settings.files else ""
        if self.wrong or found != self.settings:
            self.settings, self.wrong = found, ""


def _stamp(files: Sequence[Path]) -> str:
    """A digest of what files hold; one that cannot be read counts as another than any that can."""
    total = hashlib.sha256()
    for path in files:
        try:
            total.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError:
            total.update(b"-")
    return total.hexdigest()
