"""How a host's story stands on a terminal: headings, tables, and cells in which a page can hide nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crawler.errors import printable
from results.text import words

WIDTH = 100  # columns of a story that goes into a file
WIDEST = 140  # sentences are hard to read on longer lines


def paper() -> Console:
    """Standard output, as wide as is good to read."""
    console = Console(file=sys.stdout)
    console.width = min(console.width, WIDEST) if console.is_terminal else WIDTH
    return console


def say(key: str, **data: object) -> str:
    """A word or sentence of ``results/templates/ipv6.toml``, table and name joined by a dot, filled with data."""
    table, _, name = key.partition(".")
    sentence: str = words("ipv6")[table][name]
    return sentence.format(**data) if data else sentence


def word(table: str, name: str) -> str:
    """The word for a value of a closed list; the value itself where there is none."""
    found: Mapping[str, str] = words("ipv6")[table]
    return found.get(name, name)


def line(text: str, style: str = "") -> RenderableType:
    """A line of the story, indented."""
    return Padding(Text(printable(text), style=style), (0, 0, 0, 2), expand=False)


def heading(name: str) -> RenderableType:
    return Text("\n" + word("headings", name), style="bold")


def table(*columns: str) -> Table:
    """An empty table under the headings of these names; long words are folded, never cut."""
    made = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in columns:
        made.add_column(Text(word("columns", name)), overflow="fold")
    return made


def add(to: Table, *cells: str | Text | Iterable[str]) -> None:
    """A row; a cell that is a list takes a line for each of its items."""
    to.add_row(*(one if isinstance(one, Text) else cell(one) for one in cells))


def cell(value: str | Iterable[str]) -> Text:
    lines = [value] if isinstance(value, str) else list(value)
    return Text("\n".join(printable(one) for one in lines) or say("story.none"))


def indented(made: Table) -> RenderableType:
    return Padding(made, (0, 0, 0, 2), expand=False)


def show(console: Console, parts: Iterable[RenderableType]) -> None:
    for part in parts:
        console.print(part)


def copyable(console: Console, text: str) -> None:
    """A command as one line, however long: it is there to be copied."""
    console.print(Text(f"    {printable(text)}", style="bold"), soft_wrap=True)
