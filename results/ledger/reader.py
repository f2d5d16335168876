"""A 要点 document as tasks. Pure: text in, tasks out; what is not certain stays empty and is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from results.ledger import deadlines, links, tables
from results.ledger.choose import Chosen, choose, paths
from results.ledger.draft import Draft, leftovers_of
from results.ledger.flat import unflattened
from results.ledger.lines import Piece, pieces
from results.ledger.outline import Node, Outline, build
from results.ledger.task import Leftover, Reading, Task
from results.ledger.words import name, pattern


def read_text(text: str) -> Reading:
    """Never raises, whatever the text."""
    return read(pieces(text))


def read(found: Sequence[Piece]) -> Reading:
    outline = build(unflattened(found))
    year = _year(outline)
    chosen = _chosen(outline)
    prose = [_task(draft, number, year) for draft, number in paths(chosen.drafts)]
    rows: list[Draft] = []
    leftovers = chosen.leftovers + [Leftover(p.text, p.why, p.number) for p in outline.outside]
    for made in tables.read_all(outline.rows):
        rows += made.drafts
        leftovers += made.leftovers
    tasks = _numbered(prose, [_task(draft, number, year) for draft, number in paths(rows)])
    if not _is_of_tasks(outline, tasks):
        leftovers += [Leftover(task.source, "unlike", 0) for task in tasks]
        tasks = []
    title = outline.titles[0] if outline.titles else ""
    return Reading(title, year, tuple(tasks), tuple(sorted(leftovers, key=lambda one: one.line)))


def _is_of_tasks(outline: Outline, tasks: list[Task]) -> bool:
    """Numbered paragraphs are tasks only where units are named, or the document says that it is one of tasks."""
    if outline.titles or any(task.lead_units or task.responsible_units for task in tasks):
        return True
    return any(pattern("lines", "document").search(paragraph.text) for paragraph in outline.outside)


def _numbered(prose: list[Task], rows: list[Task]) -> list[Task]:
    """Rows whose numbers the text already has are told from them; a number that stands twice gets a further one."""
    taken = {task.number for task in prose}
    clash = any(task.number in taken for task in rows)
    counts: dict[str, int] = {}
    numbered = []
    for task, of_table in [*((one, False) for one in prose), *((one, True) for one in rows)]:
        number = name("table", "labelled", number=task.number) if clash and of_table else task.number
        counts[number] = counts.get(number, 0) + 1
        again = counts[number] > 1
        own = f"{number}-{counts[number]}" if again else number
        notes = (*task.notes, name("notes", "repeated")) if again else task.notes
        numbered.append(replace(task, number=own, notes=notes))
    return numbered


def _chosen(outline: Outline) -> Chosen:
    """Part by part; the letter before the document's own title holds no task where the document does."""
    parts: dict[int, list[Node]] = {}
    for node in outline.root.children:
        parts.setdefault(node.part, []).append(node)
    letter = parts.pop(0, []) if outline.titles and _size(parts, main=False) < _size(parts, main=True) else []
    made = Chosen([], [left for node in letter for left in leftovers_of(node, below=True)])
    for nodes in parts.values():
        found = choose(nodes, beside_table=bool(outline.rows))
        made.drafts += found.drafts
        made.leftovers += found.leftovers
    return made


def _size(parts: Mapping[int, list[Node]], *, main: bool) -> int:
    """How many numbered paragraphs stand after the first title, or before it."""
    return sum(1 for part, nodes in parts.items() if (part > 0) == main for node in nodes for _ in node.walk())


def _year(outline: Outline) -> int | None:
    """The year the document is for: in its title, or where its text names itself."""
    for title in outline.titles:
        if found := pattern("deadlines", "year_said").search(title):
            return int(found[0])
    for paragraph in outline.outside:
        if found := pattern("deadlines", "year_of").search(paragraph.text):
            return int(found[1])
    return None


def _task(draft: Draft, number: str, year: int | None) -> Task:
    lead, joint = _once(draft.said.lead), _once(draft.said.joint)
    by = deadlines.read(draft.said.deadline, draft.text, year)
    notes = [*draft.notes, *by.notes]
    notes += [name("notes", "unclear-units", said=said) for said in draft.said.unclear]
    if not lead and not joint and not draft.said.unclear:
        notes.append(name("notes", "no-units"))
    found = links.indicators_of(draft.title, draft.text)
    return Task(number, draft.title, draft.text, lead, joint, by.value, found, tuple(notes), draft.source)


def _once(units: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))
