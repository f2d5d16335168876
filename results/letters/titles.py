"""Where a title breaks: between its parts, in the shape of a trapezoid or a diamond (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from results.letters.widths import width

MOST = 10  # pieces among which breaks are weighed
LONGEST = 19  # characters of 2号 on a line of 156 mm


def broken(parts: Sequence[str], longest: int = LONGEST) -> tuple[str, ...]:
    """The lines of a title whose parts are not torn apart; a part that fills more than a line is."""
    pieces = [piece for part in parts if part for piece in _short(part, longest)]
    if len(pieces) > MOST:
        return tuple(pieces)
    for count in range(1, len(pieces) + 1):
        fitting = [lines for lines in _splits(pieces, count) if all(width(line) <= longest for line in lines)]
        if fitting:
            return min(fitting, key=_ugliness)
    return tuple(pieces)


def _short(part: str, longest: int) -> list[str]:
    """A part, or as many equal pieces as it takes."""
    if width(part) <= longest:
        return [part]
    count = int(-(-width(part) // longest))
    size = -(-len(part) // count)
    return [part[start : start + size] for start in range(0, len(part), size)]


def _splits(pieces: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        yield ("".join(pieces),)
        return
    for first in range(1, len(pieces) - count + 2):
        for rest in _splits(pieces[first:], count - 1):
            yield ("".join(pieces[:first]), *rest)


def _ugliness(lines: Sequence[str]) -> float:
    """Even blocks and waists are ugly, so are lines of very different length."""
    widths = [width(line) for line in lines]
    steps = [after - before for before, after in pairwise(widths)]
    waists = sum(before < 0 < after for before, after in pairwise(steps))
    even = sum(abs(step) < 1 for step in steps)
    return 100 * waists + 10 * even + max(widths) - min(widths)
