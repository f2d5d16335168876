"""What the title of an annual report on disclosure says: which year's, and whose it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any

from crawler.lexicon import load
from crawler.model import Target, TargetKind

LONGEST = 120  # characters: a longer text is no title
SHORTEST_NAME = 2
DIGITS = str.maketrans({sign: str(digit) for sign, digit in load("dates")["numerals"].items() if digit < 10})


class Whose(IntEnum):
    """Whose report a title speaks of, best first."""

    OWN = 0  # it names the site's own organ
    IMPLIED = 1  # it names nobody: on an organ's own list, the organ's
    OFFICE = 2  # it names the office that the inventory calls the portal's owner: the government's, if no other is
    UNCLEAR = 3
    OTHER = 4


@dataclass(frozen=True, slots=True)
class ReportTitle:
    """A title that may be one of an annual report. ``year`` is the year reported on, None where it is not told."""

    year: int | None
    organ: str  # as the title writes it; empty where it names nobody
    certain: bool  # the title is one of a report, not of something about reports


@lru_cache(maxsize=4096)
def read_report_title(title: str, *, inside: bool) -> ReportTitle | None:
    """None for the title of something else. ``inside`` a column of annual reports short titles (2025年年报) count."""
    plain = flat(title)
    if not plain or len(plain) > LONGEST or pattern("title", "other").search(plain):
        return None
    years = {*_years(plain)}
    rest = pattern("title", "year_words").sub("", _undated(plain))
    named = pattern("title", "report").search(rest)
    left = rest.replace(named[0], "", 1) if named else rest
    organ = pattern("title", "furniture").sub("", left)
    year = next(iter(years)) if len(years) == 1 else None
    if named is not None:
        return ReportTitle(year, organ, not pattern("title", "about").search(left))
    if inside and pattern("title", "cut").search(plain):
        return ReportTitle(year, "", certain=False)
    return ReportTitle(year, "", certain=True) if inside and years and _is_short(rest) else None


def whose_report(organ: str, target: Target) -> Whose:
    """Whose the report is that a title ascribes to ``organ``, seen from a site of the inventory."""
    if not organ:
        return Whose.IMPLIED
    if pattern("organ", "own").search(organ):
        return Whose.OWN
    return _of_government(organ, target) if is_government(target) else _of_department(organ, target)


def is_government(target: Target) -> bool:
    """A portal, or the site of a government that has none: its report is the whole government's."""
    return target.kind is TargetKind.PORTAL or bool(pattern("organ", "government").search(flat(target.owner)))


def flat(text: str) -> str:
    """A title in compatibility form (Kangxi radicals, full-width signs) without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[: 4 * LONGEST]))


def own_names(target: Target) -> tuple[str, ...]:
    """The names a site's organ goes by in the inventory."""
    site = pattern("organ", "site").sub("", flat(target.name))
    return tuple(dict.fromkeys(name for name in (flat(target.owner), site) if len(name) >= SHORTEST_NAME))


def _of_government(organ: str, target: Target) -> Whose:
    """A portal's report is the government's; that of its office or of a department is another one."""
    if pattern("organ", "own_government").search(organ):
        return Whose.OWN
    if pattern("organ", "offices").search(organ):
        if organ == flat(target.owner):
            return Whose.OFFICE
        return Whose.UNCLEAR if _area(organ) in _areas(target) else Whose.OTHER
    area, areas = _area(organ), _areas(target)
    if any(area == own or _ends(area, own) or _is_short_for(area, own) for own in areas):
        return Whose.OWN
    return Whose.OTHER if pattern("organ", "body").search(organ) else Whose.UNCLEAR


def _of_department(organ: str, target: Target) -> Whose:
    names = own_names(target)
    if any(_is_same(organ, name, flat(target.region)) for name in names):
        return Whose.OWN
    if pattern("organ", "government").search(organ) or pattern("organ", "area").search(organ):
        return Whose.OTHER
    if any(_is_within(organ, name) for name in names):
        return Whose.OWN
    return Whose.OTHER if pattern("organ", "body").search(organ) else Whose.UNCLEAR


def _is_same(organ: str, name: str, region: str) -> bool:
    """One name is the other with the area before it, or the inventory's short form of it."""
    if len(organ) <= len(name):
        return len(organ) >= SHORTEST_NAME and name.endswith(organ)
    if organ.endswith(name):
        before = organ.removesuffix(name)
        tells_area = pattern("organ", "area_before").match(name) is not None  # then what precedes lies above it
        return tells_area or before in region or (bool(region) and before.endswith(region))
    area, whole = pattern("organ", "area_before").match(organ), pattern("organ", "committee").sub("", organ)
    if area is None or not name.startswith(area[0]) or pattern("organ", "inner_area").search(organ[area.end() :]):
        return False
    short = pattern("organ", "committee").sub("", name)
    return whole == short or (whole[-1] == short[-1] and not organ.startswith(name) and _is_within(short, whole))


def _areas(target: Target) -> tuple[str, ...]:
    """The area a portal's government governs: 示例市 of 示例市人民政府办公室. A bureau's name tells none."""
    names = (*own_names(target), flat(target.region))
    kinds = ("government", "offices", "area")
    told = [name for name in names if any(pattern("organ", kind).search(name) for kind in kinds)]
    return tuple(dict.fromkeys(area for name in told if len(area := _area(name)) >= SHORTEST_NAME))


def _area(name: str) -> str:
    without_office = pattern("organ", "offices").sub("", name)
    return pattern("organ", "government").sub("", without_office)


def _ends(one: str, other: str) -> bool:
    """One name is the other with more before it: 示例市财政局 and 财政局."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= SHORTEST_NAME and longer.endswith(shorter)


def _is_short_for(area: str, own: str) -> bool:
    """示例 for 示例市."""
    return len(area) >= SHORTEST_NAME and own.startswith(area) and len(own) - len(area) == 1


def _is_within(short: str, name: str) -> bool:
    """Every letter of a short name stands in the long one, in order: 示例市发改委, 示例市发展和改革委员会."""
    letters = iter(name)
    return len(short) > SHORTEST_NAME and all(letter in letters for letter in short)


def _years(plain: str) -> list[int]:
    text = _undated(plain)
    spelled = pattern("title", "spelled_year").findall(text)
    return [int(found) for found in pattern("title", "year").findall(text)] + [
        int(found.translate(DIGITS)) for found in spelled
    ]


def _undated(plain: str) -> str:
    return pattern("title", "day").sub("", plain)


def _is_short(rest: str) -> bool:
    bare = re.sub(r"\W", "", rest)
    return bool(pattern("title", "short").search(bare))


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """A compiled expression of lexicon/report_titles.toml."""
    found: Any = load("report_titles")
    for key in keys:
        found = found[key]
    return re.compile(found)
