"""The lines and rows of a DOCX file, with the numbers that Word counts and does not write down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from crawler.reading.annual_report.word import CELL, PARAGRAPH, PASSED_OVER, ROW, TABLE, is_continued, paragraph_text
from results.ledger.lines import Line, Piece, Row, clean, squeezed
from results.ledger.words import table

NUMBERED, LEVEL, NUMBER, VALUE = qn("w:numPr"), qn("w:ilvl"), qn("w:numId"), qn("w:val")
CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting")
RINGS = 0x2460  # the sign for a ringed 1


def docx_pieces(body: bytes) -> list[Piece]:
    """Raises whatever zipfile, lxml and python-docx raise on a broken file."""
    document = Document(BytesIO(body))
    numbers = _Numbers(document)
    found: list[Piece] = []
    waiting = list(reversed(document.element.body))
    while waiting:
        node = waiting.pop()
        if node.tag in PASSED_OVER:
            continue
        if node.tag == PARAGRAPH:
            found += _lines(numbers.before(node) + paragraph_text(node), len(found))
        elif node.tag == ROW and (cells := _cells(node, numbers)):
            found.append(Row(cells, len(found) + 1))
        else:
            waiting.extend(reversed(node))
    return found


def _lines(text: str, before: int) -> Iterator[Line]:
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    yield from (Line(squeezed(line), before + index + 1, raw=line) for index, line in enumerate(lines))


def _cells(row: Any, numbers: _Numbers) -> tuple[str, ...]:
    """One text a column of the grid; empty where a cell reaches in from the left or from above; none for layout."""
    if next(row.iter(TABLE), None) is not None:
        return ()
    cells: list[str] = []
    for cell in row.iter(CELL):
        lines = (
            () if is_continued(cell) else [numbers.before(one) + paragraph_text(one) for one in cell.iter(PARAGRAPH)]
        )
        cells.append("\n".join(clean(line) for line in lines if line.strip()))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        cells += [""] * (min(int(span.get(VALUE, "1")), 60) - 1 if span is not None else 0)
    return tuple(cells) if len(cells) > 1 and any(cells) else ()


@dataclass(slots=True)
class _Numbers:
    """Counts the paragraphs of the file's lists as Word does."""

    document: Any
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def before(self, paragraph: Any) -> str:
        """The number in front of a paragraph, as Word would print it; empty for one without."""
        place = self._place(paragraph)
        if place is None or (level := self._level(*place)) is None:
            return ""
        number, depth = place
        start = level.find(qn("w:start"))
        first = int(start.get(VALUE, "1")) if start is not None else 1
        self.counts[number, depth] = self.counts.get((number, depth), first - 1) + 1
        for deeper in [key for key in self.counts if key[0] == number and key[1] > depth]:
            del self.counts[deeper]
        words = level.find(qn("w:lvlText"))
        text = words.get(VALUE, "") if words is not None else ""
        for each in range(depth + 1):
            text = text.replace(f"%{each + 1}", self._written(number, each))
        return str(text)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        own = paragraph.find(f"{qn('w:pPr')}/{NUMBERED}")
        if own is None:
            own = self._of_style(paragraph)
        if own is None or (number := own.find(NUMBER)) is None:
            return None
        level = own.find(LEVEL)
        depth = int(level.get(VALUE, "0")) if level is not None else 0
        return (number.get(VALUE, "0"), depth) if 0 <= depth < 9 else None

    def _of_style(self, paragraph: Any) -> Any:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None:
            return None
        for each in self.document.styles.element.iter(qn("w:style")):
            if each.get(qn("w:styleId")) == style.get(VALUE):
                return each.find(f"{qn('w:pPr')}/{NUMBERED}")
        return None

    def _level(self, number: str, depth: int) -> Any:
        if not any(relation.reltype.endswith("/numbering") for relation in self.document.part.rels.values()):
            return None
        listed = self.document.part.numbering_part.element
        for each in listed.iter(qn("w:num")):
            if each.get(NUMBER) == number and (kind := each.find(qn("w:abstractNumId"))) is not None:
                return self._of_kind(listed, kind.get(VALUE), depth)
        return None

    def _of_kind(self, listed: Any, kind: str, depth: int) -> Any:
        for each in listed.iter(qn("w:abstractNum")):
            if each.get(qn("w:abstractNumId")) == kind:
                levels = (level for level in each.iter(qn("w:lvl")) if level.get(LEVEL) == str(depth))
                return next(levels, None)
        return None

    def _written(self, number: str, depth: int) -> str:
        count = self.counts.get((number, depth), 1)
        level = self._level(number, depth)
        form = level.find(qn("w:numFmt")) if level is not None else None
        kind = form.get(VALUE, "") if form is not None else ""
        if kind in CHINESE:
            return chinese(count)
        if kind.startswith("decimalEnclosedCircle") and count <= 20:
            return chr(RINGS + count - 1)
        return str(count)


def chinese(number: int) -> str:
    """A number up to ninety-nine in Chinese numerals; a larger one in figures."""
    signs = {value: sign for sign, value in table("digits").items()}
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    written = (signs[tens] if tens > 1 else "") + (signs[10] if tens else "")
    return written + (signs[ones] if ones else "")
