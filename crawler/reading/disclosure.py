"""The 政府信息公开专栏: its entry, its parts and its tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crawler.reading.page import Page


class Part(StrEnum):
    GUIDE = "guide"
    SYSTEM = "system"
    STATUTORY = "statutory_content"
    ANNUAL_REPORT = "annual_report"
    ON_REQUEST = "on_request"


@dataclass(frozen=True, slots=True)
class LabelledLink:
    """A link by its words. ``url`` is absolute, or empty where the page holds the part without a link of its own
    (a heading, or a ``javascript:`` entry that only opens children)."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class GuideFields:
    """Which of the elements of article 12 a guide page shows."""

    organ: bool
    address: bool
    hours: bool
    telephone: bool
    classification: bool
    how_to_obtain: bool


def find_entry(page: Page) -> LabelledLink | None:
    """The entry of the disclosure column on a home page, by its best label; None when no link reads like one."""
    raise NotImplementedError


def entry_candidates(page: Page) -> tuple[LabelledLink, ...]:
    """Every link that could be the entry, best first (政府信息公开, 政府信息公开专栏, 信息公开, 政务公开 ...)."""
    raise NotImplementedError


def read_parts(page: Page) -> Mapping[Part, LabelledLink | None]:
    """The five parts under all their names; None where the page shows none. Absence is for the caller to weigh:
    only the column page itself, read whole (:func:`parts_are_complete`), proves it."""
    raise NotImplementedError


def parts_are_complete(page: Page) -> bool:
    """This is the column page itself (at least two parts shown) and no script or frame could hold the others."""
    raise NotImplementedError


def column_title(page: Page) -> str | None:
    """What the column page calls itself (heading, title or place line)."""
    raise NotImplementedError


def read_tree(page: Page) -> tuple[LabelledLink, ...]:
    """The nodes below 法定主动公开内容 that this page's menu offers."""
    raise NotImplementedError


def read_guide(page: Page) -> GuideFields | None:
    """The elements a guide page shows; None where its text could not be read (a picture, a file, a script)."""
    raise NotImplementedError
