"""Verifying captures: every byte of every file is recomputed against the index."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crawler.captures.index import Index
from crawler.captures.warc import Row, row_of, sha256, split_members, unpack
from crawler.model import RunId

PLACE = {"file": "", "offset": 0, "length": 0, "record_digest": ""}


class Checker:
    """One run's files against its rows."""

    def __init__(self, index: Index, folder: Path, run: RunId) -> None:
        self._index = index
        self._folder = folder
        self._run = run

    def problems(self) -> Iterator[str]:
        """One line a problem: file, offset, target and address."""
        indexed = set(self._index.files(self._run))
        present = {path.name for path in self._folder.glob("*.warc.gz")}
        for name in sorted(present - indexed):
            yield f"{name}: offset 0: no row of the index points into this file"
        for name in sorted(indexed - present):
            first = next(self._index.of_file(self._run, name))
            yield f"{name}: offset 0: the file is missing{_whose(first)}"
        for name in sorted(indexed & present):
            yield from self._file(name)

    def _file(self, name: str) -> Iterator[str]:
        place = 0
        path = self._folder / name
        with path.open("rb") as file:
            for row in self._index.of_file(self._run, name):
                if row.offset != place:
                    yield f"{name}: offset {place}: {abs(row.offset - place)} bytes no row accounts for{_whose(row)}"
                file.seek(row.offset)
                problem = self._row(row, file.read(row.length))
                if problem:
                    yield f"{name}: offset {row.offset}: {problem}{_whose(row)}"
                place = row.offset + row.length
            rest = path.stat().st_size - place
            if rest > 0:
                yield f"{name}: offset {place}: {rest} bytes at the end no row accounts for"

    def _row(self, row: Row, raw: bytes) -> str:
        if len(raw) != row.length:
            return f"the file ends {row.length - len(raw)} bytes before the record does"
        if sha256(raw) != row.record_digest:
            return "the record's bytes are not those that were written"
        try:
            plain = split_members(raw)[0][1] or b""
            told = row_of(plain)
        except (ValueError, KeyError, zlib.error) as error:
            return f"the record cannot be read: {error}"
        if told is None or replace(row, **PLACE) != told:  # type: ignore[arg-type]
            return "the index row does not say what the record says"
        if row.source:
            return self._source(row)
        return "" if sha256(unpack(plain)[2]) == row.digest else "the payload digest is wrong"

    def _source(self, row: Row) -> str:
        file, offset = row.source.rsplit(":", 1)
        held = self._index.at(self._run, file, int(offset))
        return "" if held is not None and held.digest == row.digest else "the record it repeats is missing or different"


def _whose(row: Row) -> str:
    return f" (target {row.target}, {row.url})" if row.target else ""
