"""Writes a site into a folder: whole files, only those that differ, and nothing that somebody else put there.

``SHA256SUMS`` is written last and names every file. Until then a ledger names what is being written, so that a call
that was killed anywhere leaves nothing the next one does not know as its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.disk import in_words
from crawler.errors import InputError
from crawler.lock import only_one
from results.publishing.words import say

SUMS, LEDGER, LOCK = "SHA256SUMS", ".writing", ".lock"
HEAD = "# spotcheck"  # first line of our own list of sums; programs that check sums skip it


def write(folder: Path, pages: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Path → SHA-256 of every file written. Files of the site before that are no longer in it are removed.

    Raises InputError before it would overwrite a file that no earlier call wrote, or where a file cannot be written.
    """
    with _told(folder), only_one(folder / LOCK, say("busy"), say("busy-next")):
        former = read_sums(folder)
        unfinished = _unfinished(folder)
        owned = former.keys() | unfinished
        sums: dict[str, str] = {}
        with (folder / LEDGER).open("a", encoding="utf-8") as ledger:
            for name, content in pages:
                path = folder / name
                if name not in owned:
                    _require_ours(path, content)
                    ledger.write(f"{name}\n")
                    ledger.flush()
                _store(path, content)
                sums[name] = hashlib.sha256(content).hexdigest()
        for name in sorted((owned | sums.keys()) if unfinished else (owned - sums.keys())):
            _remove(folder, name, keep=name in sums)
        lines = [HEAD, *(f"{sums[name]}  {name}" for name in sorted(sums))]
        _store(folder / SUMS, "".join(f"{line}\n" for line in lines).encode())
        (folder / LEDGER).unlink()
    return sums


def require_free(folder: Path, changing: Iterable[str]) -> None:
    """Raises InputError where ``write`` could not write, or not these files, which differ from any before."""
    with _told(folder), only_one(folder / LOCK, say("busy"), say("busy-next")):
        owned = read_sums(folder).keys() | _unfinished(folder)
        for name in changing:
            path = folder / name
            if name not in owned and path.exists():
                raise InputError(say("foreign"), file=str(path), next_step=say("foreign-next"))


def read_sums(folder: Path) -> dict[str, str]:
    """What the last complete call wrote; empty without such a list. Raises InputError for a foreign one."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    if lines[:1] != [HEAD]:
        raise InputError(say("foreign"), file=str(folder / SUMS), next_step=say("foreign-next"))
    return {name: sum_ for sum_, _, name in (line.partition("  ") for line in lines[1:]) if _is_inside(name)}


def _unfinished(folder: Path) -> set[str]:
    """What a call that did not come to its end may have written. A name that was cut off is none."""
    try:
        text = (folder / LEDGER).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return set()
    return {name for name in text.split("\n")[:-1] if _is_inside(name)} | {SUMS}


def _is_inside(name: str) -> bool:
    return bool(name) and not name.startswith("/") and ".." not in name.split("/")


def _require_ours(path: Path, content: bytes) -> None:
    if path.exists() and (not path.is_file() or path.read_bytes() != content):
        raise InputError(say("foreign"), file=str(path), next_step=say("foreign-next"))


def _store(path: Path, content: bytes) -> None:
    """The file whole or not at all, and only where it differs."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    draft.write_bytes(content)
    draft.replace(path)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _remove(folder: Path, name: str, *, keep: bool) -> None:
    """Takes away what a call left half written and, unless it is kept, the file with the folders it leaves empty."""
    path = folder / name
    _draft(path).unlink(missing_ok=True)
    if keep or name == SUMS:
        return
    path.unlink(missing_ok=True)
    for parent in _parents(folder, path):
        try:
            parent.rmdir()
        except OSError:
            return  # something else is in it


def _parents(folder: Path, path: Path) -> Iterator[Path]:
    for parent in path.parents:
        if parent == folder:
            return
        yield parent


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the disk refuses, as the person at the console can mend it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        problem, step = say("unwritable", detail=in_words(error)), say("unwritable-next")
        raise InputError(problem, file=str(error.filename or folder), next_step=step) from error
