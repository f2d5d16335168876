"""The capture store: WARC files, and an index that says which bytes answer which question.

``ROOT/<run>/<writer>-<n>.warc.gz`` holds the bytes, ``ROOT/index.sqlite`` one row a capture. The digest of a capture is
the SHA-256 of its payload as stored; readers get it with the content encoding opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body
from crawler.captures.check import Checker
from crawler.captures.index import Index
from crawler.captures.repair import repair_file
from crawler.captures.warc import Row, clean_url, manifest_of, split_members, unpack
from crawler.captures.writer import CaptureWriter
from crawler.model import Capture, Digest, Role, RunId, TargetId

MIB = 1 << 20


class CaptureStore:
    """One deployment's captures. ``limit`` bounds an opened body, in bytes."""

    def __init__(self, root: Path, *, limit: int = 16 * MIB) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.limit = limit
        self.index = Index(root / "index.sqlite")

    def __enter__(self) -> CaptureStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.index.close()

    def writer(self, run: RunId, name: str, *, file_limit: int = 512 * MIB) -> CaptureWriter:
        """A writer of its own files; ``name`` must be no other living writer's."""
        return CaptureWriter(self.root, self.index, run, name, file_limit)

    def of_target(self, run: RunId, target: TargetId) -> Iterator[tuple[Capture, bytes]]:
        """A target's captures in the order they were made, bodies opened, one at a time in memory.

        An address may come more than once (a retry, a resumed visit): the newest one counts.
        """
        for row in self.index.of_target(run, target):
            capture, body, _ = self.open_row(row)
            yield capture, body

    def find(self, run: RunId, target: TargetId, url: str, role: Role | None = None) -> Capture | None:
        """The newest capture of an address in this run; of any role where none is given."""
        rows = self.rows_of(run, target, url)
        return next((row.capture() for row in reversed(rows) if role is None or row.role == role), None)

    def rows_of(self, run: RunId, target: TargetId, url: str) -> list[Row]:
        return self.index.of_url(run, target, clean_url(url))

    def read(self, digest: Digest) -> tuple[Capture, bytes]:
        """The first capture with this digest. Raises KeyError where there is none."""
        row = self.index.of_digest(digest)
        if row is None:
            raise KeyError(digest)
        capture, body, _ = self.open_row(row)
        return capture, body

    def manifest(self, run: RunId, target: TargetId, *, removed: bool = False) -> tuple[str, int]:
        """(digest over every row of the target in order, number of rows): what the audit trail keeps.

        ``removed``: over the rows of captures that were deleted.
        """
        return manifest_of(self.index.of_target(run, target, removed=removed))

    def digests(self, run: RunId, *, removed: bool = False) -> frozenset[Digest]:
        """Of every capture of a run; ``removed``: of those that were deleted."""
        return frozenset(row.digest for row in self.index.of_run(run, removed=removed))

    def recover(self, run: RunId) -> None:
        """Mend what a killed writer left: torn records are cut, rows without bytes go, whole records get their row.

        Call it before new writers of the run begin. A file that a living writer holds is left alone.
        """
        folder = self.root / run
        for name in sorted({path.name for path in folder.glob("*.warc.gz")} | set(self.index.files(run))):
            repair_file(self.index, folder / name, run)

    def problems(self, run: RunId, manifests: Mapping[TargetId, str], *, index: bool = True) -> Iterator[str]:
        """Everything in which the files, the index and the trail's manifests do not agree, one line each.

        ``index``: whether the index is looked at as a whole, which takes its time and need not be done for every run.
        """
        if index:
            yield from (f"index.sqlite: {line}" for line in self.index.damage())
        yield from Checker(self.index, self.root / run, run).problems()
        for target, expected in manifests.items():
            found, count = self.manifest(run, target)
            if found != expected:
                yield f"index.sqlite: target {target}: its {count} rows are not those the audit trail recorded"

    def open_row(self, row: Row) -> tuple[Capture, bytes, Mapping[str, str]]:
        """A row's capture, its opened body and its HTTP headers (lower case).

        A body that cannot be opened whole gives what could be opened, nothing at all for one beyond the limit, and a
        capture marked as truncated.
        """
        holder = self._holder(row)
        with (self.root / holder.run / holder.file).open("rb") as file:
            file.seek(holder.offset)
            plain = split_members(file.read(holder.length))[0][1]
        _, http, payload = unpack(plain or b"")
        capture, body = self.opened(row, payload, http.get("content-encoding", ""))
        return capture, body, http

    def opened(self, row: Row, payload: bytes, encoding: str) -> tuple[Capture, bytes]:
        """A row's capture and its body, from the payload as it was served."""
        try:
            return row.capture(), open_body(payload, encoding, self.limit)
        except BodyBrokenError as broken:
            return _cut(row), broken.opened
        except BodyTooLargeError:
            return _cut(row), b""

    def _holder(self, row: Row) -> Row:
        if not row.source:
            return row
        file, offset = row.source.rsplit(":", 1)
        held = self.index.at(row.run, file, int(offset))
        if held is None:
            raise KeyError(row.source)
        return held


def _cut(row: Row) -> Capture:
    """A body that could not be opened whole: nothing is proven by what it lacks."""
    return replace(row.capture(), truncated=True)
