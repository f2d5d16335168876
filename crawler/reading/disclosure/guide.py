"""The 政府信息公开指南: which elements of article 12 of the regulations it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crawler.reading.columns.contentzone import read_zone
from crawler.reading.disclosure.labels import BLANKS, pattern
from crawler.reading.pages.page import SILENT_TAGS, Page

SHORTEST_GUIDE = 40  # characters of prose below which a page shows no text of its own
SHORTEST_BESIDE_FILE = 200  # the same where a file or picture could hold the guide instead

LONGEST_FOOTER = 400  # characters


@dataclass(frozen=True, slots=True)
class GuideFields:
    """Which of the elements of article 12 a guide page shows."""

    organ: bool
    address: bool
    hours: bool
    telephone: bool
    classification: bool
    how_to_obtain: bool


def read_guide(page: Page) -> GuideFields | None:
    """The elements a guide page shows; None where its text could not be read (a picture, a file, a script)."""
    if page.status != 200:
        return None
    text = _without_footer(BLANKS.sub(" ", "".join(_prose(page.root))))
    if len(text.replace(" ", "")) < (SHORTEST_BESIDE_FILE if _has_file(page) else SHORTEST_GUIDE):
        return None
    seen = {name: bool(pattern("guide", name).search(text)) for name in GuideFields.__slots__}
    return GuideFields(**seen)


def _without_footer(text: str) -> str:
    """The text up to the site's own marks, which tables without a name put below every page."""
    mark = pattern("guide", "footer_text").search(text, max(0, len(text) - LONGEST_FOOTER))
    return text[: mark.start()] if mark else text


def _has_file(page: Page) -> bool:
    """A file, a picture or a frame that could hold the guide's text."""
    root, attachment = page.root, pattern("guide", "attachment")
    if any(attachment.search(anchor.get("href") or "") for anchor in root.iter("a")):
        return True
    if next(root.iter("iframe", "embed", "object"), None) is not None:
        return True
    return read_zone(page).pictures > 0


def _prose(root: Any) -> list[str]:
    """The page's own text without links, menus and footer; no recursion, for pages nest deep."""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, after = stack.pop()
        if after:
            pieces.append(element.tail or "")
            continue
        if element is not root:
            stack.append((element, True))
        if not isinstance(element.tag, str) or element.tag in SILENT_TAGS or element.tag == "a" or _is_frame(element):
            continue
        pieces.append(element.text or "")
        stack.extend((child, False) for child in reversed(element))
    return pieces


def _is_frame(element: Any) -> bool:
    """A menu, header or footer by its name."""
    name = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if element.tag in {"footer", "nav", "header"}:
        return True
    return bool(name) and any(pattern("guide", kind).search(name) for kind in ("footer_class", "menu_class"))
