"""Repeal lists: pages that name documents and say of each whether it stays in force (清理结果, 废止失效目录)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.documents.titles import read_title
from crawler.reading.documents.validity import VALIDITY, ValidityState, validity_state
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, visible_text

WORDS = load("documents")["repeal_lists"]
TITLE = re.compile(WORDS["title"])
HEADING = re.compile(WORDS["heading"])
ENTRY = re.compile(WORDS["entry"])
NUMBER = re.compile(WORDS["number"])
NAME_CELL = re.compile(WORDS["name_cell"])
MARKS = " 《》\t"
NAME_LENGTH = range(6, 300)  # letters of a document's name
LONGEST_HEADING = 80
MOST_ROWS = 5_000
MOST_CELLS = 12


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One document of a repeal list. ``state`` is None where neither its row nor its heading tells."""

    title: str
    number: str | None
    state: ValidityState | None


@once
def read_repeals(page: Page) -> tuple[ListedDocument, ...]:
    """The documents a repeal list names, each once; nothing on any other page."""
    title = read_title(page) or ""
    if not TITLE.search(title) and not TITLE.search(read_metas(page).get("ColumnName", "")):
        return ()
    rows = tuple(table_rows(page, whole_state(title, page)))
    listed = rows or tuple(line_entries(page, whole_state(title, page)))
    return tuple({(one.title, one.number): one for one in listed}.values())


def whole_state(title: str, page: Page) -> ValidityState | None:
    """What the page's own title says of all it names, where it says one thing alone."""
    return validity_state(title, on=page.on) if HEADING.search(title) else None


def table_rows(page: Page, state: ValidityState | None) -> Iterator[ListedDocument]:
    """Rows with a document's name and number; a cell with a validity's wording tells of its row, a short row or a
    line above the table of those below."""
    for row in islice(page.root.iter("tr"), MOST_ROWS):
        if next(row.iter("table"), None) is not None:
            continue  # a row of the layout holds whole tables
        cells = [visible_text(cell) for cell in islice(row.iterchildren("td", "th"), MOST_CELLS)]
        heading = headed(cells, row, page)
        state = heading or state
        name, number = named(cells)
        if name:
            told = next((cell for cell in cells if cell != name and len(cell) <= 20 and VALIDITY.match(cell)), "")
            yield ListedDocument(name, number, validity_state(told, on=page.on) if told else state)


def headed(cells: list[str], row: Any, page: Page) -> ValidityState | None:
    """The state that a row of one cell, or the line above a table, gives to the rows below."""
    if len(cells) == 1 and len(cells[0]) <= LONGEST_HEADING and HEADING.search(cells[0]):
        return validity_state(cells[0], on=page.on)
    if row.getprevious() is not None:
        return None
    table = next(row.iterancestors("table"), row)
    above = table.getprevious()
    words = visible_text(above) if above is not None and isinstance(above.tag, str) else ""
    return validity_state(words, on=page.on) if len(words) <= LONGEST_HEADING and HEADING.search(words) else None


def named(cells: list[str]) -> tuple[str, str | None]:
    """(name, number) of a row of a list of documents, an empty name where the row is none."""
    numbers = [cell for cell in cells if NUMBER.fullmatch(cell)]
    names = [cell for cell in cells if len(cell) in NAME_LENGTH and cell not in numbers and NAME_CELL.search(cell)]
    if not names or (not numbers and len(cells) > 2 and "\u300a" not in names[0]):
        return "", None
    longest = max(names, key=len)
    return longest.strip(MARKS), numbers[0] if numbers else None


def line_entries(page: Page, state: ValidityState | None) -> Iterator[ListedDocument]:
    """Numbered lines such as ``3.《节水办法》（林政发〔2010〕3号）`` below headings that say what becomes of them."""
    for line in islice(page_lines(page), MOST_ROWS):
        match = ENTRY.match(line)
        if match:
            number = match["number"]
            yield ListedDocument(match["name"].strip(MARKS), number.strip() if number else None, state)
        elif len(line) <= LONGEST_HEADING and HEADING.search(line):
            state = validity_state(line, on=page.on) or state
