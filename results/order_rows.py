"""What a run was for, the rules it went by, and the findings it looks at again, as rows of the trail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from checks.indicator import Indicator
from crawler.model import RunId
from results.migrations import Chain
from results.rows import Row, clean, to_json


class Purpose(StrEnum):
    """What a run is for. All but a check look at findings again, and judge nothing else."""

    CHECK = "check"
    RECHECK = "recheck"  # 复查: what notices name, after the owner had time to put it right
    FOLLOW_UP = "follow-up"  # 回头看: what was closed, after a while
    RECONSIDERATION = "reconsideration"  # 复核: what an owner asked to be looked at again


@dataclass(frozen=True, slots=True)
class RunOrder:
    """One run's order. ``pack_content``: the pack with all it inherits, so that the run can be judged by it again."""

    run: RunId
    pack: str
    pack_digest: str
    pack_content: Mapping[str, Any] = field(default_factory=dict)
    purpose: Purpose = Purpose.CHECK
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One finding of an earlier run that a run looks at again; ``notice`` is the row of the notice it stands in."""

    finding: int
    notice: int | None = None


class OrderedChain(Chain):
    """The part of the trail that holds orders of runs, and rules."""

    def record_order(self, order: RunOrder, matters: Sequence[Matter], at: datetime) -> None:
        with self._transaction():
            self._append_order(order, matters, at)

    def _append_order(self, order: RunOrder, matters: Sequence[Matter], at: datetime) -> None:
        self._append("run_orders", _row(order), at)
        for matter in matters:
            self._append("run_matters", {"run": order.run, "finding": matter.finding, "notice": matter.notice}, at)

    def order(self, run: RunId) -> RunOrder | None:
        """None where the run is of a program that knew no packs."""
        return next((_order(row) for row in self.known_rows("run_orders") if row["run"] == run), None)

    def orders(self) -> dict[RunId, RunOrder]:
        return {RunId(row["run"]): _order(row) for row in self.known_rows("run_orders")}

    def matters(self, run: RunId) -> tuple[Matter, ...]:
        found = (row for row in self.known_rows("run_matters") if row["run"] == run)
        return tuple(Matter(row["finding"], row["notice"]) for row in found)

    def record_rules(self, catalogue_digest: str, indicators: Iterable[Indicator], at: datetime) -> None:
        """What the rules of a catalogue say; once a catalogue."""
        if any(row["catalogue_digest"] == catalogue_digest for row in self.table_rows("rules")):
            return
        with self._transaction():
            for indicator in indicators:
                self._append("rules", {"catalogue_digest": catalogue_digest, **_rule(indicator)}, at)


def _row(order: RunOrder) -> dict[str, Any]:
    return {
        "run": order.run,
        "purpose": str(order.purpose),
        "sample": order.sample,
        "pack": order.pack,
        "pack_digest": order.pack_digest,
        "pack_content": to_json(dict(order.pack_content)),
    }


def _order(row: Row) -> RunOrder:
    content = json.loads(row["pack_content"])
    purpose = Purpose(row["purpose"])
    return RunOrder(RunId(row["run"]), row["pack"], row["pack_digest"], content, purpose, row["sample"])


def _rule(indicator: Indicator) -> dict[str, Any]:
    return {
        "indicator": indicator.id,
        "title": clean(indicator.title),
        "status": str(indicator.status),
        "consequence": str(indicator.consequence),
        "points": format(indicator.points.value.normalize(), "f") if indicator.points else "",
        "document": clean(indicator.source.document),
        "clause": clean(indicator.source.clause),
    }
