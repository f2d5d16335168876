"""From values to Chinese sentences: the only renderer. The words are data, in the catalogue and the templates."""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from checks import wording
from checks.indicator import Indicator
from crawler.model import Verdict

WORDS_SHOWN = 120  # characters of a title taken from a page
ADDRESS_SHOWN = 400
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@cache
def words(name: str) -> Mapping[str, Any]:
    """The parsed ``results/templates/<name>.toml``. A missing or broken file is our mistake and raises."""
    return tomllib.loads(files("results").joinpath(f"templates/{name}.toml").read_text(encoding="utf-8"))


def say(key: str, **data: object) -> str:
    """A sentence of ``results/templates/console.toml``, table and name joined by a dot, filled with data."""
    table, _, name = key.partition(".")
    sentence: str = words("console")[table][name]
    return sentence.format(**data) if data else sentence


def render(indicator: Indicator, verdict: Verdict) -> str:
    """The sentence of a verdict: the indicator's message for its reason, filled with what was seen."""
    shown = {key: _shown(value) for key, value in verdict.data.items()}
    return _Filler().vformat(indicator.messages[verdict.reason], (), shown)


def chinese_day(day: date) -> str:
    """A day as official letters write it, without padding zeros."""
    form: str = words("letter")["day"]
    return form.format(year=day.year, month=day.month, day=day.day)


def plain(text: str, limit: int = WORDS_SHOWN) -> str:
    """Text from a page as one safe line: no control or direction marks, spaces joined, cut at the limit."""
    joined = " ".join(legible(text).split())
    return joined if len(joined) <= limit else joined[: limit - 1] + words("letter")["cut"]


def legible(text: str) -> str:
    """Text without control and direction marks; line ends and tabs become spaces."""
    if text.isprintable():
        return text
    return "".join(" " if char in "\t\r\n" else char for char in text if _is_visible(char))


def _is_visible(char: str) -> bool:
    return char in "\t\r\n" or unicodedata.category(char) not in _INVISIBLE


def _shown(value: Any) -> str:
    if value is None or value == "":
        return str(words("letter")["missing"])
    if isinstance(value, list | tuple):
        return wording.enumerated([_shown(item) for item in value])
    text = str(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _day(text)
    return plain(text, ADDRESS_SHOWN if re.match(r"https?://", text) else WORDS_SHOWN)


def _day(text: str) -> str:
    try:
        return chinese_day(date.fromisoformat(text))
    except ValueError:
        return text


class _Filler(string.Formatter):
    """Fills names only: no attribute or index is looked up, and a value that is missing is said to be."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return kwargs.get(field_name, words("letter")["missing"]), field_name
