"""What an owner answers for, by its name: the words that tie a post to its duties."""

from __future__ import annotations

import re
from functools import cache

from crawler.lexicon import load

SHORTEST_NAME = 2


@cache
def duty_words(owner: str) -> re.Pattern[str] | None:
    """The words of the duties that the owner's name tells; None for an owner whose name tells none.

    A government answers for all of them.
    """
    duties = load("duties")["duties"]
    is_government = re.search(load("duties")["governments"], owner)
    own = [one["words"] for one in duties if is_government or re.search(one["owners"], owner)]
    return re.compile("|".join((*own, *_names(owner)))) if own else None


@cache
def general_words() -> re.Pattern[str]:
    """Words of anybody's public duties."""
    return re.compile(load("duties")["general"])


@cache
def idle_words() -> re.Pattern[str]:
    """Words of entertainment, which a general word does not excuse."""
    return re.compile(load("duties")["entertainment"])


def tie(text: str, owner: str) -> bool:
    """Whether a post has to do with what its owner answers for."""
    own = duty_words(owner)
    if own is not None and own.search(text):
        return True
    return bool(general_words().search(text)) and not idle_words().search(text)


def _names(owner: str) -> tuple[str, ...]:
    """The owner's own name, whole and without its region."""
    short = re.sub(load("duties")["region"], "", owner)
    return tuple(re.escape(name) for name in dict.fromkeys((owner, short)) if len(name) > SHORTEST_NAME)
