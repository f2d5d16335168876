"""Whether bytes are a whole picture: told by the bytes, never by a file's name."""

from __future__ import annotations

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
SMALLEST = 100  # pixels each way: less shows no page
LARGEST = 60_000  # a long screenshot of a whole page
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # the markers that carry a JPEG's size
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
SCAN, END = 0xDA, 0xD9


def picture_type(body: bytes) -> str:
    """``image/png`` or ``image/jpeg`` for a whole picture of a plausible size; empty for anything else."""
    if body.startswith(PNG):
        return "image/png" if _is_plausible(_png_size(body)) else ""
    if body.startswith(JPEG):
        return "image/jpeg" if _is_plausible(_jpeg_size(body)) else ""
    return ""


def _is_plausible(size: tuple[int, int] | None) -> bool:
    return size is not None and all(SMALLEST <= length <= LARGEST for length in size)


def _png_size(body: bytes) -> tuple[int, int] | None:
    """Width and height, where every chunk is whole, there is image data and the last one ends the picture."""
    place, size, has_data = len(PNG), None, False
    while place + 12 <= len(body):
        (length,), kind = struct.unpack_from(">I", body, place), body[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(body) or zlib.crc32(body[place + 4 : end - 4]) != struct.unpack_from(">I", body, end - 4)[0]:
            return None
        if kind == b"IHDR" and length == 13:
            size = struct.unpack_from(">II", body, place + 8)
        has_data = has_data or kind == b"IDAT"
        if kind == b"IEND":
            return (size[0], size[1]) if size and has_data else None
        place = end
    return None


def _jpeg_size(body: bytes) -> tuple[int, int] | None:
    """Width and height, where the segments before the image are whole and the image has its end."""
    place, size = 2, None
    while place + 4 <= len(body) and body[place] == 0xFF:
        marker = body[place + 1]
        if marker == 0xFF or marker in ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", body, place + 2)
        if marker in FRAMES and place + 9 <= len(body):
            height, width = struct.unpack_from(">HH", body, place + 5)
            size = (width, height)
        if marker == SCAN:
            return size if body.rfind(bytes((0xFF, END))) > place + length else None
        place += 2 + length
    return None
