"""The answer key, read."""

from __future__ import annotations

import tomllib
from pathlib import Path

EXPECTED = Path(__file__).parent / "expected.toml"


def expected(outcome: str) -> set[tuple[str, str]]:
    """Every (target, indicator) that the key gives this outcome."""
    key = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    return {(target, indicator) for target, said in key.items() for indicator, told in said.items() if told == outcome}
