"""A filled-in spreadsheet of decisions: every row that says something is taken, or named with what is wrong with it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from crawler.errors import InputError
from crawler.model import Decision, DecisionKind, Finding, RunId
from results.audit import Trail
from results.review.conclusions import UNTOUCHED, Standing, standings
from results.review.decide import filled, require_one_sayable, require_sayable
from results.review.desk_sheet import check_of, headings
from results.review.words import say
from results.text import plain, words

LARGEST, LARGEST_OPENED = 20_000_000, 300_000_000  # bytes of the file, and of what it unpacks to
MOST_ROWS = 100_000
NEEDED = ("id", "word", "reason", "check")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row in which a person wrote something."""

    line: int
    number: int
    kind: DecisionKind
    reason: str
    check: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row whose finding somebody decided on after the sheet was written: both words."""

    entry: Entry
    theirs: Decision


@dataclass(slots=True)
class Plan:
    """What an import would do. ``words`` are to be recorded; ``repeated`` were recorded by an earlier import."""

    words: list[Decision] = field(default_factory=list)
    known: dict[int, int] = field(default_factory=dict)  # finding → the decision that was current, 0: none
    conflicts: list[Conflict] = field(default_factory=list)
    repeated: int = 0
    problems: list[InputError] = field(default_factory=list)
    blank: int = 0
    missing: int = 0  # rows that were written and are no longer there


def plan(trail: Trail, path: Path, by: str, at: datetime) -> Plan:
    """Raises InputError for a file that is no such spreadsheet, and for an empty name."""
    by = filled(by, "decide.no-name")
    found = Plan()
    desk = _Desk(trail)
    for entry in _entries(path, _sheet(path), found):
        try:
            finding, standing = desk.place(entry)
            if standing.latest and check_of(finding, standing.latest.id) != entry.check:
                _since(found, entry, standing.latest, by)
                continue
            word = Decision(entry.number, entry.kind, by, entry.reason, at)
            require_one_sayable(finding, standing, word)
            found.words.append(word)
            found.known[word.finding] = standing.latest.id if standing.latest else 0
        except InputError as error:
            found.problems.append(_at(error, path, entry.line))
    return found


def record(trail: Trail, found: Plan) -> list[Decision]:
    """Writes the words of a plan, all or none. Raises InputError where somebody decided since it was made."""

    def unchanged() -> None:
        desk = _Desk(trail)
        for word in found.words:
            if desk.latest(word.finding) != found.known[word.finding]:
                raise InputError(say("import.meanwhile"), value=str(word.finding), next_step=say("import.again"))
        require_sayable(trail, found.words)

    return trail.record_words(found.words, unchanged)


def _since(found: Plan, entry: Entry, theirs: Decision, by: str) -> None:
    if (theirs.kind, theirs.by, theirs.reason) == (entry.kind, by, entry.reason):
        found.repeated += 1
    else:
        found.conflicts.append(Conflict(entry, theirs))


class _Desk:
    """Findings, read as they are asked for, and what was said of them, read once a run."""

    def __init__(self, trail: Trail) -> None:
        self.trail = trail
        self.findings: dict[int, Finding] = {}
        self.said: dict[int, Standing] = {}
        self.runs: set[RunId] = set()

    def find(self, number: int) -> Finding | None:
        if number not in self.findings:
            try:
                finding, is_current = self.trail.finding(number)
            except InputError:
                return None
            if not is_current:
                raise InputError(say("import.replaced"), value=str(number), next_step=say("import.replaced-next"))
            if finding.run not in self.runs:
                self.said |= standings(self.trail, finding.run)
                self.runs.add(finding.run)
            self.findings[number] = finding
        return self.findings[number]

    def latest(self, number: int) -> int:
        self.find(number)
        standing = self.said.get(number, UNTOUCHED)
        return standing.latest.id if standing.latest else 0

    def place(self, entry: Entry) -> tuple[Finding, Standing]:
        """The finding a row is about. Raises InputError where row and check do not belong together."""
        finding = self.find(entry.number)
        known, _, _ = entry.check.partition("-")
        if finding is None or not known.isdecimal() or check_of(finding, int(known)) != entry.check:
            raise InputError(say("import.moved"), value=str(entry.number), next_step=say("import.export-again"))
        return finding, self.said.get(entry.number, UNTOUCHED)


def _sheet(path: Path) -> Worksheet:
    """The sheet with our headings."""
    if path.suffix.lower() != ".xlsx":
        raise InputError(say("import.format"), file=str(path), next_step=say("import.format-next"))
    if not path.exists():
        raise InputError(say("import.absent"), file=str(path), next_step=say("import.absent-next"))
    try:
        _require_size(path)
        book = openpyxl.load_workbook(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError, OSError,
            SyntaxError) as error:  # fmt: skip
        problem = say("import.unreadable", detail=plain(str(error)))
        raise InputError(problem, file=str(path), next_step=say("import.format-next")) from error
    for sheet in book.worksheets:
        if sheet.max_row > MOST_ROWS:
            raise InputError(say("import.too-large"), file=str(path), next_step=say("import.too-large-next"))
        if set(NEEDED) <= set(_columns(sheet)):
            return sheet
    names = words("letter")["and"].join(headings()[name] for name in NEEDED)
    raise InputError(say("import.other", names=names), file=str(path), line=1, next_step=say("import.export-again"))


def _require_size(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        opened = sum(one.file_size for one in packed.infolist())
    if path.stat().st_size > LARGEST or opened > LARGEST_OPENED:
        raise InputError(say("import.too-large"), file=str(path), next_step=say("import.too-large-next"))


def _columns(sheet: Worksheet) -> dict[str, int]:
    """Our columns by name, wherever they stand now; the check's heading also says how many rows there were."""
    found: dict[str, int] = {}
    for cell in sheet[1]:
        text = str(cell.value or "").strip()
        for name, heading in headings().items():
            if text == heading or (name == "check" and text.startswith(heading)):
                found.setdefault(name, cell.column)
    return found


def _entries(path: Path, sheet: Worksheet, found: Plan) -> Iterator[Entry]:
    columns, seen, rows = _columns(sheet), dict[int, int](), 0
    for line in range(2, sheet.max_row + 1):
        cells = {name: sheet.cell(line, columns[name]) for name in NEEDED}
        if all(_is_empty(cell) for cell in cells.values()):
            continue
        rows += 1
        if _is_empty(cells["word"]) and _is_empty(cells["reason"]):
            found.blank += 1
            continue
        try:
            entry = _entry(line, cells)
            _require_once(entry, seen)
        except InputError as error:
            found.problems.append(_at(error, path, line))
        else:
            yield entry
    written = str(sheet.cell(1, columns["check"]).value)
    digits = "".join(char for char in written if char.isdecimal())
    found.missing = max(0, int(digits or 0) - rows)


def _entry(line: int, cells: Mapping[str, Cell]) -> Entry:
    for name in NEEDED:
        if cells[name].data_type in {"f", "e"}:
            raise _wrong("formula", name, cells[name].value)
    number, check = cells["id"].value, cells["check"].value
    if not str(number).strip().isdecimal():
        raise _wrong("number", "id", number)
    if not isinstance(check, str):
        raise _wrong("no-check", "check", check)
    kind, reason = _kind(cells["word"].value), _reason(cells["reason"].value)
    return Entry(line, int(str(number).strip()), kind, reason, check.strip())


def _kind(value: Any) -> DecisionKind:
    names = {shown: DecisionKind(kind) for kind, shown in words("review")["kinds"].items()}
    if _is_nothing(value):
        raise _wrong("no-word", "word", value)
    text = "".join(value.split()) if isinstance(value, str) else None
    if text not in names:
        raise _wrong("word" if text is not None else "not-text", "word", value)
    return names[text]


def _reason(value: Any) -> str:
    if _is_nothing(value):
        raise _wrong("no-reason", "reason", value)
    if not isinstance(value, str):
        raise _wrong("not-text", "reason", value)
    return filled(" ".join(value.split()), "decide.no-reason")


def _require_once(entry: Entry, seen: dict[int, int]) -> None:
    first = seen.setdefault(entry.number, entry.line)
    if first != entry.line:
        problem = say("import.twice", line=first)
        raise InputError(problem, value=str(entry.number), next_step=say("import.twice-next"))


def _wrong(what: str, column: str, value: Any) -> InputError:
    shown = value.date().isoformat() if isinstance(value, datetime) else value
    problem = say(f"import.{what}", column=headings()[column])
    return InputError(problem, value="" if value is None else str(shown), next_step=say(f"import.{what}-next"))


def _at(error: InputError, path: Path, line: int) -> InputError:
    error.file, error.line = str(path), line
    return error


def _is_empty(cell: Cell) -> bool:
    return _is_nothing(cell.value)


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
