"""Requests to look at a finding again, and what came of them, as rows of the trail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from results.files import HandedIn, files_json, files_of
from results.migrations import Chain
from results.rows import Row, clean, to_json

REQUESTS, RESULTS = "reconsiderations", "reconsideration_results"


@dataclass(frozen=True, slots=True)
class Reconsideration:
    """One request. ``by`` is who recorded it."""

    finding: int
    asked_by: str
    asked_on: date
    reason: str
    by: str
    files: tuple[HandedIn, ...] = ()
    id: int = 0  # 0 before it is written


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """What the stored captures say now, and what a fresh look said: empty where nobody looked afresh."""

    request: int
    stored: Mapping[str, Any]
    fresh: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None  # the fresh finding


class ReconsideredChain(Chain):
    """The part of the trail that holds reconsiderations."""

    def record_reconsideration(self, asked: Reconsideration, at: datetime) -> int:
        """The row's number."""
        row = {
            "finding": asked.finding,
            "asked_by": clean(asked.asked_by),
            "asked_on": asked.asked_on.isoformat(),
            "reason": clean(asked.reason),
            "recorded_by": clean(asked.by),
            "files": to_json(files_json(asked.files)),
        }
        with self._transaction():
            return self._append(REQUESTS, row, at)

    def record_reconsidered(self, result: Reconsidered, at: datetime) -> None:
        row = {
            "reconsideration": result.request,
            "stored": to_json(dict(result.stored)),
            "fresh": to_json(dict(result.fresh)),
            "seen": result.seen,
        }
        with self._transaction():
            self._append(RESULTS, row, at)

    def reconsiderations(self) -> tuple[Reconsideration, ...]:
        """Every request, in the order they were written; a database of an older version has none."""
        return tuple(map(_request, self.known_rows(REQUESTS)))

    def reconsidered(self) -> dict[int, Reconsidered]:
        """The results, by the row of their request."""
        return {row["reconsideration"]: _result(row) for row in self.known_rows(RESULTS)}


def _request(row: Row) -> Reconsideration:
    files = files_of(json.loads(row["files"]))
    asked_on = date.fromisoformat(row["asked_on"])
    return Reconsideration(
        row["finding"], row["asked_by"], asked_on, row["reason"], row["recorded_by"], files, row["seq"]
    )


def _result(row: Row) -> Reconsidered:
    return Reconsidered(row["reconsideration"], json.loads(row["stored"]), json.loads(row["fresh"]), row["seen"])
