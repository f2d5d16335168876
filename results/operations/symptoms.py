"""One line of the doctor's: what was looked at, how it is, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from crawler.config import Config
from results.text import plain, words


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"  # it works, and may not for long, or not in full
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Symptom:
    """``seen`` and ``mend`` are sentences; ``mend`` is empty where all is well."""

    what: str
    state: State
    seen: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at. ``patience_s``: seconds that one look may take."""

    data: Path
    config: Config
    now: Callable[[], datetime]
    patience_s: float = 10.0


Look = Callable[[Patient], Iterable[Symptom]]


def told(what: str, state: State, key: str, **data: object) -> Symptom:
    """The sentences of ``results/templates/doctor.toml`` below the name of what was looked at."""
    table = words("doctor")[what]
    mend = str(table.get(f"{key}-mend", "")) if state is not State.OK else ""
    return Symptom(what, state, plain(str(table[key]).format(**data), 400), mend.format(**data))


def title(what: str) -> str:
    return str(words("doctor")[what]["title"])
