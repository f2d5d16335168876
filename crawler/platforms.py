"""Platforms by the names people give them: 公众号, 政务微信 and WeChat are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from crawler.lexicon import load
from crawler.registration import plain


def platform_name(word: str) -> str:
    """The platform's one name; a word that is nobody's name stays as it is, in plain characters."""
    return _names().get(plain(word), plain(word))


@cache
def _names() -> dict[str, str]:
    platforms: Mapping[str, Sequence[str]] = load("account_lists")["platforms"]
    return {plain(word): name for name, words in platforms.items() for word in (name, *words)}
