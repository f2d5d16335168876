"""What people handed in for accounts, as rows of the trail: exports of a back office, and attestations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crawler.model import Digest, RunId, TargetId
from results.migrations import Chain
from results.rows import Row, clean, instant


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One account's posts out of one export. ``folder`` is their place in the capture store, named like a run.

    ``until_on``: the file holds every post up to this day; None where nobody said so, and it proves no silence.
    """

    target: TargetId
    folder: RunId
    capture: Digest
    file: str
    file_digest: Digest
    posts: int
    left_out: int
    newest_on: date
    newest_title: str
    until_on: date | None
    by: str
    at: datetime | None = None  # None before it is written
    id: int = 0


@dataclass(frozen=True, slots=True)
class AttestationRecord:
    """A named person's word on an account's newest post, with the screenshot that shows it."""

    target: TargetId
    folder: RunId
    capture: Digest
    screenshot_digest: Digest
    last_post_on: date
    title: str
    seen_at: datetime
    by: str
    at: datetime | None = None
    id: int = 0


class AccountedChain(Chain):
    """The part of the trail that holds what people handed in for accounts."""

    def record_imports(self, records: Sequence[ImportRecord], at: datetime) -> None:
        """The accounts of one export, all or none."""
        with self._transaction():
            for record in records:
                self._append("account_imports", _import_row(record), at)

    def record_attestation(self, record: AttestationRecord, at: datetime) -> None:
        with self._transaction():
            self._append("account_attestations", _attestation_row(record), at)

    def imports(self) -> tuple[ImportRecord, ...]:
        return tuple(map(_import_of, self.known_rows("account_imports")))

    def attestations(self) -> tuple[AttestationRecord, ...]:
        return tuple(map(_attestation_of, self.known_rows("account_attestations")))


def _import_row(record: ImportRecord) -> dict[str, Any]:
    return {
        "target": record.target,
        "folder": record.folder,
        "capture": record.capture,
        "file": clean(record.file),
        "file_digest": record.file_digest,
        "posts": record.posts,
        "left_out": record.left_out,
        "newest_on": record.newest_on.isoformat(),
        "newest_title": clean(record.newest_title),
        "until_on": record.until_on.isoformat() if record.until_on else "",
        "imported_by": clean(record.by),
    }


def _import_of(row: Row) -> ImportRecord:
    return ImportRecord(
        target=TargetId(row["target"]),
        folder=RunId(row["folder"]),
        capture=Digest(row["capture"]),
        file=row["file"],
        file_digest=Digest(row["file_digest"]),
        posts=row["posts"],
        left_out=row["left_out"],
        newest_on=date.fromisoformat(row["newest_on"]),
        newest_title=row["newest_title"],
        until_on=date.fromisoformat(row["until_on"]) if row["until_on"] else None,
        by=row["imported_by"],
        at=datetime.fromisoformat(row["at"]),
        id=row["seq"],
    )


def _attestation_row(record: AttestationRecord) -> dict[str, Any]:
    return {
        "target": record.target,
        "folder": record.folder,
        "capture": record.capture,
        "screenshot_digest": record.screenshot_digest,
        "last_post_on": record.last_post_on.isoformat(),
        "title": clean(record.title),
        "seen_at": instant(record.seen_at),
        "attested_by": clean(record.by),
    }


def _attestation_of(row: Row) -> AttestationRecord:
    return AttestationRecord(
        target=TargetId(row["target"]),
        folder=RunId(row["folder"]),
        capture=Digest(row["capture"]),
        screenshot_digest=Digest(row["screenshot_digest"]),
        last_post_on=date.fromisoformat(row["last_post_on"]),
        title=row["title"],
        seen_at=datetime.fromisoformat(row["seen_at"]),
        by=row["attested_by"],
        at=datetime.fromisoformat(row["at"]),
        id=row["seq"],
    )
