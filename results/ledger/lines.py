"""A document as lines of text and rows of cells, cleaned of what printing and copying left in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from results.ledger.units import divided_by_blanks
from results.ledger.words import header, label, pattern

# Letters some PDF files have in the place of ordinary ones, and wide Latin letters and figures
_ODD = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff61-\uff65\ufe50-\ufe6b]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]|[^\\S\\n\\t]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``number`` counts from 1 in the file; ``apart``: after a blank line; ``raw``: with its blanks."""

    text: str
    number: int
    apart: bool = False
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; cells keep their line ends. ``unclear``: units of which the column is not certain."""

    cells: tuple[str, ...]
    number: int
    unclear: str = ""


Piece = Line | Row


def clean(text: str) -> str:
    """Ordinary letters, ordinary blanks, no invisible signs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    text = _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", text)
    text = _ODD.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})


def pieces(text: str) -> list[Piece]:
    """The lines and rows of plain text: cells stand between tabs or upright strokes."""
    found: list[Piece] = []
    apart = False
    for number, line in enumerate(clean(text).split("\n"), start=1):
        if not line.strip():
            apart = True
            continue
        cells = tuple(cell.strip() for cell in _cells(line))
        if _is_row(cells, found):
            found.append(Row(cells, number))
        else:
            found.append(Line(squeezed(line), number, apart, line.strip()))
        apart = False
    return found


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    stroke = next((sign for sign in "|│｜" if line.count(sign) > 1), None)
    return line.strip().strip(stroke).split(stroke) if stroke else [line]


def _is_row(cells: tuple[str, ...], before: list[Piece]) -> bool:
    if len(cells) == 2:
        return all(cells) and ((role_of(cells[0]) != "" and role_of(cells[1]) != "") or _same_row(cells, before))
    return len(cells) > 2


def _same_row(cells: tuple[str, ...], before: list[Piece]) -> bool:
    return bool(before) and isinstance(before[-1], Row) and len(before[-1].cells) == len(cells)


def squeezed(line: str) -> str:
    """Without the blanks that printing sets between Chinese letters; those that stand between units are kept."""
    line = pattern("units", "boxed").sub(r"\g<said>：", " ".join(line.split()))
    found = label().search(line)
    if found and (units := divided_by_blanks(line[found.end() :])):
        return joined(line[: found.end()]) + "\u3000".join(units)
    return joined(line)


def joined(text: str) -> str:
    """Text without blanks and line ends beside Chinese letters and signs."""
    return pattern("lines", "apart").sub("", " ".join(text.split()))


ROLES = ("number", "lead", "joint", "deadline", "text", "title", "other")


def role_of(cell: str) -> str:
    """What the column under a heading holds; empty for what is none."""
    heading = joined(cell).strip("：: ").replace(" ", "")
    return next((role for role in ROLES if header(role).fullmatch(heading)), "")


def is_furniture(text: str) -> bool:
    return pattern("lines", "furniture").fullmatch(text) is not None


def running_heads(found: Iterable[Piece]) -> set[str]:
    """Short lines that stand on every page: told by standing there three times, with no end of a sentence."""
    counts: dict[str, int] = {}
    for text in _short(found):
        counts[text] = counts.get(text, 0) + 1
    return {text for text, count in counts.items() if count > 2}


def _short(found: Iterable[Piece]) -> Iterator[str]:
    for piece in found:
        if isinstance(piece, Line) and len(piece.text) <= 30 and not label().search(piece.text):
            is_unit = pattern("units", "unit").search(piece.text) or role_of(piece.text)
            if not is_unit and not pattern("lines", "ended").search(piece.text):
                yield piece.text
