"""The life of a registration, as lists tell it: when a target was opened or changed, filed, and how it ended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from crawler.lexicon import load

FIRST_YEAR = 1990  # no website or account is older; a year before it is a slip of the pen


class Ending(StrEnum):
    """How a target ended; the words of the national rules on closing, merging and cancelling."""

    MERGED = "merged"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Registration:
    """What a list says of a target besides what is inspected. None and "" mean: not said, never "no"."""

    opened_on: date | None = None
    changed_on: date | None = None  # day of the last change: a new name or owner, a merger, the end
    filed_on: date | None = None  # day that change was filed with the office
    ended_as: Ending | None = None
    merged_into: str = ""
    ended_on: date | None = None  # the last change, unless the list has the days of ends apart and none here


FIELDS = tuple(field.name for field in fields(Registration))
COLUMNS = tuple(name for name in FIELDS if name != "ended_on")
DAYS = ("opened_on", "changed_on", "filed_on")


def plain(text: str) -> str:
    """Words compared: width, blanks, the form's asterisks and letter case do not tell them apart."""
    return re.sub(r"[\s*＊]", "", unicodedata.normalize("NFKC", text)).lower()


def aliases(table: str) -> dict[str, str]:
    """Word → key of one table of the inventory's lexicon."""
    words: Mapping[str, Sequence[str]] = load("inventory")[table]
    return {plain(word): key for key, found in words.items() for word in found}


def ending_of(word: str) -> Ending | None:
    """What a word of the list says about the end; None where it does not say how."""
    found = aliases("endings").get(plain(word))
    return Ending(found) if found else None


def day_of(text: str) -> date | None:
    """A day as people write it in spreadsheets; None for anything that is none."""
    match = re.fullmatch(load("inventory")["days"]["written"], unicodedata.normalize("NFKC", text).strip())
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def registration_of(told: Mapping[str, Any]) -> Registration:
    """What :func:`registration_json` made. Raises ValueError where it did not."""
    return TypeAdapter(Registration).validate_python(told)


def registration_json(life: Registration) -> dict[str, str]:
    """What is known, days in ISO form."""
    return {name: str(value) for name in FIELDS if (value := getattr(life, name))}
