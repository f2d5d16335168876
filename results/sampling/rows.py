"""Draws as rows of the trail: which targets, by which seed, and everything the draw went by."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from crawler.clock import Quarter
from crawler.model import TargetId
from results.migrations import Chain
from results.rows import Row, clean, to_json
from results.sampling.method import Drawn, Ground

TABLE, TARGETS = "samples", "sample_targets"


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One draw as it was made. ``inputs`` is everything it went by beside seed and rate, as JSON values."""

    id: str  # for example 2026Q4-1
    quarter: Quarter
    rate: Decimal
    seed: str
    method: int
    inventory_digest: str
    population: int
    drawn: int
    by: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None  # None before it is written


class SampledChain(Chain):
    """The part of the trail that holds draws."""

    def record_sample(self, propose: Callable[[], tuple[SampleRecord, tuple[Drawn, ...]]], at: datetime) -> None:
        """``propose`` looks at the trail and may refuse by raising: nobody else writes in between."""
        with self._transaction():
            record, drawn = propose()
            self._append(TABLE, _row(record), at)
            for one in drawn:
                row = {"target": one.target, "stratum": clean(one.stratum), "ground": str(one.ground)}
                self._append(TARGETS, {"sample": record.id, **row}, at)

    def samples(self) -> tuple[SampleRecord, ...]:
        """Every draw, in the order they were made; a database of an older version has none."""
        return tuple(map(_record, self.known_rows(TABLE)))

    def sample_targets(self, sample: str) -> tuple[Drawn, ...]:
        return tuple(_drawn(row) for row in self.known_rows(TARGETS) if row["sample"] == sample)


def _row(record: SampleRecord) -> dict[str, Any]:
    return {
        "sample": record.id,
        "quarter": str(record.quarter),
        "rate": format(record.rate, "f"),
        "seed": record.seed,
        "method": record.method,
        "inventory_digest": record.inventory_digest,
        "inputs": to_json(dict(record.inputs)),
        "population": record.population,
        "drawn": record.drawn,
        "drawn_by": clean(record.by),
    }


def _record(row: Row) -> SampleRecord:
    return SampleRecord(
        id=row["sample"],
        quarter=Quarter.parse(row["quarter"]),
        rate=Decimal(row["rate"]),
        seed=row["seed"],
        method=row["method"],
        inventory_digest=row["inventory_digest"],
        population=row["population"],
        drawn=row["drawn"],
        by=row["drawn_by"],
        inputs=json.loads(row["inputs"]),
        at=datetime.fromisoformat(row["at"]),
    )


def _drawn(row: Row) -> Drawn:
    return Drawn(TargetId(row["target"]), row["stratum"], Ground(row["ground"]))
