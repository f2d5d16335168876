"""The lines and rows of a PDF file with a text layer, in reading order."""

from __future__ import annotations

from crawler.reading.annual_report.grid import Grid, read_grids
from crawler.reading.annual_report.paper import FEWEST_GLYPHS, MOST_UNDEFINED, centre, is_margin, lines
from crawler.reading.annual_report.sheets import UNDEFINED, Glyph, Sheet, read_sheets
from results.ledger.lines import Line, Piece, Row, clean, squeezed


def pdf_pieces(body: bytes) -> list[Piece] | None:
    """None where the file has no text layer worth the name. Raises what reading the sheets raises."""
    found: list[Piece] = []
    told = undefined = 0
    for sheet in read_sheets(body):
        unknown = sum(glyph.text == UNDEFINED for glyph in sheet.glyphs)
        undefined += unknown
        told += len(sheet.glyphs) - unknown
        found += _of_sheet(sheet, len(found))
    return found if told >= FEWEST_GLYPHS and undefined <= MOST_UNDEFINED * told else None


def _of_sheet(sheet: Sheet, before: int) -> list[Piece]:
    grids = [grid for grid in read_grids(sheet.rules) if len(grid.cells) > 2]
    inside: dict[tuple[int, int, int], list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in sheet.glyphs:
        places = ((number, grid.place(*centre(glyph))) for number, grid in enumerate(grids))
        found = next(((number, *place) for number, place in places if place), None)
        (outside if found is None else inside.setdefault(found, [])).append(glyph)
    placed: list[tuple[float, str | tuple[str, ...]]] = [
        row for number, grid in enumerate(grids) for row in _rows(grid, number, inside)
    ]
    placed += [(height, text) for height, text in lines(outside) if text.strip() and not is_margin(sheet, height, text)]
    ordered = [each for _, each in sorted(placed, key=lambda one: -one[0])]
    return [_piece(each, before + index + 1) for index, each in enumerate(ordered)]


def _rows(
    grid: Grid, number: int, inside: dict[tuple[int, int, int], list[Glyph]]
) -> list[tuple[float, tuple[str, ...]]]:
    """One text a column of the grid; empty where a cell reaches in. Lines stay apart: a unit may end there."""
    rows = []
    for row in range(len(grid.ys) - 1):
        cells = [""] * (len(grid.xs) - 1)
        for cell in grid.cells:
            if cell.row == row:
                glyphs = [glyph for place in cell.places for glyph in inside.get((number, *place), ())]
                cells[cell.column] = "\n".join(clean(text).strip() for _, text in lines(glyphs))
        if any(cells):
            rows.append((grid.ys[row], tuple(cells)))
    return rows


def _piece(found: str | tuple[str, ...], number: int) -> Piece:
    return (
        Line(squeezed(clean(found)), number, raw=clean(found).strip()) if isinstance(found, str) else Row(found, number)
    )
