"""What a document of tasks comes to: its tasks, and the words that belong to none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One task. ``deadline``: an ISO day, standing words, or None; ``source``: all of the document it is made of."""

    number: str
    title: str
    text: str
    lead_units: tuple[str, ...]
    responsible_units: tuple[str, ...]
    deadline: str | None
    indicators: tuple[str, ...]
    notes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words that belong to no task, and why."""

    text: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's title (empty where none was seen), year, tasks, and what belongs to none of them."""

    title: str
    year: int | None
    tasks: tuple[Task, ...]
    leftovers: tuple[Leftover, ...]
