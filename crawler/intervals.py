"""The table of update intervals an office goes by: one that ships with the program, or a file of its own."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.errors import InputError, toml_line
from crawler.lexicon import say
from crawler.reading.columns.intervals import Interval, Intervals
from crawler.reading.columns.kinds import ColumnKind
from crawler.refusals import toml_problem, value_problem

NATIONAL = "national"
SHIPPED = (NATIONAL, "county-monitor", "county-tool")  # crawler/lexicon/intervals-<name>.toml
LONGEST = 3660  # days


class Row(BaseModel):
    """One ``[[interval]]``."""

    model_config = ConfigDict(extra="forbid", strict=True)
    days: int = Field(ge=1, le=LONGEST)
    nearly: int | None = Field(None, ge=1)
    words: list[str] = []
    kinds: list[str] = []
    others: bool = False

    @model_validator(mode="after")
    def _usable(self) -> Row:
        unknown = [kind for kind in self.kinds if kind not in set(ColumnKind)]
        if unknown:
            raise ValueError(say("intervals.unknown-kind", kind=unknown[0], kinds=", ".join(ColumnKind)))
        if self.nearly is not None and self.nearly > self.days:
            raise ValueError(say("intervals.nearly-late"))
        if not (any(word.strip() for word in self.words) or self.kinds or self.others) or not all(self.words):
            raise ValueError(say("intervals.for-nothing"))
        return self

    def interval(self) -> Interval:
        kinds = frozenset(ColumnKind(kind) for kind in self.kinds)
        return Interval(self.days, self.nearly, tuple(self.words), kinds, self.others)


class Table(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: str = Field(min_length=1)
    set_by: str = Field(min_length=1)
    overdue_on_last_day: bool = False
    interval: list[Row] = Field(min_length=1)

    def intervals(self) -> Intervals:
        rows = tuple(row.interval() for row in self.interval)
        return Intervals(self.title, self.set_by, rows, self.overdue_on_last_day)


@cache
def shipped(name: str = NATIONAL) -> Intervals:
    """One of the tables that come with the program."""
    return read_intervals(interval_text(name), f"intervals-{name}.toml")


def load_intervals(wanted: str, beside: Path = Path()) -> Intervals:
    """A shipped table by its name, else a file, relative to the folder ``beside``. Raises InputError."""
    return shipped(wanted) if wanted in SHIPPED else read_intervals(interval_text(wanted, beside), str(beside / wanted))


def interval_text(wanted: str, beside: Path = Path()) -> str:
    """The text of a table. Raises InputError where it cannot be read."""
    if wanted in SHIPPED:
        return files("crawler.lexicon").joinpath(f"intervals-{wanted}.toml").read_text(encoding="utf-8")
    path = beside / wanted
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        step = say("intervals.unreadable-next", names=", ".join(SHIPPED))
        raise InputError(say("intervals.unreadable"), file=str(path), value=wanted, next_step=step) from error


def read_intervals(text: str, file: str) -> Intervals:
    """The table a text holds. Raises InputError with file, line, value and the next step."""
    return read_table(text, file).intervals()


def read_table(text: str, file: str) -> Table:
    """The same, as the file has it."""
    try:
        return Table.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        problem, step = say("intervals.not-toml", detail=toml_problem(error)), say("intervals.not-toml-next")
        raise InputError(problem, file=file, line=toml_line(error), next_step=step) from error
    except ValidationError as error:
        raise _explained(error, text, file) from error


def _explained(error: ValidationError, text: str, file: str) -> InputError:
    first = error.errors()[0]
    place = first["loc"]
    row = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    key = str(next((part for part in reversed(place) if isinstance(part, str)), ""))
    value: Any = first.get("input")
    detail = value_problem({**first})
    return InputError(
        say("intervals.wrong", name=key, detail=detail),
        file=file,
        line=_line(text, row, key),
        value=key if isinstance(value, dict) else str(value),
        next_step=say("intervals.wrong-next"),
    )


def _line(text: str, row: int | None, key: str) -> int:
    """The line of a key in the n-th row, or of the row itself; 0 where neither is there."""
    number, current, at_row = 0, -1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*interval\s*\]\]", line):
            current += 1
            at_row = number if current == row else at_row
        elif re.match(rf"\s*{re.escape(key)}\s*=", line) and (row is None or current == row):
            return number
    return at_row
