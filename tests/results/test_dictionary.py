"""The documents about the database are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from results.audit import DATABASE
from results.dictionary import FIGURES_FILE, FILE, columns_of, render, render_figures
from results.exchange.browsing import metadata
from results.migrations import connect, expected_columns, expected_schema
from results.schema import TABLES, VIEWS
from results.schema.figures import FIGURES
from results.text import words
from tests.results.office import filled


def test_the_data_dictionary_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == render(), "run python -m results.dictionary"


def test_the_page_of_figures_is_up_to_date() -> None:
    assert FIGURES_FILE.read_text(encoding="utf-8") == render_figures(), "run python -m results.dictionary"


def test_every_figure_has_its_meaning_and_every_column_it_reads_a_note(tmp_path: Path) -> None:
    told = words("figures")
    assert list(told["figures"]) == list(FIGURES)
    assert all(set(said) == {"title", "meaning", "note"} for said in told["figures"].values())
    read = " ".join(figure.sql for figure in FIGURES.values())
    connection = connect(filled(tmp_path) / DATABASE, create=False, readonly=True)
    for view in VIEWS:
        if re.search(rf"\b{view}\b", read):
            own = " ".join(figure.sql for figure in FIGURES.values() if re.search(rf"\b{view}\b", figure.sql))
            columns = [row["name"] for row in connection.execute(f"PRAGMA table_info({view})")]
            named = set(re.findall(r"(?<![:\w])[a-z_]+\b", own))
            assert {name for name in columns if name in named} >= set(told["views"][view]), view
    connection.close()


@pytest.mark.parametrize("name", list(FIGURES))
def test_a_figure_of_a_quarter_that_nobody_published_is_nothing(tmp_path: Path, name: str) -> None:
    asked = {"quarter": "2026Q4", "field": "sites", "dimension": "all", "name": "", "indicators": "[]", "percent": 95}
    connection = connect(filled(tmp_path) / DATABASE, create=False, readonly=True)
    figure = FIGURES[name]
    assert set(figure.parameters) <= set(asked)
    (row,) = connection.execute(figure.sql, {key: asked[key] for key in figure.parameters}).fetchall()
    connection.close()
    assert row["value"] == {"percent": "", "place": 1}.get(figure.unit, 0)


def test_every_column_explains_itself(tmp_path: Path) -> None:
    connection = connect(filled(tmp_path) / DATABASE, create=False)
    schema = expected_schema()
    for table in TABLES:
        real = [row["name"] for row in connection.execute(f"PRAGMA table_info({table})")]
        assert [column.name for column in columns_of(schema[table])] == real
        assert all(column.note.endswith(".") for column in columns_of(schema[table]))
    connection.close()


def test_facets_labels_and_orders_of_datasette_are_columns_there_are() -> None:
    described, columns = metadata()["databases"]["spotcheck"], expected_columns()
    assert set(described["tables"]) == set(TABLES) | set(VIEWS)
    for name, table in described["tables"].items():
        used = {*table.get("facets", ()), table.get("sort_desc", "seq"), table.get("label_column", "seq")} - {"seq"}
        assert used <= set(columns[name]), name


def test_making_the_newest_version_twice_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        connection = connect(tmp_path / DATABASE, create=True)
        found = {row["name"] for row in connection.execute("SELECT name FROM sqlite_schema")}
        connection.close()
    assert found == set(expected_schema())
