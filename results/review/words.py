"""The sentences of the reviewer's desk, looked up by table and name in ``results/templates/review.toml``."""

from __future__ import annotations

from results.text import words


def say(key: str, **data: object) -> str:
    table, _, name = key.partition(".")
    sentence: str = words("review")[table][name]
    return sentence.format(**data) if data else sentence
