"""What libraries refuse in English, in the words of officials: values, TOML files, the disk."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.errors import InputError
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
    expected = QUOTED.findall(str(context.get("expected", "")))
    return str(form).format(**{**context, **({"expected": listed(expected)} if expected else {})})


def toml_problem(error: ValueError) -> str:
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place:
        return say("toml", "at", line=place[1], column=place[2])
    return say("toml", "end") if "end of document" in str(error) else say("toml", "other", detail=error)


def disk_problem(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return say("disk", "text")
    known: Mapping[str, str] = load("refusals")["disk"]
    return known.get(errno.errorcode.get(error.errno or 0, "")) or say("disk", "other", detail=error.strerror or error)


def disk_refusal(error: OSError) -> InputError:
    return InputError(disk_problem(error), file=str(error.filename or ""), next_step=say("disk", "next"))


def listed(words: Sequence[str]) -> str:
    *others, last = words
    joined = say("and", "word").join(others)
    return f"{joined} {say('and', 'last')} {last}" if others else last


def say(table: str, key: str, **data: object) -> str:
    return str(load("refusals")[table][key]).format(**data)
