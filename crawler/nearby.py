"""What a mistyped name may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from crawler.lexicon import say

IdT = TypeVar("IdT", bound=str)
SHOWN = 3
ALIKE = 0.6  # of the letters


def near(word: str, known: Mapping[IdT, str]) -> tuple[IdT, ...]:
    """The ids most like a word, or whose name is or holds it. ``known``: id → name, empty where there is none."""
    wanted = word.strip().casefold()
    folded = {one.casefold(): one for one in known}
    alike = [folded[one] for one in get_close_matches(wanted, folded, SHOWN, ALIKE)]
    holding = (one for one, name in known.items() if wanted and wanted in f"{one}\n{name}".casefold())
    named = (one for one, name in known.items() if get_close_matches(wanted, [name.casefold()], 1, ALIKE))
    return tuple(dict.fromkeys([*alike, *_first(holding), *_first(named)]))[:SHOWN]


def step(sentence: str, word: str, known: Mapping[IdT, str]) -> str:
    """The next step, with what the word may have meant."""
    names = [f"{one} {known[one]}".strip() for one in near(word, known)]
    return sentence + say("door.near", names=say("door.and").join(names)) if names else sentence


def _first(found: Iterable[IdT]) -> list[IdT]:
    return [one for one, _ in zip(found, range(SHOWN), strict=False)]
