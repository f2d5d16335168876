"""Printed letters as measured: every character with its place, in points from the page's top left corner."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTComponent, LTContainer, LTCurve, LTImage

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (210 - 26) * MM, 37 * MM, (297 - 35) * MM


@dataclass(frozen=True, slots=True)
class Glyph:
    text: str
    x0: float
    x1: float
    base: float  # of the base line, from the top
    font: str
    size: float
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[tuple[float, float, float, float], ...] = ()  # x0, x1, y, thickness
    pictures: tuple[tuple[float, float, float, float], ...] = ()  # x0, top, x1, bottom
    lines: dict[float, list[Glyph]] = field(default_factory=dict)

    def row(self, words: str) -> list[Glyph]:
        """The line that begins with these words."""
        return next(row for row in self.lines.values() if spoken(row).startswith(words))

    def text(self) -> str:
        return "\n".join(spoken(row) for row in self.lines.values())


def spoken(row: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in row)


def sheets(content: bytes) -> list[Sheet]:
    return [_sheet(page) for page in extract_pages(io.BytesIO(content), laparams=LAParams(all_texts=True))]


def body(sheet: Sheet) -> list[list[Glyph]]:
    """The lines of the body's size between the body's edges."""
    rows = [[g for g in row if abs(g.size - 16) < 0.1 and TOP < g.base < BOTTOM] for row in sheet.lines.values()]
    return [row for row in rows if row]


def _sheet(page: LTContainer) -> Sheet:
    parts = list(_parts(page))
    glyphs = [_glyph(part, page.height) for part in parts if isinstance(part, LTChar)]
    seen = tuple(glyph for glyph in glyphs if glyph.text.strip())
    rules = tuple(
        (p.x0, p.x1, page.height - (p.y0 + p.y1) / 2, p.linewidth)
        for p in parts
        if isinstance(p, LTCurve) and abs(p.y1 - p.y0) < 1 and p.x1 - p.x0 > 20
    )
    pictures = tuple((p.x0, page.height - p.y1, p.x1, page.height - p.y0) for p in parts if isinstance(p, LTImage))
    lines: dict[float, list[Glyph]] = {}
    for glyph in sorted((one for one in seen if one.upright), key=lambda g: (g.base, g.x0)):
        near = next((base for base in lines if abs(base - glyph.base) < 1), glyph.base)
        lines.setdefault(near, []).append(glyph)
    ordered = {base: sorted(lines[base], key=lambda g: g.x0) for base in sorted(lines)}
    return Sheet(page.width, page.height, seen, rules, pictures, ordered)


def _parts(item: LTComponent) -> Iterator[LTComponent]:
    if isinstance(item, LTChar | LTCurve | LTImage):
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from _parts(part)


def _glyph(char: LTChar, height: float) -> Glyph:
    turned = char.matrix[1] != 0
    base = height - char.matrix[5]
    return Glyph(char.get_text(), char.x0, char.x1, base, char.fontname, char.size, not turned)
