"""Table four, 政府信息公开行政复议、行政诉讼情况: three groups of five figures, in one row or in several."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from crawler.reading.annual_report.blocks import Block, Cells
from crawler.reading.annual_report.form import Cell, Row, Table
from crawler.reading.annual_report.outline import Outline
from crawler.reading.annual_report.words import LEXICON, TOKEN, is_value, number_of, squeeze, tokens

TABLE = LEXICON["table4"]
COLUMNS: tuple[str, ...] = tuple(TABLE["columns"])
HEADS: tuple[str, ...] = tuple(TABLE["heads"])
NAMES = ("reconsideration", "direct_lawsuit", "lawsuit_after_reconsideration")
FIGURES = len(NAMES) * len(COLUMNS)


def read_disputes(outline: Outline) -> Table | None:
    """The table, or None where its fifteen figures cannot be told apart."""
    blocks = outline.part(3, 4)
    rows = figures(blocks)
    values = [value for row in rows for value in row]
    if len(values) != FIGURES:
        return None
    if len(rows) == len(COLUMNS) and all(len(row) == len(NAMES) for row in rows):
        values = [row[number] for number in range(len(NAMES)) for row in rows]
    order = columns(blocks)
    width = len(COLUMNS)
    return Table(
        "table4",
        tuple(
            Row(name, TABLE[name][0], table_cells(order, values[number * width : (number + 1) * width]))
            for number, name in enumerate(NAMES)
        ),
    )


def table_cells(order: Sequence[str], values: Sequence[str]) -> tuple[Cell, ...]:
    cells = {column: Cell(column, number_of(text), text) for column, text in zip(order, values, strict=True)}
    return tuple(cells[column] for column in COLUMNS)


def figures(blocks: Sequence[Block]) -> list[list[str]]:
    """The figures behind the table's heads, row by row; a text layer is one row, however it was broken."""
    seen = ""
    rows: list[list[str]] = []
    loose: list[str] = []
    lengths: list[int] = []
    for block in blocks:
        if isinstance(block, Cells):
            seen += "".join(squeeze(text) for text in block.texts)
            values = trailing_values(block.texts)
            if values and HEADS[0] in seen:
                rows.append(values)
            continue
        words = list(tokens(block.text))
        values = [word for word in words if TOKEN.match(word)]
        seen += squeeze(block.text)
        if (values and len(values) == len(words)) or (values and TOKEN.match(words[-1]) and HEADS[-1] in seen):
            loose += values
            lengths.append(len(values))
    return rows or ([] if not loose or is_mixed(lengths) else [loose])


def is_mixed(lengths: Sequence[int]) -> bool:
    """Lines of a text layer that are neither a figure each nor whole groups: something is lost, or does not belong."""
    return set(lengths) != {1} and any(length % len(COLUMNS) for length in lengths)


def trailing_values(texts: Sequence[str]) -> list[str]:
    """The cells behind a row's last words, or none where all that is there is empty."""
    last = max((place for place, text in enumerate(texts) if not is_value(text)), default=-1)
    values = list(texts[last + 1 :])
    return values if any(squeeze(text) for text in values) else []


def columns(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The order of the five columns as the heads print it, or the usual one."""
    texts = ("".join(block.texts) if isinstance(block, Cells) else block.text for block in blocks)
    printed = squeeze("".join(texts))
    for order in permutations(range(len(HEADS))):
        if printed.count("".join(HEADS[place] for place in order)) >= len(NAMES):
            return tuple(COLUMNS[place] for place in order)
    return COLUMNS
