"""A file somebody hands in, as lines and rows: plain text, DOCX, or a PDF with a text layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crawler.errors import InputError
from crawler.model import Fault
from crawler.reading.annual_report.files import LOCKED, is_file
from crawler.reading.guard import attempt
from results.accounts.store import read_file
from results.ledger.lines import Piece, pieces
from results.ledger.words import say

LARGEST = 40_000_000  # bytes
LONGEST_TEXT = 300_000  # characters: the text of a 要点 has some ten thousand
ENCODINGS = ("utf-8-sig", "gb18030")
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
PDF_HEAD = 1024  # bytes in which the mark of a PDF file stands


def contents(path: Path) -> tuple[bytes, list[Piece]]:
    """The file's bytes and what stands in it. Raises InputError for what cannot be read, with the next step."""
    body = read_file(path, LARGEST)
    if not body.strip():
        raise _refused("empty", path)
    found = _file(body, path) if is_file(body) else pieces(_text(body, path))
    if not found:
        raise _refused("empty", path)
    return body, found


def _text(body: bytes, path: Path) -> str:
    encodings = (WIDE[body[:2]],) if body[:2] in WIDE else ENCODINGS
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if len(text) > LONGEST_TEXT:
            raise _refused("too-large", path)
        return text
    raise _refused("undecodable", path)


def _file(body: bytes, path: Path) -> list[Piece]:
    if body.startswith(OLD_OFFICE):
        raise _refused("locked" if _is_locked(body) else "old-word", path)
    if b"%PDF-" in body[:PDF_HEAD]:
        return _blocks(lambda: _pdf(body), path)
    if body.startswith(b"PK\x03\x04"):
        return _blocks(lambda: _docx(body), path)
    raise _refused("broken", path)


def _is_locked(body: bytes) -> bool:
    """A DOCX with a password is an old container that names its packet."""
    return "EncryptedPackage".encode("utf-16-le") in body


def _blocks(read: Callable[[], list[Piece] | str], path: Path) -> list[Piece]:
    """What a reader made of the file; a library that breaks on it means a broken or a locked one."""
    found = attempt(read, str(path), ())
    if isinstance(found, Fault):
        raise _refused("locked" if found.detail.startswith(LOCKED) else "broken", path)
    if isinstance(found, str):
        raise _refused(found, path)
    return found


def _docx(body: bytes) -> list[Piece] | str:
    from crawler.reading.annual_report.word import is_too_large  # noqa: PLC0415  by those who meet such a file
    from results.ledger.word import docx_pieces  # noqa: PLC0415

    if is_too_large(body):
        return "too-large"
    return docx_pieces(body)


def _pdf(body: bytes) -> list[Piece] | str:
    from crawler.reading.annual_report.sheets import TooMuchError  # noqa: PLC0415  its library takes long to load
    from results.ledger.paper import pdf_pieces  # noqa: PLC0415

    try:
        found = pdf_pieces(body)
    except TooMuchError:
        return "too-large"
    return "scan" if found is None else found


def _refused(key: str, path: Path) -> InputError:
    return InputError(say(key), file=str(path), next_step=say(f"{key}-next"))
