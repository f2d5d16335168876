"""What was read once is believed only while the readers are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.reading import memo


def test_a_change_in_any_package_of_readers_changes_their_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "crawler.reading" / "columns"
    inner.mkdir(parents=True)
    for name in ("crawler.lexicon", "crawler"):
        (tmp_path / name).mkdir()
    (inner / "kinds.py").write_text("a = 1\n")
    monkeypatch.setattr(memo, "files", lambda package: tmp_path / package)
    before = memo.readers_digest.__wrapped__()
    (inner / "kinds.py").write_text("a = 2\n")
    assert memo.readers_digest.__wrapped__() != before
