"""The screenshots that show a finding: those it rests on, else those of the same addresses in the same run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crawler.captures.store import CaptureStore
from crawler.captures.warc import Row
from crawler.model import CaptureKind, Finding
from results.accounts.store import CAPTURES
from results.notices.matter import Shot

MOST = 3  # screenshots of one finding


def shots_of(data: Path, findings: Iterable[Finding]) -> dict[int, tuple[Shot, ...]]:
    """Finding → its screenshots. A capture that is gone shows nothing, and ``spotcheck verify`` tells of it."""
    root = data / CAPTURES
    if not root.exists():
        return {}
    with CaptureStore(root) as store:
        return {finding.id: _shots(store, finding) for finding in findings}


def _shots(store: CaptureStore, finding: Finding) -> tuple[Shot, ...]:
    rows = [row for digest in finding.captures if (row := store.index.of_digest(digest))]
    own = [row for row in rows if row.kind == CaptureKind.SCREENSHOT]
    if not own:
        urls = {row.url for row in rows}
        taken = store.index.of_target(finding.run, finding.target)
        own = [row for row in taken if row.kind == CaptureKind.SCREENSHOT and row.url in urls]
    return tuple(_shot(store, row) for row in own[:MOST])


def _shot(store: CaptureStore, row: Row) -> Shot:
    try:
        capture, body, _ = store.open_row(row)
    except (OSError, KeyError):
        return Shot(row.capture(), b"")
    return Shot(capture, body)
