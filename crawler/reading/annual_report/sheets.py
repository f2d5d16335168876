"""The pages of a PDF file as glyphs and rules in their places; pdfminer.six reads the file, within bounds.

A bound is a count of work, never a clock: the same file gives the same answer on every machine.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTLine, LTPage, LTRect
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import stream_value

MOST_PAGES = 80
# Of all pages together; a report of twenty pages asks for less than a quarter of each.
MOST_OPERANDS = 400_000
MOST_DRAWN = 3_000  # drawings called by name, which may call others
MOST_EXECUTED = 3_000_000  # bytes of content
MOST_GLYPHS = 200_000
MOST_INFLATED = 60_000_000  # bytes of all streams but pictures
MOST_LZW = 100_000  # packed bytes of one stream in the old form, which may unpack to a thousand times as many
THIN = 2.5  # points: a filled rectangle no thicker than this is a rule
HIDDEN_TEXT = 3  # render mode of a text laid under a scanned picture: what a machine took the picture for
STREAM = re.compile(rb"(?<!end)stream\r?\n")
INFLATED = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
UNDEFINED = "\ufffd"  # a glyph whose font does not say what letter it is
DICTIONARY = 3_000  # bytes before a stream that hold its dictionary
Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in points, y upwards


class TooMuchError(Exception):
    """The file asks for more work than a report needs; the argument is the word for it."""


@dataclass(frozen=True, slots=True)
class Glyph:
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)  # horizontal and vertical lines


@dataclass(slots=True)
class Budget:
    operands: int = MOST_OPERANDS
    drawn: int = MOST_DRAWN
    executed: int = MOST_EXECUTED
    glyphs: int = MOST_GLYPHS

    def spend(self, *, operands: int = 0, drawn: int = 0, executed: int = 0, glyphs: int = 0) -> None:
        self.operands -= operands
        self.drawn -= drawn
        self.executed -= executed
        self.glyphs -= glyphs
        if min(self.operands, self.drawn, self.executed, self.glyphs) < 0:
            raise TooMuchError("too-large")


class Interpreter(PDFPageInterpreter):
    """Runs a page's drawing as far as the budget goes, drawings within drawings included."""

    def __init__(self, manager: PDFResourceManager, device: Device) -> None:
        super().__init__(manager, device)
        self.budget = device.budget

    def push(self, obj: Any) -> None:
        self.budget.spend(operands=1)
        super().push(obj)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - the name of the PDF operator
        self.budget.spend(drawn=1)
        super().do_Do(xobjid_arg)

    def execute(self, streams: Any) -> None:
        self.budget.spend(executed=sum(len(stream_value(stream).get_data()) for stream in streams))
        super().execute(streams)


class Device(PDFLayoutAnalyzer):
    """Keeps the layout of the page drawn last, without text that is not shown."""

    def __init__(self, manager: PDFResourceManager, budget: Budget) -> None:
        super().__init__(manager)
        self.budget = budget
        self.page: LTPage | None = None

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        if textstate.render != HIDDEN_TEXT:
            super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *drawn: Any, **named: Any) -> float:
        self.budget.spend(glyphs=1)
        return super().render_char(*drawn, **named)

    def handle_undefined_char(self, font: Any, cid: int) -> str:
        return UNDEFINED

    def receive_layout(self, ltpage: LTPage) -> None:
        self.page = ltpage


def read_sheets(body: bytes) -> Iterator[Sheet]:
    """Page by page. Raises TooMuchError, and whatever pdfminer raises on a broken or locked file."""
    check_inflated(body)
    document = PDFDocument(PDFParser(BytesIO(body)))
    manager, budget = PDFResourceManager(), Budget()
    device = Device(manager, budget)
    interpreter = Interpreter(manager, device)
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number >= MOST_PAGES:
            raise TooMuchError("too-many-pages")
        interpreter.process_page(page)
        if device.page is not None:
            yield sheet_of(device.page)


def check_inflated(body: bytes) -> None:
    """Raise TooMuchError where the streams unpack to more than a report holds, or are packed twice."""
    left = MOST_INFLATED
    for match in STREAM.finditer(body):
        start = body.rfind(b"obj", max(0, match.start() - DICTIONARY), match.start())
        header = body[max(0, start) : match.start()]
        packed = len(INFLATED.findall(header))
        rest = body.find(b"endstream", match.end()) - match.end()
        if (packed > 1 and b"/Filter" in header) or (b"/LZW" in header and rest > MOST_LZW):
            raise TooMuchError("too-large")
        if packed == 0 or b"/Image" in header:
            continue
        try:
            left -= len(zlib.decompressobj().decompress(body[match.end() :], left + 1))
        except zlib.error:
            continue
        if left < 0:
            raise TooMuchError("too-large")


def sheet_of(page: LTPage) -> Sheet:
    sheet = Sheet(page.width, page.height)
    stack: list[Any] = [page]
    while stack:
        item = stack.pop()
        if isinstance(item, LTChar):
            if item.upright and item.get_text():
                sheet.glyphs.append(Glyph(item.get_text(), item.bbox))
        elif isinstance(item, LTLine | LTRect):
            sheet.rules.extend(rules_of(item))
        elif isinstance(item, LTContainer) and not isinstance(item, LTCurve):
            stack.extend(reversed(list(item)))
    return sheet


def rules_of(item: Any) -> Iterator[Box]:
    """A line, a thin rectangle, or the four sides of a drawn one."""
    x0, y0, x1, y1 = item.bbox
    if x1 - x0 <= THIN or y1 - y0 <= THIN:
        yield item.bbox
    elif isinstance(item, LTRect) and item.stroke:
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
