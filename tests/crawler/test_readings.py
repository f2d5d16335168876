"""Kept readings: the same evidence back, and only when nothing behind it changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.captures import readings
from crawler.captures.readings import Readings
from crawler.model import Digest, RunId
from crawler.reading import memo
from crawler.reading.evidence import read_target
from tests.reading.test_survey import ON, TARGET, visit

MADE = {Digest("sha256:1"): datetime(2026, 11, 16, 8, tzinfo=UTC)}


@pytest.fixture
def kept(tmp_path: Path) -> Readings:
    return Readings(tmp_path, RunId("r"), ON)


def test_evidence_survives_as_text() -> None:
    for gone in (set[str](), {"/zfxxgk/zd/"}):
        evidence = read_target(TARGET, visit(gone=gone), ON).evidence()
        assert memo.unpack(memo.pack(evidence)) == evidence


def test_a_kept_reading_is_found_again(kept: Readings) -> None:
    evidence = read_target(TARGET, visit(gone=set()), ON).evidence()
    digest = kept.keep(TARGET.id, "m", evidence, MADE)
    assert kept.find(TARGET.id, "m", digest) == (evidence, MADE)


def test_a_reading_of_other_captures_is_not_used(kept: Readings) -> None:
    digest = kept.keep(TARGET.id, "m", (), MADE)
    assert kept.find(TARGET.id, "other", digest) is None


def test_a_reading_for_another_day_is_not_used(tmp_path: Path, kept: Readings) -> None:
    digest = kept.keep(TARGET.id, "m", (), MADE)
    assert Readings(tmp_path, RunId("r"), date(2026, 11, 17)).find(TARGET.id, "m", digest) is None


def test_a_reading_by_other_readers_is_not_used(kept: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = kept.keep(TARGET.id, "m", (), MADE)
    monkeypatch.setattr(readings, "readers_digest", lambda: "repaired")
    assert kept.find(TARGET.id, "m", digest) is None


def test_a_changed_file_is_not_used(kept: Readings) -> None:
    digest = kept.keep(TARGET.id, "m", read_target(TARGET, visit(gone=set()), ON).evidence(), MADE)
    (path,) = kept.folder.iterdir()
    body = bytearray(path.read_bytes())
    body[-20] ^= 0x01
    path.write_bytes(body)
    assert kept.find(TARGET.id, "m", digest) is None
    path.unlink()
    assert kept.find(TARGET.id, "m", digest) is None
