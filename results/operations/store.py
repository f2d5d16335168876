"""A folder of back-ups: every file once, under its digest, and one manifest a back-up, written last.

``FOLDER/objects/ab/<sha256>`` holds the bytes, ``FOLDER/backups/<instant>.json`` says which file was which. A back-up
without a manifest is none; what it left behind is taken up by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from crawler.errors import InputError, VerificationError
from results.operations.words import say

CHUNK = 1 << 20
FORMAT = 1
_NAME = re.compile(r"20\d{6}T\d{6}Z(-\d+)?")


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a back-up. ``path`` is relative to the data folder, with slashes."""

    path: str
    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One back-up. ``problems`` say what was already wrong with the data when it was made."""

    name: str
    made_at: str
    program: str
    head: tuple[int, str]  # of the trail in it
    items: tuple[Item, ...]
    problems: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.problems


@dataclass(slots=True)
class Backups:
    """One folder of back-ups."""

    folder: Path
    added: int = field(default=0)  # bytes written since it was opened

    def open(self) -> None:
        """Make the folder, and clear away what a killed back-up left half written."""
        for path in (self.folder, self.objects, self.manifests, self.staging):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.sweep()

    def sweep(self) -> None:
        for path in self.staging.iterdir():
            path.unlink()

    @property
    def objects(self) -> Path:
        return self.folder / "objects"

    @property
    def manifests(self) -> Path:
        return self.folder / "backups"

    @property
    def staging(self) -> Path:
        return self.folder / "staging"

    def place(self, sha256: str) -> Path:
        return self.objects / sha256[:2] / sha256

    def holds(self, sha256: str, size: int, *, reread: bool = False) -> bool:
        """Whether the bytes are there; ``reread``: every one of them is looked at."""
        path = self.place(sha256)
        if not path.is_file() or path.stat().st_size != size:
            return False
        return not reread or digest_of(path) == sha256

    def take(self, source: Path, limit: int | None = None) -> tuple[str, int]:
        """Copy a file, or its first ``limit`` bytes, in; returns its digest and size."""
        draft = self.staging / "taking"
        with source.open("rb") as read, draft.open("wb") as write:
            sha256, size = copy_stream(read, write, limit)
            os.fsync(write.fileno())
        return self._settle(draft, sha256, size), size

    def adopt(self, staged: Path) -> tuple[str, int]:
        """Take in a file that was made in ``staging`` already."""
        with staged.open("rb") as file:
            os.fsync(file.fileno())
        size = staged.stat().st_size
        return self._settle(staged, digest_of(staged), size), size

    def _settle(self, draft: Path, sha256: str, size: int) -> str:
        place = self.place(sha256)
        if not self.holds(sha256, size):
            place.parent.mkdir(exist_ok=True, mode=0o700)
            draft.replace(place)
            _sync_folder(place.parent)
            self.added += size
        else:
            draft.unlink()
        return sha256

    def write(self, manifest: Manifest) -> None:
        """The back-up counts from here on."""
        body = json.dumps(_as_json(manifest), indent=0)
        draft = self.staging / "manifest"
        with draft.open("w", encoding="utf-8") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(self.objects)
        draft.replace(self.manifests / f"{manifest.name}.json")
        _sync_folder(self.manifests)

    def broken(self, manifest: Manifest) -> Iterator[Item]:
        """Files of a back-up whose bytes are not those that were put in; every byte is read."""
        return (item for item in manifest.items if not self.holds(item.sha256, item.size, reread=True))

    def names(self) -> list[str]:
        """Of the whole back-ups, oldest first."""
        found = (path.stem for path in self.manifests.glob("*.json")) if self.manifests.is_dir() else ()
        return sorted((name for name in found if _NAME.fullmatch(name)), key=lambda name: (name[:16], len(name), name))

    def read(self, name: str) -> Manifest:
        """Raises VerificationError where the manifest is not what was written, InputError where there is none."""
        path = self.manifests / f"{name}.json"
        try:
            return _manifest(json.loads(path.read_text(encoding="utf-8")), name)
        except FileNotFoundError as error:
            known = ", ".join(self.names()[-10:]) or say("restore.none")
            problem, step = say("restore.unknown"), say("restore.unknown-next", known=known)
            raise InputError(problem, file=str(self.folder), value=name, next_step=step) from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise VerificationError(say("restore.manifest-changed", file=path, detail=error)) from error

    def remove(self, names: Iterable[str]) -> int:
        """Delete back-ups, and the bytes no other one needs; returns how many bytes."""
        gone = set(names)
        needed = {item.sha256 for name in self.names() if name not in gone for item in self.read(name).items}
        for name in gone:
            (self.manifests / f"{name}.json").unlink()
        _sync_folder(self.manifests)
        freed = 0
        for path in self._held():
            if path.name not in needed:
                freed += path.stat().st_size
                path.unlink()
        return freed

    def _held(self) -> Iterator[Path]:
        return (path for path in self.objects.glob("??/*") if path.is_file())


def copy_stream(read: BinaryIO, write: BinaryIO, limit: int | None = None) -> tuple[str, int]:
    """(SHA-256, bytes) of what was copied, at most ``limit`` bytes."""
    engine, size = hashlib.sha256(), 0
    while limit is None or size < limit:
        part = read.read(CHUNK if limit is None else min(CHUNK, limit - size))
        if not part:
            break
        write.write(part)
        engine.update(part)
        size += len(part)
    write.flush()
    return engine.hexdigest(), size


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_json(manifest: Manifest) -> dict[str, Any]:
    body = {"format": FORMAT, **asdict(manifest)}
    return {**body, "digest": _digest(body)}


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _manifest(body: Any, name: str) -> Manifest:
    if not isinstance(body, dict) or body.pop("digest", "") != _digest(body) or body["name"] != name:
        raise ValueError("it does not match its own digest")
    items = tuple(Item(**item) for item in body["items"])
    if body["format"] != FORMAT or not all(map(_is_inside, items)):
        raise ValueError("another form, or a path that leads out of the folder")
    head = (int(body["head"][0]), str(body["head"][1]))
    return Manifest(name, body["made_at"], body["program"], head, items, tuple(body["problems"]))


def _is_inside(item: Item) -> bool:
    parts = item.path.split("/")
    is_path = not {"", ".", ".."} & set(parts) and "\0" not in item.path
    return is_path and re.fullmatch(r"[0-9a-f]{64}", item.sha256) is not None
