"""The office's own calendar: a TOML file that adds years to the shipped one, or corrects them.

Every ``[[year]]`` is one notice of the State Council's office, given whole; its file is ``calendar-example.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from crawler.errors import InputError, toml_line
from crawler.lexicon import load, say
from crawler.refusals import toml_problem, value_problem
from crawler.workdays import SATURDAY, Arrangement, Workdays, shipped

EARLIEST, LATEST = 1999, 2100  # holiday weeks began in the autumn of 1999
NEW_YEAR_FROM = (12, 25)  # the next year's notice may move days of December from here on (2007, 2018)
LISTS = ("holidays", "workdays")


def _as_day(value: object) -> object:
    """A day written as text, as well as TOML's own dates."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) and "-" in value else "")
    except ValueError as error:
        raise ValueError(say("calendar.not-a-day", value=value)) from error


Day = Annotated[date, BeforeValidator(_as_day)]


class Year(BaseModel):
    """One ``[[year]]``."""

    model_config = ConfigDict(extra="forbid", strict=True)
    year: int = Field(ge=EARLIEST, le=LATEST)
    announced_by: str = Field(min_length=4)
    holidays: list[Day]
    workdays: list[Day]

    @field_validator(*LISTS)
    @classmethod
    def _of_the_year(cls, days: list[date], info: ValidationInfo) -> list[date]:
        year = info.data.get("year")
        for day in days:
            if year and day.year != year and not (day.year == year - 1 and (day.month, day.day) >= NEW_YEAR_FROM):
                raise ValueError(say("calendar.other-year", day=day, year=year))
            if days.count(day) > 1:
                raise ValueError(say("calendar.twice", day=day))
            if info.field_name == LISTS[1] and day in info.data.get(LISTS[0], ()):
                raise ValueError(say("calendar.both", day=day))
        missing = _missing(year, days) if year and info.field_name == LISTS[0] else ""
        if missing:
            raise ValueError(say("calendar.half", year=year, name=missing))
        return days

    def arrangement(self) -> Arrangement:
        return Arrangement(self.year, frozenset(self.holidays), frozenset(self.workdays), self.announced_by)


class CalendarFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    year: list[Year] = Field(min_length=1)

    @field_validator("year")
    @classmethod
    def _each_once(cls, years: list[Year]) -> list[Year]:
        numbers = [one.year for one in years]
        again = next((number for number in numbers if numbers.count(number) > 1), None)
        if again:
            raise ValueError(say("calendar.year-twice", year=again))
        return years


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a file that is allowed and may still be a slip."""

    line: int
    sentence: str


def load_calendar(wanted: str = "", beside: Path = Path()) -> Workdays:
    """The shipped calendar with the years of a file, relative to the folder ``beside``. Raises InputError."""
    if not wanted:
        return shipped()
    path = beside / wanted
    return read_calendar(calendar_text(path), str(path))


def calendar_text(path: Path) -> str:
    """Raises InputError where the file cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        step = say("calendar.unreadable-next")
        raise InputError(say("calendar.unreadable"), file=str(path), value=path.name, next_step=step) from error


def read_calendar(text: str, file: str, *, alone: bool = False) -> Workdays:
    """The shipped calendar with the years a text holds; ``alone``: those years and no other.

    Raises InputError with file, line, value and the next step.
    """
    years = [one.arrangement() for one in _parsed(text, file).year]
    return Workdays(tuple(sorted(years, key=lambda one: one.year))) if alone else shipped().with_years(years)


def notes(text: str, file: str) -> list[Note]:
    """Days that change nothing, and years that come with the program already."""
    found: list[Note] = []
    for place, one in enumerate(_parsed(text, file).year):
        found += [
            Note(_line(text, place, day.isoformat()), say(f"calendar.{name}-idle", day=day))
            for name in LISTS
            for day in sorted(getattr(one, name))
            if (day.weekday() >= SATURDAY) is (name == LISTS[0])
        ]
        known = next((known for known in shipped().arrangements if known.year == one.year), None)
        if known is not None:
            differs = any(_effect(known, name) != _effect(one.arrangement(), name) for name in LISTS)
            key = "calendar.corrects" if differs else "calendar.same"
            found.append(Note(_line(text, place, "year"), say(key, year=one.year)))
    return found


def _effect(one: Arrangement, name: str) -> set[date]:
    """The days a list really changes: free weekdays, or worked weekends."""
    return {day for day in getattr(one, name) if (day.weekday() >= SATURDAY) is (name == LISTS[1])}


def example() -> str:
    """The text of the file that comes with the program to be copied."""
    return files("crawler.lexicon").joinpath("calendar-example.toml").read_text(encoding="utf-8")


def written(calendar: Workdays) -> str:
    """The whole calendar as a file that :func:`read_calendar` reads again."""
    return "\n".join(line for one in calendar.arrangements for line in _lines(one)) + "\n"


def _lines(one: Arrangement) -> Iterator[str]:
    title = one.announced_by.replace("\\", "\\\\").replace('"', '\\"')
    yield from ("[[year]]", f"year = {one.year}", f'announced_by = "{title}"')
    yield from (f"{name} = [{', '.join(day.isoformat() for day in sorted(getattr(one, name)))}]" for name in LISTS)


def _missing(year: int, days: Sequence[date]) -> str:
    """The first statutory holiday that is not among the days; what is missing makes a year half given."""
    for holiday in load("calendar")["statutory"]:
        first, last = (date.fromisoformat(f"{year}-{holiday[key]}") for key in ("from", "to"))
        if year >= holiday["since"] and sum(first <= day <= last for day in days) < holiday["days"]:
            return str(holiday["name"])
    return ""


def _parsed(text: str, file: str) -> CalendarFile:
    try:
        return CalendarFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        problem, step = say("calendar.not-toml", detail=toml_problem(error)), say("calendar.not-toml-next")
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
    in_list = key in LISTS and not isinstance(value, list)
    day = re.search(r"^\S+" if in_list else r"\d{4}-\d{2}-\d{2}", str(value) if in_list else detail)
    return InputError(
        say("calendar.wrong", name=key, detail=detail),
        file=file,
        line=(day and _line(text, row, day[0])) or _line(text, row, key),
        value=day[0] if day else key if isinstance(value, dict | list) else str(value),
        next_step=say("calendar.wrong-next"),
    )


def _line(text: str, row: int | None, word: str) -> int:
    """The line of a key or a day in the n-th year, or of the year itself; 0 where neither is there."""
    current, at_row = -1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*year\s*\]\]", line):
            current += 1
            at_row = number if current == row else at_row
        elif current == row and not line.lstrip().startswith("#") and _holds(line, word):
            return number
    return at_row


def _holds(line: str, word: str) -> bool:
    return word in line if word[:1].isdigit() else re.match(rf"\s*{re.escape(word)}\s*=", line) is not None
