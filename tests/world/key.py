"""The answer key, read."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from tests.world.model import TODAY

EXPECTED = Path(__file__).parent / "expected.toml"


def expected(outcome: str, on: date = TODAY) -> set[tuple[str, str]]:
    """Every (target, indicator) that the key gives this outcome on that day."""
    key = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    told = ((target, indicator, entry) for target, said in key.items() for indicator, entry in said.items())
    return {(target, indicator) for target, indicator, entry in told if _outcome(entry, on) == outcome}


def _outcome(entry: str | dict[str, date], on: date) -> str:
    """``"failed"``, or ``{ failed = 2026-04-01 }`` for what is so from that day on."""
    if isinstance(entry, str):
        return entry
    ((outcome, since),) = entry.items()
    return outcome if on >= since else ""
