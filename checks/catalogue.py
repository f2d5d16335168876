"""The catalogue: every indicator of ``checks/indicators/``, read once, validated, with a digest."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from checks import wording
from checks.check import discover
from checks.indicator import Automation, Entry, Indicator
from checks.pack import Pack
from crawler.errors import InputError, toml_line
from crawler.intervals import Table, shipped
from crawler.model import IndicatorId
from crawler.reading.columns.intervals import Intervals
from crawler.workdays import Workdays
from crawler.workdays import shipped as shipped_workdays

INDICATORS = Path(__file__).parent / "indicators"
FILING = ("m-filing-late", "workdays")  # the limit that ``Pack.filing_workdays`` sets


@dataclass(frozen=True)
class Catalogue:
    """Every indicator, by id in alphabetical order, and the update intervals and the calendar the office goes by."""

    indicators: tuple[Indicator, ...]
    intervals: Intervals = field(default_factory=shipped)
    workdays: Workdays = field(default_factory=shipped_workdays)

    def get(self, identifier: str) -> Indicator:
        """Raises InputError for an id the catalogue does not know."""
        for indicator in self.indicators:
            if indicator.id == identifier:
                return indicator
        raise InputError("no such indicator", value=identifier, next_step="See `spotcheck catalogue` for the ids.")

    @cached_property
    def digest(self) -> str:
        """SHA-256 over rules, limits, intervals, calendar, messages and check versions: the same digest,
        the same rules.

        Worked examples are left out: a new one changes no verdict.
        """
        entries = [indicator.model_dump(mode="json", exclude={"examples"}) for indicator in self.indicators]
        tables = {"intervals": self.intervals.as_json(), "workdays": self.workdays.as_json()}
        rules = {"indicators": entries, **tables}
        text = json.dumps(rules, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def load_catalogue(
    directory: Path = INDICATORS,
    *,
    pack: Pack | None = None,
    intervals: Intervals | None = None,
    workdays: Workdays | None = None,
) -> Catalogue:
    """The indicators as the pack has them, with the pack's table of intervals, else the one given, else the national;
    working days by the calendar given, else by the one that comes with the program.

    Raises InputError with file, line and the next step for an entry that is not right.
    """
    paths = sorted(path for path in directory.glob("*.toml") if not path.name.startswith("_"))
    if not paths:
        raise InputError("holds no indicator", file=str(directory), next_step="Name a folder of indicator files.")
    tables = intervals or shipped(), workdays or shipped_workdays()
    catalogue = Catalogue(tuple(_load(path) for path in paths), *tables)
    return catalogue if pack is None else under(catalogue, pack)


def under(catalogue: Catalogue, pack: Pack) -> Catalogue:
    """The catalogue as a pack has it. What the pack says of indicators that are no longer there is passed over."""
    table = Table.model_validate(pack.interval_table).intervals() if pack.interval_table else catalogue.intervals
    return Catalogue(tuple(_ruled(indicator, pack) for indicator in catalogue.indicators), table, catalogue.workdays)


def _ruled(indicator: Indicator, pack: Pack) -> Indicator:
    rule = pack.rule(indicator.id)
    limits = merged(indicator.limits, rule.limits)
    if indicator.id == FILING[0] and pack.filing_workdays is not None:
        limits[FILING[1]] = pack.filing_workdays
    said: dict[str, Any] = {"status": rule.status, "consequence": rule.consequence, "points": rule.points}
    changes = {name: value for name, value in said.items() if value is not None}
    if rule.consequence not in {None, indicator.consequence}:
        changes["effect"] = ""  # what the source says of its own consequence
    return indicator.model_copy(update={"limits": limits, **changes})


def merged(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key; any other value, lists among them, takes the place of the one before."""
    found = dict(before)
    for key, value in after.items():
        old = found.get(key)
        found[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


def digest(catalogue: Catalogue) -> str:
    """The digest a finding carries."""
    return catalogue.digest


def _load(path: Path) -> Indicator:
    text = path.read_text(encoding="utf-8")
    entry = _entry(path, text)
    _require_consistent(entry, path, text)
    return _joined(entry)


@cache
def _entry(path: Path, text: str) -> Entry:
    """Parsed once a process: a command may need the catalogue of several runs."""
    try:
        return Entry.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = toml_line(error)
        raise InputError(f"is not TOML: {error}", file=str(path), line=line, next_step="Mend that line.") from error
    except ValidationError as error:
        raise _explain(error, path, text) from error


def _joined(entry: Entry) -> Indicator:
    check = discover().get(entry.id)
    fields = {name: getattr(entry, name) for name in Entry.model_fields if name != "messages"}
    return Indicator(
        **fields,
        messages={**wording.generic_messages(), **entry.messages},
        version=check.version if check else 1,
        manual=check is None,
        statement=wording.automation_statement(entry.automation),
        own_reasons=tuple(entry.messages),
    )


def _require_consistent(entry: Entry, path: Path, text: str) -> None:
    """What types alone cannot say."""
    if entry.id != path.stem:
        raise _wrong(path, text, "id", "the id is not the file's name", entry.id, f"Write id = {path.stem!r}.")
    shadowed = sorted(wording.generic_messages().keys() & entry.messages.keys())
    if shadowed:
        step = "Choose another reason: this one belongs to the judge."
        raise _wrong(path, text, shadowed[0], "a reserved reason", shadowed[0], step)
    has_check = entry.id in discover()
    if has_check is (entry.automation is Automation.MANUAL):
        step = "An indicator with a check is full or review, one without a check is manual."
        raise _wrong(path, text, "automation", "does not agree with the checks there are", entry.automation, step)


def _explain(error: ValidationError, path: Path, text: str) -> InputError:
    first = error.errors()[0]
    names = [str(name) for name in first["loc"]]
    unknown = first["type"] == "extra_forbidden"
    problem = f"unknown key {'.'.join(names)}" if unknown else f"{'.'.join(names)}: {first['msg']}"
    value = "" if isinstance(first.get("input"), Mapping) else str(first.get("input"))
    return _wrong(path, text, names[-1], problem, value, "See docs/contributing.md for the form of an indicator.")


def _wrong(path: Path, text: str, key: str, problem: str, value: Any, step: str) -> InputError:
    lines = enumerate(text.splitlines(), 1)
    line = next((number for number, line in lines if re.match(rf'\s*\[*"?{re.escape(key)}\b', line)), 0)
    return InputError(problem, file=str(path), line=line, value=str(value), next_step=step)


__all__ = ["Catalogue", "Indicator", "IndicatorId", "digest", "load_catalogue"]
