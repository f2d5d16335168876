"""Table two, 主动公开政府信息情况, in the layout of 2021 and in the trial one of 2019."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crawler.reading.annual_report.blocks import Block, Cells
from crawler.reading.annual_report.form import Cell, Format, Row, Table
from crawler.reading.annual_report.outline import Outline
from crawler.reading.annual_report.words import LEXICON, TOKEN, bare, is_value, number_of, squeeze, tokens

LAYOUT: Mapping[str, Sequence[str]] = LEXICON["layout"]
LABELS: Mapping[str, str] = {word: name for name, words in LEXICON["table2"].items() for word in words}
COLUMNS: Mapping[str, Mapping[str, Sequence[str]]] = LEXICON["table2_columns"]


def read_layout(blocks: Sequence[Block]) -> Format | None:
    """The layout by the words only one of the two has, or None where both or none are there."""
    texts = ("".join(block.texts) if isinstance(block, Cells) else block.text for block in blocks)
    text = squeeze("".join(texts))
    trial = sum(word in text for word in LAYOUT["2019"])
    revised = sum(word in text for word in LAYOUT["2021"])
    return None if trial == revised else "2019" if trial > revised else "2021"


def read_publishing(outline: Outline, layout: Format | None) -> Table | None:
    """The rows whose figures are as many as the layout has columns; a row with another number of them has none."""
    if layout is None:
        return None
    rows: dict[str, Row] = {}
    for label, values in labelled(outline.part(1, 2)):
        name = named(bare(label))
        columns = COLUMNS[layout].get(name)
        if columns and name not in rows:
            told = next((some for some in (values, printed(values)) if len(some) == len(columns)), [""] * len(columns))
            cells = (Cell(column, number_of(text), text) for column, text in zip(columns, told, strict=True))
            rows[name] = Row(name, label, tuple(cells))
    return Table("table2", tuple(rows.values())) if len(rows) >= 3 else None


def named(label: str) -> str:
    """The row a label ends with, the longest words first, or an empty string."""
    return next((LABELS[word] for word in sorted(LABELS, key=len, reverse=True) if label.endswith(word)), "")


def printed(values: Sequence[str]) -> list[str]:
    return [value for value in values if squeeze(value)]


def labelled(blocks: Sequence[Block]) -> Iterator[tuple[str, list[str]]]:
    """Labels and the figures behind them, up to the next words."""
    words, values = "", list[str]()
    for block in blocks:
        if isinstance(block, Cells):
            last = max((place for place, text in enumerate(block.texts) if not is_value(text)), default=-1)
            if last >= 0:
                yield squeeze(block.texts[last]), list(block.texts[last + 1 :])
            continue
        for token in tokens(block.text):
            if TOKEN.match(token):
                values.append(token)
                continue
            if values:
                yield words, values
                words, values = "", []
            words += squeeze(token)
    if values:
        yield words, values
