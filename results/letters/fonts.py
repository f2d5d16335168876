"""Which font of this machine stands for which official one in the file to print."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

from results.text import words

FOLDER = Path(__file__).resolve().parents[2] / ".fonts"  # what ``results.letters.provision`` unpacked


@dataclass(frozen=True, slots=True)
class Faces:
    """Families by role, the chosen one first. ``replaced``: (official, chosen) where another face is seen in print."""

    families: Mapping[str, tuple[str, ...]]
    bold_title: bool
    replaced: tuple[tuple[str, str], ...]

    @property
    def can_print(self) -> bool:
        """Whether there is anything to print Chinese with."""
        return all(self.families.values())


def rare_here() -> bool:
    """Whether this machine has a font for the rare characters of names."""
    return bool(set(words("fonts")["rare"]["names"]) & set(machine_fonts().families()))


@cache
def machine_fonts() -> typst.Fonts:
    """Every font of this machine, those unpacked beside the program among them, looked up once."""
    folders: list[Path] = [FOLDER] if FOLDER.is_dir() else []
    return typst.Fonts(font_paths=folders)


def faces(present: Collection[str] | None = None) -> Faces:
    """The faces of a machine that has these families; of this one where none are named."""
    here = set(machine_fonts().families() if present is None else present)
    table = words("fonts")
    official: Mapping[str, str] = table["official"]
    rare = tuple(name for name in table["rare"]["names"] if name in here)
    found = {role: tuple(name for name in table["printed"][role] if name in here) for role in official}
    chosen = {role: names[0] for role, names in found.items() if names}
    replaced = tuple((official[role], name) for role, name in chosen.items() if _differs(table, role, name))
    bold = chosen.get("title", "") in table["bold"]["title"]
    return Faces({role: (*names, *rare) if names else () for role, names in found.items()}, bold, replaced)


def official(role: str) -> str:
    name: str = words("fonts")["official"][role]
    return name


def _differs(table: Mapping[str, Any], role: str, name: str) -> bool:
    return name != table["official"][role] and name not in table["accepted"][role]
