"""Tables that a copy or a print turned into lines: a row a line, or a cell a line; made rows again where certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from results.ledger import units
from results.ledger.lines import Line, Piece, Row, is_furniture, joined, role_of
from results.ledger.words import pattern

FEWEST = 3  # columns of a heading: fewer words may stand in any text
UNITS = ("lead", "joint")
WIDE = re.compile(r" {2,}|\t")


def unflattened(found: Sequence[Piece]) -> list[Piece]:
    """The same pieces, with the lines of a flattened table as its rows."""
    made: list[Piece] = []
    place = 0
    while place < len(found):
        words, length = _heading(found, place)
        if not words:
            made.append(found[place])
            place += 1
            continue
        end = _end(found, place + length)
        made.append(Row(words, found[place].number))
        made += _rows([each for each in found[place + length : end] if isinstance(each, Line)], words)
        place = end
    return made


def _heading(found: Sequence[Piece], place: int) -> tuple[tuple[str, ...], int]:
    """The headings of the columns and how many lines they take; none where no table begins."""
    first = found[place]
    if not isinstance(first, Line):
        return (), 0
    in_line = tuple(first.raw.split())
    if len(in_line) >= FEWEST and _is_heading(in_line):
        return in_line, 1
    words: list[str] = []
    for piece in found[place:]:
        if not isinstance(piece, Line) or not role_of(piece.text):
            break
        words.append(piece.text)
    return (tuple(words), len(words)) if len(words) >= FEWEST and _is_heading(tuple(words)) else ((), 0)


def _is_heading(words: tuple[str, ...]) -> bool:
    """A table of numbered tasks: without numbers nobody could tell where a row begins."""
    roles = [role_of(word) for word in words]
    has_words = {"text", "title"} & set(roles)
    return all(roles) and roles[0] == "number" and bool(has_words) and bool({*UNITS, "deadline"} & set(roles))


def _end(found: Sequence[Piece], place: int) -> int:
    """Where another part, another table or a row of a true table begins."""
    while place < len(found):
        piece = found[place]
        if isinstance(piece, Row) or _heading(found, place)[0]:
            break
        if any(pattern("lines", key).fullmatch(piece.text) for key in ("title", "annex", "annex_named", "ending")):
            break
        place += 1
    return place


def _rows(lines: Sequence[Line], words: tuple[str, ...]) -> list[Piece]:
    """From each next number a row; lines before the first one stay lines."""
    made: list[Piece] = []
    rows: list[list[Line]] = []
    for line in lines:
        if _begins(line, len(rows) + 1):
            rows.append([line])
        elif not rows or is_furniture(line.text):
            made.append(line)
        else:
            rows[-1].append(line)
    roles = tuple(role_of(word) for word in words)
    return made + [_row(row, roles) for row in rows]


def _begins(line: Line, number: int) -> bool:
    return re.match(rf"{number}(?:[、.．\s]|$|(?=[^\d.%]))", line.raw) is not None


def _row(lines: list[Line], roles: tuple[str, ...]) -> Row:
    number = re.match(r"\d+", lines[0].raw)
    sign = number[0] if number else ""
    first = lines[0].raw[len(sign) :].lstrip("、.． \t")
    wide = [part.strip() for part in WIDE.split(first) if part.strip()]
    if len(lines) == 1 and len(wide) == len(roles) - 1:
        return Row((sign, *wide), lines[0].number)
    parts = ([first] if first else []) + [line.raw for line in lines[1:]]
    groups = _groups(lines, first)
    for cells in (parts, groups):
        if len(cells) == len(roles) - 1 and _fits(cells, roles[1:]):
            return Row((sign, *cells), lines[0].number)
    return _by_words(sign, " ".join(parts).split(), roles, lines[0].number)


def _groups(lines: list[Line], first: str) -> list[str]:
    """Cells that blank lines divide."""
    groups: list[str] = [first] if first else []
    for index, line in enumerate(lines[1:]):
        if line.apart or not groups or (not first and index == 0):
            groups.append(line.raw)
        else:
            groups[-1] += f"\n{line.raw}"
    return groups


def _fits(cells: list[str], roles: tuple[str, ...]) -> bool:
    return all(role not in UNITS or units.reads_as_units(cell) for cell, role in zip(cells, roles, strict=True))


def _by_words(sign: str, words: list[str], roles: tuple[str, ...], line: int) -> Row:
    """The words from the right: the deadline, the units, and what is left is the task."""
    cells = dict.fromkeys(range(len(roles)), "")
    last = len(roles) - 1
    if roles[-1] == "deadline" and words:
        cells[last], words, last = words[-1], words[:-1], last - 1
    start = len(words)
    while start > 1 and units.reads_as_units(words[start - 1]) and not words[start - 1].isdigit():
        start -= 1
    named = words[start:]
    columns = [place for place, role in enumerate(roles) if role in UNITS]
    unclear = ""
    if len(columns) == 1:
        cells[columns[0]] = " ".join(named)
    elif len(columns) == len(named):
        cells.update(zip(columns, named, strict=True))
    else:
        unclear = " ".join(named)
    text = next(place for place, role in enumerate(roles) if role in {"text", "title"})
    cells[0], cells[text] = sign, joined(" ".join(words[:start]))
    return Row(tuple(cells.values()), line, unclear)
