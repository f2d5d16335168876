"""Pass rates quarter by quarter. A quarter that was not published is a gap, and never a figure. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crawler.clock import Quarter
from results.publishing.figures import Dimension, Field, Group, of
from results.publishing.quarter import QuarterResult
from results.publishing.rows import Edition


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter: the figures of both fields, or none where it was not published."""

    quarter: Quarter
    edition: Edition | None = None
    groups: Mapping[Field, Group] = field(default_factory=dict)
    monitored_on: date | None = None

    @property
    def is_published(self) -> bool:
        return self.edition is not None

    def share(self, whose: Field) -> tuple[int, int]:
        """(qualified, rated); (0, 0) where nothing is known."""
        found = self.groups.get(whose)
        return (found.count.qualified, found.count.rated) if found else (0, 0)

    def rate(self, whose: Field) -> str:
        found = self.groups.get(whose)
        return found.pass_rate if found else ""


def point(result: QuarterResult, found: Sequence[Group]) -> Point:
    """``found``: the groups of the result."""
    fields = {one: whole for one in Field for whole in of(found, one, Dimension.ALL)}
    return Point(result.edition.quarter, result.edition, fields, result.run.on)


def gapless(points: Sequence[Point]) -> tuple[Point, ...]:
    """Every quarter from the first published one to the last, in order."""
    known = {one.quarter: one for one in points}
    found: list[Point] = []
    quarter = min(known, default=None)
    while quarter and quarter <= max(known):
        found.append(known.get(quarter) or Point(quarter))
        quarter = Quarter(quarter.year + quarter.number // 4, quarter.number % 4 + 1)
    return tuple(found)
