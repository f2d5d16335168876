"""What a rule pack says, key by key: what each file of its lineage sets, and what stood there before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checks.catalogue import FILING
from checks.indicator import Indicator
from checks.pack import Pack
from checks.packs import Layer, catalogue
from crawler.lexicon import load

UNSAID = {"id", "title", "issued_by", "lineage", "interval_table"}  # told apart, or told by another key


@dataclass(frozen=True, slots=True)
class Setting:
    """One value. ``before``: the parent's, else the catalogue's; ``by``: the pack that says so, empty where none."""

    path: tuple[str, ...]
    before: object
    value: object
    by: str

    @property
    def key(self) -> str:
        return ".".join(self.path)

    @property
    def meaning(self) -> str:
        """In Chinese; of an indicator its title, and what of it is set."""
        words: Mapping[str, str] = load("console")["pack-keys"]
        if self.path[0] != "indicators":
            return words.get(self.key, self.key)
        title, own = catalogue()[self.path[1]].title, self.path[2:]
        part = words.get(".".join(own), words.get(own[0], own[0]))
        return f"{title} {part} {'.'.join(own[1:])}".strip() if own[0] == "limits" else f"{title} {part}"


def settings(lineage: Sequence[Layer]) -> tuple[Setting, ...]:
    """Everything the last pack of a lineage says, and which pack said it last."""
    said = dict(_leaves(lineage[-1].pack.content))
    found = []
    for path in sorted(said, key=_order):
        by = next((layer.pack.id for layer in reversed(lineage) if _names(layer.file.own, path)), "")
        found.append(Setting(path, _before(path, {}), said[path], by))
    return tuple(found)


def differences(lineage: Sequence[Layer]) -> tuple[Setting, ...]:
    """What the last pack of a lineage says otherwise than its parent; a first one otherwise than the program."""
    parent = lineage[-2].pack if len(lineage) > 1 else Pack(id="none", title="--")
    pack, old = lineage[-1].pack, dict(_leaves(parent.content))
    new = dict(_leaves(pack.content))
    changed = sorted((path for path in new if _before(path, old) != new[path]), key=_order)
    return tuple(Setting(path, _before(path, old), new[path], pack.id) for path in changed)


def _names(own: object, path: Sequence[str]) -> bool:
    """Whether a file itself says something under this key."""
    for key in path:
        if not isinstance(own, Mapping) or key not in own:
            return False
        own = own[key]
    return True


def _leaves(content: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in content.items():
        if path or key not in UNSAID:
            if isinstance(value, Mapping):
                yield from _leaves(value, (*path, key))
            elif value is not None:
                yield (*path, key), value


def _before(path: tuple[str, ...], old: Mapping[tuple[str, ...], Any]) -> object:
    if path in old:
        return old[path]
    if path == ("filing_workdays",):
        return catalogue()[FILING[0]].limits[FILING[1]] if FILING[0] in catalogue() else None
    return _of_catalogue(catalogue().get(path[1]), path[2:]) if path[0] == "indicators" else None


def _of_catalogue(indicator: Indicator | None, path: tuple[str, ...]) -> object:
    """What the catalogue has where no pack said anything."""
    found: Any = indicator.model_dump(mode="json") if indicator else {}
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _order(path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    keys = list(Pack.model_fields)
    return keys.index(path[0]), path
