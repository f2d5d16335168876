"""What a killed writer left behind, brought back in order before its run goes on."""

from __future__ import annotations

import fcntl
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from crawler.captures.index import Index
from crawler.captures.warc import Row, row_of, sha256, split_members
from crawler.model import RunId


def repair_file(index: Index, path: Path, run: RunId) -> None:
    """Cut what is torn, drop rows without bytes, give whole records without a row their row.

    Works from the end backwards and touches only what a stop can leave there: an earlier record whose bytes changed
    stays as it is, for verification to name.
    """
    if not path.exists():
        index.drop(run, path.name, 0)
        return
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        end = _sound_end(index, file, path.name, run)
        file.seek(end)
        kept = _index_rest(index, file.read(), path.name, end, run)
        file.truncate(kept)


def _sound_end(index: Index, file: BinaryIO, name: str, run: RunId) -> int:
    """Where the last row with all its bytes ends; rows behind it are dropped."""
    rows = list(index.of_file(run, name))
    while rows:
        last = rows[-1]
        file.seek(last.offset)
        if sha256(file.read(last.length)) == last.record_digest:
            return last.offset + last.length
        index.drop(run, name, last.offset)
        rows.pop()
    return 0


def _index_rest(index: Index, raw: bytes, name: str, start: int, run: RunId) -> int:
    """Rows for the whole records behind ``start``; returns where they end."""
    place, end = 0, 0
    members = split_members(raw)
    for number, (length, plain) in enumerate(members):
        row = row_of(plain) if plain is not None else None
        if row is not None:
            behind = _request_behind(members, number)
            if behind is None:
                break
            end = place + length + behind
            index.add(_placed(row, raw[place:end], name, start + place))
        place += length
    return start + end


def _request_behind(members: list[tuple[int, bytes | None]], number: int) -> int | None:
    """The length of the request written behind a response, 0 for other records, None where it is torn."""
    if b"\r\nWARC-Type: response\r\n" not in (members[number][1] or b"")[:2000]:
        return 0
    behind = members[number + 1 : number + 2]
    return behind[0][0] if behind and behind[0][1] is not None else None


def _placed(row: Row, raw: bytes, name: str, offset: int) -> Row:
    return replace(row, file=name, offset=offset, length=len(raw), record_digest=sha256(raw))
