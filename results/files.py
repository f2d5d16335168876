"""Files people hand in beside a decision: replies, proof, photographs. Each is kept once, under its digest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crawler.model import Digest
from results.accounts.store import read_file
from results.rows import clean

FOLDER = "files"
LARGEST = 50_000_000  # bytes of one file


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file: its name as it was handed in, and where its bytes are."""

    name: str
    digest: Digest
    size: int


def keep_files(data: Path, paths: Sequence[Path]) -> tuple[HandedIn, ...]:
    """Copies of the files, on the disk before this returns. Raises InputError for one that cannot be read."""
    contents = [(path.name, read_file(path, LARGEST)) for path in paths]
    return tuple(_keep(data, name, content) for name, content in contents)


def place_of(data: Path, digest: Digest) -> Path:
    """Where a file lies. Its name tells nothing but its digest: a stranger chose the other one."""
    hexadecimal = digest.removeprefix("sha256:")
    return data / FOLDER / hexadecimal[:2] / hexadecimal


def files_json(files: Iterable[HandedIn]) -> list[dict[str, Any]]:
    return [asdict(one) for one in files]


def files_of(found: Iterable[Mapping[str, Any]]) -> tuple[HandedIn, ...]:
    return tuple(HandedIn(one["name"], Digest(one["digest"]), one["size"]) for one in found)


def is_whole(data: Path, digest: Digest) -> bool | None:
    """Whether the bytes are those of the digest; None where there is no such file."""
    path = place_of(data, digest)
    return digest_of(path.read_bytes()) == digest if path.is_file() else None


def digest_of(content: bytes) -> Digest:
    return Digest(f"sha256:{hashlib.sha256(content).hexdigest()}")


def _keep(data: Path, name: str, content: bytes) -> HandedIn:
    digest = digest_of(content)
    path = place_of(data, digest)
    if not is_whole(data, digest):
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting = path.with_suffix(f".{os.getpid()}")
        with waiting.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    return HandedIn(clean(name), digest, len(content))
