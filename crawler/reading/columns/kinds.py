"""What columns are called and what they show, as words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from crawler.lexicon import load
from crawler.reading.listings.items import Item

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
    undated: int = 0  # items without a readable date
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
