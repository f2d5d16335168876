"""Reading rule packs: TOML files that inherit (national ← province ← city ← year), put together into one Pack.

Tables merge key by key, and the child wins; any other value, lists among them, takes the place of the parent's.
Where a limit is a list, ``{ add = [...], remove = [...] }`` changes the parent's instead.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from checks.catalogue import FILING, INDICATORS, load_catalogue, merged
from checks.indicator import Indicator
from checks.limits import LimitError, settled
from checks.pack import Pack
from checks.pack_errors import Mistake, PackFile, explained, not_toml, unknown_key, wrong
from checks.pack_laws import mistakes
from crawler.errors import InputError
from crawler.intervals import SHIPPED, interval_text, read_table
from crawler.lexicon import say

PACKS = INDICATORS / "packs"
DEFAULT = "national-2019"
DERIVED = ("lineage", "interval_table")  # what no file says
OF_ONE_FILE = ("id", "title", "issued_by", "inherits")  # what a child says itself or not at all


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a lineage, and the pack it makes together with those before it."""

    file: PackFile
    pack: Pack


def shipped_packs() -> tuple[str, ...]:
    """Ids of the packs that come with the program."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.toml")))


def load_pack(wanted: str = DEFAULT, beside: Path = Path()) -> Pack:
    """A shipped pack by its id, else a file, relative to the folder ``beside``, with all it inherits.

    Raises InputError with file, line, value and the next step for anything in the lineage that is not right.
    """
    return load_lineage(wanted, beside)[-1].pack


def load_lineage(wanted: str = DEFAULT, beside: Path = Path()) -> tuple[Layer, ...]:
    """The same, with every step from the first parent to the pack itself."""
    layers: list[Layer] = []
    for file in reversed(_files(wanted, beside)):
        layers.append(_layer(file, layers[-1].pack if layers else None))
    return tuple(layers)


def is_file(wanted: str) -> bool:
    """Whether a name is that of a file, and not the id of a shipped pack."""
    return wanted.endswith(".toml")


def _files(wanted: str, beside: Path) -> list[PackFile]:
    """The files of a lineage, from the pack to its first parent."""
    files: list[PackFile] = [_read(wanted, beside, None)]
    while "inherits" in files[-1].own:
        child = files[-1]
        parent = child.own["inherits"]
        if not isinstance(parent, str) or not parent.strip():
            raise wrong(child, Mistake(("inherits",), parent, say("pack.bad-parent"), _parents()))
        file = _read(parent, child.path.parent, child)
        if any(file.path == other.path for other in files):
            chain = " ← ".join([file.path.name, *(other.path.name for other in reversed(files))])
            step = say("pack.cycle-next")
            raise wrong(child, Mistake(("inherits",), parent, say("pack.cycle", chain=chain), step))
        files.append(file)
    return files


def _read(wanted: str, beside: Path, child: PackFile | None) -> PackFile:
    """One file, as it stands. An unknown name is pointed at in the child that names it."""
    if not is_file(wanted) and wanted not in shipped_packs():
        raise _unfound(wanted, "pack.unknown", child)
    path = (beside / wanted if is_file(wanted) else PACKS / f"{wanted}.toml").resolve()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unfound(wanted, "pack.unreadable", child, path) from error
    except UnicodeDecodeError as error:
        step = say("pack.encoding-next")
        raise InputError(say("pack.encoding"), file=str(path), next_step=step) from error
    try:
        return PackFile(path, text, tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise not_toml(path, error) from error


def _unfound(wanted: str, problem: str, child: PackFile | None, path: Path | None = None) -> InputError:
    if child is not None:
        return wrong(child, Mistake(("inherits",), wanted, say(problem), _parents()))
    return InputError(say(problem), file=str(path) if path else "", value=wanted, next_step=_parents())


def _layer(file: PackFile, parent: Pack | None) -> Layer:
    own = {key: value for key, value in file.own.items() if key != "inherits"}
    if derived := next((key for key in DERIVED if key in own), None):
        raise wrong(file, unknown_key((derived,)))
    own |= {"indicators": _settled(file, own["indicators"], parent)} if "indicators" in own else {}
    before = parent.content if parent else {}
    inherited = {key: value for key, value in before.items() if key not in OF_ONE_FILE}
    content = merged(inherited, _as_json(own)) | _interval_table(file)
    content["lineage"] = [*(parent.lineage if parent else ()), own.get("id", "")]
    try:
        pack = Pack.model_validate_json(json.dumps(content), strict=True)
    except ValidationError as error:
        raise explained(error, file) from error
    for mistake in mistakes(file, pack, catalogue()):
        raise wrong(file, mistake)
    if pack.id in shipped_packs() and file.path.parent != PACKS.resolve():
        raise wrong(file, Mistake(("id",), pack.id, say("pack.shipped-id"), say("pack.shipped-id-next")))
    return Layer(file, pack)


def _settled(file: PackFile, indicators: object, parent: Pack | None) -> object:
    """The pack's own words on indicators, its limits checked against the catalogue's, changed lists worked out."""
    if not isinstance(indicators, Mapping):
        return indicators  # the model says what is wrong with it
    found: dict[str, Any] = {}
    for identifier, rule in indicators.items():
        indicator = catalogue().get(identifier)
        if indicator is None:
            raise wrong(file, _unknown(identifier))
        limits = rule.get("limits") if isinstance(rule, Mapping) else None
        if not isinstance(limits, Mapping):
            found[identifier] = rule
            continue
        if identifier == FILING[0] and FILING[1] in limits:
            place = ("indicators", identifier, "limits", FILING[1])
            raise wrong(file, Mistake(place, limits[FILING[1]], say("pack.filing"), say("pack.filing-next")))
        before = parent.rule(indicator.id).limits if parent else {}
        try:
            found[identifier] = {**rule, "limits": settled(indicator, limits, before)}
        except LimitError as error:
            place = ("indicators", identifier, "limits", *error.path)
            raise wrong(file, Mistake(place, error.value, error.problem, error.step)) from error
    return found


def _unknown(identifier: str) -> Mistake:
    problem, step = say("pack.unknown-indicator"), say("pack.unknown-indicator-next")
    return Mistake(("indicators", identifier), identifier, problem, step)


def _interval_table(file: PackFile) -> dict[str, Any]:
    """The table of intervals the file names, read whole; without a word on it, nothing changes."""
    wanted = file.own.get("intervals")
    if not isinstance(wanted, str):
        return {}
    if not wanted:
        return {"interval_table": {}}
    try:
        text = interval_text(wanted, file.path.parent)
    except InputError as error:
        raise wrong(file, Mistake(("intervals",), wanted, error.problem, error.next_step)) from error
    place = f"intervals-{wanted}.toml" if wanted in SHIPPED else str(file.path.parent / wanted)
    return {"interval_table": read_table(text, place).model_dump(mode="json")}


@cache
def catalogue() -> Mapping[str, Indicator]:
    """The indicators as the program ships them, by id."""
    return {indicator.id: indicator for indicator in load_catalogue().indicators}


def _parents() -> str:
    return say("pack.unknown-next", known=", ".join(shipped_packs()))


def _as_json(own: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(own, default=_plain))
    return found


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"TOML holds no {value!r}")
