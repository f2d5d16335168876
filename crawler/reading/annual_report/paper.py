"""The blocks of a PDF file: the rows of its ruled tables, and its lines around them, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.reading.annual_report.blocks import Block, Cells, Line
from crawler.reading.annual_report.grid import Grid, GridCell, read_grids
from crawler.reading.annual_report.sheets import UNDEFINED, Glyph, Sheet, read_sheets
from crawler.reading.annual_report.words import is_page_number

MOST_UNDEFINED = 0.1  # glyphs without a letter for one with
GAP = 0.25  # of a glyph's height: a wider one between two glyphs is a blank
MARGIN = 0.1  # of a sheet's height at its head and its foot, where its number stands
FEWEST_GLYPHS = 200  # of all sheets: fewer are stamps and numbers on scanned ones
Placed = tuple[float, Block]  # the height on the sheet, and what stands there


def pdf_blocks(body: bytes) -> tuple[Block, ...] | None:
    """The blocks, or None where the file has no text layer worth the name. Raises what :func:`read_sheets` raises."""
    blocks: list[Block] = []
    told = undefined = 0
    for sheet in read_sheets(body):
        unknown = sum(glyph.text == UNDEFINED for glyph in sheet.glyphs)
        undefined += unknown
        told += len(sheet.glyphs) - unknown
        blocks += sheet_blocks(sheet)
    return tuple(blocks) if told >= FEWEST_GLYPHS and undefined <= MOST_UNDEFINED * told else None


def sheet_blocks(sheet: Sheet) -> Iterator[Block]:
    grids = [grid for grid in read_grids(sheet.rules) if len(grid.cells) > 2]
    inside: dict[tuple[int, int, int], list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in sheet.glyphs:
        x, y = centre(glyph)
        found = next(((number, *place) for number, grid in enumerate(grids) if (place := grid.place(x, y))), None)
        (outside if found is None else inside.setdefault(found, [])).append(glyph)
    placed = [row for number, grid in enumerate(grids) for row in grid_rows(grid, number, inside)]
    placed += [(height, Line(text)) for height, text in lines(outside) if not is_margin(sheet, height, text)]
    yield from (block for _, block in sorted(placed, key=lambda one: -one[0]))


def centre(glyph: Glyph) -> tuple[float, float]:
    x0, y0, x1, y1 = glyph.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def is_margin(sheet: Sheet, height: float, text: str) -> bool:
    """The number of a page at its head or foot."""
    edge = min(height, sheet.height - height)
    return edge <= MARGIN * sheet.height and is_page_number(text)


def grid_rows(grid: Grid, number: int, inside: dict[tuple[int, int, int], list[Glyph]]) -> Iterator[Placed]:
    for row in range(len(grid.ys) - 1):
        own = [cell for cell in grid.cells if cell.row == row]
        texts = tuple(cell_text(cell, number, inside) for cell in sorted(own, key=lambda cell: cell.column))
        if any(texts):
            yield grid.ys[row], Cells(texts)


def cell_text(cell: GridCell, number: int, inside: dict[tuple[int, int, int], list[Glyph]]) -> str:
    """Without blanks at the ends of lines: labels and figures are broken where a cell is narrow."""
    glyphs = [glyph for place in cell.places for glyph in inside.get((number, *place), ())]
    return "".join(text for _, text in lines(glyphs))


def lines(glyphs: Sequence[Glyph]) -> list[tuple[float, str]]:
    """(height of its middle, text) from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -centre(glyph)[1]):
        last = rows[-1][0] if rows else None
        if last is not None and centre(last)[1] - centre(glyph)[1] < (last.box[3] - last.box[1]) / 2:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [(centre(row[0])[1], line_text(sorted(row, key=lambda glyph: glyph.box[0]))) for row in rows]


def line_text(row: Sequence[Glyph]) -> str:
    """The glyphs in their order; where the file sets no blank between two that stand apart, there is one."""
    text, end = "", row[0].box[0]
    for glyph in row:
        if glyph.box[0] - end > GAP * (glyph.box[3] - glyph.box[1]):
            text += " "
        text += glyph.text
        end = max(end, glyph.box[2])
    return text
