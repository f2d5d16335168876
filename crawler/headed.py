"""The list within a sheet: where its header stands, and which rows below it belong to no target."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.lexicon import load
from crawler.registration import aliases, plain
from crawler.sheets import Table

HEADER_WITHIN = 15  # rows that are not empty; titles and remarks stand above a header
TELLING = frozenset({"name", "address", "account_id"})  # one of them at least is in every header


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet's list. ``sheet`` is empty where the file has one only."""

    sheet: str
    line: int  # of the header
    header: Sequence[str]
    rows: Sequence[tuple[int, list[str]]]


def headed(table: Table) -> Headed | None:
    """The list of a sheet, or None where no row of it is a header: a cover sheet, a page of remarks."""
    names = aliases("headers")
    for place, (line, cells) in enumerate(table.rows[:HEADER_WITHIN]):
        header = [cell.strip() for cell in cells]
        if TELLING & {names.get(plain(cell), "") for cell in header}:
            below = table.rows[place + 1 :]
            return Headed(table.name, line, header, [row for row in below if not _is_header(row[1], header)])
    return None


def _is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """The header once more, as prints of many pages repeat it."""
    return [plain(cell) for cell in cells if cell.strip()] == [plain(cell) for cell in header if cell]


def is_filler(row: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Totals, remarks and rows that hold nothing but their number: no target was meant."""
    if any(row[name] for name in (*TELLING, "feed", "site_code")):
        return False
    words = load("inventory")["fillers"]
    texts = [text for cell in cells if (text := plain(cell))]
    return bool(re.match(words["begin"], texts[0])) or all(re.fullmatch(words["number"], text) for text in texts)
