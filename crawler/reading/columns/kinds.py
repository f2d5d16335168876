"""What columns are called and what they show, as words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from crawler.lexicon import load
from crawler.reading.listings.items import Item

# What stands below one of these is of its kind too, unless its own name says otherwise (规章库 > 现行有效).
INHERITED = frozenset({"rule", "normative-document", "plan", "interpretation", "budget", "gazette"})
KINDS = tuple((entry["kind"], re.compile("|".join(entry["patterns"]))) for entry in load("columns")["kinds"])
EXCEPTIONS = re.compile("|".join(load("columns")["exceptions"]["other"]))


class ColumnKind(StrEnum):
    NEWS = "news"
    NOTICE = "notice"
    POLICY_DOCUMENT = "policy-document"
    RULE = "rule"
    NORMATIVE_DOCUMENT = "normative-document"
    PLAN = "plan"
    BUDGET = "budget"
    INTERPRETATION = "interpretation"
    ANNUAL_REPORT = "annual-report"
    GAZETTE = "gazette"
    INTERACTION = "interaction"
    SERVICE = "service"
    DISCLOSURE = "disclosure"
    OTHER = "other"


class ColumnState(StrEnum):
    LISTED = "listed"  # a list with at least one item
    BLANK = "blank"  # read in full: no item, no text of its own, no note, nothing that a script could fill
    EXPLAINED = "explained"  # empty, with a note that says why (暂无相关信息)
    PROSE = "prose"  # text of its own instead of a list
    CHILDREN = "children"  # no list here: choose a child column
    SCRIPTED = "scripted"  # content could be made by a script: could not be told


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A column as the navigation shows it. ``path`` holds the names from the home page down, itself last."""

    name: str
    url: str
    path: tuple[str, ...]
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """What one column page shows."""

    state: ColumnState
    items: tuple[Item, ...] = ()
    newest: Item | None = None
    undated: int = (
        0  # items without a readable date, or with one to come; one more where what is not shown may be newer
    )
    pages: int | None = None
    note: str = ""  # the explanatory words of an explained column
    children: tuple[ColumnLink, ...] = ()  # sub-columns the page itself offers


@lru_cache(maxsize=4096)
def column_kind(name: str) -> ColumnKind:
    """The kind of a column by its name (lexicon/columns.toml)."""
    bare = re.sub(r"\s+", "", name)
    if EXCEPTIONS.search(bare):
        return ColumnKind.OTHER
    return next((ColumnKind(kind) for kind, pattern in KINDS if pattern.search(bare)), ColumnKind.OTHER)


def names_kind(name: str, kind: ColumnKind) -> bool:
    """The name speaks of the kind, whatever else it speaks of (规章规范性文件 holds rules as well)."""
    bare = re.sub(r"\s+", "", name)
    return not EXCEPTIONS.search(bare) and any(one == kind and pattern.search(bare) for one, pattern in KINDS)


@lru_cache(maxsize=4096)
def kind_of(path: tuple[str, ...]) -> ColumnKind:
    """The kind of a column by its name, or where that is silent by those of the columns it stands below."""
    own = column_kind(path[-1]) if path else ColumnKind.OTHER
    if own is not ColumnKind.OTHER or EXCEPTIONS.search(re.sub(r"\s+", "", path[-1] if path else "")):
        return own
    above = next((kind for name in reversed(path[:-1]) if (kind := column_kind(name)) is not ColumnKind.OTHER), own)
    return above if above in INHERITED else own
