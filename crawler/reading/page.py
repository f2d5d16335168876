"""One fetched document, decoded and parsed once, shared by all readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A document as every reader sees it.

    ``root`` is an lxml element whose comments are gone and whose scripts and styles remain; ``html`` is the decoded
    source. ``on`` is the day in China the page was seen: the readers' only idea of today.
    """

    url: str
    status: int
    on: date
    charset: str  # what it really is: "utf-8", "gb18030", "utf-16-le" ...
    declared_charset: str | None
    html: str
    root: Any  # lxml.html.HtmlElement
    truncated: bool = False  # the body was cut: absence is never proven


def read_page(
    body: bytes, url: str, *, on: date, status: int = 200, content_type: str = "", truncated: bool = False
) -> Page:
    """Decode and parse any bytes. Never raises; an empty body gives an empty document.

    Charset order: BOM, valid UTF-8, the declaration (gb2312 and gbk read as gb18030), gb18030.
    Comments are cut at the first ``-->`` before anything else looks at the page.
    """
    raise NotImplementedError


def decode(body: bytes, content_type: str = "") -> tuple[str, str, str | None]:
    """(text, real charset, declared charset) of a document, a script or a style sheet; never errors="ignore"."""
    raise NotImplementedError


def visible_text(element: Any) -> str:
    """The text of an element without scripts, styles and hidden parts; blanks collapsed, no blanks put in for tags."""
    raise NotImplementedError
