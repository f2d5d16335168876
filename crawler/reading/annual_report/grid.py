"""The tables that rules on a sheet draw; where a rule is missing, cells are merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.reading.annual_report.sheets import Box

NEAR = 3.0  # points between rules that are meant to be one, or to meet
SHORTEST = 4.0  # points: shorter rules are dots and underlines
MOST_RULES = 1_500  # of one sheet: more is a drawing
MOST_LINES = 120  # rows or columns of one table


@dataclass(frozen=True, slots=True)
class GridCell:
    """``row`` and ``column`` of its upper left corner; ``places`` are the base cells it covers."""

    row: int
    column: int
    places: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Grid:
    xs: tuple[float, ...]  # left to right
    ys: tuple[float, ...]  # top to bottom
    cells: tuple[GridCell, ...]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) of the base cell a point lies in."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = sum(edge <= x for edge in self.xs[1:-1])
        return sum(edge >= y for edge in self.ys[1:-1]), column


def read_grids(rules: Sequence[Box]) -> Iterator[Grid]:
    """Tables of at least two columns."""
    across = joined([rule for rule in rules if is_across(rule)], 0)
    down = joined([rule for rule in rules if not is_across(rule)], 1)
    long = [rule for rule in (*across, *down) if max(rule[2] - rule[0], rule[3] - rule[1]) >= SHORTEST]
    if len(long) > MOST_RULES:
        return
    for group in connected(long):
        across = [rule for rule in group if is_across(rule)]
        down = [rule for rule in group if not is_across(rule)]
        xs = merged([middle(rule, 0) for rule in down])
        ys = merged([middle(rule, 1) for rule in across])[::-1]
        if 3 <= len(xs) <= MOST_LINES and 2 <= len(ys) <= MOST_LINES:
            yield Grid(tuple(xs), tuple(ys), tuple(cells(xs, ys, across, down)))


def joined(rules: Sequence[Box], along: int) -> list[Box]:
    """Rules of one direction, those in one line that touch as one: some programs draw a border for every cell."""
    side = 1 - along
    kept: list[Box] = []
    for rule in sorted(rules, key=lambda rule: (round(middle(rule, side)), rule[along])):
        last = kept[-1] if kept else None
        if last and abs(middle(last, side) - middle(rule, side)) <= 1 and rule[along] - last[along + 2] <= NEAR:
            low = (min(last[0], rule[0]), min(last[1], rule[1]))
            kept[-1] = (*low, max(last[2], rule[2]), max(last[3], rule[3]))
        else:
            kept.append(rule)
    return kept


def is_across(rule: Box) -> bool:
    return rule[2] - rule[0] >= rule[3] - rule[1]


def middle(rule: Box, axis: int) -> float:
    return (rule[axis] + rule[axis + 2]) / 2


def merged(values: Sequence[float]) -> list[float]:
    """Ascending, those nearer than NEAR as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR:
            kept.append(value)
    return kept


def connected(rules: Sequence[Box]) -> Iterator[list[Box]]:
    """Rules that touch each other, directly or over others: a sweep from the top down."""
    parent = list(range(len(rules)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    order = sorted(range(len(rules)), key=lambda number: -rules[number][3])
    active: list[int] = []
    for number in order:
        box = rules[number]
        active = [other for other in active if rules[other][1] - NEAR <= box[3]]
        for other in active:
            if rules[other][0] - NEAR <= box[2] and box[0] - NEAR <= rules[other][2]:
                parent[root(other)] = root(number)
        active.append(number)
    groups: dict[int, list[Box]] = {}
    for number in order:
        groups.setdefault(root(number), []).append(rules[number])
    yield from groups.values()


def cells(xs: Sequence[float], ys: Sequence[float], across: Sequence[Box], down: Sequence[Box]) -> Iterator[GridCell]:
    """Base cells without a rule between them are one cell."""
    walls, floors = drawn(xs, ys, down, 0), drawn(ys, xs, across, 1)
    seen: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in seen:
                continue
            places = flooded(row, column, (len(ys) - 1, len(xs) - 1), walls, floors)
            seen |= places
            yield GridCell(row, column, frozenset(places))


def drawn(edges: Sequence[float], along: Sequence[float], rules: Sequence[Box], axis: int) -> set[tuple[int, int]]:
    """(number of the edge, number of the stretch along it) for each stretch of an edge that a rule covers."""
    other = 1 - axis
    found = set()
    for rule in rules:
        edge = min(range(len(edges)), key=lambda number: abs(edges[number] - middle(rule, axis)))
        for stretch in range(len(along) - 1):
            centre = (along[stretch] + along[stretch + 1]) / 2
            if rule[other] <= centre <= rule[other + 2]:
                found.add((edge, stretch))
    return found


def flooded(
    row: int, column: int, size: tuple[int, int], walls: set[tuple[int, int]], floors: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    places, ahead = {(row, column)}, [(row, column)]
    while ahead:
        down, right = ahead.pop()
        steps = (
            (down, right + 1, (right + 1, down) not in walls),
            (down, right - 1, (right, down) not in walls),
            (down + 1, right, (down + 1, right) not in floors),
            (down - 1, right, (down, right) not in floors),
        )
        for next_row, next_column, is_open in steps:
            place = (next_row, next_column)
            inside = 0 <= next_row < size[0] and 0 <= next_column < size[1]
            if is_open and inside and place not in places:
                places.add(place)
                ahead.append(place)
    return places
