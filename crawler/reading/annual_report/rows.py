"""The figures of a table as groups in reading order, and the rows they belong to.

A table comes as rows of cells, or as the lines of a text layer: label and figures on one line, label broken over lines
with the figures in their middle, or one cell a line. A group is what stands for one row of figures in any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.reading.annual_report.blocks import Block, Cells
from crawler.reading.annual_report.words import DOT, NUMBERED, TOKEN, bare, is_value, squeeze, tokens


@dataclass(frozen=True, slots=True)
class Group:
    """``values`` is empty where a row stands there, but its figures cannot be told apart. Words without blanks."""

    before: str  # the words on the lines between the figures above and this line
    own: str  # the words before the figures on their line
    values: tuple[str, ...]
    after: str = ""  # the words below, up to the line of the next figures

    @property
    def is_empty(self) -> bool:
        """All its cells are there, and nothing in them."""
        return bool(self.values) and not any(value.strip() for value in self.values)

    @property
    def label(self) -> str:
        return self.before + self.own


@dataclass(slots=True)
class Gathering:
    """What has been read of a text layer since the last whole group."""

    width: int
    words: list[str] = field(default_factory=list)  # of earlier lines
    own: list[str] = field(default_factory=list)  # of the line of the figures
    line: list[str] = field(default_factory=list)  # of the line that is being read
    values: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)  # of the figures on each line

    def end_line(self) -> None:
        if len(self.values) > sum(self.counts):
            self.counts.append(len(self.values) - sum(self.counts))
        if not self.values:
            self.words += self.line
            self.line = []

    def value(self, text: str) -> None:
        if not self.values:
            self.own, self.line = self.line, []
        self.values.append(text)

    def word(self, text: str, same_line: bool) -> Iterator[Group]:
        """A word ends the figures before it. The last of them is the number of the label where the word goes on
        after it on its line without a number of its own, or begins with the dot behind it."""
        stray = ""
        if self.values and (DOT.match(text) or (same_line and not NUMBERED.match(text))):
            stray = self.values.pop()
        yield from self.ended()
        self.line += [stray, text]

    def ended(self) -> Iterator[Group]:
        if len(self.values) <= 1:  # none, or one that is the number of a page or of a label
            self.line, self.own = [*self.own, *self.line], []
            self.values, self.counts = [], []
            return
        before, own = "".join(self.words), "".join(self.own)
        whole, rest = divmod(len(self.values), self.width)
        untold = rest or self.is_mixed()
        if untold:
            yield Group(before, own, ())
        for number in range(0 if untold else whole):
            start = number * self.width
            values = tuple(self.values[start : start + self.width])
            yield Group("" if number else before, "" if number else own, values)
        self.words, self.own, self.line, self.values, self.counts = [], [], [], [], []

    def is_mixed(self) -> bool:
        """One figure on a line of its own, others on one line: the number of a page stands for a lost figure."""
        return 1 in self.counts and max(self.counts) > 1


def groups(blocks: Iterable[Block], width: int) -> list[Group]:
    """The groups of rows with ``width`` figures each."""
    found: list[Group] = []
    gathering = Gathering(width)
    for block in blocks:
        if isinstance(block, Cells):
            found += gathering.ended()
            gathering = Gathering(width)
            found += cell_group(block, width)
            continue
        started = False
        for token in tokens(block.text):
            if TOKEN.match(token):
                gathering.value(token)
                started = True
            else:
                found += gathering.word(token, started)
        gathering.end_line()
    found += gathering.ended()
    below = [*(group.before for group in found[1:]), ""]
    return [replace(group, after=after) for group, after in zip(found, below, strict=False)]


def cell_group(row: Cells, width: int) -> Iterator[Group]:
    """A row of cells is a group where its last ``width`` cells hold figures or nothing, after at least one label."""
    labels, values = row.texts[:-width], row.texts[-width:]
    label = next((squeeze(text) for text in reversed(labels) if bare(text)), "")
    if label and len(values) == width and all(is_value(text) for text in values):
        yield Group("", label, values)
    elif any(is_value(text) and squeeze(text) for text in row.texts):
        yield Group("", next((squeeze(text) for text in reversed(row.texts) if not is_value(text)), ""), ())


def assigned(scores: Sequence[Sequence[float]], least: float) -> tuple[float, dict[int, int]]:
    """(sum, row → group): the pairs in order, both ways, whose scores add up to most. ``scores[row][group]``."""
    count = len(scores[0]) if scores else 0
    best = [[0.0] * (count + 1) for _ in range(len(scores) + 1)]
    for row in range(len(scores) - 1, -1, -1):
        for place in range(count - 1, -1, -1):
            score = scores[row][place]
            taken = score + best[row + 1][place + 1] if score >= least else 0.0
            best[row][place] = max(best[row + 1][place], best[row][place + 1], taken)
    pairs: dict[int, int] = {}
    row = place = 0
    while row < len(scores) and place < count:
        score = scores[row][place]
        if score >= least and best[row][place] == score + best[row + 1][place + 1]:
            pairs[row] = place
            row, place = row + 1, place + 1
        elif best[row][place] == best[row + 1][place]:
            row += 1
        else:
            place += 1
    return best[0][0], pairs
