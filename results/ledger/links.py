"""Which indicators look at what a task asks for: told by its words, from a table of the office's own."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from checks.catalogue import load_catalogue
from checks.indicator import Status
from results.ledger.words import pattern_of, table


@cache
def known() -> tuple[str, ...]:
    """The indicators of the catalogue that are in use, in its order."""
    return tuple(str(one.id) for one in load_catalogue().indicators if one.status is not Status.RETIRED)


def indicators_of(title: str, text: str) -> tuple[str, ...]:
    """Ids in the catalogue's order; none where no machine looks at the task."""
    words = f"{title}\n{text}"
    wanted = [one for link in table("links") if pattern_of(link["words"]).search(words) for one in link["indicators"]]
    return tuple(one for one in known() if any(fnmatchcase(one, each) for each in wanted))
