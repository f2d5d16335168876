"""A letter as a list of blocks. Both renderers, ``word`` and ``printed``, know these and nothing else.

Words only: no block holds markup, and no renderer reads a word as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Form(StrEnum):
    """The two layouts of GB/T 9704-2012 that an office's letters have."""

    DOCUMENT = "document"  # 文件格式: section 7
    LETTER = "letter"  # 信函格式: section 10.1


class Role(StrEnum):
    """What a text is; the font follows from it."""

    BODY = "body"
    TITLE = "title"
    FIRST_LEVEL = "first_level"
    SECOND_LEVEL = "second_level"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Title:
    """The letter's title (2号), or that of an annex, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line without indent: the addressee."""

    text: str
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, its first line two characters in. ``stays``: on the page of what follows it."""

    text: str
    role: Role = Role.BODY
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A digest: letters and digits in small type."""

    text: str


@dataclass(frozen=True, slots=True)
class AnnexNote:
    """附件说明: below the body, the names of the annexes under each other."""

    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Name over date, with room for the seal that a person sets."""

    office: str
    day: str


@dataclass(frozen=True, slots=True)
class Remark:
    """附注: in brackets under the date."""

    text: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The beginning of an annex, on a new page; ``sideways`` for wide tables."""

    mark: str
    title: str
    sideways: bool = False


@dataclass(frozen=True, slots=True)
class Upright:
    """A new page where the one before lies on its side: what ends a letter stands on none of these."""


@dataclass(frozen=True, slots=True)
class Small:
    """A paragraph of an annex in small type."""

    text: str
    role: Role = Role.TABLE


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table in small type; ``shares`` are parts of the width of the page, column by column.

    ``large``: in 五号, for a table of few columns.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    large: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption and its number in the letter.

    ``shown`` is the part of its height that is printed, from the top, up to 1.
    """

    content: bytes = field(repr=False)
    suffix: str  # "png", "jpg"
    width: int  # pixels
    height: int
    caption: str
    place: int = 1
    shown: float = 1.0


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, at the foot of the last page. A letter has the copies alone, a document the printing office and day too."""

    copies: str
    office: str
    day: str


# fmt: off
Block = (
    Title | Line | Paragraph | Code | AnnexNote | Signature | Remark
    | Annex | Upright | Small | Table | Picture | Imprint
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. ``at`` stands in the files' metadata: the instant of its making, not of its printing."""

    form: Form
    mark: str  # 发文机关标志
    number: str  # 发文字号
    title: str  # in one line, for the metadata
    author: str
    at: datetime
    blocks: tuple[Block, ...]
