"""Explanations the office accepted (情况说明), as rows of the trail: a fault of a target does not count for a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from crawler.model import Finding, IndicatorId, Outcome, TargetId
from results.files import HandedIn, files_json, files_of
from results.migrations import Chain
from results.rows import Row, clean, to_json

EXCUSABLE = {Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED}


@dataclass(frozen=True, slots=True)
class Ending:
    """An exemption taken back. ``on`` is the first day it no longer holds."""

    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """One explanation accepted for a target and an indicator, from one day to another, both included."""

    target: TargetId
    indicator: IndicatorId
    reason: str
    from_on: date
    until_on: date
    by: str
    files: tuple[HandedIn, ...] = ()
    ending: Ending | None = None
    at: datetime | None = None  # None before it is written
    id: int = 0

    def holds(self, on: date) -> bool:
        return self.from_on <= on <= self.until_on and (self.ending is None or on < self.ending.on)


class Explained:
    """Exemptions ready to be asked about one finding after the other."""

    def __init__(self, exemptions: Iterable[Exemption]) -> None:
        self._by_subject: dict[tuple[TargetId, IndicatorId], list[Exemption]] = {}
        for one in exemptions:
            self._by_subject.setdefault((one.target, one.indicator), []).append(one)

    def by(self, finding: Finding, on: date | None = None) -> Exemption | None:
        """The newest that covers it on ``on``; None: on the day it was monitored. What passed needs none."""
        own = self._by_subject.get((finding.target, finding.indicator), ())
        holding = (one for one in reversed(own) if one.holds(on or finding.monitored_on))
        return next(holding, None) if finding.outcome in EXCUSABLE else None


def excused(findings: Iterable[Finding], exemptions: Iterable[Exemption], on: date | None = None) -> frozenset[int]:
    """Ids of the findings that an exemption covers on ``on``; None: on the day each was monitored."""
    return frozenset(excuses(findings, exemptions, on))


def excuses(
    findings: Iterable[Finding], exemptions: Iterable[Exemption], on: date | None = None
) -> dict[int, Exemption]:
    """The same with the exemption of each, the newest where there are several."""
    explained = Explained(exemptions)
    found = ((finding.id, explained.by(finding, on)) for finding in findings)
    return {number: exemption for number, exemption in found if exemption}


class ExemptedChain(Chain):
    """The part of the trail that holds exemptions."""

    def record_exemption(
        self, exemption: Exemption, at: datetime, check: Callable[[], None] = lambda: None
    ) -> Exemption:
        """``check`` may still refuse by raising: nobody else writes in between."""
        with self._transaction():
            check()
            return replace(exemption, at=at, id=self._append("exemptions", _row(exemption), at))

    def end_exemption(self, number: int, ending: Ending, at: datetime, check: Callable[[], None]) -> None:
        """The same for taking one back."""
        row = {"ended_on": ending.on.isoformat(), "ended_by": clean(ending.by), "reason": clean(ending.reason)}
        with self._transaction():
            check()
            self._append("exemption_ends", {"exemption": number, **row}, at)

    def exemptions(self) -> tuple[Exemption, ...]:
        """Every one, ended ones included, in the order they were written; a database of an older version has none."""
        ends = {row["exemption"]: _ending(row) for row in self.known_rows("exemption_ends")}
        return tuple(_exemption(row, ends.get(row["seq"])) for row in self.known_rows("exemptions"))


def _row(exemption: Exemption) -> dict[str, Any]:
    return {
        "target": exemption.target,
        "indicator": exemption.indicator,
        "reason": clean(exemption.reason),
        "from_on": exemption.from_on.isoformat(),
        "until_on": exemption.until_on.isoformat(),
        "granted_by": clean(exemption.by),
        "files": to_json(files_json(exemption.files)),
    }


def _ending(row: Row) -> Ending:
    return Ending(date.fromisoformat(row["ended_on"]), row["ended_by"], row["reason"])


def _exemption(row: Row, ending: Ending | None) -> Exemption:
    return Exemption(
        target=TargetId(row["target"]),
        indicator=IndicatorId(row["indicator"]),
        reason=row["reason"],
        from_on=date.fromisoformat(row["from_on"]),
        until_on=date.fromisoformat(row["until_on"]),
        by=row["granted_by"],
        files=files_of(json.loads(row["files"])),
        ending=ending,
        at=datetime.fromisoformat(row["at"]),
        id=row["seq"],
    )
