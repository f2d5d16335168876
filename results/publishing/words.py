"""The sentences on publishing, looked up by name in ``results/templates/publishing.toml``."""

from __future__ import annotations

from results.text import words


def say(key: str, **data: object) -> str:
    sentence: str = words("publishing")["say"][key]
    return sentence.format(**data) if data else sentence
