"""``spotcheck backup``: everything of a data folder, while others go on writing in it.

The trail is copied first, then the index of the captures, then their files, so that whatever the copied trail knows of
is in the back-up. Of a file that still grows, only what the copied index accounts for is taken.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from crawler.captures.index import Index
from crawler.disk import in_words
from crawler.errors import InputError, VerificationError
from crawler.lock import only_one
from crawler.snapshot import copy_database
from results.audit import DATABASE, Trail
from results.gathering import CAPTURES
from results.migrations import guarded
from results.operations.store import Backups, Item, Manifest
from results.operations.words import say
from results.seal import changed_blocks, read_seal, seal_path, write_seal

STATE = "backup.json"
INDEX = f"{CAPTURES}/index.sqlite"
LEFT_OUT = {"jobs", "readings"}  # made anew from the rest
PASSING = ("-wal", "-shm", "-journal", ".lock", ".new", ".seal-new", ".part")
Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What a back-up came to. ``added`` and ``freed`` in bytes of the folder of back-ups."""

    manifest: Manifest
    added: int
    freed: int = 0
    unread: tuple[str, ...] = ()  # manifests of earlier ones that are broken, for which nothing was deleted

    @property
    def size(self) -> int:
        return sum(item.size for item in self.manifest.items)


@dataclass(frozen=True, slots=True)
class Request:
    """``keep``: so many sound back-ups stay, 0: all; ``reread``: look at every byte that is there already."""

    data: Path
    to: Path
    keep: int = 0
    reread: bool = False


def one_backup(data: Path) -> ExitStack:
    """Nothing is deleted from a data folder while it is copied. Raises InputError while another copies or deletes."""
    stack = ExitStack()
    stack.enter_context(only_one(data / "backup.lock", say("backup.locked"), say("backup.locked-next")))
    return stack


def make(request: Request, now: datetime, watch: Watch = lambda files: None) -> Made:
    """Raises InputError (nothing to copy, no room, not this trail's folder); what is damaged is copied, and said."""
    _refuse_nested(request)
    _refuse_nothing(request.data / DATABASE)
    store = Backups(request.to)
    try:
        with one_backup(request.data) as stack:
            request.to.mkdir(parents=True, exist_ok=True, mode=0o700)
            stack.enter_context(only_one(request.to / "backup.lock", say("backup.locked"), say("backup.locked-next")))
            store.open()
            manifest = _Copying(request, store, _previous(store), now).manifest(watch)
            store.write(manifest)
            store.sweep()
            made = _pruned(store, request.keep, manifest)
    except OSError as error:
        place = str(error.filename or request.to)
        raise InputError(
            say("backup.disk", detail=in_words(error)), file=place, next_step=say("backup.disk-next")
        ) from error
    _note(request, made)
    return made


@dataclass(slots=True)
class _Copying:
    """One back-up under way."""

    request: Request
    store: Backups
    previous: Manifest | None
    now: datetime
    problems: list[str] = field(default_factory=list)

    def manifest(self, watch: Watch) -> Manifest:
        """Copy everything; the manifest is not written yet."""
        items: list[Item] = []
        head, ended = self._trail(items)
        extents = self._index(items)
        known = {item.path: item for item in self.previous.items} if self.previous else {}
        for number, path in enumerate(self._files(), 1):
            name = path.relative_to(self.request.data).as_posix()
            limit = _limit(name, ended, extents)
            if limit != 0 and (item := self._file(path, name, limit, known.get(name))):
                items.append(item)
            watch(number)
        return Manifest(
            _free_name(self.store, self.now),
            self.now.isoformat(),
            version("spotcheck"),
            head,
            tuple(items),
            tuple(self.problems),
        )

    def _trail(self, items: list[Item]) -> tuple[tuple[int, str], set[str]]:
        """Its head, and the runs that have come to their end."""
        source, copy = self.request.data / DATABASE, self.store.staging / DATABASE
        self.problems += _broken_seal(source)
        with guarded(source):
            copy_database(source, copy)
        with Trail.read(copy.parent) as trail:
            self.problems += trail.complaints()
            self._same_trail(trail)
            head, ended = trail.head(), {str(row["run"]) for row in trail.known_rows("run_ends")}
        write_seal(copy, *head)
        items.append(self._adopted(seal_path(copy), seal_path(source)))
        items.append(self._adopted(copy, source))
        return head, ended

    def _same_trail(self, trail: Trail) -> None:
        if self.previous is None or not self.previous.head[0]:
            return
        seq, hash_ = self.previous.head
        found = [row["hash"] for table in trail.tables for row in trail.known_rows(table, seq=seq)]
        if found != [hash_]:
            problem, step = say("backup.other-trail", backup=self.previous.name), say("backup.other-trail-next")
            raise InputError(problem, file=str(self.store.folder), next_step=step)

    def _index(self, items: list[Item]) -> Mapping[tuple[str, str], int]:
        source, copy = self.request.data / INDEX, self.store.staging / "index.sqlite"
        if not source.exists():
            return {}
        try:
            with guarded(source):
                extents = self._copied_index(source, copy)
        except (InputError, VerificationError) as error:
            items.append(self._as_it_is(source, error))
            return {}
        items.append(self._adopted(copy, source))
        return extents

    def _copied_index(self, source: Path, copy: Path) -> Mapping[tuple[str, str], int]:
        copy_database(source, copy)
        index = Index(copy)
        try:
            self.problems += [f"index.sqlite: {line}" for line in index.damage()]
            return index.extents()
        finally:
            index.close()

    def _as_it_is(self, source: Path, error: Exception) -> Item:
        """A database beside the trail that cannot be read keeps nobody from copying the rest."""
        self.problems.append(str(error))
        name = source.relative_to(self.request.data).as_posix()
        return Item(name, *self.store.take(source), source.stat().st_mtime_ns)

    def _adopted(self, staged: Path, source: Path) -> Item:
        name = source.relative_to(self.request.data).as_posix()
        sha256, size = self.store.adopt(staged)
        return Item(name, sha256, size, source.stat().st_mtime_ns if source.exists() else 0)

    def _files(self) -> Iterator[Path]:
        done = {DATABASE, INDEX, seal_path(Path(DATABASE)).name, STATE}
        for path in walk(self.request.data):
            name = path.relative_to(self.request.data).as_posix()
            if name not in done and name.partition("/")[0] not in LEFT_OUT and not name.endswith(PASSING):
                yield path

    def _file(self, path: Path, name: str, limit: int | None, known: Item | None) -> Item | None:
        """None where the file went away before it could be copied."""
        try:
            found = path.stat()
            if path.suffix == ".sqlite":
                return self._database(path)
            size = found.st_size if limit is None else min(limit, found.st_size)
            same = known is not None and (known.size, known.mtime_ns) == (size, found.st_mtime_ns)
            if same and known and self.store.holds(known.sha256, size, reread=self.request.reread):
                return known
            if same and known and self.request.reread:
                self.store.place(known.sha256).unlink(missing_ok=True)
            return Item(name, *self.store.take(path, limit), found.st_mtime_ns)
        except FileNotFoundError:
            return None

    def _database(self, path: Path) -> Item:
        copy = self.store.staging / "other.sqlite"
        try:
            with guarded(path):
                copy_database(path, copy)
        except (InputError, VerificationError) as error:
            return self._as_it_is(path, error)
        return self._adopted(copy, path)


def walk(folder: Path) -> Iterator[Path]:
    """Every file below, links to other disks followed, each folder once."""
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        true = os.path.realpath(place)
        if true in seen:
            folders.clear()
            continue
        seen.add(true)
        folders.sort()
        yield from (Path(place, name) for name in sorted(files) if Path(place, name).is_file())


def _limit(name: str, ended: set[str], extents: Mapping[tuple[str, str], int]) -> int | None:
    """How many bytes of a file count; None: all of them."""
    parts = name.split("/")
    if parts[0] != CAPTURES or len(parts) != 3 or parts[1] in ended:
        return None
    return extents.get((parts[1], parts[2]), 0)


def _broken_seal(database: Path) -> list[str]:
    """What differs from the seal, where nobody wrote since it was made."""
    try:
        seal = read_seal(database)
        with Trail.inspect(database) as trail:
            return list(changed_blocks(database, seal)) if seal and trail.head() == (seal.seq, seal.hash) else []
    except (ValueError, KeyError, TypeError) as error:
        return [say("backup.seal", detail=error)]


def _previous(store: Backups) -> Manifest | None:
    for name in reversed(store.names()):
        try:
            return store.read(name)
        except VerificationError:
            continue  # it is not relied on; its restoring will say so
    return None


def _free_name(store: Backups, now: datetime) -> str:
    name, taken = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"), set(store.names())
    return next(free for n in range(len(taken) + 1) if (free := f"{name}-{n}" if n else name) not in taken)


def _pruned(store: Backups, keep: int, manifest: Manifest) -> Made:
    """Nothing is deleted for the sake of a back-up that is not sound, nor while nobody can say what another needs."""
    sound, unread = [], []
    for name in store.names() if keep and manifest.is_sound else ():
        try:
            sound += [name] if store.read(name).is_sound else []
        except VerificationError as error:
            unread.append(str(error))
    if unread or len(sound) <= keep:
        return Made(manifest, store.added, unread=tuple(unread))
    freed = store.remove([name for name in store.names() if name < sound[-keep]])
    return Made(manifest, store.added, freed)


def _refuse_nested(request: Request) -> None:
    data, to = request.data.resolve(), request.to.resolve()
    if data == to or data in to.parents or to in data.parents:
        raise InputError(say("backup.nested"), file=str(request.to), next_step=say("backup.nested-next"))


def _refuse_nothing(source: Path) -> None:
    if not source.exists():
        raise InputError(say("backup.nothing"), file=str(source), next_step=say("backup.nothing-next"))


def _note(request: Request, made: Made) -> None:
    """When the folder was last copied, for the doctor and the figures. The copy stands, noted or not."""
    body = {
        "at": made.manifest.made_at,
        "to": str(request.to.resolve()),
        "backup": made.manifest.name,
        "sound": made.manifest.is_sound,
    }
    draft = request.data / f"{STATE}.new"
    with suppress(OSError):
        draft.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
        draft.replace(request.data / STATE)
