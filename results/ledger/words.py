"""The words of the ledger, looked up in ``results/templates/ledger.toml``: patterns, sentences, names."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from results.text import words


def say(key: str, **data: object) -> str:
    return name("say", key, **data)


def name(table: str, key: str, **data: object) -> str:
    """A sentence of one table of the file, filled with data."""
    sentence: str = words("ledger")[table][key]
    return sentence.format(**data) if data else sentence


def table(key: str) -> Any:
    return words("ledger")[key]


@cache
def pattern(group: str, key: str) -> re.Pattern[str]:
    """One pattern of the file, compiled."""
    return re.compile(words("ledger")[group][key])


@cache
def label() -> re.Pattern[str]:
    """A label before units or a deadline, whichever of the three."""
    units = words("ledger")["units"]
    parts = {"lead": units["lead_label"], "joint": units["joint_label"], "deadline": units["deadline_label"]}
    named = {role: f"(?P<{role}>{text})" for role, text in parts.items()}
    return re.compile(units["label"].format(**named))


@cache
def header(role: str) -> re.Pattern[str]:
    """What the cell over a column of this role says, as a whole."""
    return re.compile(f"(?:{words('ledger')['table'][role]})")


@cache
def pattern_of(text: str) -> re.Pattern[str]:
    return re.compile(text)
