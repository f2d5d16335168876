"""Posts and menus held against lists of words. What is found is shown to a person; it proves nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from checks.newmedia.posts import row_of
from checks.wording import enumerated
from crawler.lexicon import load
from crawler.reading.accounts.facts import Post


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """One list of ``crawler/lexicon/account_content.toml`` as one expression."""
    return re.compile("|".join(f"(?:{one})" for one in load("account_content")[table][name]), re.I)


def words_in(text: str, table: str, names: Iterable[str], unless: str = "") -> tuple[str, ...]:
    """What a text holds of the lists, each once, as it stands there; nothing where a word of ``unless`` explains it."""
    if unless and pattern(table, unless).search(text):
        return ()
    return tuple(dict.fromkeys(found[0] for name in names for found in pattern(table, name).finditer(text)))


def own_words(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """What a text holds of an office's own words, as the office wrote them; case and width make no difference."""
    plain = normalize("NFKC", text).casefold()
    return tuple(dict.fromkeys(word for word in words if normalize("NFKC", word).casefold() in plain))


def leads_to(url: str, hosts: Iterable[str]) -> str:
    """The listed host that an address belongs to, or nothing."""
    host = (urlsplit(url).hostname or "").lower() if url.isprintable() and "[" not in url else ""
    return next((one for one in sorted(hosts) if host == one or host.endswith(f".{one}")), "")


def hit(post: Post, words: Iterable[str]) -> dict[str, Any]:
    """A post that holds words of a list, as a line of a table."""
    return row_of(post, words=enumerated(tuple(words)))
