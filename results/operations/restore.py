"""``spotcheck restore``: a back-up into a new folder, every byte looked at, the trail last.

A restore that was killed has no trail yet, and the same command goes on with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crawler.disk import in_words
from crawler.errors import InputError, VerificationError
from crawler.lock import only_one
from results.audit import DATABASE
from results.operations.store import Backups, Item, Manifest, copy_stream, digest_of
from results.operations.words import say
from results.verify import verify

MARK = "restore.unfinished"
Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """``broken``: files whose bytes in the back-up are not those that were put in; ``problems``: of verification."""

    manifest: Manifest
    broken: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.broken and not self.problems


def restore(source: Path, data: Path, name: str = "", watch: Watch = lambda done, of: None) -> Restored:
    """The named back-up; without a name the one that was begun in the folder, else the newest.

    Raises InputError for a folder in use, VerificationError where manifest or trail are not what was written.
    """
    store = Backups(source)
    names = store.names()
    if not names:
        raise InputError(say("restore.nothing"), file=str(source), next_step=say("restore.nothing-next"))
    begun = _begun(data)
    manifest = store.read(name or (begun if begun in names else names[-1]))
    _claim(data, manifest)
    with only_one(data / "restore.lock", say("restore.locked"), say("restore.locked-next")):
        broken = _fill(store, data, manifest, watch)
        (data / MARK).unlink()
    (data / "restore.lock").unlink(missing_ok=True)
    return Restored(manifest, tuple(broken), tuple(verify(data)))


def _claim(data: Path, manifest: Manifest) -> None:
    """The folder is ours: empty, or one that a restore of the same back-up left unfinished."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = {path.name for path in data.iterdir()}
        if held and _begun(data) != manifest.name:
            raise InputError(say("restore.not-empty"), file=str(data), next_step=say("restore.not-empty-next"))
        (data / MARK).write_text(manifest.name, encoding="utf-8")
    except OSError as error:
        problem = say("backup.disk", detail=in_words(error))
        raise InputError(problem, file=str(data), next_step=say("backup.disk-next")) from error


def _begun(data: Path) -> str:
    """The back-up that a restore into the folder was cut short with; empty where there is none."""
    mark = data / MARK
    return mark.read_text(encoding="utf-8", errors="replace") if mark.is_file() else ""


def _fill(store: Backups, data: Path, manifest: Manifest, watch: Watch) -> list[str]:
    broken = []
    # Without the database there is no trail, so that half a restore is never taken for a whole one.
    ordered = sorted(manifest.items, key=lambda item: item.path == DATABASE)
    for number, item in enumerate(ordered, 1):
        if not _put(store, item, data):
            if item.path == DATABASE:
                raise VerificationError(say("restore.trail-broken", file=store.place(item.sha256)))
            broken.append(say("restore.broken", path=item.path, file=store.place(item.sha256)))
        watch(number, len(ordered))
    return broken


def _put(store: Backups, item: Item, data: Path) -> bool:
    place = data / item.path
    if place.is_file() and place.stat().st_size == item.size and digest_of(place) == item.sha256:
        return True
    source = store.place(item.sha256)
    if not source.is_file():
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.part")
    try:
        with source.open("rb") as read, draft.open("wb") as write:
            sha256, _ = copy_stream(read, write)
            os.fsync(write.fileno())
    except OSError as error:
        problem = say("backup.disk", detail=in_words(error))
        raise InputError(problem, file=str(place), next_step=say("backup.disk-next")) from error
    if sha256 != item.sha256:
        draft.unlink()
        return False
    os.utime(draft, ns=(item.mtime_ns, item.mtime_ns))
    draft.replace(place)
    return True
