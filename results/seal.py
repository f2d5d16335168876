"""The seal beside the database: the digest of each of its blocks at the last clean close.

The chain finds every change of a row. The seal finds the rest: bytes that no row owns, and rows cut off at the tail.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.errors import VerificationError
from results.text import say

BLOCK = 64 * 1024  # bytes
_PAGE = 4096  # bytes; SQLite's own unit, so that a place can be named in its terms


@dataclass(frozen=True, slots=True)
class Seal:
    """``size`` in bytes; ``blocks`` are SHA-256 digests, one for each 64 KiB."""

    seq: int
    hash: str
    size: int
    blocks: tuple[str, ...]


def seal_path(database: Path) -> Path:
    return database.with_suffix(".seal")


def write_seal(database: Path, seq: int, row_hash: str) -> None:
    """Seals the database as it lies on disk. The caller keeps writers out meanwhile."""
    body: dict[str, Any] = {
        "seq": seq,
        "hash": row_hash,
        "size": database.stat().st_size,
        "blocks": list(_blocks(database)),
    }
    path = seal_path(database)
    draft = path.with_suffix(".seal-new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({**body, "digest": _digest(body)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_seal(database: Path) -> Seal | None:
    """The seal, or None without one. Raises ValueError where it was changed itself."""
    path = seal_path(database)
    if not path.exists():
        return None
    body = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(body, dict) or body.pop("digest", "") != _digest(body):
        raise ValueError("the seal does not match its own digest")
    return Seal(body["seq"], body["hash"], body["size"], tuple(body["blocks"]))


def has_bytes(database: Path) -> bool:
    return database.exists() and database.stat().st_size > 0


def refuse_lost(database: Path) -> None:
    """Raises VerificationError for a database that is gone or empty while its seal tells of one.

    Another one begun in its place would take the seal's as well, the last witness of it.
    """
    if not has_bytes(database) and seal_path(database).exists():
        raise VerificationError(say("trail.lost", file=database, seal=seal_path(database).name))


def changed_blocks(database: Path, seal: Seal) -> Iterator[str]:
    """A sentence for each block that differs from the seal, and one for another size."""
    size = database.stat().st_size
    if size != seal.size:
        yield say("verify.size-changed", file=database.name, size=size, sealed=seal.size)
    for number, (sealed, found) in enumerate(zip(seal.blocks, _blocks(database), strict=False)):
        if sealed != found:
            start = number * BLOCK
            end = min(start + BLOCK, size) - 1
            pages = {"first": start // _PAGE + 1, "last": end // _PAGE + 1}
            yield say("verify.bytes-changed", file=database.name, start=start, end=end, **pages)


def _blocks(database: Path) -> Iterator[str]:
    with database.open("rb") as file:
        while block := file.read(BLOCK):
            yield hashlib.sha256(block).hexdigest()


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
