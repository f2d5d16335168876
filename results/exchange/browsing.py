"""What Datasette shows of the trail: Chinese titles, the meaning of every column, the office's usual questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from results.migrations import expected_columns
from results.text import words


def metadata() -> dict[str, Any]:
    """The content of a metadata file. A column without a word for it is our mistake and raises."""
    text = files("results").joinpath("templates/datasette.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    said = words("datasette")
    database = found["databases"]["spotcheck"]
    for name, columns in expected_columns().items():
        own = said["columns"].get(name, {})
        database["tables"][name]["columns"] = {column: own.get(column) or said["shared"][column] for column in columns}
    database["queries"] = {
        "what_the_tables_hold": _tables(database["tables"], said["tables"]),
        **{name: {**query, "sql": query["sql"].strip(), "hide_sql": True} for name, query in said["queries"].items()},
    }
    return found


def _tables(tables: Mapping[str, Mapping[str, Any]], said: Mapping[str, Any]) -> dict[str, Any]:
    """A question that is answered by the titles themselves: Datasette's own list of tables shows none."""
    rows = [(name, str(one["title"]), str(one["description"])) for name, one in tables.items()]
    values = ", ".join("(" + ", ".join(map(_quoted, row)) + ")" for row in rows)
    shown = ", ".join(f"column{number} AS {heading}" for number, heading in enumerate(said["headings"], 1))
    sql = f"SELECT {shown} FROM (VALUES {values})"  # noqa: S608  of our own words alone
    return {"title": said["title"], "description": said["description"], "sql": sql, "hide_sql": True}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
