"""The blocks of a report's file, told by its content; what could not be read as a fault with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.model import Fault, FaultKind
from crawler.reading.annual_report.blocks import Block, folded
from crawler.reading.guard import attempt

MOST_BYTES = 40_000_000
PDF_HEAD = 1_024  # bytes in which the mark of a PDF file stands
ARCHIVE = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Pictures, packed archives and other files a link to a report may lead to
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
OTHERS = (*PICTURES, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
LOCKED = ("PDFPasswordIncorrect", "PDFEncryptionError", "PDFTextExtractionNotAllowed")


@dataclass(frozen=True, slots=True)
class ReadFile:
    form: str  # pdf or docx
    blocks: tuple[Block, ...]


def is_file(body: bytes) -> bool:
    """Not a page and not plain text."""
    return b"%PDF-" in body[:PDF_HEAD] or body.startswith((ARCHIVE, OLD_OFFICE, *OTHERS))


def read_file(body: bytes, url: str) -> ReadFile | Fault:
    """The blocks of a file for which :func:`is_file` is true. Never raises."""
    if len(body) > MOST_BYTES:
        return Fault(FaultKind.TOO_LARGE, "too-large", url)
    if body.startswith(OLD_OFFICE):
        return Fault(FaultKind.NOT_HTML, "old-word-format", url)
    if b"%PDF-" in body[:PDF_HEAD]:
        return of_reading(attempt(lambda: read_pdf(body), url, ()), url)
    if body.startswith(ARCHIVE):
        return of_reading(attempt(lambda: read_docx(body), url, ()), url)
    return Fault(FaultKind.NOT_HTML, "unknown-format", url)


def of_reading(read: ReadFile | str | Fault, url: str) -> ReadFile | Fault:
    """What a library broke on is the file's fault, not the reader's."""
    if isinstance(read, ReadFile):
        return read
    if isinstance(read, Fault):
        read = "encrypted" if read.detail.startswith(LOCKED) else "broken-file"
    kind = FaultKind.TOO_LARGE if read in {"too-large", "too-many-pages"} else FaultKind.NOT_HTML
    return Fault(kind, read, url)


def read_pdf(body: bytes) -> ReadFile | str:
    """The blocks, or the word for what is in the way. The library is loaded by those who meet a PDF, not by all."""
    from crawler.reading.annual_report.paper import pdf_blocks  # noqa: PLC0415
    from crawler.reading.annual_report.sheets import TooMuchError  # noqa: PLC0415

    try:
        blocks = pdf_blocks(body)
    except TooMuchError as limit:
        return str(limit)
    return "no-text-layer" if blocks is None else ReadFile("pdf", tuple(folded(blocks)))


def read_docx(body: bytes) -> ReadFile | str:
    from crawler.reading.annual_report.word import docx_blocks, is_too_large  # noqa: PLC0415

    if is_too_large(body):
        return "too-large"
    return ReadFile("docx", tuple(folded(docx_blocks(body))))
