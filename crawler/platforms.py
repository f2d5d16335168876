"""Platforms by the names people give them: 公众号, 政务微信 and WeChat are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from crawler.lexicon import load


def platform_name(word: str) -> str:
    """The platform's one name; a word that is nobody's name stays as it is, in plain characters."""
    return _names().get(_plain(word), _plain(word))


def is_platform(word: str) -> bool:
    return _plain(word) in _names()


@cache
def _names() -> dict[str, str]:
    platforms: Mapping[str, Sequence[str]] = load("account_lists")["platforms"]
    return {_plain(word): name for name, words in platforms.items() for word in (name, *words)}


def _plain(word: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", word)).lower()
