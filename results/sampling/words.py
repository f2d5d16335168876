"""The sentences on draws and scores, looked up by table and name in ``results/templates/sampling.toml``."""

from __future__ import annotations

from results.text import words


def say(key: str, **data: object) -> str:
    table, _, name = key.partition(".")
    sentence: str = words("sampling")[table][name]
    return sentence.format(**data) if data else sentence
