"""What is wrong with a rule pack's file, said with file, line, value and the next step."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from checks.places import line_of
from crawler.errors import InputError, toml_line
from crawler.lexicon import say
from crawler.refusals import toml_problem, value_problem


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a rule pack: its whole path, its text, and what it says itself."""

    path: Path
    text: str
    own: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that cannot stand, by the path of its key."""

    place: tuple[str, ...]
    value: object
    problem: str
    step: str


def wrong(file: PackFile, mistake: Mistake) -> InputError:
    return InputError(
        mistake.problem,
        file=str(file.path),
        line=line_of(file.text, mistake.place),
        value=_shown(mistake),
        next_step=mistake.step,
    )


def not_toml(path: Path, error: tomllib.TOMLDecodeError) -> InputError:
    problem, step = say("pack.not-toml", detail=toml_problem(error)), say("pack.not-toml-next")
    return InputError(problem, file=str(path), line=toml_line(error), next_step=step)


def explained(error: ValidationError, file: PackFile) -> InputError:
    """The first thing the model of a pack does not take."""
    first: Mapping[str, Any] = {**error.errors()[0]}
    place = tuple(part for part in first["loc"] if isinstance(part, str) and part != "[key]")
    name = ".".join(place)
    if first["type"] == "extra_forbidden":
        return wrong(file, unknown_key(place))
    if first["type"] == "missing":
        return wrong(file, Mistake(place, "", say("pack.missing", name=name), say("pack.missing-next", name=name)))
    problem = say("pack.bad-value", name=name, detail=value_problem(first))
    return wrong(file, Mistake(place, first.get("input", ""), problem, say("pack.bad-value-next")))


def unknown_key(place: tuple[str, ...]) -> Mistake:
    name = ".".join(place)
    return Mistake(place, name, say("pack.unknown-key", name=name), say("pack.unknown-key-next"))


def _shown(mistake: Mistake) -> str:
    """The value, or the key where the value is a whole table."""
    return mistake.place[-1] if isinstance(mistake.value, Mapping) else str(mistake.value)
