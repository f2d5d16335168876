"""The sentences on availability campaigns, looked up by table and name in ``results/templates/campaigns.toml``."""

from __future__ import annotations

from results.text import words


def say(key: str, **data: object) -> str:
    table, _, name = key.partition(".")
    sentence: str = words("campaigns")[table][name]
    return sentence.format(**data) if data else sentence
