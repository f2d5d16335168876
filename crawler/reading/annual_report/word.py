"""The blocks of a DOCX file in the order of its body; merged cells told by their spans."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from crawler.reading.annual_report.blocks import Block, Cells, Line

MOST_UNPACKED = 60_000_000  # bytes of all parts; python-docx holds every one of them
MOST_PARTS = 2_000
LONGEST_CELL = 400  # characters: a cell with more is part of the layout
PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
TEXT, TAB, BREAK, RETURN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
# Deleted text, and the second form of a drawing for old readers: both would be read twice
PASSED_OVER = frozenset(
    {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)


def is_too_large(body: bytes) -> bool:
    """Told from the archive's list, beyond which zipfile unpacks no byte. Raises BadZipFile."""
    with ZipFile(BytesIO(body)) as archive:
        parts = archive.infolist()
    return len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED


def docx_blocks(body: bytes) -> Iterator[Block]:
    """Raises whatever zipfile, lxml and python-docx raise on a broken file."""
    yield from blocks_in(Document(BytesIO(body)).element.body)


def blocks_in(container: Any) -> Iterator[Block]:
    """The paragraphs and tables below an element, whatever controls and boxes they are wrapped in."""
    stack = list(reversed(container))
    while stack:
        node = stack.pop()
        if node.tag in PASSED_OVER:
            continue
        if node.tag == PARAGRAPH:
            yield from (Line(line) for line in paragraph_lines(node))
        elif node.tag == ROW and (row := row_cells(node)) is not None:
            yield row
        else:
            stack.extend(reversed(node))


def paragraph_lines(paragraph: Any) -> list[str]:
    return paragraph_text(paragraph).splitlines()


def paragraph_text(paragraph: Any) -> str:
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == TEXT:
            pieces.append(node.text or "")
        elif node.tag == TAB:
            pieces.append(" ")
        elif node.tag in {BREAK, RETURN}:
            pieces.append("\n")
        elif node.tag not in PASSED_OVER:
            stack.extend(reversed(node))
    return "".join(pieces)


def row_cells(row: Any) -> Cells | None:
    """The cells that begin in a row, or None where the row is layout."""
    if next(row.iter(TABLE), None) is not None:
        return None
    texts = tuple(cell_text(cell) for cell in row.iter(CELL) if not is_continued(cell))
    if len(texts) < 2 or any(len(text) > LONGEST_CELL for text in texts):
        return None
    return Cells(texts)


def cell_text(cell: Any) -> str:
    return "".join(paragraph_text(paragraph).replace("\n", "") for paragraph in cell.iter(PARAGRAPH))


def is_continued(cell: Any) -> bool:
    """The lower part of a cell merged over rows."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"
