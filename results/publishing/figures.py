"""The figures of a quarter: counts and pass rates by field, kind, level, region, owner and platform. Pure.

Each stands as well in a view of the trail (results.schema.published_views); tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import gcd

from checks.indicator import Consequence
from crawler.model import IndicatorId, Target
from results.publishing.quarter import Entry, QuarterResult
from results.publishing.rows import Edition, Repair, Standing
from results.rating.percent import percent


class Field(StrEnum):
    """Websites and accounts are counted apart throughout."""

    SITES = "sites"
    ACCOUNTS = "accounts"


class Dimension(StrEnum):
    """By what targets are grouped. Each is the name of a target's field but the first."""

    ALL = "all"
    KIND = "kind"
    LEVEL = "level"
    REGION = "region"
    OWNER = "owner"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Count:
    """Targets of one group. What was set aside, and in a draft what is pending, is in no pass rate."""

    running: int = 0
    qualified: int = 0
    unqualified: int = 0
    set_aside: int = 0
    pending: int = 0

    @property
    def rated(self) -> int:
        return self.qualified + self.unqualified

    @property
    def checked(self) -> int:
        return self.rated + self.set_aside + self.pending


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its count and how the edition writes percentages."""

    field: Field
    dimension: Dimension
    name: str
    count: Count
    edition: Edition

    @property
    def pass_rate(self) -> str:
        """Qualified of rated; empty where nothing is rated."""
        return self._percent(self.count.qualified, self.count.rated)

    @property
    def coverage(self) -> str:
        """Checked of running."""
        return self._percent(self.count.checked, self.count.running)

    @property
    def undecided_share(self) -> str:
        """Set aside, or still pending, of checked."""
        return self._percent(self.count.set_aside + self.count.pending, self.count.checked)

    def is_below(self, limit: float) -> bool:
        """Whether the pass rate as it is printed is below so many per cent: nobody is named as below what it says."""
        return bool(self.pass_rate) and Decimal(self.pass_rate.rstrip("%")) < Decimal(str(limit))

    def _percent(self, part: int, of: int) -> str:
        return percent(part, of, self.edition.decimals, self.edition.rounding)


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How many targets of a field have one published problem."""

    field: Field
    indicator: IndicatorId
    title: str
    consequence: Consequence
    targets: int


@dataclass(frozen=True, slots=True)
class RectificationCount:
    """What came of the findings in the last rectification notices before. Void ones are in no figure."""

    notices: int
    findings: int
    rectified: int
    open: int
    share: str  # rectified of findings


def field_of(target: Target) -> Field:
    return Field.SITES if target.is_site else Field.ACCOUNTS


def group(result: QuarterResult, field: Field, dimension: Dimension = Dimension.ALL, name: str = "") -> Group:
    """One group; an empty one where nothing is in it."""
    found = (one for one in groups(result) if (one.field, one.dimension, one.name) == (field, dimension, name))
    return next(found, Group(field, dimension, name, Count(), result.edition))


def groups(result: QuarterResult) -> tuple[Group, ...]:
    """Every group of every dimension, in the order of the inventory's first target in it.

    A target without a value in a dimension stands in none of its groups.
    """
    counts: dict[tuple[Field, Dimension, str], list[int]] = {}
    places = list(Standing)
    for target, entry in _inventory(result):
        for dimension in Dimension:
            name = "" if dimension is Dimension.ALL else str(getattr(target, dimension))
            if name or dimension is Dimension.ALL:
                own = counts.setdefault((field_of(target), dimension, name), [0] * (1 + len(places)))
                own[0] += 1
                if entry:
                    own[1 + places.index(entry.standing)] += 1
    order = list(Dimension)
    found = (Group(*key, Count(*numbers), result.edition) for key, numbers in counts.items())
    return tuple(sorted(found, key=lambda one: (order.index(one.dimension), one.field != Field.SITES)))


def _inventory(result: QuarterResult) -> Iterator[tuple[Target, Entry | None]]:
    yield from ((entry.target, entry) for entry in result.entries)
    yield from ((target, None) for target in result.unchecked)


def of(found: Iterable[Group], field: Field, dimension: Dimension) -> tuple[Group, ...]:
    return tuple(one for one in found if (one.field, one.dimension) == (field, dimension))


def problem_counts(result: QuarterResult) -> tuple[ProblemCount, ...]:
    """Vetoes first, then the most frequent ones first."""
    found: dict[tuple[Field, IndicatorId], tuple[str, Consequence, set[str]]] = {}
    for entry in result.entries:
        for problem in entry.problems:
            key = field_of(entry.target), problem.indicator
            found.setdefault(key, (problem.title, problem.consequence, set()))[2].add(entry.target.id)
    counts = (ProblemCount(*key, title, kind, len(targets)) for key, (title, kind, targets) in found.items())
    return tuple(
        sorted(
            counts,
            key=lambda one: (
                one.field != Field.SITES,
                one.consequence != Consequence.VETO,
                -one.targets,
                one.indicator,
            ),
        )
    )


def rectification(result: QuarterResult) -> RectificationCount | None:
    """None where no notice was issued before."""
    counted = [one for one in result.rectifications if one.state is not Repair.VOID]
    if not counted:
        return None
    rectified = sum(one.state is Repair.RECTIFIED for one in counted)
    notices = len({one.notice for one in counted})
    share = percent(rectified, len(counted), result.edition.decimals, result.edition.rounding)
    return RectificationCount(notices, len(counted), rectified, len(counted) - rectified, share)


def ranked(found: Sequence[Group]) -> tuple[tuple[int, Group], ...]:
    """Groups with a pass rate, the best first; equal ones share a place, and the next place is left out."""
    rated = [one for one in found if one.count.rated]
    rated.sort(key=lambda one: -one.count.qualified / one.count.rated)
    places: list[tuple[int, Group]] = []
    for number, one in enumerate(rated, 1):
        same = bool(places) and _ratio(places[-1][1]) == _ratio(one)
        places.append((places[-1][0] if same else number, one))
    return tuple(places)


def _ratio(one: Group) -> tuple[int, int]:
    """The pass rate in lowest terms."""
    shared = gcd(one.count.qualified, one.count.rated)
    return one.count.qualified // shared, one.count.rated // shared
