"""Table three, 收到和处理政府信息公开申请情况: its rows by order and by what their labels are like."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from crawler.reading.annual_report.form import Cell, Row, Table
from crawler.reading.annual_report.outline import Outline
from crawler.reading.annual_report.rows import Group, assigned, groups
from crawler.reading.annual_report.words import LEXICON, bare, likeness, number_of, pairs_of

COLUMNS: tuple[str, ...] = tuple(LEXICON["table3"]["columns"])
ROWS: tuple[Mapping[str, Any], ...] = tuple(LEXICON["table3"]["rows"])
NAMES: tuple[str, ...] = tuple(row["name"] for row in ROWS)
PARTS: tuple[str, ...] = tuple(row["name"] for row in ROWS if row.get("part"))
MANDATORY = frozenset(place for place, row in enumerate(ROWS) if not row.get("optional"))
OTHER = "other_treatment"
HEADS = frozenset(row["name"] for row in ROWS if "weight" in row) - {OTHER}
BALANCED = frozenset({"new", "carried_over", "total", "carried_forward"})
OTHERS = ("other_no_correction", "other_fee_unpaid", "other_rest")
ALIKE = 0.5  # share of a label's pairs of letters that make it this label
MOST = 250  # groups: more is no table three, but a page of figures
FEWEST = 6  # rows told by their labels that make a table
NEAR = 24  # letters around a label that a broken table puts between it and its figures
SHORT = 3  # letters of words that have to be there whole
NEARLY = 0.9  # of the rows of a layout, that by_order asks for
CLEARLY = 0.5  # by which another place of the words has to be likelier
# Where a row's words may stand: on the line of its figures, on the lines down to it, from it down, or around it
WORDS: tuple[Callable[[Group], str], ...] = (
    lambda group: group.own,
    lambda group: group.before + group.own,
    lambda group: group.own + group.after,
    lambda group: group.before + group.own + group.after,
)
LEADING = 2  # of these, the first: words that stand before the figures alone
# The rows that may stand between two others where their labels tell nothing: which of the optional ones are there
VARIANTS = (OTHERS, (OTHER,), (OTHER, *OTHERS))


def read_applications(outline: Outline) -> tuple[Table | None, bool]:
    """(table three, whether every row of figures in it was told)"""
    found = groups(outline.part(2, 3), len(COLUMNS))
    if len(found) > MOST:
        return None, False
    found = rejoined(found)
    anchors, clear = likest(found)
    if len(anchors) < FEWEST:
        return None, False
    places = filled(anchors)
    if not set(places) >= MANDATORY:
        places = by_order(found) or places
    rows = [table_row(NAMES[row], found[place]) for row, place in sorted(places.items())]
    names = {row.name for row in rows}
    table = Table("table3", tuple(row for row in rows if not is_head(row, names)))
    # Words between two rows may belong to either: they name the rows for certain only where no row is missing.
    whole = set(places) >= MANDATORY and parts(table) is not None
    return table, (clear or whole) and not left_over(found, set(places.values()))


def rejoined(found: Sequence[Group]) -> list[Group]:
    """The groups, with a row that the end of a sheet cut in two as one: one half has the figures, the other none."""
    kept: list[Group] = []
    for group in found:
        above = kept[-1] if kept else None
        if above is not None and above.is_empty != group.is_empty and are_halves(above.own, group.own):
            values = group.values if above.is_empty else above.values
            kept[-1] = replace(above, own=above.own + group.own, values=values, after=group.after)
        else:
            kept.append(group)
    return kept


def are_halves(above: str, below: str) -> bool:
    """Together they are a row's label, and one of them alone is none."""
    halves = [max(score(row, bare(half)) for row in ROWS) for half in (above, below)]
    whole = max(score(row, bare(above + below)) for row in ROWS)
    return whole > max(halves) and min(halves) == 0


def left_over(found: Sequence[Group], places: Container[int]) -> bool:
    """A row of figures without a name: it may be any of the rows, so that no name is sure."""
    rest = [place for place in range(len(found)) if place not in places]
    named = [place for place in range(len(found)) if place in places]
    return any(named[0] < place < named[-1] or found[place].values for place in rest)


def likest(found: Sequence[Group]) -> tuple[dict[int, int], bool]:
    """(row → group, by the words in that place around the figures where they are likest to the rows';
    whether they are the words that lead to the figures)"""
    best, kept, clear = 0.0, dict[int, int](), True
    for number, words in enumerate(WORDS):
        labels = [bare(words(group)) for group in found]
        total, anchors = assigned([[score(row, label) for label in labels] for row in ROWS], ALIKE)
        if total > best + CLEARLY:
            best, kept, clear = total, anchors, number < LEADING
        if len(kept) == len(found):
            break
    return kept, clear


def by_order(found: Sequence[Group]) -> dict[int, int]:
    """All rows of one layout in order, where there are as many groups, and nearly all have their words around them.

    For labels that are broken around their figures, so that each row has words of its neighbours too.
    """
    around = [bare(WORDS[-1](group)) for group in found]
    for extra in ((OTHER,), OTHERS):
        rows = [row for row in range(len(ROWS)) if stands(row, extra)]
        if len(rows) != len(found):
            continue
        alike = [likeness(pairs_of(ROWS[row]["words"]), near) for row, near in zip(rows, around, strict=True)]
        sure = all(share >= ALIKE for row, share in zip(rows, alike, strict=True) if NAMES[row] in BALANCED)
        if sure and sum(share >= ALIKE for share in alike) >= NEARLY * len(rows):
            return {row: place for place, row in enumerate(rows)}
    return {}


def score(row: Mapping[str, Any], label: str) -> float:
    """How much a label is like a row's words, 0 to 1 and a little more for the words nearest to the figures."""
    weight: float = row.get("weight", 1.0)
    if label in (row["words"], *row.get("also", ())):
        return weight
    words = row["words"]
    near = label[-len(words) - NEAR :]
    alike = likeness(pairs_of(words), near)
    nearness = 0.02 * max(0, near.rfind(words[-2:])) / max(1, len(near))
    needed = ALIKE if len(words) > SHORT else 1.0
    return weight * alike + nearness if alike >= needed else 0.0


def filled(anchors: Mapping[int, int]) -> dict[int, int]:
    """The rows told by their labels, and those between two of them that stand there in the right number."""
    places = dict(anchors)
    for (row, place), (next_row, next_place) in pairwise(sorted(anchors.items())):
        between = next_place - place - 1
        for variant in VARIANTS:
            rows = [one for one in range(row + 1, next_row) if stands(one, variant)]
            if rows and len(rows) == between:
                places |= {one: place + 1 + number for number, one in enumerate(rows)}
                break
    return places


def stands(row: int, variant: Sequence[str]) -> bool:
    return not ROWS[row].get("optional") or NAMES[row] in variant


def table_row(name: str, group: Group) -> Row:
    values = group.values or ("",) * len(COLUMNS)
    cells = (Cell(column, number_of(text), text) for column, text in zip(COLUMNS, values, strict=True))
    return Row(name, group.label[-2 * NEAR :], tuple(cells))


def is_head(row: Row, names: Container[str]) -> bool:
    """A heading of rows (（三）不予公开) has cells, but nothing in them; 其他处理 is one where three rows follow."""
    heads = HEADS if not any(name in names for name in OTHERS) else {*HEADS, OTHER}
    return row.name in heads and not any(cell.number is not None for cell in row.cells)


def parts(table: Table) -> Sequence[Row] | None:
    """The rows that add up to 总计, or None where one of them is not there."""
    rows = {row.name: row for row in table.rows}
    names = [*PARTS, *(OTHERS if any(name in rows for name in OTHERS) else (OTHER,))]
    return [rows[name] for name in names] if all(name in rows for name in names) else None
