"""The fixtures of menus, disclosure columns and column pages, where "could not be told" is never "not there"."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accuracy import compared_fixture

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "facts" / "columns").glob("*.json"))


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_what_the_page_does_not_prove_is_not_called_absent(file: Path) -> None:
    accused = [pair.field for pair in compared_fixture(file) if pair.expected is None and pair.seen is False]
    assert accused == []
