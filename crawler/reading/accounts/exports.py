"""An export of a back office, or of the national report system, as dated posts with the words for their account.

Every line comes to a post, to a line that is known to be none (totals, notes, the header again), or to a problem; a
day is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise

from crawler.lexicon import load
from crawler.reading.accounts.export_days import Unclear, cell_day, text_day
from crawler.reading.accounts.sheets import Cell, Line, Sheet, read_sheets, refusal, strings
from crawler.registration import plain

HEAD_LINES = 40  # among which a sheet's header is looked for
WHO = ("id", "platform", "account_id", "name", "account")
LABELLED = re.compile(r"^\s*([^:：]{1,20})[:：]\s*(\S.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line that could not be taken whole: where, the words in question, and why."""

    line: int
    value: str
    what: str  # its sentence in the lexicon: says.<what> and says.<what>-next
    sheet: str = ""
    detail: str = ""  # what the sentence names besides: a column, days, ids

    def sentence(self, file: str) -> str:
        """One line for the console."""
        says = load("exports")["says"]
        place = f"{file}:{self.line}"
        if self.sheet:
            place = says["in-sheet"].format(file=file, sheet=self.sheet, line=self.line)
        words = dict.fromkeys(("column", "days", "ids", "sheet"), self.detail)
        value = says["value"].format(value=self.value[:60]) if self.value else ""
        problem, step = says[self.what].format(**words), says[f"{self.what}-next"]
        return str(says["place"].format(place=place, problem=problem, value=value, next=step))


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One post as the file tells it. ``who`` holds the words for its account; ``problem`` why it has no day."""

    line: int
    sheet: str
    who: Mapping[str, str]
    title: str
    url: str
    on: date | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """``until`` is the end of the period the file itself says it covers; ``problems`` are those of no single post."""

    rows: tuple[ExportRow, ...]
    problems: tuple[Problem, ...] = ()
    until: date | None = None

    @property
    def newest(self) -> ExportRow | None:
        dated = [row for row in self.rows if row.on]
        return max(dated, key=lambda row: row.on or date.min, default=None)


def read_export(body: bytes, name: str) -> Export:
    """Raises InputError, and nothing else, for a file without a table of posts."""
    sheets = [sheet for sheet in read_sheets(body, name) if sheet.lines]
    tables = [_Table(sheet, len(sheets) > 1) for sheet in sheets]
    rows = [row for table in tables for row in table.rows()]
    if not any(table.columns for table in tables):
        raise refusal("no-header", file=name, line=sheets[0].lines[0].number if sheets else 0)
    if not rows:
        raise refusal("no-row", file=name)
    left = tuple(Problem(1, "", "sheet-left", "", table.sheet.name) for table in tables if table.may_hold_posts)
    ends = [table.until for table in tables if table.until]
    return Export(tuple(rows), left, min(ends, default=None))


class _Table:
    """One sheet: what stands above the header, the header, and the lines below."""

    def __init__(self, sheet: Sheet, one_of_many: bool) -> None:
        self.sheet = sheet
        self.name = sheet.name if one_of_many else ""
        self.columns: dict[str, list[int]] = {}
        self.header: list[str] = []
        self.start = 0
        for at, line in enumerate(sheet.lines[:HEAD_LINES]):
            found = _columns(line)
            if "published" in found and len(found) > 1:
                self.columns, self.header, self.start = found, strings(line.cells), at + 1
                break
        above = sheet.lines[: self.start]
        self.zoned = bool(re.search(load("exports")["days"]["other_zone"], " ".join(self.header), re.I))
        self.until = _period_end(above)
        self.whose = _whose(above) if self.columns else {}

    @property
    def may_hold_posts(self) -> bool:
        """A sheet without a header is named where a day stands in it; explanations and covers hold none."""
        cells = (cell for line in self.sheet.lines for cell in line.cells)
        return not self.columns and any(isinstance(cell_day(cell), date) for cell in cells)

    def rows(self) -> Iterator[ExportRow]:
        for line in self.sheet.lines[self.start :] if self.columns else ():
            if "published" in _columns(line):
                self._header_goes_on(line)
            elif not self._says_nothing(line):
                yield self._row(line)

    def _header_goes_on(self, line: Line) -> None:
        """A header of two lines, or the header again on the next printed page."""
        for name, places in _columns(line).items():
            self.columns.setdefault(name, places)

    def _says_nothing(self, line: Line) -> bool:
        """Totals, and notes that stand alone: a line without anything where its day should be."""
        words, told = load("exports")["lines"], list(filter(None, strings(line.cells)))
        is_total = re.search(words["totals"], told[0], re.I) is not None
        is_note = len(set(told)) == 1 and re.search(words["notes"], told[0], re.I) is not None
        return (is_note and self._is_alone(line)) or (is_total and not self._text(line, "published"))

    def _is_alone(self, line: Line) -> bool:
        """Nothing stands where a day should, unless one merged cell covers the whole line."""
        return not self._text(line, "published") or self._text(line, "published") == strings(line.cells)[0]

    def _cells(self, line: Line, column: str) -> list[Cell]:
        places = (place for place in self.columns.get(column, ()) if place < len(line.cells))
        return [line.cells[place] for place in places]

    def _text(self, line: Line, column: str) -> str:
        return next(filter(None, strings(self._cells(line, column))), "")

    def _day(self, cell: Cell) -> date | Unclear | None:
        day = cell_day(cell, self.sheet.epoch)
        return Unclear.ZONE if self.zoned and isinstance(day, date) else day

    def _row(self, line: Line) -> ExportRow:
        who = {name: text for name in WHO if (text := self._text(line, name) or self.whose.get(name, ""))}
        on, problem = self._published(line)
        return ExportRow(line.number, self.name, who, self._text(line, "title"), self._url(line), on, problem)

    def _url(self, line: Line) -> str:
        """The address in the row, or behind its title; anything else is no address of a post."""
        places = [*self.columns.get("url", ()), *self.columns.get("title", ())]
        told = [self._text(line, "url"), *(line.links[place] for place in places if place in line.links)]
        return next((url for url in told if url.lower().startswith(("http://", "https://"))), "")

    def _published(self, line: Line) -> tuple[date | None, Problem | None]:
        cells = [cell for cell in self._cells(line, "published") if strings([cell])[0]]
        days = [self._day(cell) for cell in cells]
        unclear = next((at for at, day in enumerate(days) if not isinstance(day, date)), None)
        if not cells or unclear is not None:
            return None, self._no_day(line, cells, days[unclear] if unclear is not None else None)
        known = sorted({day for day in days if isinstance(day, date)})
        if len(known) > 1:
            told = ", ".join(day.isoformat() for day in known)
            return None, Problem(line.number, "", "two-days", self.name, told)
        return known[0], None

    def _no_day(self, line: Line, cells: Sequence[Cell], day: object) -> Problem:
        value = ", ".join(strings(cells))
        if day is Unclear.ZONE:
            return Problem(line.number, value, "other-zone", self.name)
        place = next((at for at, cell in enumerate(line.cells) if self._strays(at, cell)), None)
        if place is not None:
            column = self.header[place] if place < len(self.header) else str(place + 1)
            return Problem(line.number, value, "other-column", self.name, column)
        return Problem(line.number, value, "bad-day" if value else "no-day", self.name)

    def _strays(self, place: int, cell: Cell) -> bool:
        """A date that stands where words are expected."""
        if place not in [*self.columns.get("title", ()), *self.columns.get("url", ())]:
            return False
        return isinstance(cell if isinstance(cell, datetime) else text_day(cell), date)


def _columns(line: Line) -> dict[str, list[int]]:
    """Column → positions, of a line that heads a table."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(strings(line.cells)):
        name = _words().get(re.sub(r"[(\[【].*$", "", plain(text)))
        if name and name != "figures":
            places.setdefault(name, []).append(place)
    return places


@cache
def _words() -> Mapping[str, str]:
    return {plain(word): name for name, found in load("exports")["headers"].items() for word in found}


def _whose(above: Sequence[Line]) -> dict[str, str]:
    """公众号名称：临江发布 above the header: what holds for every line below."""
    found: dict[str, str] = {}
    for line in above[:-1]:
        texts = list(filter(None, dict.fromkeys(strings(line.cells))))
        pairs = [match.groups() for text in texts if (match := LABELLED.match(text))]
        pairs += [(label.rstrip(":："), value) for label, value in pairwise(texts)]
        for label, value in pairs:
            if (name := _words().get(plain(label))) in WHO:
                found.setdefault(name, value)
    return found


def _period_end(above: Sequence[Line]) -> date | None:
    """The end of the period a file says it covers."""
    for line in above:
        if match := re.search(load("exports")["lines"]["period"], " ".join(strings(line.cells))):
            day = text_day(match[2])
            return day if isinstance(day, date) else None
    return None
