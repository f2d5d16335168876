"""What upheld faults cost a target and what bonuses earn it. Pure and exact: rounding is for texts.

The rules are those of 国办秘函〔2019〕19号: points go down from the full number, one indicator never costs more than
its value, no fault is deducted twice, and above the gate the bonus is added. The points are the rule pack's word alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from checks.indicator import Points
from checks.pack import Scoring
from crawler.addresses import same_site, tidy
from crawler.model import Finding, IndicatorId

FIELDS = ("url", "path", "name")  # what says where a subject is, the surest first
UNTOLD = "?"  # a cell of a sum that could not be told
FINEST = 100  # largest denominator of a factor: 1.3333 means 4/3

Groups = Sequence[Sequence[IndicatorId]]


class Unscored(StrEnum):
    """Why a target has no points."""

    BY_VETOES = "by-vetoes"  # the pack rates its kind by vetoes alone
    NO_POINTS = "no-points"  # rated by points, of which the pack gives none to what concerns it
    VETOED = "vetoed"  # an upheld veto: nothing is scored any more


@dataclass(frozen=True, slots=True)
class Place:
    """Where a subject of a finding is. One without any field is the target as a whole."""

    url: str
    path: str
    name: str

    @property
    def shown(self) -> str:
        return self.path or self.name or self.url


@dataclass(frozen=True, slots=True)
class Fault:
    """One upheld finding that has points."""

    indicator: IndicatorId
    finding: int
    points: Points
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a score: what a finding costs, or earns, and which of its subjects were counted.

    ``taken`` subjects cost points under another indicator. ``is_spared``: counting this finding before the others of
    its group would have made the whole group cheaper, so that it yields to them.
    """

    indicator: IndicatorId
    finding: int
    value: Fraction  # at most
    each: Fraction | None
    points: Fraction
    number: int  # of subjects counted; the target as a whole is one
    counted: tuple[str, ...] = ()  # their names, empty for the target as a whole
    taken: tuple[str, ...] = ()
    is_spared: bool = False

    @property
    def is_capped(self) -> bool:
        return self.each is not None and self.points < self.each * self.number


@dataclass(frozen=True, slots=True)
class Score:
    """A target's points with all they are made of. ``unscored`` says why there are none."""

    unscored: Unscored | None
    full: Fraction = Fraction(0)
    pass_line: Fraction = Fraction(0)
    bonus_gate: Fraction = Fraction(0)
    bonus_full: Fraction = Fraction(0)
    factor: Fraction = Fraction(1)
    deductions: tuple[Item, ...] = ()
    bonuses: tuple[Item, ...] = ()
    without_points: tuple[int, ...] = ()  # upheld faults that the pack gives no points: not scored
    left_out: tuple[int, ...] = ()  # upheld faults of services, for a target without any
    open_bonuses: tuple[int, ...] = ()  # nobody has concluded on them: the total may still rise

    @property
    def scored(self) -> bool:
        return self.unscored is None

    @property
    def deducted(self) -> Fraction:
        return sum((item.points for item in self.deductions), Fraction(0))

    @property
    def part_two(self) -> Fraction:
        """第二部分: the full points less the deductions, these by the factor where services are left out.

        Of 100 points 25 are for services: (75 - d) x 4/3 is 100 - d x 4/3.
        """
        return max(Fraction(0), self.full - self.deducted * self.factor)

    @property
    def part_three(self) -> Fraction:
        """第三部分: the bonus, above the gate only."""
        earned = sum((item.points for item in self.bonuses), Fraction(0))
        return min(self.bonus_full, earned) if self.part_two > self.bonus_gate else Fraction(0)

    @property
    def total(self) -> Fraction | None:
        return self.part_two + self.part_three if self.scored else None

    @property
    def fails(self) -> bool:
        """Whether the points alone make it unqualified."""
        return self.scored and self.part_two < self.pass_line


def lines_of(scoring: Scoring, *, without_services: bool = False) -> dict[str, Fraction]:
    """The lines and gates of a pack, exact, as fields of a score."""
    factor = scoring.without_services if without_services else None
    return {
        "full": Fraction(scoring.full),
        "pass_line": Fraction(scoring.pass_line),
        "bonus_gate": Fraction(scoring.bonus_gate),
        "bonus_full": Fraction(scoring.bonus_full),
        "factor": Fraction(factor).limit_denominator(FINEST) if factor else Fraction(1),
    }


def fault_of(finding: Finding, points: Points) -> Fault:
    """A finding with the places it names, the same place once; one that names none is about the target as a whole."""
    known, places = _Places(), []
    for place in map(_place, finding.subjects):
        if place and place not in known:
            known.add(place)
            places.append(place)
    return Fault(finding.indicator, finding.id, points, tuple(places) or (Place("", "", ""),))


def _place(subject: Mapping[str, object]) -> Place | None:
    """None for a subject that names no place, or is shown though it is no fault."""
    url, path, name = (str(subject.get(field) or "").strip() for field in FIELDS)
    name = name or str(subject.get("place") or "").strip()
    if not (url or path or name) or not _is_fault(subject):
        return None
    whole = tidy(url) if url else None
    return Place(same_site(whole) if whole else url, _plain(path), _plain(name))


def _is_fault(subject: Mapping[str, object]) -> bool:
    """Findings also show what is only nearly over its limit, and sums of which a cell could not be told."""
    days, limit = subject.get("days"), subject.get("limit")
    if isinstance(days, int) and isinstance(limit, int) and days <= limit:
        return False
    return not any(UNTOLD in str(subject.get(side, "")) for side in ("left", "right"))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


class _Places:
    """A set of places. Two are the same where the surest field that both have is the same."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._keys: set[tuple[int, int, str]] = set()
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        self._keys.update(_keys(place))

    def __contains__(self, place: Place) -> bool:
        return any(
            (field, theirs, text) in self._keys
            for field, mine, text in _keys(place)
            for theirs in range(1 << field)
            if not theirs & mine
        )


def _keys(place: Place) -> Iterator[tuple[int, int, str]]:
    """Each field it has, with a bit for every surer one that it has as well; the whole target has a key of its own."""
    if place == Place("", "", ""):
        yield len(FIELDS), 0, ""
    surer = 0
    for number, field in enumerate(FIELDS):
        if text := getattr(place, field):
            yield number, surer, text
            surer |= 1 << number


def earned(fault: Fault) -> Item:
    """A bonus."""
    return _charged(fault, fault.places, ())


def deducted(faults: Iterable[Fault], once: Groups) -> tuple[Item, ...]:
    """What each fault costs. Within a group of ``once`` a subject costs points under the first that has it only."""
    groups = [frozenset(group) for group in once]
    rank = {one: number for number, one in enumerate(dict.fromkeys(one for group in once for one in group))}
    ordered = sorted(faults, key=lambda one: (rank.get(one.indicator, len(rank)), one.indicator, one.finding))
    return _in_turn(tuple(ordered), (), groups)


_Done = tuple[tuple[IndicatorId, _Places], ...]


def _in_turn(faults: tuple[Fault, ...], done: _Done, groups: Sequence[frozenset[IndicatorId]]) -> tuple[Item, ...]:
    """In their order, but a fault whose subjects would cost more under the later ones yields to them.

    Else an office could raise a score by upholding one fault more: a cheap one would shield a dear one.
    """
    if not faults:
        return ()
    first, later = faults[0], faults[1:]
    taken = [places for other, places in done if _together(first.indicator, other, groups)]
    left = tuple(place for place in first.places if not any(place in places for places in taken))
    mine = _Places(left)
    item = _charged(first, left, tuple(place for place in first.places if place not in mine))
    kept = (item, *_in_turn(later, (*done, (first.indicator, mine)), groups))
    shared = (one for one in later if _together(first.indicator, one.indicator, groups))
    if not any(place in mine for one in shared for place in one.places):
        return kept
    yielded = (_spared(first), *_in_turn(later, done, groups))
    return kept if _sum(kept) >= _sum(yielded) else yielded


def _together(one: IndicatorId, other: IndicatorId, groups: Sequence[frozenset[IndicatorId]]) -> bool:
    return any(one in group and other in group for group in groups)


def _sum(items: Iterable[Item]) -> Fraction:
    return sum((item.points for item in items), Fraction(0))


def _charged(fault: Fault, left: Sequence[Place], taken: Sequence[Place]) -> Item:
    value, each = Fraction(fault.points.value), fault.points.each
    number = len(left)
    points = min(value, Fraction(value if each is None else each) * number)
    names = _names(left), _names(taken)
    return Item(fault.indicator, fault.finding, value, None if each is None else Fraction(each), points, number, *names)


def _names(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(place.shown for place in places if place.shown)


def _spared(fault: Fault) -> Item:
    return Item(
        fault.indicator,
        fault.finding,
        Fraction(fault.points.value),
        None if fault.points.each is None else Fraction(fault.points.each),
        Fraction(0),
        number=0,
        taken=_names(fault.places),
        is_spared=True,
    )
