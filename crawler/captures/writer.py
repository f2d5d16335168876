"""The writing side of the capture store: bytes first, then the row that points at them."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC
from io import FileIO
from pathlib import Path
from types import TracebackType

from crawler import clock
from crawler.captures.index import Index
from crawler.captures.warc import FILE_KIND, Exchange, Row, clean_url, manifest_of, pack, sha256
from crawler.model import Capture, CaptureKind, Fault, Role, RunId, TargetId
from crawler.reading.faults import fault_to_json
from crawler.reading.names.answers import NameAnswer, answer_to_json
from crawler.reading.service.probe import Probe, probe_to_json

LABEL_LIMIT = 1000
WARCINFO = "software: spotcheck\r\nformat: WARC File Format 1.1\r\nrobots: classic\r\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """What we went to see. ``label`` holds the words of the link that led here, ``via`` the page it stood on."""

    target: TargetId
    url: str
    role: Role
    label: str = ""
    via: str = ""


class CaptureWriter:
    """One process's own WARC files in one run. Each ``write_`` returns the capture as it was stored."""

    def __init__(self, root: Path, index: Index, run: RunId, name: str, file_limit: int) -> None:
        self.run = run
        self._folder = root / run
        self._index = index
        self._name = name
        self._file_limit = file_limit
        self._file: FileIO | None = None
        self._offset = 0
        self.on_unwritable: Callable[[OSError], None] = lambda error: None
        self.on_written: Callable[[Row, bytes, Exchange | None], None] = lambda row, payload, exchange: None

    def __enter__(self) -> CaptureWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write_response(
        self, asked: Asked, body: bytes, exchange: Exchange, *, status: int, content_type: str, truncated: bool = False
    ) -> Capture:
        """A page as it was served, with its request."""
        row = self._row(CaptureKind.RESPONSE, asked, body, content_type)
        return self._write(replace(row, status=status, truncated=truncated), body, exchange)

    def write_fault(self, asked: Asked, fault: Fault) -> Capture:
        """Why an address did not answer."""
        payload = fault_to_json(fault)
        row = self._row(CaptureKind.FAULT, asked, payload, "application/json")
        return self._write(replace(row, note=fault.kind.value), payload)

    def write_dns(self, target: TargetId, answer: NameAnswer, wire: bytes, role: Role = Role.NAME) -> Capture:
        """An answer of a name server; ``wire`` is the message as received. The label names the server."""
        payload = answer_to_json(answer, wire)
        asked = Asked(target, dns_url(answer.name, answer.record_type), role, answer.server)
        return self._write(self._row(CaptureKind.DNS, asked, payload, "application/json"), payload)

    def write_probe(self, target: TargetId, probe: Probe, role: Role) -> Capture:
        """The log of an attempt to open an address by one family. The label says which family, address and attempt."""
        payload = probe_to_json(probe)
        asked = Asked(target, probe.url, role, f"{probe.family} {probe.address} {probe.attempt}".strip())
        return self._write(self._row(CaptureKind.PROBE, asked, payload, "application/json"), payload)

    def write_resource(
        self, asked: Asked, kind: CaptureKind, payload: bytes, content_type: str, *, note: str = "", whole: bool = True
    ) -> Capture:
        """What a browser held (RENDERED, SCREENSHOT); ``note`` says why it was asked, ``whole`` that nothing failed."""
        row = self._row(kind, asked, payload, content_type)
        return self._write(replace(row, note=note, status=200, truncated=not whole), payload)

    def write_again(self, row: Row, asked: Asked) -> Capture:
        """The same answer seen in another role: a new row, no new body, no second visit."""
        source = row.source or f"{row.file}:{row.offset}"
        payload = json.dumps({"same_as": source}).encode()
        label, via = storable(asked.label), clean_url(asked.via)
        again = replace(row, target=asked.target, role=asked.role.value, label=label, via=via, source=source)
        return self._write(again, payload)

    def finish(self, target: TargetId) -> tuple[str, int]:
        """Bring all that is known of a target to the disk; returns its manifest as the store computes it."""
        return self.finish_all((target,))[target]

    def finish_all(self, targets: Iterable[TargetId]) -> dict[TargetId, tuple[str, int]]:
        """The same for several at the price of one: the disk takes its time each time it is waited for."""
        with self._on_disk():
            if self._file is not None:
                os.fsync(self._file.fileno())
            found = {target: manifest_of(self._index.of_target(self.run, target)) for target in targets}
            self._index.finish(self.run, {target: manifest for target, (manifest, _) in found.items()})
        return found

    def close(self) -> None:
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    def _row(self, kind: CaptureKind, asked: Asked, payload: bytes, content_type: str) -> Row:
        return Row(
            run=self.run,
            target=asked.target,
            url=clean_url(asked.url),
            role=asked.role.value,
            label=storable(asked.label),
            via=clean_url(asked.via),
            kind=kind.value,
            content_type=storable(content_type),
            at=clock.now().astimezone(UTC).isoformat(),
            digest=sha256(payload),
        )

    def _write(self, row: Row, payload: bytes, exchange: Exchange | None = None) -> Capture:
        with self._on_disk():
            if self._file is None or self._offset >= self._file_limit:
                self._begin_file()
            return self._append(row, payload, exchange).capture()

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """Whoever looks after the process hears that nothing can be kept any more, before anybody else does."""
        try:
            yield
        except OSError as error:
            self.on_unwritable(error)
            raise

    def _append(self, row: Row, payload: bytes, exchange: Exchange | None) -> Row:
        assert self._file is not None
        raw = pack(row, payload, exchange)
        name = Path(str(self._file.name)).name
        placed = replace(row, file=name, offset=self._offset, length=len(raw), record_digest=sha256(raw))
        try:
            _write_all(self._file, raw)
            self._index.add(placed)
        except OSError:
            self._take_back()
            raise
        self._offset += len(raw)
        self.on_written(placed, payload, exchange)
        return placed

    def _take_back(self) -> None:
        """What could not be written whole, or got no row, is no record; a file without one is none."""
        assert self._file is not None
        with suppress(OSError):
            os.ftruncate(self._file.fileno(), self._offset)
            self._file.seek(self._offset)
        if not self._offset:
            Path(str(self._file.name)).unlink(missing_ok=True)
            self._file.close()
            self._file = None

    def _begin_file(self) -> None:
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            try:
                self._file = (self._folder / f"{self._name}-{number:03d}.warc.gz").open("xb", buffering=0)
                break
            except FileExistsError:
                number += 1
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # tells a repair that this file is being written
        self._offset = 0
        payload = f"{WARCINFO}isPartOf: {self.run}\r\n".encode()
        moment = clock.now().isoformat()
        opening = Row(
            self.run, kind=FILE_KIND, content_type="application/warc-fields", at=moment, digest=sha256(payload)
        )
        self._append(opening, payload, None)


def _write_all(file: FileIO, raw: bytes) -> None:
    """A disk with little room takes a part at first, and refuses the rest."""
    left = memoryview(raw)
    while left:
        left = left[file.write(left) :]


def dns_url(name: str, record_type: str) -> str:
    """A question as an address (RFC 4501)."""
    return f"dns:{name}?type={record_type}"


def storable(label: str) -> str:
    """A page's words without halves of characters, which neither UTF-8 nor the index can hold."""
    return label[:LABEL_LIMIT].encode("utf-8", "replace").decode()
