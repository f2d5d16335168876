"""The numbering at the head of lines: 一、 （一） 1. （1） ①, told apart from figures that happen to stand there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from results.ledger.words import pattern, table

KINDS = ("part", "section", "task", "item", "figure", "dotted", "bracketed", "ringed")  # the coarsest first
INLINE = ("item", "figure", "section")
MOST_MISSING = 4  # numbers that may be lost between two that stand in one order


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering: its kind, its number, and the sign as it stands."""

    kind: str
    number: int
    sign: str

    @property
    def rank(self) -> int:
        return KINDS.index(self.kind)


def mark_of(text: str, kinds: tuple[str, ...] = KINDS) -> Mark | None:
    for kind in kinds:
        found = pattern("marks", kind).match(text)
        if found and (number := number_of(found["n"])):
            return Mark(kind, number, found[0])
    return None


def number_of(text: str) -> int:
    """A number in figures, Chinese numerals or a ringed sign; 0 for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip("().")
    if plain.isdecimal():
        return int(plain)
    digits = table("digits")
    if not plain or any(char not in digits for char in plain):
        return 0
    total = unit = 0
    for char in plain:
        value = int(digits[char])
        total, unit = (total + (unit or 1) * value, 0) if value >= 10 else (total, value)
    return total + unit


@dataclass(slots=True)
class Order:
    """Which numbers came last, so that a figure at the head of a line is no numbering."""

    last: dict[str, int] = field(default_factory=dict)

    def fits(self, mark: Mark, *, is_top: bool, after_end: bool) -> bool:
        """``after_end``: the line before is whole; ``is_top``: nothing coarser is open."""
        last = self.last.get(mark.kind)
        if last is None:
            return mark.number == 1 or (mark.number == 2 and after_end)
        if mark.number == 1:
            return after_end or not is_top
        return last < mark.number <= last + 1 + MOST_MISSING

    def take(self, mark: Mark) -> int:
        """Remembers a numbering; returns the number before it in its order, 0 where it opens one."""
        before = self.last.get(mark.kind, 0)
        self.last[mark.kind] = mark.number
        return before if mark.number != 1 else 0

    def places(self, text: str) -> Iterator[int]:
        """Where the next numbers of a known order stand inside a line, after the end of a sentence."""
        expected = {kind: self.last[kind] + 1 for kind in INLINE if self.last.get(kind)}
        first = mark_of(text)
        if first and first.kind in INLINE:
            expected[first.kind] = first.number + 1
        for place in range(1, len(text)):
            if not expected or text[place - 1] not in "。．）)〕】]；;":
                continue
            mark = mark_of(text[place:], tuple(expected))
            if mark and mark.number == expected[mark.kind]:
                expected[mark.kind] += 1
                yield place
