"""Names of accounts and owners, compared as people shorten them: 示例市财政局, 示例财政, 示例财政发布."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from crawler.lexicon import load
from crawler.model import Target
from crawler.reading.accounts.facts import Profile

LEAST = 2  # characters that make a name


class Likeness(StrEnum):
    SAME = "same"
    UNCLEAR = "unclear"  # something is shared; a person says
    OTHER = "other"  # nothing is


def compare(shown: str, *known: str) -> Likeness | None:
    """A shown name against the names that would do; None where there is nothing to compare."""
    names = [stem for stem in map(stem_of, known) if stem]
    stem = stem_of(shown)
    if not stem or not names:
        return None
    if any(_fit(stem, name) for name in names):
        return Likeness.SAME
    are_chinese = len(_han(stem)) >= LEAST and all(len(_han(name)) >= LEAST for name in names)
    shares = any(len(_han(stem) & _han(name)) > 1 for name in names)
    return Likeness.OTHER if are_chinese and not shares else Likeness.UNCLEAR


def are_anothers(profiles: Iterable[Profile], target: Target) -> bool:
    """What the sources show bears a name or an owner that shares nothing with the inventory's: a wrong address?."""
    shown = ((compare(one.owner, target.owner), compare(one.name, target.name, target.owner)) for one in profiles)
    return any(Likeness.OTHER in either for either in shown)


def stem_of(name: str) -> str:
    """A name without brackets, marks and the words any account may carry; empty where it is a platform's own."""
    words = load("account_content")["names"]
    plain = re.sub(r"\s|\W|_", "", re.sub(words["brackets"], "", unicodedata.normalize("NFKC", name))).lower()
    stem = re.sub(words["fillers"], "", plain)
    return "" if re.fullmatch(words["platforms"], plain) or len(stem) < LEAST else stem


def _fit(one: str, other: str) -> bool:
    """One holds the other's characters in their order: a name and its short form."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _han(text: str) -> set[str]:
    return set(re.findall(load("account_content")["names"]["han"], text))
