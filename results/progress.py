"""How long work shows itself on a terminal: bars on standard error, nothing when it is over in two seconds."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from crawler import clock
from crawler.errors import printable

QUIET_S = 2.0


class Report:
    """One bar at a time, with a counter of pages beside it. Use it as a context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=self.console,
            transient=False,
        )
        self._task: TaskID | None = None
        self._begun = 0.0
        self._shown = False

    def __enter__(self) -> Report:
        self._begun = clock.ticks()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._bar.stop()

    def start(self, what: str, total: int, done: int = 0) -> None:
        """Begin a phase of ``total`` steps of which ``done`` are behind us."""
        if self._task is not None:
            self._bar.update(self._task, visible=self._shown)
        self._task = self._bar.add_task(what, total=total, completed=done, note="")

    def step(self, note: str = "") -> None:
        """One step done; ``note`` is shown beside the bar."""
        if self._task is not None:
            self._bar.advance(self._task)
            self.note(note)

    def note(self, text: str) -> None:
        if self._task is not None and text:
            self._bar.update(self._task, note=printable(text))
        if not self._shown and clock.ticks() - self._begun > QUIET_S:
            self._bar.start()
            self._shown = True

    def say(self, sentence: str) -> None:
        """A line of its own, above the bar."""
        self.console.print(printable(sentence), markup=False, highlight=False)
