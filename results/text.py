"""From values to Chinese sentences: the only renderer. The words are data, in the catalogue and the templates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> Mapping[str, Any]:
    """The parsed ``results/templates/<name>.toml``. A missing or broken file is our mistake and raises."""
    return tomllib.loads(files("results").joinpath(f"templates/{name}.toml").read_text(encoding="utf-8"))


def say(key: str, **data: Any) -> str:
    """One sentence for the console."""
    return str(_sentences()[key]).format(**data)


@cache
def _sentences() -> Mapping[str, str]:
    return {key: text for section in words("console").values() for key, text in section.items()}
