"""What the words beside an account say: its platform, its name, its owner, its id. What they do not say stays empty."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from crawler.lexicon import load
from crawler.platforms import is_platform, platform_name

READING = load("account_lists")["reading"]
SIGNS: dict[str, str] = load("account_lists")["signs"]
SHORT: dict[str, str] = load("account_lists")["short_signs"]
LONGEST_NAME = 30  # characters
LONGEST_HEADING = 24
LONGEST_LINE = 60


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(READING[name], re.I)


@dataclass(slots=True)
class Said:
    """What was read of one account so far; the first word on a thing stands."""

    platform: str = ""
    name: str = ""
    owner: str = ""
    account_id: str = ""
    is_unit: bool = False  # words to come name the unit and not the account

    def put(self, **values: str) -> None:
        for key, value in values.items():
            if value and not getattr(self, key):
                setattr(self, key, value)


def trimmed(text: str) -> str:
    """A name without the marks around it."""
    return _pattern("trimmed").sub("", text)


def is_noise(text: str) -> bool:
    return bool(_pattern("noise").search(text.strip()))


def is_no_account(text: str) -> bool:
    return bool(_pattern("not_account").search(text))


def has_day(text: str) -> bool:
    """A line with a day: what stands beside it is news and no account."""
    return bool(_pattern("day").search(text))


def is_line(text: str) -> bool:
    """A line that may hold a name and what belongs to it."""
    return 2 <= len(text) <= LONGEST_LINE and not is_noise(text) and not _pattern("sentence").search(text)


def is_name(text: str) -> bool:
    """Words that may be a name: short, no sentence, nothing that stands beside every account."""
    return 2 <= len(text) <= LONGEST_NAME and not is_noise(text) and not _pattern("sentence").search(text)


def is_organ(text: str) -> bool:
    return 4 <= len(text) <= LONGEST_NAME and bool(_pattern("organ").search(text)) and not is_group(text)


def is_group(text: str) -> bool:
    """A class of organs (市直部门, 县区政府), which owns nothing."""
    return bool(_pattern("not_organ").search(text))


def is_list_title(text: str) -> bool:
    return bool(_pattern("list_page").search(text)) and not _pattern("not_list").search(text)


def is_crumb(text: str) -> bool:
    return bool(_pattern("crumb").search(text))


@lru_cache(maxsize=4096)
def heading_platform(text: str) -> str:
    """The one platform a heading is about; "" where it names none, several, or something else besides."""
    if len(text) > LONGEST_HEADING:
        return ""
    if is_platform(trimmed(text)):
        return platform_name(trimmed(text))
    bare = _pattern("heading_words").sub("", text)
    if is_platform(bare):
        return platform_name(bare)
    shorter = _pattern("heading_ends").sub("", text)
    inside = _pattern("suffix").search(shorter)
    if inside and (shorter != text or _pattern("region").search(inside[1])):
        about = _pattern("heading_words").sub("", inside[1])
        if (not about or _pattern("region").search(about)) and about[-1:] in {
            "",
            *load("account_lists")["region_ends"],
        }:
            return platform_name(inside[2])
    return ""


def sign_platform(signs: str) -> str:
    """The one platform that classes and file names spell out."""
    found = {name for source, name in SIGNS.items() if re.search(source, signs, re.I)}
    return found.pop() if len(found) == 1 else ""


def short_platforms(signs: str) -> set[str]:
    """The platforms that the words of classes and file names stand for in short."""
    return {SHORT[word] for word in re.split(r"[^a-z]+", signs.lower()) if word in SHORT}


@lru_cache(maxsize=4096)
def tells(text: str) -> Said:
    """What a line says by itself. The answer is kept: it is for reading only."""
    said = Said()
    read_words(said, [text])
    return said


def read_words(said: Said, lines: Iterable[str], known: str = "") -> None:
    """Take in lines that stand together. ``known`` is the platform that the address or a heading tells."""
    names: list[str] = []
    for line in lines:
        if not _labelled(said, line):
            names += _parts(said, line.strip(), known)
    organs = [name for name in names if is_organ(name)]
    others = [name for name in names if name not in organs]
    names = others if said.is_unit else (others or organs)
    is_owner = bool(organs) and (organs[0] not in names or bool(_pattern("full_organ").search(organs[0])))
    said.put(name=names[0] if names else "", owner=organs[0] if is_owner else "")


def _labelled(said: Said, line: str) -> bool:
    """主办单位：…, 微信号：…: a label says what follows it."""
    for label, key in (("owner_label", "owner"), ("id_label", "account_id"), ("platform_label", "platform")):
        match = _pattern(label).search(line)
        if match and key != "platform":
            said.put(**{key: trimmed(match[1])})
            return True
        if match and is_platform(match[1]):
            said.put(platform=platform_name(match[1]))
            return True
    match = _pattern("name_label").search(line)
    if match:
        said.put(name=_stripped(said, trimmed(match[1])))
    return bool(match)


def _parts(said: Said, text: str, known: str) -> list[str]:
    """The names in a line, its platform put aside."""
    if is_platform(trimmed(text)):
        said.put(platform=platform_name(trimmed(text)))
        return []
    if len(text) > LONGEST_LINE or _pattern("sentence").search(text):
        return []
    text = _pattern("numbered").sub("", text)
    behind = _pattern("owner_behind").search(text)
    if behind and _labelled(said, behind[2]):
        text = behind[1]
    text = _unwrapped(said, text)
    pieces = text.split(" ")
    if len(pieces) == 2 and sum(is_organ(piece) for piece in pieces) == 1:
        return pieces
    name = _stripped(said, trimmed(text), known)
    return [name] if is_name(name) and not is_platform(name) else []


def _unwrapped(said: Said, text: str) -> str:
    """A line without the platform before it and what stands in brackets."""
    enclosed = _pattern("enclosed").search(text)
    if enclosed and _aside(said, enclosed[1]):
        return ""
    prefixed = _pattern("prefixed").search(text)
    if prefixed and is_platform(prefixed[1]):
        said.put(platform=platform_name(prefixed[1]))
        return _unwrapped(said, prefixed[2].strip())
    bracketed = _pattern("bracketed").search(text)
    return _unwrapped(said, bracketed[1]) if bracketed and _aside(said, bracketed[2]) else text


def _aside(said: Said, text: str) -> bool:
    """What stands in brackets behind a name, where it is something else than a part of it."""
    if is_platform(text):
        said.put(platform=platform_name(text))
    elif is_organ(text):
        said.put(owner=text)
    elif not _labelled(said, text):
        return is_noise(text)
    return True


def _stripped(said: Said, text: str, known: str = "") -> str:
    """A name without what a caption adds: 云川发布微信公众号二维码."""
    text = _pattern("code_suffix").sub("", text)
    match = _pattern("suffix").search(text)
    if not match:
        return trimmed(text)
    platform = platform_name(match[2]) if is_platform(match[2]) else ""
    name = trimmed(_pattern("official").sub("", trimmed(match[1])))
    if not platform or len(name) < 2 or (known and known != platform):
        return trimmed(text)
    said.put(platform=platform)
    return name
