"""Tasks out of the rows of a table: which column holds what is told by its heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from results.ledger import units
from results.ledger.draft import Draft, one_line, title_of
from results.ledger.lines import Row, joined, role_of
from results.ledger.marks import number_of
from results.ledger.task import Leftover
from results.ledger.units import Said
from results.ledger.words import label, name, pattern

NEEDED = {"text", "title"}  # a table of tasks has one of them
TELLING = {"number", "lead", "joint", "deadline"}  # and one of these


@dataclass(slots=True)
class Rows:
    """The rows of one task: its own, and those a page break or a merged cell made of it."""

    cells: dict[str, str]
    sources: list[str]
    line: int
    number: int
    suffix: int = 0


@dataclass(slots=True)
class Read:
    drafts: list[Draft] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)


def roles_of(row: Row) -> tuple[str, ...]:
    """The columns' roles where the row is a heading, else nothing."""
    roles = tuple(role_of(cell) for cell in row.cells)
    found = {role for role in roles if role}
    return roles if found & NEEDED and found & TELLING and sum(map(bool, roles)) * 2 >= len(roles) else ()


def read_all(parts: list[list[Row]]) -> Iterator[Read]:
    """Each run of rows; one without a heading goes on with the columns of the one before."""
    roles: tuple[str, ...] = ()
    for group, rows in enumerate(parts, start=1):
        columns = roles if rows and len(rows[0].cells) == len(roles) else ()
        yield read(rows, columns, group)
        roles = next((heading for row in reversed(rows) if (heading := roles_of(row))), columns)


def read(rows: list[Row], roles: tuple[str, ...] = (), group: int = 1) -> Read:
    """Every row is a task, goes on with the one above, or is left over. ``group``: which run of rows it is."""
    made = Read()
    found: list[Rows] = []
    for row in rows:
        heading = roles_of(row)
        if not heading and roles and (below := _below(row, roles)):
            heading = below
        if heading:
            roles = heading
            made.leftovers.append(Leftover("\t".join(row.cells), "header", row.number))
        elif not roles or len(row.cells) > len(roles) or not _take(row, roles, found):
            made.leftovers.append(Leftover("\t".join(row.cells), "row", row.number))
    made.drafts = [_draft(each, group) for each in found]
    return made


def _below(row: Row, roles: tuple[str, ...]) -> tuple[str, ...]:
    """A heading in two rows: the second one tells apart what the first one holds together."""
    told = [role_of(cell) for cell in row.cells]
    if len(told) != len(roles) or any(cell.strip() and not role for cell, role in zip(row.cells, told, strict=True)):
        return ()
    return tuple(new or old for new, old in zip(told, roles, strict=True)) if any(told) else ()


def _take(row: Row, roles: tuple[str, ...], found: list[Rows]) -> bool:
    cells = _by_role(row, roles)
    source = "\t".join((*row.cells, row.unclear) if row.unclear else row.cells)
    number = number_of(joined(cells.get("number", "")).strip("、.．()（）"))
    words = cells.get("text") or cells.get("title") or ""
    if (
        not cells.get("number", "").strip()
        and found
        and (not words.strip() or ("number" in roles and _is_rest(found[-1], words)))
    ):
        found[-1].sources.append(source)
        for role, text in cells.items():
            found[-1].cells[role] = "\n".join(part for part in (found[-1].cells.get(role, ""), text) if part.strip())
        return True
    if not words.strip() or (cells.get("number", "").strip() and not number):
        return False
    before = found[-1] if found else None
    follows = before is not None and not number and "number" in roles
    own = number or (before.number if before and follows else len(found) + 1)
    found.append(Rows(cells, [source], row.number, own, before.suffix + 1 if before and follows else 0))
    return True


def _is_rest(before: Rows, words: str) -> bool:
    """Whether a row without a number goes on with a sentence that the page's end broke."""
    last = before.cells.get("text") or before.cells.get("title") or ""
    return pattern("lines", "ended").search(joined(last)) is None


def _by_role(row: Row, roles: tuple[str, ...]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for role, cell in zip(roles, row.cells, strict=False):
        if role and role != "other" and cell.strip():
            cells[role] = "\n".join(part for part in (cells.get(role, ""), cell) if part)
    if row.unclear:
        cells["unclear"] = row.unclear
    return cells


def _draft(found: Rows, group: int) -> Draft:
    cells, said, notes = found.cells, Said(), []
    words = joined(cells.get("text", ""))
    split = units.split(words)
    for statement in (*split.statements, *split.prose):
        told = units.parse(statement)
        said.lead, said.joint, said.deadline = said.lead + told.lead, said.joint + told.joint, told.deadline
    _tell(said, "lead", cells.get("lead", ""))
    _tell(said, "joint", cells.get("joint", ""))
    said.unclear += [cells["unclear"]] if "unclear" in cells else []
    if cells.get("deadline"):
        said.deadline.append(one_line([cells["deadline"]]))
    heading = joined(cells.get("title", ""))
    text = "\n".join(part for part in (heading, split.body) if part)
    title = pattern("lines", "head_end").sub("", heading) if heading and split.body else title_of(text)
    path = (group, f"{found.number}-{found.suffix}" if found.suffix else found.number)
    if split.is_open:
        notes.append(name("notes", "open-bracket"))
    return Draft(path, title, text, said, "\n".join(found.sources), found.line, notes, of_table=True)


def _tell(said: Said, column: str, cell: str) -> None:
    """The units of a cell: the column says which part they have, unless the cell's own words say another."""
    if not cell.strip():
        return
    told = units.parse(cell)
    if column == "lead" and not label().search(cell):
        said.lead += told.lead + told.joint
    else:
        said.lead += told.lead
        said.joint += told.joint
    said.deadline += told.deadline
    said.unclear += told.unclear
