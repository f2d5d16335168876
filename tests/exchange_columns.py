"""The columns in which findings are handed on as Markdown, for docs/exchange.md."""

from __future__ import annotations

from pathlib import Path

from results.exchange.lines import COLUMNS
from results.exchange.sheet import WIDTHS
from results.text import words

BEGIN, END = "<!-- generated: columns -->", "<!-- end -->"


def page(path: Path) -> str:
    """The page with its table as the words have it."""
    head, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    return f"{head}{BEGIN}\n\n{table()}\n{END}{rest.partition(END)[2]}"


def table() -> str:
    """Every column once, and in which form it stands. JSON lines have every key there is a meaning of, but names."""
    headings, meanings = words("exchange")["headings"], words("exchange")["meanings"]
    lines = ["| column | XLSX | CSV | meaning |", "| --- | --- | --- | --- |"]
    for name, meaning in meanings.items():
        heading, in_csv = headings.get(name, "") if name in WIDTHS else "", "yes" if name in COLUMNS else ""
        lines.append(f"| `{name}` | {heading} | {in_csv} | {meaning.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"
