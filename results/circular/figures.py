"""The figures of one quarter by name, as a circular writes them; which of them it wrote is remembered.

Every one has its statement in ``results.schema.figures`` under the same name, so that what is printed can be asked of
the trail. Only what is pending has none: the trail knows no draft.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from crawler.model import IndicatorId
from results.publishing.figures import (
    Count,
    Dimension,
    Field,
    Group,
    RectificationCount,
    field_of,
    groups,
    of,
    ranked,
    rectification,
)
from results.publishing.quarter import Entry, QuarterResult
from results.publishing.rows import Weight

COUNTS: Mapping[str, Callable[[Count], int]] = {
    "running": lambda one: one.running,
    "checked": lambda one: one.checked,
    "rated": lambda one: one.rated,
    "qualified": lambda one: one.qualified,
    "unqualified": lambda one: one.unqualified,
    "set_aside": lambda one: one.set_aside,
    "pending": lambda one: one.pending,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One figure that was written: its name, what it was asked with besides the quarter, and how it reads."""

    name: str
    asked: Mapping[str, str | float]
    shown: str


def percentage(text: str) -> str:
    """As circulars write it: all and none without decimals."""
    return re.sub(r"^(100|0)\.0+%$", r"\1%", text)


@dataclass
class Figures:
    """``write`` turns a figure into words; tests put marks around it."""

    result: QuarterResult
    write: Callable[[Told], str] = lambda told: told.shown
    told: list[Told] = field(default_factory=list)

    # groups

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return groups(self.result)

    @cached_property
    def _by_key(self) -> Mapping[tuple[Field, Dimension, str], Group]:
        return {(one.field, one.dimension, one.name): one for one in self.groups}

    def group(self, field: Field, dimension: Dimension = Dimension.ALL, name: str = "") -> Group:
        """An empty one where nothing is in it."""
        nothing = Group(field, dimension, name, Count(), self.result.edition)
        return self._by_key.get((field, dimension, name), nothing)

    def of(self, field: Field, dimension: Dimension) -> tuple[Group, ...]:
        """Groups with something rated, in the order of the inventory."""
        return tuple(one for one in of(self.groups, field, dimension) if one.count.rated)

    def ranked(self, field: Field, dimension: Dimension) -> tuple[tuple[int, Group], ...]:
        return ranked(self.of(field, dimension))

    def count(self, name: str, group: Group) -> str:
        return self._say(name, _asked(group), str(COUNTS[name](group.count)))

    def pass_rate(self, group: Group) -> str:
        return self._say("pass_rate", _asked(group), percentage(group.pass_rate))

    def coverage(self, group: Group) -> str:
        return self._say("coverage", _asked(group), percentage(group.coverage))

    def place(self, group: Group, place: int) -> str:
        return self._say("place", _asked(group), str(place))

    def many(self, name: str, among: Sequence[Group], percent: float | None = None) -> str:
        """How many groups of one field and dimension these are."""
        asked: dict[str, str | float] = {"field": str(among[0].field), "dimension": str(among[0].dimension)}
        return self._say(name, asked if percent is None else asked | {"percent": percent}, str(len(among)))

    def limit(self, percent: float) -> str:
        return self._say("named_below", {}, f"{Decimal(str(percent)).normalize():f}%")

    # problems

    @cached_property
    def _faulty(self) -> Mapping[tuple[IndicatorId, Field], list[Entry]]:
        """Targets by problem, in the order of the inventory."""
        found: dict[tuple[IndicatorId, Field], list[Entry]] = {}
        for entry in self.result.entries:
            for indicator in dict.fromkeys(problem.indicator for problem in entry.problems):
                found.setdefault((indicator, field_of(entry.target)), []).append(entry)
        return found

    def faulty(self, indicators: Iterable[IndicatorId], field: Field) -> tuple[Entry, ...]:
        """The targets of a field with any of these problems, each once."""
        return tuple({e.target.id: e for one in indicators for e in self._faulty.get((one, field), ())}.values())

    def problems(self, indicators: Collection[IndicatorId] | None = None) -> str:
        """Problems of both fields; of these indicators, where there are some."""
        count = sum(1 for one in self.result.problems if indicators is None or one.indicator in indicators)
        return self._say(*_among("problems", "", indicators), str(count))

    def problem_targets(self, field: Field, indicators: Collection[IndicatorId] | None = None) -> str:
        known = {one.indicator for one in self.result.problems} if indicators is None else indicators
        count = len(self.faulty(known, field))
        return self._say(*_among("problem_targets", str(field), indicators), str(count))

    def excused(self, weight: Weight) -> str:
        return self._say(str(weight), {}, str(self.result.excused.get(weight, 0)))

    # the last notices, and the trail

    @cached_property
    def rectification(self) -> RectificationCount | None:
        return rectification(self.result)

    def last(self, found: RectificationCount) -> Mapping[str, str]:
        """What came of the last notices."""
        numbers = {"notices": found.notices, "problems": found.findings, "rectified": found.rectified}
        said = {name: str(number) for name, number in numbers.items()} | {"open": str(found.open)}
        told = {name: self._say(f"last_{name}", {}, text) for name, text in said.items()}
        return told | {"share": self._say("last_rectified_share", {}, percentage(found.share))}

    def rows(self) -> str:
        return self._say("rows", {}, str(self.result.edition.head[0]))

    def _say(self, name: str, asked: Mapping[str, str | float], shown: str) -> str:
        told = Told(name, asked, shown)
        self.told.append(told)
        return self.write(told)


def _asked(group: Group) -> Mapping[str, str | float]:
    return {"field": str(group.field), "dimension": str(group.dimension), "name": group.name}


def _among(name: str, field: str, indicators: Collection[IndicatorId] | None) -> tuple[str, Mapping[str, str | float]]:
    if indicators is None:
        return name, {"field": field}
    return f"{name}_among", {"field": field, "indicators": json.dumps(sorted(indicators))}
