"""Which targets a quarter inspects. Pure: seed, inventory and what was drawn before give the same list to anyone.

A target's lot is the SHA-256 of seed, quarter and id; the lowest lots of each stratum are drawn. docs/sampling.md says
how to repeat a draw without this program. A change of the method raises ``METHOD``; draws keep the number of theirs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from crawler.clock import Quarter
from crawler.errors import InputError
from crawler.model import Target, TargetId, TargetKind, TargetStatus
from crawler.platforms import platform_name
from results.rows import clean
from results.sampling.words import say

METHOD = 1
QUARTERS = 4
LONGEST_SEED = 200  # characters


class Ground(StrEnum):
    """Why a target is in a draw."""

    ALWAYS = "always"  # portals
    REQUIRED = "required"  # failed or not put right last quarter, or new
    QUOTA = "quota"  # else the year would end before every target had been drawn
    DRAWN = "drawn"  # by lot


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be drawn. ``rate`` is a share above 0, at most 1."""

    quarter: Quarter
    rate: Decimal
    seed: str

    @property
    def quarters_left(self) -> int:
        """In the year, this one included."""
        return QUARTERS + 1 - self.quarter.number


@dataclass(frozen=True, slots=True)
class Past:
    """What a draw goes by beside seed and inventory."""

    covered: Mapping[TargetId, str] = field(default_factory=dict)  # drawn earlier this year → stratum it was in
    required: Mapping[TargetId, str] = field(default_factory=dict)  # has to be in → why


@dataclass(frozen=True, slots=True)
class Drawn:
    """One target of a draw."""

    target: TargetId
    stratum: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum of a draw. ``missed`` targets cannot be reached this year at this rate; ``enough`` is one that does.

    ``enough`` is in whole per cent, for this quarter and those to come; 0 where nothing is missed.
    """

    name: str
    population: int
    drawn: tuple[Drawn, ...]
    missed: int = 0
    enough: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """The strata in their order: portals, department sites, accounts by platform."""

    strata: tuple[Stratum, ...]

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        return tuple(one for stratum in self.strata for one in stratum.drawn)

    @property
    def population(self) -> int:
        return sum(stratum.population for stratum in self.strata)

    @property
    def missed(self) -> int:
        return sum(stratum.missed for stratum in self.strata)

    @property
    def enough(self) -> int:
        """The rate, in whole per cent, at which every target is reached this year; 0 where this one does."""
        return max((stratum.enough for stratum in self.strata), default=0)


def draw(targets: Iterable[Target], request: Request, past: Past | None = None) -> Draw:
    """Draws from the running targets; the order of the inventory does not matter."""
    past = past or Past()
    strata: dict[str, list[TargetId]] = {}
    for target in targets:
        if target.status is TargetStatus.RUNNING:
            strata.setdefault(stratum_of(target), []).append(target.id)
    return Draw(tuple(_draw(name, strata[name], request, past) for name in sorted(strata, key=_rank)))


def stratum_of(target: Target) -> str:
    """``portal``, ``department_site``, or ``account:`` with the platform's one name."""
    if target.kind is not TargetKind.ACCOUNT:
        return target.kind.value
    return f"{target.kind.value}:{platform_name(target.platform)}"


def _rank(stratum: str) -> tuple[int, str]:
    return list(TargetKind).index(TargetKind(stratum.partition(":")[0])), stratum


def lot(request: Request, target: TargetId) -> str:
    """The target's lot in hexadecimal: SHA-256 of seed, quarter and id, a line end between each."""
    return hashlib.sha256(clean(f"{request.seed}\n{request.quarter}\n{target}").encode()).hexdigest()


def _draw(name: str, running: Sequence[TargetId], request: Request, past: Past) -> Stratum:
    by_lot = sorted(running, key=lambda one: lot(request, one))
    if name == TargetKind.PORTAL:
        return Stratum(name, len(by_lot), tuple(Drawn(one, name, Ground.ALWAYS) for one in by_lot))
    plan = _Plan(request, len(by_lot), len(by_lot) + _gone(name, by_lot, past))
    required = [one for one in by_lot if one in past.required]
    waiting = [one for one in by_lot if one not in past.required and one not in past.covered]
    forced = waiting[: plan.forced(len(waiting))]
    inside = {*required, *forced}
    rest = [one for one in by_lot if one not in inside]
    lucky = rest[: max(0, plan.share - len(required) - len(forced))]
    grounds = ((Ground.REQUIRED, required), (Ground.QUOTA, forced), (Ground.DRAWN, lucky))
    drawn = tuple(Drawn(one, name, ground) for ground, ids in grounds for one in ids)
    left = len(set(waiting) - {one.target for one in drawn})
    missed = max(0, left - plan.later_at_most)
    return Stratum(name, len(by_lot), drawn, missed, plan.enough(len(waiting)) if missed else 0)


def _gone(name: str, running: Sequence[TargetId], past: Past) -> int:
    """Targets of the stratum drawn earlier this year that are closed now: the year's share was reckoned with them."""
    still = set(running)
    return sum(stratum == name for one, stratum in past.covered.items() if one not in still)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How many of a stratum are drawn. ``of_year``: its targets of the year, those closed since among them."""

    request: Request
    running: int
    of_year: int

    @property
    def share(self) -> int:
        """Rounded up, and one at least."""
        return max(1, ceil(Fraction(self.request.rate) * self.running))

    @property
    def of_year_share(self) -> int:
        return max(1, ceil(Fraction(self.request.rate) * self.of_year))

    @property
    def later_at_most(self) -> int:
        """How many the quarters after this one can draw."""
        return (self.request.quarters_left - 1) * self.of_year_share

    def forced(self, waiting: int) -> int:
        """How many of those never drawn this year have to be drawn now, so that the quarters left are enough.

        Reckoned with later shares rounded down: targets may close in between, and shares become smaller.
        """
        later = (self.request.quarters_left - 1) * max(1, floor(Fraction(self.request.rate) * self.of_year))
        return min(self.of_year_share, max(0, waiting - later))

    def enough(self, waiting: int) -> int:
        """The least rate, in whole per cent, whose share in each quarter left draws all that wait."""
        each = ceil(Fraction(waiting, self.request.quarters_left))
        return floor(Fraction(100 * (each - 1), self.of_year)) + 1


# what people type


def parse_rate(text: str) -> Decimal:
    """``30%`` or ``0.3``, in full width too. Raises InputError for anything else, and outside 0 to 100 %."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})\s*(%?)", unicodedata.normalize("NFKC", text).strip())
    rate = Decimal(found[1]) / (100 if found[2] else 1) if found else Decimal(0)
    if not 0 < rate <= 1:
        raise InputError(say("sample.bad-rate"), value=text, next_step=say("sample.bad-rate-next"))
    return rate.normalize()


def parse_seed(text: str) -> str:
    """The seed without blanks around it. Raises InputError where it is empty, too long or cannot be printed."""
    seed = text.strip()
    if not seed or len(seed) > LONGEST_SEED or not seed.isprintable():
        raise InputError(say("sample.bad-seed"), value=text, next_step=say("sample.bad-seed-next"))
    return seed


def parse_quarter(text: str) -> Quarter:
    """``2026Q4``, in full width too. Raises InputError for anything else."""
    return Quarter.parse(unicodedata.normalize("NFKC", text))
