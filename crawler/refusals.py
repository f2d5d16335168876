"""What libraries refuse in English, in the words of officials: values and TOML files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.lexicon import load

QUOTED = re.compile(r"'([^']*)'")


def value_problem(error: Mapping[str, Any]) -> str:
    """What is wrong with a value: one of the ``errors()`` of a pydantic ValidationError. Our own sentences stay."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind == "value_error":
        text = str(context.get("error", error["msg"]))
        choices = QUOTED.findall(text)[1:] if " is not one of " in text else ()
        return say("value", "choice", expected=listed(choices)) if choices else text
    form = load("refusals")["value"].get(kind)
    if form is None:
        return say("value", "other", kind=kind)
    limits = {name: f"{one:g}" if isinstance(one, float) else one for name, one in context.items()}
    expected = QUOTED.findall(str(context.get("expected", "")))
    key = ".".join(part for part in error.get("loc", ()) if isinstance(part, str) and part != "[key]")
    return str(form).format(**{"key": key, **limits, **({"expected": listed(expected)} if expected else {})})


def toml_problem(error: ValueError) -> str:
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place:
        return say("toml", "at", line=place[1], column=place[2])
    return say("toml", "end") if "end of document" in str(error) else say("toml", "other", detail=error)


def listed(words: Sequence[str]) -> str:
    *others, last = words
    joined = say("and", "word").join(others)
    return f"{joined} {say('and', 'last')} {last}" if others else last


def say(table: str, key: str, **data: object) -> str:
    return str(load("refusals")[table][key]).format(**data)
