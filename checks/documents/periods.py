"""Five-year periods in titles: which one a day falls in, and which one a title speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.wording import words
from crawler.reading.listings.listing import Item

BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Period:
    """A five-year period; ``words`` are what titles call it."""

    number: int
    name: str
    words: tuple[str, ...]
    first: int  # year
    last: int

    def is_in(self, title: str) -> bool:
        return any(word in plain(title) for word in self.words)


def periods(limits: Mapping[str, Any]) -> tuple[Period, ...]:
    """The periods an indicator's limits name."""
    return tuple(
        Period(one["number"], one["name"], tuple(one["words"]), one["first"], one["last"]) for one in limits["periods"]
    )


def period_of(day: date, known: Iterable[Period]) -> Period | None:
    return next((period for period in known if period.first <= day.year <= period.last), None)


def plain(title: str) -> str:
    """A title without blanks and with one kind of dash: portals write year spans with every dash there is."""
    return re.sub(f"[{re.escape(words()['titles']['dashes'])}]+", "-", BLANKS.sub("", title))


def shown(item: Item) -> dict[str, Any]:
    """An item as a message and a table of subjects name it."""
    return {"title": item.title, "url": item.url, "newest_on": item.on.isoformat() if item.on else ""}
