"""What an expression of a script comes to, where all its parts are constants the page holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from crawler.reading.pages.literals import read_literals

TERM = re.compile(
    r"""\s*(?:"([^"\n]{0,600})"|'([^'\n]{0,600})'|`([^`]{0,600})`|(\d{1,12})|([A-Za-z_$][\w$.]{0,60}))\s*(\+(?!\+))?"""
)
HOLE = re.compile(r"\$\{\s*([A-Za-z_$][\w$.]{0,60})\s*\}")
PAIR = re.compile(r"""\s*["']?([A-Za-z_$][\w$]{0,40})["']?\s*:\s*([^,{}\[\]\n]{0,200}?)\s*(?:,|\}|$)""")
LONGEST = 400_000  # characters of scripts


def constant(expression: str, scripts: str, values: Mapping[str, str] | None = None) -> str | None:
    """The text of literals and constants joined by ``+``; None where anything else takes part.

    ``values`` are the names known beforehand (a function's arguments).
    """
    known = values or {}
    whole, place = "", 0
    while match := TERM.match(expression, place):
        text = term(match, scripts, known)
        if text is None:
            return None
        whole += text
        place = match.end()
        if not match[6]:
            return whole
    return None


def term(match: re.Match[str], scripts: str, known: Mapping[str, str]) -> str | None:
    """One literal, or the value of one name."""
    if match[5] is not None:
        return known[match[5]] if match[5] in known else assigned(match[5], scripts)
    if match[3] is not None:
        names = HOLE.findall(match[3])
        found = {name: known[name] if name in known else assigned(name, scripts) for name in names}
        return None if None in found.values() else HOLE.sub(lambda hole: found[hole[1]] or "", match[3])
    return next((group for group in match.groups()[:4] if group is not None), "")


@lru_cache(maxsize=32)
def assigned(name: str, scripts: str) -> str | None:
    """The literal a script gives to a name, if it gives one and no other."""
    bare = re.escape(name.rpartition(".")[2])
    found = re.findall(rf"""(?<![\w$]){bare}\s*[=:]\s*(?:"([^"\n]*)"|'([^'\n]*)'|(\d+)\b)""", scripts[:LONGEST])
    texts = {"".join(groups) for groups in found}
    return texts.pop() if len(texts) == 1 else None


def pairs(literal: str, scripts: str) -> dict[str, str] | None:
    """A flat object literal as texts; None where a value is no constant."""
    found: dict[str, str] = {}
    for match in PAIR.finditer(literal):
        value = constant(match[2], scripts) if match[2] else ""
        if value is None:
            return None
        found[match[1]] = value
    return found


def json_value(text: str) -> Any:
    """The value of a JSON text, or of a literal as scripts write it: bare names, single quotes; None if it is none."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return next(iter(read_literals(text)), None) if text[:1] in {"{", "["} else None
