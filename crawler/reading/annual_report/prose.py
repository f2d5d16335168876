"""Counts in the prose of a report, beside the cells of its tables that tell the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.reading.annual_report.form import Number, Table, TextFigure
from crawler.reading.annual_report.outline import Outline
from crawler.reading.annual_report.words import LEXICON, squeeze

PROSE = LEXICON["prose"]
ELSEWHERE: tuple[str, ...] = tuple(PROSE["elsewhere"])
SENTENCE = re.compile(PROSE["sentence"])
CLAUSE = re.compile(PROSE["clause"])
KINDS = ("requests_received", "requests_handled", "reconsiderations", "lawsuits")
PATTERNS = {kind: tuple(re.compile(pattern) for pattern in PROSE[kind]) for kind in KINDS}
NONE = {
    "requests_received": re.compile(PROSE["none_received"]),
    "reconsiderations": re.compile(PROSE["none_reconsidered"]),
    "lawsuits": re.compile(PROSE["none_sued"]),
}
SECTIONS = (0, 2, 3)  # where the prose speaks of applications and disputes
# The cells a count may mean, the usual one first: offices count what came in, with or without what was left over
CELLS = {
    "requests_received": (("table3:new",), ("table3:new", "table3:carried_over"), ("table3:total",)),
    "requests_handled": (("table3:total",), ("table3:new",), ("table3:new", "table3:carried_over")),
    "reconsiderations": (("table4:reconsideration",),),
    "lawsuits": (
        ("table4:direct_lawsuit", "table4:lawsuit_after_reconsideration"),
        ("table4:direct_lawsuit",),
        ("table4:lawsuit_after_reconsideration",),
    ),
}


def read_figures(outline: Outline, tables: Sequence[Table]) -> Iterator[TextFigure]:
    """Each count once. A number that no cell tells may have its reasons (the office alone, or the whole district)."""
    seen: set[tuple[str, int]] = set()
    text = re.sub(r"\n", "", outline.prose(*SECTIONS))
    for sentence in SENTENCE.findall(squeeze(text)):
        for kind, number in counts(sentence):
            if (kind, number) not in seen:
                seen.add((kind, number))
                cell, told = beside(kind, number, tables)
                yield TextFigure(kind, number, sentence.strip(), cell, told)


def counts(sentence: str) -> Iterator[tuple[str, int]]:
    for clause in CLAUSE.split(sentence):
        if any(word in clause for word in ELSEWHERE):
            continue
        for kind, patterns in PATTERNS.items():
            match = next(filter(None, (pattern.search(clause) for pattern in patterns)), None)
            if match is not None:
                yield kind, int(match["number"].replace(",", ""))
            elif kind in NONE and NONE[kind].search(clause):
                yield kind, 0


def beside(kind: str, number: int, tables: Sequence[Table]) -> tuple[str, Number | None]:
    """(the cells that tell this number, or the usual ones; their sum)"""
    usual = CELLS[kind][:1] if number == 0 else CELLS[kind]
    choices = [(cells, added(cells, tables)) for cells in usual]
    cells, told = next((choice for choice in choices if choice[1] == number), choices[0])
    return "+".join(f"{cell}:total" for cell in cells), told


def added(cells: Sequence[str], tables: Sequence[Table]) -> Number | None:
    told = []
    for cell in cells:
        name, _, row = cell.partition(":")
        table = next((table for table in tables if table.name == name), None)
        told.append(table.number(row, "total") if table else None)
    return sum(number for number in told if number is not None) if None not in told else None
