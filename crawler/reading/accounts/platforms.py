"""What is known of each platform, as data: one TOML a platform, found by the inventory's word for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load

FOLDER = "platforms"
Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform's structures: selectors of cards, names in its data, words it says. See the TOML files."""

    key: str
    names: frozenset[str]
    hosts: tuple[str, ...]
    browser: bool  # static markup holds nothing of an account
    posts: bool  # its public pages show posts at all
    ready: str  # what a browser waits for
    cards: Mapping[str, Paths] = field(default_factory=dict)
    data: Mapping[str, Paths] = field(default_factory=dict)
    link: str = ""  # a post's address, with {id}
    profile: Mapping[str, Paths] = field(default_factory=dict)
    profile_data: Mapping[str, Paths] = field(default_factory=dict)
    says: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def owns(self, url: str) -> bool:
        """The address is on the platform's own hosts."""
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return False
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)

    def says_of(self, kind: str, text: str) -> re.Match[str] | None:
        """Where the platform says such a thing."""
        return self.says[kind].search(text) if kind in self.says else None


def platform_of(word: str) -> Platform | None:
    """The platform an inventory means by a word; None for one nobody described."""
    plain = _plain(word)
    known = _platforms()
    return known.get(plain) or known.get(plain.removesuffix(_plain(load("accounts")["account_word"])))


@cache
def _platforms() -> Mapping[str, Platform]:
    folder = files("crawler.lexicon").joinpath(FOLDER)
    keys = sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))
    described = [_platform(key, load(f"{FOLDER}/{key}")) for key in keys]
    return {name: one for one in described for name in one.names}


def _platform(key: str, told: Mapping[str, Any]) -> Platform:
    data = dict(told.get("data", {}))
    link = str(data.pop("link", ""))
    return Platform(
        key=key,
        names=frozenset(_plain(name) for name in told["names"]),
        hosts=tuple(told.get("hosts", ())),
        browser=bool(told.get("browser", False)),
        posts=bool(told.get("posts", True)),
        ready=str(told.get("ready", "")),
        cards=_paths(told.get("cards", {})),
        data=_paths(data),
        link=link,
        profile=_paths(told.get("profile", {})),
        profile_data=_paths(told.get("profile_data", {})),
        says={kind: re.compile(words) for kind, words in told.get("says", {}).items()},
    )


def _paths(table: Mapping[str, Any]) -> Mapping[str, Paths]:
    return {name: tuple(values) for name, values in table.items()}


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()
