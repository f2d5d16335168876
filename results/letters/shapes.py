"""What python-docx has no words for: fonts by script, rules, frames, fields, the character grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length

from results.letters.blocks import Role
from results.letters.fonts import official
from results.text import legible

TWIP = 635  # EMU
# Properties of paragraphs and tables have a fixed order.
_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_TABLE_ORDER = (
    "tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders"
    " shd tblLayout tblCellMar tblLook"
)


def element(name: str, **attributes: str | int) -> Any:
    """An element of the main namespace with attributes of it."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def twips(length: int) -> int:
    return round(length / TWIP)


def set_fonts(properties: Any, role: Role) -> None:
    """The fonts of a run or style: Chinese by role, digits and Latin letters in the one for all."""
    fonts = properties.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), official("latin"))
    fonts.set(qn("w:eastAsia"), official(role))
    if properties.find(qn("w:lang")) is None:  # else glyphs of another region may be taken
        properties.append(element("lang", val="en-US", eastAsia="zh-CN"))


def without_snapping(properties: Any) -> None:
    """No room between Chinese and digits, and all distances as they are written, not as a program snaps them.

    Word, WPS and LibreOffice count the characters of a grid in three ways; written out, a line has 28 in all of them.
    """
    for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        properties.insert_element_before(element(name, val="0"), *_after(name))


def add_break_anywhere(paragraph: Any) -> None:
    """Long addresses and digests break inside a word rather than leave the cell."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(element("wordWrap", val="0"), *_after("wordWrap"))


def add_rule(paragraph: Any, side: str, kind: str, color: str, *, size: int, space: int) -> None:
    """A rule along a side of a paragraph: ``size`` in eighths of a point, ``space`` in points."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("pBdr")
        properties.insert_element_before(borders, *_after("pBdr"))
    borders.append(element(side, val=kind, sz=size, space=space, color=color))


def set_apart(properties: Any, twentieths: int) -> None:
    """Room between characters, in twentieths of a point, of a run or style."""
    properties.insert_element_before(
        element("spacing", val=twentieths), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang"
    )


def float_at_foot(table: Any, width: Length) -> None:
    """Takes a table to the foot of its page's body."""
    place = element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="center", tblpYSpec="bottom")
    properties = table._tbl.tblPr
    properties.insert_element_before(place, *_after("tblpPr", _TABLE_ORDER))
    for old in properties.findall(qn("w:tblW")):
        old.set(qn("w:type"), "dxa")
        old.set(qn("w:w"), str(twips(width)))


def set_rules(table: Any, *, outer: int, inner: int) -> None:
    """Rules above, between and below the rows, in eighths of a point; 0: none."""
    borders = element("tblBorders")
    for side, size in (("top", outer), ("bottom", outer), ("insideH", inner)):
        borders.append(element(side, val="single" if size else "nil", sz=size, space=0, color="000000"))
    table._tbl.tblPr.insert_element_before(borders, *_after("tblBorders", _TABLE_ORDER))


def set_cell_margins(table: Any, points: int) -> None:
    """Room at the sides of every cell."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=points * 20, type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, *_after("tblCellMar", _TABLE_ORDER))


def add_field(run: Any, code: str) -> None:
    for kind in ("begin", "", "end"):
        made = element("fldChar", fldCharType=kind) if kind else element("instrText")
        if not kind:
            made.text = code
        run._element.append(made)


def add_repeat(row: Any) -> None:
    """The row stands on every page of its table."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def put_rows(model: Any, rows: Iterable[Sequence[str]]) -> None:
    """Rows in the place of one that has a word in every cell: as it is, with their own words.

    A table of python-docx looks at all its cells for every new one; thousands of rows would take an hour.
    """
    for texts in rows:
        row = deepcopy(model._tr)
        for place, text in zip(row.iter(qn("w:t")), texts, strict=True):
            place.text = legible(text)
            place.set(qn("xml:space"), "preserve")
        model._tr.addprevious(row)
    model._tr.getparent().remove(model._tr)


def set_grid(section: Any, *, lines: int, characters: int) -> None:
    """The character grid: ``lines`` is their pitch in twips, ``characters`` what is added to each, in 1/4096 pt."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="linesAndChars", linePitch=lines, charSpace=characters))


def _after(name: str, order: str = _ORDER) -> tuple[str, ...]:
    return tuple(f"w:{one}" for one in order.split(f"{name} ", 1)[1].split())
