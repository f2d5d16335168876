"""What the monitors of health say: ``results/templates/health.toml``."""

from __future__ import annotations

from results.text import words


def say(key: str, **data: object) -> str:
    """A sentence, table and name joined by a dot, filled with data."""
    table, _, name = key.partition(".")
    sentence: str = words("health")[table][name]
    return sentence.format(**data) if data else sentence
