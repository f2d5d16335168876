"""A day that was read, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DateSource(StrEnum):
    """Where a date came from, most trusted first."""

    LABEL = "label"
    META = "meta"
    LIST = "list"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date with where it came from and what it disagreed with."""

    on: date
    source: DateSource
    text: str
    disagrees: tuple[ReadDate, ...] = ()
