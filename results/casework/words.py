"""What the commands of casework say: ``results/templates/casework.toml``."""

from __future__ import annotations

from results.text import words


def say(key: str, **data: object) -> str:
    """A sentence, table and name joined by a dot, filled with data."""
    table, _, name = key.partition(".")
    sentence: str = words("casework")[table][name]
    return sentence.format(**data) if data else sentence


def state_name(table: str, value: str) -> str:
    """The Chinese word for a state or an event: ``states``, ``findings``, ``events``."""
    name: str = words("casework")[table][value]
    return name
