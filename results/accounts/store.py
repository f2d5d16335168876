"""The bytes people hand in, in the capture store: a folder of its own for each thing handed in, named for what it is.

The name follows from the content, so that a command that was killed goes on with its own folder when it is repeated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from crawler import clock
from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.disk import in_words
from crawler.errors import InputError
from crawler.lock import only_one
from crawler.model import CaptureKind, Digest, RunId, TargetId
from results.accounts.words import say

CAPTURES = "captures"
PREFIX = "given-"
LISTED = "accounts-"  # folders of lists of accounts, fetched outside any run


@dataclass(frozen=True, slots=True)
class Thing:
    """Bytes handed in, or what was read from them."""

    asked: Asked
    kind: CaptureKind
    payload: bytes
    content_type: str


def folder_of(*words: str) -> RunId:
    """The folder of what these words name in full."""
    return RunId(PREFIX + hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32])


def one_at_a_time(data: Path) -> AbstractContextManager[None]:
    """Raises InputError while another command takes something in."""
    return only_one(data / "given.lock", say("given.locked"), say("given.locked-next"))


def keep(data: Path, folder: RunId, things: Sequence[Thing]) -> None:
    """Everything on the disk, once. What a killed command left is mended and not written again."""
    with CaptureStore(data / CAPTURES) as store:
        store.recover(folder)
        rows = (row for target in _targets(things) for row in store.index.of_target(folder, target))
        held = {(row.target, row.role, row.digest) for row in rows}
        waiting = [one for one in things if (one.asked.target, one.asked.role.value, _digest(one)) not in held]
        with store.writer(folder, clock.now().strftime("given-%Y%m%dT%H%M%S%f")) as writer:
            for thing in waiting:
                writer.write_resource(thing.asked, thing.kind, thing.payload, thing.content_type)
            for target in _targets(waiting):
                writer.finish(target)


def left_behind(data: Path, folder: RunId, target: TargetId, content_type: str) -> bytes | None:
    """What a killed command had kept of this type already."""
    with CaptureStore(data / CAPTURES) as store:
        store.recover(folder)
        for capture, body in store.of_target(folder, target):
            if capture.content_type == content_type:
                return body
    return None


def read_file(path: Path, limit: int) -> bytes:
    """A file's bytes. Raises InputError where there is none, or more than ``limit`` bytes."""
    try:
        size = path.stat().st_size
        if path.is_dir() or size > limit:
            detail = say("given.size", size=size, limit=limit) if size > limit else say("given.folder")
            raise InputError(say("given.unfit", detail=detail), file=str(path), next_step=say("given.unfit-next"))
        return path.read_bytes()
    except OSError as error:
        problem = say("given.unreadable", detail=in_words(error))
        raise InputError(problem, file=str(path), next_step=say("given.unreadable-next")) from error


def named(by: str) -> str:
    """The person's name. Raises InputError where it is missing."""
    name = " ".join(by.split())
    if not name:
        raise InputError(say("given.no-name"), value=by, next_step=say("given.no-name-next"))
    return name


def _targets(things: Sequence[Thing]) -> list[TargetId]:
    return list(dict.fromkeys(one.asked.target for one in things))


def _digest(thing: Thing) -> Digest:
    return Digest(f"sha256:{hashlib.sha256(thing.payload).hexdigest()}")
