"""How a check is written: a pure function whose parameters are its evidence needs."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from types import NoneType, UnionType
from typing import TypeVar, get_args, get_origin, get_type_hints

import checks
from checks.indicator import Indicator
from crawler.model import Fault, IndicatorId, Registry, Target, Verdict, cant_tell
from crawler.reading.columns.intervals import Intervals
from crawler.workdays import Workdays

CONTEXT: frozenset[type] = frozenset({Indicator, Intervals, Workdays, date, Target, Registry})

Function = TypeVar("Function", bound=Callable[..., Verdict])


@dataclass(frozen=True, slots=True)
class Need:
    """One parameter: a kind of fact (one, every one there is, or one if there is any), or a part of the context."""

    kind: type
    many: bool = False
    optional: bool = False

    @property
    def is_context(self) -> bool:
        return self.kind in CONTEXT


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. ``version`` rises when a change may alter someone's verdict."""

    id: IndicatorId
    version: int
    function: Callable[..., Verdict]
    needs: Mapping[str, Need]


CHECKS: dict[IndicatorId, Check] = {}


def check(identifier: str, *, version: int) -> Callable[[Function], Function]:
    """Register a pure function as the check of an indicator.

    Parameters are resolved from their annotations: a fact type, ``tuple[Fact, ...]`` for every fact of a kind,
    ``Fact | None`` for one that need not have been gathered, Indicator, Intervals and Workdays (the office's), date
    (the monitoring day), Target or Registry.
    """

    def register(function: Function) -> Function:
        found = Check(IndicatorId(identifier), version, function, _needs(function))
        known = CHECKS.setdefault(found.id, found)
        if known.function.__qualname__ != function.__qualname__ or known.function.__module__ != function.__module__:
            raise ValueError(f"two checks call themselves {identifier}")
        return function

    return register


@cache
def discover() -> Mapping[IndicatorId, Check]:
    """Every check there is: each module of each family is imported."""
    for module in pkgutil.walk_packages(checks.__path__, f"{checks.__name__}."):
        if module.name.count(".") > 1:
            import_module(module.name)
    return CHECKS


def unseen(fault: Fault, url: str = "") -> Verdict:
    """What a fault comes to: a person is asked, nobody is accused."""
    return cant_tell(fault.kind.value, detail=fault.detail, url=fault.url or url)


def _needs(function: Callable[..., Verdict]) -> dict[str, Need]:
    hints = get_type_hints(function)
    hints.pop("return", None)
    return {name: _need(hint) for name, hint in hints.items()}


def _need(hint: object) -> Need:
    if get_origin(hint) is tuple:
        return Need(get_args(hint)[0], many=True)
    if get_origin(hint) is UnionType and get_args(hint)[1:] == (NoneType,):
        return Need(get_args(hint)[0], optional=True)
    if isinstance(hint, type):
        return Need(hint)
    raise TypeError(f"a check cannot ask for {hint!r}")
