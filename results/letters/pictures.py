"""Pictures in a letter: which can be shown, how large, and how much of a long one."""

from __future__ import annotations

import io
import struct
import tempfile
from pathlib import Path
from typing import Any

import typst
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.shared import Length, Mm

from results.letters.blocks import Picture
from results.letters.fonts import machine_fonts

WIDTH_MM, HEIGHT_MM = 150.0, 130.0  # at most
LONGEST = HEIGHT_MM / WIDTH_MM * 1.25  # height by width of what is shown whole
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}
BROKEN = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, struct.error, ValueError)


def picture_of(content: bytes, caption: str, cut: str, place: int = 1) -> Picture | None:
    """A picture with its caption, which tells (``cut``) where only its upper part is shown. None: no whole picture."""
    try:
        found = Image.from_blob(content)
        width, height, suffix = found.px_width, found.px_height, SUFFIXES.get(found.content_type, "")
    except BROKEN:
        return None
    if not suffix or min(width, height) < 1 or not is_picture(content, suffix):
        return None
    shown = min(1.0, LONGEST * width / height)
    return Picture(content, suffix, width, height, caption + (cut if shown < 1 else ""), place, shown)


def is_picture(content: bytes, suffix: str) -> bool:
    """Whether a picture can be printed: a page may have given half a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"one.{suffix}").write_bytes(content)
        (folder / "one.typ").write_text(f'#image("one.{suffix}")', encoding="utf-8")
        try:
            typst.compile(folder / "one.typ", root=folder, format="pdf", font_paths=machine_fonts())
        except typst.TypstError:
            return False
    return True


def size_mm(picture: Picture) -> tuple[float, float]:
    """Width and height of the shown part on paper."""
    ratio = picture.height * picture.shown / picture.width
    width = min(WIDTH_MM, HEIGHT_MM / ratio, picture.width * 25.4 / 96)
    return width, width * ratio


def place_picture(run: Any, picture: Picture) -> None:
    """The picture in a run of the file to edit; what is not shown of it is cut, not scaled."""
    width, height = size_mm(picture)
    shape = run.add_picture(io.BytesIO(picture.content), _mm(width), _mm(height))
    if picture.shown < 1:
        fill = shape._inline.graphic.graphicData.pic.blipFill
        hidden = round((1 - picture.shown) * 100_000)
        rectangle = fill.makeelement(_DRAWING + "srcRect", {"b": str(hidden)})
        fill.insert(1, rectangle)


def _mm(value: float) -> Length:
    return Mm(value)


_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
