"""Accounts that a list page holds as data: records in its scripts, or in the answers its scripts ask for."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.lexicon import load
from crawler.platforms import is_platform, platform_name
from crawler.reading.accounts.listed import ListedAccount, Scope, account
from crawler.reading.accounts.listtree import CODE_SIGNS, Mark
from crawler.reading.accounts.listwords import Said, heading_platform, is_name, is_organ, sign_platform, trimmed
from crawler.reading.accounts.profiles_linked import is_profile, platform_at
from crawler.reading.pages.charset import decode
from crawler.reading.pages.literals import read_literals

PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|webp|svg)(?:[?#]|$)", re.I)
TAG = re.compile(r"<[^<>]*>")
PLAIN_KEY = re.compile(r"[\W_]+")
DEEPEST = 12
MOST = 5_000  # records


def read_answer(body: bytes) -> list[Any]:
    """The values of a data call's answer: JSON, or a script that holds some."""
    text = decode(body)[0].strip("\ufeff \r\n\t")
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        return [] if text[:1] == "<" else read_literals(text)


def read_records(values: list[Any], base: str, scope: Scope) -> list[ListedAccount]:
    """The accounts among values of any shape. Without a platform, a record is one only where code and owner stand."""
    found: list[ListedAccount] = []
    for value in values:
        for one in _walk(value, base, scope, 0):
            found.append(one)
            if len(found) == MOST:
                return found
    return found


def _walk(value: Any, base: str, scope: Scope, depth: int) -> Iterator[ListedAccount]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for inner in value:
            yield from _walk(inner, base, scope, depth + 1)
    elif isinstance(value, dict):
        record = _record(value)
        inside = [(key, inner) for key, inner in value.items() if isinstance(inner, list | dict) and inner]
        if not inside:
            yield from _of_record(value, record, base, scope)
        below = _below(record, scope)
        for key, inner in inside:
            platform = sign_platform(str(key)) or heading_platform(str(key))
            yield from _walk(inner, base, replace(below, platform=platform or below.platform), depth + 1)


def _below(record: Mapping[str, str], scope: Scope) -> Scope:
    """What a record says of those within it."""
    name = record.get("name", "")
    owner = record.get("owner", "") or (name if is_organ(name) else "")
    return Scope(
        _platform(record.get("platform", "")) or heading_platform(name) or scope.platform, owner or scope.owner
    )


@cache
def _keys() -> dict[str, str]:
    return {word: key for key, words in load("account_lists")["data_keys"].items() for word in words}


def _record(value: Mapping[Any, Any]) -> dict[str, str]:
    """The columns of a record that have a meaning here; of two of one meaning the first that says something."""
    found: dict[str, str] = {}
    for key, one in value.items():
        column = _keys().get(PLAIN_KEY.sub("", str(key)).lower())
        if column and isinstance(one, str) and _text(one):
            found.setdefault(column, _text(one))
    return found


def _text(value: str) -> str:
    return " ".join(html.unescape(TAG.sub("", value)).split())


def _of_record(value: Mapping[Any, Any], record: Mapping[str, str], base: str, scope: Scope) -> Iterator[ListedAccount]:
    """One account, or one for each column that a platform names (wechat, 微博)."""
    columns = {str(key): _text(one) for key, one in value.items() if isinstance(one, str) and _text(one)}
    platforms = {key: sign_platform(key) or heading_platform(key) for key in columns}
    if len({one for one in platforms.values() if one}) > 1:
        owner = record.get("owner", "") or (record["name"] if is_organ(record.get("name", "")) else "") or scope.owner
        for key, platform in platforms.items():
            if platform:
                yield from _cell(columns[key], base, Scope(platform, owner))
        return
    name, platform = record.get("name", ""), _platform(record.get("platform", ""))
    code = record.get("code", "")
    mark = _mark(record.get("address", ""), code or record.get("picture", ""), base, is_code=bool(code))
    if is_platform(name):
        platform, name = platform or platform_name(name), ""
    said = Said(platform=platform, owner=record.get("owner", ""), account_id=record.get("account_id", ""))
    said.put(name=trimmed(name) if is_name(name) else "")
    yield from _told(mark, said, scope)


def _cell(text: str, base: str, scope: Scope) -> Iterator[ListedAccount]:
    mark = _mark(text, text if PICTURE.search(text) else "", base, is_code=True)
    name = "" if mark.address or mark.picture or "/" in text or not is_name(text) else trimmed(text)
    yield from _told(mark, Said(name=name), scope)


def _told(mark: Mark, said: Said, scope: Scope) -> Iterator[ListedAccount]:
    found = account([mark], [], scope, told=said)
    if found and (found.name or found.address or mark.is_code) and (found.platform or (mark.is_code and found.owner)):
        yield found


def _platform(word: str) -> str:
    return platform_name(word) if is_platform(word) else heading_platform(word) or sign_platform(word)


def _mark(address: str, picture: str, base: str, *, is_code: bool = False) -> Mark:
    """The link and the picture of a record; a link that is nobody's profile is none."""
    url, shown = _whole(address, base), _whole(picture, base)
    link = url if url and is_profile(url) else ""
    is_code = bool(shown and (is_code or CODE_SIGNS.search(urlsplit(shown).path)))
    return Mark(link, platform_at(link) if link else "", shown, is_code)


def _whole(text: str, base: str) -> str:
    try:
        url = urljoin(base, text) if text and not text.startswith("data:") else ""
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""
