"""A document as a tree of numbered paragraphs, and what stands outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from results.ledger import units
from results.ledger.lines import Piece, Row, is_furniture, running_heads
from results.ledger.marks import Mark, Order, mark_of
from results.ledger.words import label, pattern

YEAR = re.compile(r"20\d\d")
WRAPPED = 24  # letters: a line as long as this without an end may go on in the next one


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``why`` says why it belongs to no task."""

    lines: list[str]
    number: int
    why: str = ""

    @property
    def text(self) -> str:
        """The lines as one; a blank only between two that end and begin with figures or Latin letters."""
        text = ""
        for line in self.lines:
            parted = text and (text[-1] + line[:1]).isascii() and text[-1].isalnum() and line[:1].isalnum()
            text += f" {line}" if parted else line
        return text


@dataclass(slots=True)
class Node:
    """One numbered paragraph with what stands below it; the root has no mark."""

    mark: Mark | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    before: int = 0  # the number before in its order
    part: int = 0  # of the document: an annex has an order of its own

    @property
    def states(self) -> bool:
        return any(units.split(each.text).states for each in self.paragraphs)

    def walk(self) -> Iterator[Node]:
        """The node and all below it, without recursion: a hostile file may nest as deep as it likes."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


@dataclass(slots=True)
class Outline:
    root: Node = field(default_factory=Node)
    rows: list[list[Row]] = field(default_factory=list)  # tables, each a run of rows
    outside: list[Paragraph] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


class Builder:
    """Takes pieces in their order and puts each in its place; none is dropped."""

    def __init__(self, heads: set[str]) -> None:
        self.made = Outline()
        self._heads = heads
        self._stack: list[Node] = [self.made.root]
        self._order = Order()
        self._open: Paragraph | None = None  # what the next line may go on with
        self._part = 0
        self._in_table = False

    def feed(self, piece: Piece) -> None:
        if isinstance(piece, Row):
            if not self._in_table:
                self.made.rows.append([])
            self.made.rows[-1].append(piece)
            self._in_table = True
            return
        if is_furniture(piece.text) or (piece.text in self._heads and not _is_title(piece.text)):
            self.made.outside.append(Paragraph([piece.text], piece.number, "furniture"))
            return
        self._in_table = False
        self._feed_text(piece.text, piece.number, piece.apart)

    def _feed_text(self, text: str, number: int, apart: bool) -> None:
        places = [0, *self._order.places(text), len(text)]
        for start, end in pairwise(places):
            self._feed_line(text[start:end], number, apart=apart and start == 0, inside=start > 0)

    def _feed_line(self, text: str, number: int, *, apart: bool, inside: bool) -> None:
        if self._is_apart(text):
            return self._set_apart(text, number)
        mark = mark_of(text)
        if mark is not None and self._takes(mark, inside):
            return self._begin(mark, text, number)
        if self._open is not None and self._goes_on(self._open, text, apart):
            self._open.lines.append(_beside(self._open, text))
            return None
        return self._paragraph(text, number)

    def _is_apart(self, text: str) -> bool:
        """A title, or the heading of an annex: what follows is another part."""
        if self._open is not None and len(self._open.lines[-1]) >= WRAPPED and _is_unfinished(self._open):
            return False
        return _is_title(text) or any(pattern("lines", key).fullmatch(text) for key in ("annex", "annex_named"))

    def _set_apart(self, text: str, number: int) -> None:
        is_title = _is_title(text)
        if is_title:
            text, number = self._whole_title(text, number)
        if text in self.made.titles:
            self.made.outside.append(Paragraph([text], number, "furniture"))
            return
        self.made.outside.append(Paragraph([text], number, "title" if is_title else "annex"))
        if is_title:
            self.made.titles.append(text)
        if not pattern("lines", "annex_named").fullmatch(text):
            self._part += 1
            self._order, self._stack = Order(), [self.made.root]
        self._open = None

    def _whole_title(self, text: str, number: int) -> tuple[str, int]:
        """With the line above, where the title stands in two and the first one has the year."""
        above = self._open
        if above is None or above.why != "before" or YEAR.search(text) or not YEAR.search(above.lines[-1]):
            return text, number
        if len(above.lines[-1]) >= WRAPPED or _is_unfinished(above) is False:
            return text, number
        line = above.lines.pop()
        if not above.lines:
            self.made.outside.remove(above)
        return line + text, number

    def _takes(self, mark: Mark, inside: bool) -> bool:
        is_top = all(node.mark is None or node.mark.rank >= mark.rank for node in self._stack)
        after_end = inside or self._open is None or not _is_unfinished(self._open)
        return self._order.fits(mark, is_top=is_top, after_end=after_end)

    def _begin(self, mark: Mark, text: str, number: int) -> None:
        while (top := self._stack[-1].mark) is not None and top.rank >= mark.rank:
            self._stack.pop()
        node = Node(mark, before=self._order.take(mark), part=self._part)
        self._stack[-1].children.append(node)
        self._stack.append(node)
        self._open = Paragraph([text[len(mark.sign) :]], number)
        node.paragraphs.append(self._open)

    def _goes_on(self, paragraph: Paragraph, text: str, apart: bool) -> bool:
        if label().match(text) or pattern("lines", "ending").fullmatch(text):
            return False
        last = units.split(paragraph.text)
        if last.is_open:
            return True
        if last.statements and paragraph.text.endswith(last.statements[-1]):
            statement = last.statements[-1]
            return statement[0] not in units.OPENING and _is_rest(statement, text, apart)
        if pattern("lines", "closing").match(text):
            return False
        return _is_unfinished(paragraph)

    def _paragraph(self, text: str, number: int) -> None:
        self._open = Paragraph([text], number)
        node = self._stack[-1]
        reason = _outside(node, text, self._part)
        if reason:
            self._open.why = reason
            self.made.outside.append(self._open)
        else:
            node.paragraphs.append(self._open)


def _is_title(text: str) -> bool:
    if mark_of(text) is not None:
        return False
    return any(pattern("lines", key).fullmatch(text) for key in ("title", "title_dated"))


def _is_unfinished(paragraph: Paragraph) -> bool:
    return pattern("lines", "ended").search("".join(paragraph.lines[-2:])) is None


def _is_rest(statement: str, text: str, apart: bool) -> bool:
    """Whether a line goes on with the names of units of the line before."""
    if not units.ends_whole(statement):
        return not pattern("lines", "sentence").search(text.rstrip("。"))
    return text[0] in "、，,；;" or (not apart and units.reads_as_units(text.strip("。")))


def _beside(paragraph: Paragraph, text: str) -> str:
    """A line that goes on; apart by a wide blank where it begins with another unit."""
    found = units.split(paragraph.text)
    is_units = bool(found.statements) and not found.is_open and text[0] not in "、，,；;"
    return f"\u3000{text}" if is_units and units.ends_whole(found.statements[-1]) else text


def _outside(node: Node, text: str, part: int) -> str:
    """Why an unnumbered paragraph belongs to no task; empty where it belongs to the one above."""
    if node.mark is None:
        return "after" if any(child.part == part for child in node.children) else "before"
    if pattern("lines", "closing").match(text):
        return "closing"
    if pattern("lines", "ending").fullmatch(text):
        return "ending"
    if not any(units.split(each.text).statements for each in node.paragraphs):
        return ""
    return "" if label().match(text.lstrip(units.OPENING)) and _adds(node, text) else "after"


def _adds(node: Node, text: str) -> bool:
    """Whether a line with a label tells what the task's statements have not told: the deadline after the units."""
    told = {found.lastgroup for each in node.paragraphs for found in label().finditer(each.text)}
    new = {found.lastgroup for found in label().finditer(text)}
    return not told & new


def build(pieces: Sequence[Piece]) -> Outline:
    builder = Builder(running_heads(pieces))
    for piece in pieces:
        builder.feed(piece)
    return builder.made
