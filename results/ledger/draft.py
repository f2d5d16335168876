"""A task before it has its final number: the words it is made of, from prose or from a table's row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from results.ledger import units
from results.ledger.lines import joined
from results.ledger.outline import Node, Paragraph
from results.ledger.task import Leftover
from results.ledger.units import Said
from results.ledger.words import name, pattern

LONGEST_TITLE = 40  # letters: a first sentence that is longer is no title
LONGEST_HEADING = 34  # of a line that stands alone above its text


@dataclass(slots=True)
class Draft:
    """``path``: the numbers from the coarsest to its own; ``source``: every sign of the document it is made of."""

    path: tuple[int | str, ...]
    title: str
    text: str
    said: Said
    source: str
    line: int
    notes: list[str] = field(default_factory=list)
    of_table: bool = False


def of_node(node: Node, path: tuple[int, ...], *, whole: bool) -> Draft:
    """The task of a numbered paragraph; ``whole``: with all that stands below it."""
    nodes = list(node.walk()) if whole else [node]
    said, words, sources, notes = Said(), [], [], []
    for each in nodes:
        for index, paragraph in enumerate(each.paragraphs):
            sign = each.mark.sign if each.mark and not index else ""
            found = units.split(paragraph.text)
            sources.append(sign + paragraph.text)
            _add(said, found)
            if found.is_open:
                notes.append(name("notes", "open-bracket"))
            body = found.body if index or not _has_heading(paragraph) else _headed(paragraph, found.body)
            words.append((sign if each is not node else "") + body.strip("\u3000 "))
    title = _heading(node.paragraphs[0]) if _has_heading(node.paragraphs[0]) else title_of(words[0])
    if node.before and node.mark and node.mark.number != node.before + 1:
        notes.append(name("notes", "gap", before=node.before))
    text = "\n".join(word for word in words if word)
    return Draft(path, title, text, said, "\n".join(sources), node.paragraphs[0].number, notes)


def _add(said: Said, found: units.Split) -> None:
    for statement in (*found.statements, *found.prose):
        told = units.parse(statement)
        said.lead += told.lead
        said.joint += told.joint
        said.deadline += told.deadline
        said.unclear += told.unclear


def title_of(text: str) -> str:
    """The first sentence where it is short, else its first part."""
    text = text.strip()
    sentence = pattern("lines", "sentence").split(text, maxsplit=1)[0]
    if len(sentence) > LONGEST_TITLE:
        sentence = pattern("lines", "clause").split(text, maxsplit=1)[0]
    return pattern("lines", "head_end").sub("", sentence.split("\n")[0])


def _has_heading(paragraph: Paragraph) -> bool:
    """Whether the first line stands alone: short, without an end, above longer ones."""
    first, rest = paragraph.lines[0], paragraph.lines[1:]
    if not rest or len(first) > LONGEST_HEADING or pattern("lines", "sentence").search(first):
        return False
    return 1 < len(first) < 0.75 * len(rest[0]) and first[-1] not in "，,、（(《“"


def _heading(paragraph: Paragraph) -> str:
    return pattern("lines", "head_end").sub("", paragraph.lines[0])


def _headed(paragraph: Paragraph, body: str) -> str:
    first = paragraph.lines[0]
    return f"{first}\n{body[len(first) :]}" if body.startswith(first) else body


def leftovers_of(node: Node, *, below: bool = False) -> Iterator[Leftover]:
    """A numbered paragraph that is no task: the heading of a section and what introduces it."""
    for each in node.walk() if below else (node,):
        for index, paragraph in enumerate(each.paragraphs):
            sign = each.mark.sign if each.mark and not index else ""
            yield Leftover(sign + paragraph.text, "preamble" if index else "heading", paragraph.number)


def one_line(cells: Sequence[str]) -> str:
    return joined(" ".join(cells))
