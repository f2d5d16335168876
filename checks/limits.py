"""Whether a rule pack may set a limit to a value: a wrong one would accuse every target, or crash the check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from checks.indicator import Indicator, LimitForm
from crawler.lexicon import say

LARGEST = 9999  # days, months, counts
PERCENT = 100
_ADD, _REMOVE = "add", "remove"


class LimitError(ValueError):
    """A limit that is not right: ``path`` within the limits, the value, what is wrong, and the next step."""

    def __init__(self, path: Sequence[str], value: object, problem: str, step: str) -> None:
        super().__init__(problem)
        self.path, self.value, self.problem, self.step = tuple(path), value, problem, step


def settled(indicator: Indicator, own: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """A pack's own limits, lists with ``add`` and ``remove`` worked out. ``before``: those of the packs it inherits.

    Raises LimitError for a limit the indicator does not have, and for a value that cannot stand there.
    """
    found: dict[str, Any] = {}
    for name, value in own.items():
        if name not in indicator.limits:
            known = ", ".join(indicator.limits)
            step = say("pack.unknown-limit-next", known=known) if known else say("pack.no-limits-next")
            raise LimitError([name], name, say("pack.unknown-limit", indicator=indicator.id), step)
        model = indicator.limits[name]
        is_change = isinstance(model, list) and isinstance(value, Mapping)
        found[name] = _changed(name, value, before.get(name, model)) if is_change else value
        _require_like(found[name], model, [name], indicator.limit_forms.get(name))
    return found


def _changed(name: str, value: Mapping[str, Any], now: Sequence[Any]) -> list[Any]:
    """A list with words added or taken out."""
    unknown = next((key for key in value if key not in {_ADD, _REMOVE}), None)
    wrong = next((key for key, words in value.items() if not isinstance(words, list)), None)
    if unknown or wrong or not value:
        raise LimitError([name, unknown or wrong or ""], value, say("pack.bad-list"), say("pack.bad-list-next"))
    strange = next((word for word in value.get(_REMOVE, ()) if word not in now), None)
    if strange is not None:
        raise LimitError([name, _REMOVE], strange, say("pack.nothing-to-remove"), say("pack.nothing-to-remove-next"))
    kept = [word for word in now if word not in value.get(_REMOVE, ())]
    return kept + [word for word in value.get(_ADD, ()) if word not in kept]


def _require_like(value: Any, model: Any, path: list[str], form: LimitForm | None) -> None:
    """The value must be of the kind, and within the bounds, of the catalogue's own."""
    if type(value) is not type(model):
        words = {"wanted": _kind(model), "found": _kind(value)}
        raise _wrong(path, value, say("pack.other-type", **words))
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in model:
                step = say("pack.unknown-limit-next", known=", ".join(model))
                raise LimitError([*path, name], name, say("pack.unknown-part", name=".".join(path)), step)
            _require_like(inner, model[name], [*path, name], None)
    elif isinstance(value, list):
        _require_list(value, model, path)
    elif isinstance(value, str):
        _require_text(value, model, path, form)
    elif isinstance(value, int) and not isinstance(value, bool):
        most = PERCENT if "percent" in path[-1] and model <= PERCENT else LARGEST
        if not 1 <= value <= most:
            raise _wrong(path, value, say("pack.out-of-bounds", most=most))


def _require_list(value: list[Any], model: list[Any], path: list[str]) -> None:
    if not value and model:
        raise _wrong(path, "[]", say("pack.empty-list"))
    for inner in value:
        pattern = model[0] if model else ""
        _require_like(inner, pattern, path, None)
        if isinstance(inner, dict) and (missing := [name for name in pattern if name not in inner]):
            raise _wrong(path, inner, say("pack.part-missing", name=missing[0]))


def _require_text(value: str, model: str, path: list[str], form: LimitForm | None) -> None:
    if not value.strip():
        if form is LimitForm.MONTH_DAY and not model:
            return
        raise _wrong(path, value, say("pack.blank"))
    try:
        if form is LimitForm.PATTERN:
            re.compile(value)
        elif form is not None:
            _require_day(f"2001-{value}" if form is LimitForm.MONTH_DAY else value)
    except (ValueError, re.error) as error:
        raise _wrong(path, value, say(f"pack.form-{form}")) from error


def _require_day(text: str) -> None:
    """Raises ValueError for anything but a day as YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    date.fromisoformat(text)


def _wrong(path: Sequence[str], value: object, problem: str) -> LimitError:
    name = say("pack.limit", name=".".join(path), problem=problem)
    return LimitError(path, value, name, say("pack.limit-next"))


def _kind(value: object) -> str:
    names = {bool: "truth", int: "number", str: "text", list: "list", dict: "table"}
    return say(f"pack.kind-{names.get(type(value), 'other')}")
