"""Tables of any length, cut into pages by their bytes: no page grows with the number or length of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from results.html import render
from results.publishing.lines import site_words

PAGE = 200_000  # bytes of the rows on a page of their own
INSIDE = 30_000  # bytes of the rows of a table on a page with other tables
NEAR = 3  # pages linked on either side of one
TARGETS = ("targets", "targets-scored", "problems", "unchecked")  # tables of targets and their problems
SEPARATOR = "\x1e"  # between rows as rendered; no text from outside holds it


@dataclass(frozen=True, slots=True)
class Listing:
    """One table as rendered rows. ``kind`` is the table's class; ``slug`` names the pages where it needs some."""

    slug: str
    title: str
    kind: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether it fits on a page that has other tables."""
        return _size(self.rows) <= INSIDE

    @property
    def has_addresses(self) -> bool:
        """Whether it is of targets, which it then has in the inventory's order."""
        return self.kind in TARGETS

    @property
    def body(self) -> Markup:
        return Markup("".join(self.rows))  # noqa: S704  rendered from a template that escapes

    @property
    def count(self) -> int:
        return len(self.rows)

    def pages(self) -> tuple[Sheet, ...]:
        parts = list(cut(self.rows, PAGE)) or [()]
        names = tuple(f"{self.slug}-{number}.html" for number in range(1, len(parts) + 1))
        return tuple(Sheet(self, number, names, part) for number, part in enumerate(parts, 1))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a table. ``names``: the files of all of them."""

    listing: Listing
    number: int
    names: tuple[str, ...]
    rows: Sequence[str] = field(repr=False)

    @property
    def name(self) -> str:
        return self.names[self.number - 1]

    @property
    def title(self) -> str:
        if len(self.names) == 1:
            return self.listing.title
        form: str = site_words()["part_title"]
        return form.format(part=self.listing.title, number=self.number, count=len(self.names))

    @property
    def body(self) -> Markup:
        return Markup("".join(self.rows))  # noqa: S704  rendered from a template that escapes

    @property
    def near(self) -> tuple[int, ...]:
        """Numbers of the pages that this one links to."""
        last = len(self.names)
        return tuple(range(max(1, self.number - NEAR), min(last, self.number + NEAR) + 1))


def rows(template: str, lines: Iterable[Any], **shown: Any) -> tuple[str, ...]:
    """Every line as a table row, by the template ``site/rows/<template>.html.j2``, in one go."""
    text = render(f"site/rows/{template}.html.j2", lines=lines, words=site_words(), **shown)
    return tuple(text.split(SEPARATOR)[1:])


def cut(found: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """The rows in parts of at most so many bytes; a row that is larger stands alone."""
    start, size = 0, 0
    for place, row in enumerate(found):
        own = len(row.encode())
        if size and size + own > most:
            yield found[start:place]
            start, size = place, 0
        size += own
    if found:
        yield found[start:]


def page_of(sheets: Iterable[Sheet], keys: Sequence[Any]) -> Mapping[Any, str]:
    """Key of each row, in the order of the rows → the file it stands in."""
    names = [sheet.name for sheet in sheets for _ in sheet.rows]
    return dict(zip(keys, names, strict=True))


def _size(found: Iterable[str]) -> int:
    return sum(len(row.encode()) for row in found)
