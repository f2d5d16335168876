"""The table of moves as Markdown, for docs/casework.md."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from results.casework.moves import FINDING_MOVES, MOVES
from results.casework.words import state_name

BEGIN, END = "<!-- generated: moves -->", "<!-- end -->"


def page(path: Path) -> str:
    """The page with its tables as the data has them."""
    head, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    return f"{head}{BEGIN}\n{tables()}{END}{rest.partition(END)[2]}"


def tables() -> str:
    whole = table("notice", "states", MOVES)
    return f"\n{whole}\n{table('finding', 'findings', FINDING_MOVES)}\n"


def table(what: str, names: str, moves: Mapping[Any, Mapping[Any, Any]]) -> str:
    lines = [f"| a {what} that is | may be | and then is |", "| --- | --- | --- |"]
    for state, own in moves.items():
        after: dict[str, list[str]] = {}
        for event, then in own.items():
            after.setdefault(_named(names, then), []).append(_named("events", event))
        rows = after or {"—": ["—"]}
        lines += [f"| {_named(names, state)} | {', '.join(events)} | {then} |" for then, events in rows.items()]
    return "\n".join(lines) + "\n"


def _named(table_: str, value: StrEnum) -> str:
    return f"`{value.value}` {state_name(table_, value.value)}"
