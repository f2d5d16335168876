"""The words that are nobody's own: the judge's sentences, lists of names, headings of subject tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from checks.indicator import Automation
from crawler.model import FaultKind

NAMES_SHOWN = 6


@cache
def words() -> Mapping[str, Any]:
    """The parsed ``checks/indicators/_wording.toml``."""
    return tomllib.loads(files("checks").joinpath("indicators/_wording.toml").read_text(encoding="utf-8"))


@cache
def generic_messages() -> Mapping[str, str]:
    """Reason → sentence, for the judge's own reasons and for every kind of fault."""
    faults = words()["faults"]
    return {**words()["judge"], **{kind.value: faults.get(kind.value, faults["unknown"]) for kind in FaultKind}}


def automation_statement(automation: Automation) -> str:
    """How far a machine can see it, in Chinese."""
    return str(words()["automation"][automation.value])


def subject_headings() -> Mapping[str, str]:
    """Key of a verdict's subjects → heading of its column, in Chinese."""
    return dict(words()["subjects"])


def enumerated(names: Sequence[str]) -> str:
    """Names as a Chinese sentence lists them, cut after six."""
    lists = words()["lists"]
    shown = str(lists["separator"]).join(names[:NAMES_SHOWN])
    return shown + str(lists["more"]) if len(names) > NAMES_SHOWN else shown


def sentence(table: str, name: str, **data: Any) -> str:
    """A part of a sentence, filled with data."""
    return str(words()[table][name]).format(**data)


def noted(name: str, note: str) -> str:
    """A name with a note in brackets, as a Chinese sentence writes it."""
    return str(words()["lists"]["noted"]).format(name=name, note=note)


def counted(name: str, count: int) -> str:
    """How many times something was met."""
    return str(words()["lists"]["counted"]).format(name=name, count=count)


def spanned(low: str, high: str) -> str:
    """From one figure to another; one alone where they are the same."""
    return low if low == high else str(words()["lists"]["range"]).format(low=low, high=high)


def address_class_name(address_class: str) -> str:
    """The Chinese name of a kind of address."""
    return str(words()["address_classes"][address_class])


def named(table: str, key: str) -> str:
    """The Chinese name of a member of a closed list; a key the table does not know is shown as it is."""
    return str(words()[table].get(key, key))


def level_name(level: str) -> str:
    """The Chinese name of an inventory's level."""
    return str(words()["levels"].get(level, level))


def report_doubt(key: str) -> str:
    """Why an annual report could not be judged, in Chinese; empty for a key nobody knows."""
    return str(words()["report_doubts"].get(key, ""))


def report_place(identity: str) -> str:
    """The place in the tables of an annual report that a sum (``rule:place``) speaks of."""
    rule, _, place = identity.partition(":")
    report: Mapping[str, Any] = words()["report"]
    return str(report["places"][rule]).format(place=report["names"].get(place, place))
