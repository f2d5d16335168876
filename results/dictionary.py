"""Writes ``docs/data-dictionary.md`` and ``docs/figures.md`` from the schema: ``python -m results.dictionary``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from results.migrations import VERSION, expected_schema
from results.schema import TABLES, VIEWS
from results.schema.figures import FIGURES
from results.text import words

FILE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
FIGURES_FILE = FILE.with_name("figures.md")


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """One column with the comment that stands in the schema."""

    name: str
    type: str
    refers_to: str
    note: str


def columns_of(sql: str) -> Iterator[ColumnNote]:
    """The columns of a CREATE TABLE statement, in order."""
    for line in sql.splitlines():
        found = re.match(r"  (\w+) (TEXT|INTEGER)(.*?),? -- (.+)", line)
        if found:
            refers = re.search(r"REFERENCES (\w+)\((\w+)\)", found[3])
            yield ColumnNote(found[1], found[2], f"{refers[1]}.{refers[2]}" if refers else "", found[4])


def render() -> str:
    """The whole page, as Markdown."""
    schema = expected_schema()
    parts = [words("dictionary")["head"].format(version=VERSION)]
    for table, (purpose, _, keys) in TABLES.items():
        unique = "; ".join(f"`{key}`" for key in ("seq", *keys))
        parts.append(f"## {table}\n\n{purpose} No two rows share: {unique}.\n")
        rows = [
            f"| `{c.name}` | {c.type} | {_code(c.refers_to)} | {_cell(c.note)} |" for c in columns_of(schema[table])
        ]
        parts.append("\n".join(["| column | type | refers to | meaning |", "| --- | --- | --- | --- |", *rows]) + "\n")
    parts.append("## Views\n\n" + words("dictionary")["views"])
    parts += [f"### {name}\n\n```sql\n{sql.strip()}\n```\n" for name, sql in VIEWS.items()]
    return "\n".join(parts)


def render_figures() -> str:
    """The page of the figures, as Markdown."""
    told = words("figures")
    parts = [told["head"].lstrip()]
    for name, figure in FIGURES.items():
        said = told["figures"][name]
        parts.append(f"## {name}\n\n{said['title']} ({figure.unit}). {said['note']}\n\n```sql\n{figure.sql}\n```\n")
    parts.append(told["columns_head"].lstrip())
    for view, columns in told["views"].items():
        rows = [f"| `{name}` | {_cell(note)} |" for name, note in columns.items()]
        parts.append("\n".join([f"### {view}\n", "| column | meaning |", "| --- | --- |", *rows]) + "\n")
    return "\n".join(parts)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Brings the pages up to date."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(render(), encoding="utf-8")
    FIGURES_FILE.write_text(render_figures(), encoding="utf-8")


if __name__ == "__main__":
    main()
