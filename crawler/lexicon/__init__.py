"""The words to recognise on pages, as data: one TOML a subject, each list with a comment where it was seen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(subject: str) -> Mapping[str, Any]:
    """The parsed ``crawler/lexicon/<subject>.toml``. A missing or broken file is our mistake and raises."""
    return tomllib.loads(files(__name__).joinpath(f"{subject}.toml").read_text(encoding="utf-8"))


def say(key: str, **data: object) -> str:
    """A sentence of the console: ``crawler/lexicon/console.toml``, table and name joined by a dot, filled with data."""
    table, _, name = key.partition(".")
    sentence: str = load("console")[table][name]
    return sentence.format(**data) if data else sentence
