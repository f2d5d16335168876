"""Where something stands in a TOML file: the line of a key, so that a mistake can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = r'(?:[\w-]+|"[^"]*"|\'[^\']*\')'
_KEYS = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_KEYS})\s*\]")
_ASSIGNED = re.compile(rf"\s*({_KEYS})\s*=")
_INLINE = re.compile(rf"(?:^|[\s{{,])({_NAME})\s*=")


def line_of(text: str, path: Sequence[str]) -> int:
    """The line of a key by its whole path: the line that shares most of the path; 0 where none shares any."""
    best, found, table = 0, 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table, keys = _names(header[1]), list[str]()
        elif assigned := _ASSIGNED.match(line):
            keys = _names(assigned[1])
        else:
            continue
        shared = _shared([*table, *keys], path)
        if shared == len(table) + len(keys) < len(path) and path[shared] in _inline(line):
            shared += 1
        if shared > best:
            best, found = shared, number
    return found


def _names(keys: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, keys)]


def _inline(line: str) -> set[str]:
    """Keys of tables that are written into one line."""
    _, _, value = line.partition("=")
    return {name.strip("\"'") for name in _INLINE.findall(value)}


def _shared(keys: Sequence[str], path: Sequence[str]) -> int:
    """How many keys both begin with; 0 where the line is that of another key beside them."""
    pairs = zip(keys, path, strict=False)
    count = next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(keys), len(path)))
    return count if count == min(len(keys), len(path)) else 0
