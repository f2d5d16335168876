"""When a field that was not found may be called absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.reading.footer.scripts import Sources, asks_for_more
from crawler.reading.footer.text import EDGE, FOOT_LENGTH, find, zones
from crawler.reading.pages.access import read_blocked, read_soft_404
from crawler.reading.pages.language import in_simplified_chinese
from crawler.reading.pages.page import Page

ENOUGH_TEXT = 60  # characters without blanks a real page shows at least
NAMES = frozenset({"owner", "maintainer", "supervisor", "copyright_holder"})
TOO_LONG = 800_000  # characters beyond which the middle of a page is not searched


@dataclass(frozen=True, slots=True)
class Absence:
    """``whole``: nothing that could hold a footer is left unread. ``foot``: the words where a code's label could
    stand, ``zone``: where a name's could, for body text knows hosts and holders too."""

    whole: bool
    foot: str
    zone: str

    def of(self, field: str, *doubts: object) -> Literal[False] | None:
        """False where the field is missing for certain: no doubt, and no label of it without a value."""
        return None if self.unless(*doubts) is None or self._labelled(field) else False

    def unless(self, *doubts: object) -> Literal[False] | None:
        """The same for a field that has no label in words."""
        return False if self.whole and not any(doubts) else None

    def _labelled(self, field: str) -> bool:
        return find(f"label_{field}", self.zone if field in NAMES else self.foot) is not None


def read_absence(page: Page, given: Mapping[str, str], texts: list[str], sources: Sources) -> Absence:
    """What the page and the scripts given for it prove."""
    zone = EDGE.join(piece for text in texts for piece in zones(text))
    return Absence(
        _is_whole(page, given, texts, sources), EDGE.join([zone, *(text[-FOOT_LENGTH:] for text in texts)]), zone
    )


def _is_whole(page: Page, given: Mapping[str, str], texts: list[str], sources: Sources) -> bool:
    if page.status != 200 or page.truncated or len(page.html) > TOO_LONG or not in_simplified_chinese(page):
        return False
    if sum(len(text.replace(EDGE, "").replace(" ", "")) for text in texts) < ENOUGH_TEXT:
        return False
    if read_blocked(page) is not None or read_soft_404(page):
        return False
    if sources.hidden or not all(url in given for url in sources.wanted):
        return False
    # A site without any filing is rarer than a script that asks for its footer in a way nobody thought of.
    return any(find("mark", text) for text in texts) or not asks_for_more(page, given)
