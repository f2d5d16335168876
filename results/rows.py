"""Between the words of the house and the rows of the trail, both ways; and what a row's hash is taken over."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crawler.clock import CHINA
from crawler.model import (
    Decision,
    DecisionKind,
    Digest,
    Finding,
    IndicatorId,
    Outcome,
    RunId,
    Target,
    TargetId,
    TargetKind,
    TargetStatus,
)

Row = Mapping[str, Any]
GENESIS = "0" * 64  # what the first row names as the hash before it
_ROUTINE = re.compile(r"-\d{8}-([a-z]+)-\d+$")
_TARGET_COLUMNS = tuple(Target.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run as it began. ``key`` identifies the command, so that the same command goes on with it."""

    id: RunId
    quarter: str
    on: date
    inventory_digest: str
    config_digest: str
    catalogue_digest: str
    program_version: str
    key: str
    started_at: datetime

    @property
    def routine(self) -> str:
        """Which routine it was for, as its id says; empty for a quarter's check."""
        match = _ROUTINE.search(self.id)
        return match[1] if match else ""


@dataclass(frozen=True, slots=True)
class PublicationRecord:
    """One published list. ``form`` is ``draft`` or ``final``; the three counts are of targets."""

    run: RunId
    form: str
    qualified: int
    unqualified: int
    pending: int
    page_digest: str
    table_digest: str


def row_hash(table: str, row: Row) -> str:
    """SHA-256 over the table's name and every column but the hash itself, as canonical JSON."""
    content = {name: value for name, value in row.items() if name != "hash"}
    text = json.dumps([table, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def instant(at: datetime) -> str:
    """An aware instant as the trail writes it: in China time. A naive one is our mistake."""
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return at.astimezone(CHINA).isoformat(timespec="microseconds")


def clean(text: str) -> str:
    """Text as UTF-8 can hold it: pages may smuggle half a surrogate pair into a title."""
    return text.encode("utf-8", "replace").decode("utf-8")


def to_json(value: Any) -> str:
    """Compact JSON that a person can still read in a table browser."""
    return clean(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def run_row(run: RunRecord) -> dict[str, Any]:
    return {
        "run": run.id,
        "command_key": run.key,
        "quarter": run.quarter,
        "monitored_on": run.on.isoformat(),
        "inventory_digest": run.inventory_digest,
        "config_digest": run.config_digest,
        "catalogue_digest": run.catalogue_digest,
        "program_version": run.program_version,
    }


def run_of(row: Row) -> RunRecord:
    return RunRecord(
        id=RunId(row["run"]),
        quarter=row["quarter"],
        on=date.fromisoformat(row["monitored_on"]),
        inventory_digest=row["inventory_digest"],
        config_digest=row["config_digest"],
        catalogue_digest=row["catalogue_digest"],
        program_version=row["program_version"],
        key=row["command_key"],
        started_at=datetime.fromisoformat(row["at"]),
    )


def target_row(run: RunId, target: Target) -> dict[str, Any]:
    values = {name: clean(str(getattr(target, name))) for name in _TARGET_COLUMNS if name != "id"}
    return {"run": run, "target": target.id, **values}


def target_of(row: Row) -> Target:
    values = {name: row[name] for name in _TARGET_COLUMNS if name not in {"id", "kind", "status"}}
    kind, status = TargetKind(row["kind"]), TargetStatus(row["status"])
    return Target(id=TargetId(row["target"]), kind=kind, status=status, **values)


def finding_row(finding: Finding, judgement: int) -> dict[str, Any]:
    return {
        "run": finding.run,
        "judgement": judgement,
        "target": finding.target,
        "indicator": finding.indicator,
        "indicator_version": finding.indicator_version,
        "outcome": str(finding.outcome),
        "reason": finding.reason,
        "data": to_json(dict(finding.data)),
        "subjects": to_json([dict(subject) for subject in finding.subjects]),
        "message": clean(finding.message),
        "captures": to_json(list(finding.captures)),
        "observed_at": instant(finding.observed_at),
        "monitored_on": finding.monitored_on.isoformat(),
        "catalogue_digest": finding.catalogue_digest,
        "program_version": finding.program_version,
    }


SAID = ("outcome", "reason", "data", "subjects", "message", "captures")  # what makes two findings the same


QUIET = {Outcome.PASSED, Outcome.INAPPLICABLE}  # what asks nobody anything


def finding_of(row: Row) -> Finding:
    said = {name: json.loads(row[name]) for name in ("data", "subjects", "captures")}
    digests = tuple(Digest(value) for value in said["captures"])
    return _finding(row, said["data"], tuple(said["subjects"]), row["message"], digests)


def bare_finding_of(row: Row) -> Finding:
    """The same without its data, subjects, message and captures, whose columns are not read."""
    return _finding(row, {}, (), "", ())


def _finding(row: Row, data: Row, subjects: tuple[Row, ...], message: str, captures: tuple[Digest, ...]) -> Finding:
    return Finding(
        run=RunId(row["run"]),
        target=TargetId(row["target"]),
        indicator=IndicatorId(row["indicator"]),
        indicator_version=row["indicator_version"],
        outcome=Outcome(row["outcome"]),
        reason=row["reason"],
        data=data,
        subjects=subjects,
        message=message,
        captures=captures,
        observed_at=datetime.fromisoformat(row["observed_at"]),
        monitored_on=date.fromisoformat(row["monitored_on"]),
        catalogue_digest=row["catalogue_digest"],
        program_version=row["program_version"],
        id=row["seq"],
    )


def decision_of(row: Row) -> Decision:
    return Decision(
        finding=row["finding"],
        kind=DecisionKind(row["kind"]),
        by=row["decided_by"],
        reason=row["reason"],
        at=datetime.fromisoformat(row["at"]),
        id=row["seq"],
    )
