"""Commands with which a person gets a capture's bytes out, reads them again, and repeats the observation.

What a page wrote stays one word to a shell, whatever is in it.
"""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote

from crawler.errors import printable
from crawler.model import Capture, CaptureKind, Digest

ENDINGS = {"html": "html", "json": "json", "pdf": "pdf", "png": "png", "jpeg": "jpg", "xml": "xml", "javascript": "js"}
PAGES = {CaptureKind.RESPONSE, CaptureKind.RENDERED}
RECORD_TYPE = re.compile(r"[A-Z0-9]{1,10}")


def to_keep(digest: Digest, capture: Capture, data: Path, on: date) -> tuple[str, ...]:
    """``spotcheck capture`` writes the bytes into a file; a page can then be read as the program read it.

    ``on`` is the monitoring day.
    """
    file = f"{digest.removeprefix('sha256:')[:12]}.{_ending(capture)}"
    found = [_shell("spotcheck", "capture", digest, "--data", str(data), "--out", file)]
    if capture.kind in PAGES and _is_web(capture.url) and file.endswith(".html"):
        found.append(_shell("spotcheck", "read", file, "--url", capture.url, "--on", on.isoformat()))
    return tuple(found)


def repeat(capture: Capture) -> tuple[str, ...]:
    """What asks the world again; empty for what a person handed in or our own trail knew."""
    if capture.url.startswith("dns:"):
        return _dig(capture.url)
    if not _is_web(capture.url) or capture.kind in {CaptureKind.GIVEN, CaptureKind.RECORD}:
        return ()
    return (
        _shell("curl", "-sS", "-L", "--globoff", "--max-time", "30", "-D", "-", "-o", "now.html", "--", capture.url),
    )


def _dig(url: str) -> tuple[str, ...]:
    """Of an address like ``dns:www.example.gov.cn?type=AAAA``."""
    name, _, query = url.removeprefix("dns:").partition("?")
    kind = parse_qs(query).get("type", ["A"])[0].upper()
    name = unquote(name).lstrip("/")
    if not RECORD_TYPE.fullmatch(kind) or not name or name.startswith(("-", "+", "@")):
        return ()
    return (_shell("dig", "-q", name, "-t", kind),)


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _ending(capture: Capture) -> str:
    return next((end for word, end in ENDINGS.items() if word in capture.content_type.lower()), "bin")


def _shell(*words: str) -> str:
    return shlex.join(printable(word) for word in words)
