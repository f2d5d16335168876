"""The sentences on the timetable, looked up by table and name in ``results/templates/timetable.toml``."""

from __future__ import annotations

from results.text import words


def say(key: str, **data: object) -> str:
    table, _, name = key.partition(".")
    sentence: str = words("timetable")[table][name]
    return sentence.format(**data) if data else sentence
