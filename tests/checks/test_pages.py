"""The generated pages of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.catalogue import load_catalogue
from checks.pages import pages, write_pages

FOLDER = Path(__file__).parents[2] / "docs" / "indicators"
PAGES = pages(load_catalogue())


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    path = FOLDER / name
    assert path.exists(), "run: python -m checks.pages"
    assert path.read_bytes() == PAGES[name].encode(), "run: python -m checks.pages"


def test_there_is_no_page_of_an_indicator_that_is_gone() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == PAGES.keys()


def test_writing_removes_the_page_of_an_indicator_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old")
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.glob("*.md")} == PAGES.keys()


def test_every_table_row_has_as_many_cells_as_its_heading() -> None:
    for text in PAGES.values():
        width = 0
        for line in text.splitlines():
            cells = line.replace("\\|", "").count("|")
            assert not line.startswith("|") or not width or cells == width, line
            width = cells if line.startswith("|") else 0
