"""The audit trail: what was inspected, found, decided and issued. It only grows, and every row vouches for the last.

One writer at a time; every public method that writes is one transaction, on disk before it returns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from crawler.clock import now
from crawler.errors import InputError
from crawler.model import Finding, IndicatorId, RunId, Target, TargetId
from results import rows
from results.accounts.rows import AccountedChain
from results.audit_findings import FoundChain
from results.campaigns.rows import CampaignedChain
from results.casework.rows import EventedChain
from results.health.rows import MonitoredChain
from results.ledger.rows import LedgerChain
from results.migrations import connect
from results.notices.rows import NoticedChain, NoticeRecord
from results.order_rows import Matter, OrderedChain, Purpose, RunOrder
from results.publishing.rows import PublishedChain
from results.retention.rows import RetainedChain
from results.review.exemption_rows import ExemptedChain
from results.review.rows import DecidedChain
from results.rows import PublicationRecord, Row, RunRecord
from results.sampling.rows import SampledChain
from results.text import say
from results.timetable.rows import TimetabledChain
from results.warning.rows import RemindedChain

__all__ = ["DATABASE", "Change", "NoticeRecord", "PublicationRecord", "RunRecord", "Trail"]

DATABASE = "spotcheck.sqlite"
Change = tuple[Finding | None, Finding | None]  # before and after; None: new, or no longer made


class Trail(
    FoundChain,
    OrderedChain,
    DecidedChain,
    AccountedChain,
    RemindedChain,
    NoticedChain,
    EventedChain,
    SampledChain,
    ExemptedChain,
    LedgerChain,
    PublishedChain,
    CampaignedChain,
    TimetabledChain,
    RetainedChain,
    MonitoredChain,
):
    """The audit trail of one data folder. Use it as a context manager: a clean close seals it."""

    @classmethod
    def open(cls, data: Path, create: bool = True) -> Self:
        """For writing. Raises InputError (missing, not ours, not writable) or VerificationError (damaged)."""
        if create:
            data.mkdir(parents=True, exist_ok=True)
        path = data / DATABASE
        return cls(path, connect(path, create=create), readonly=False)

    @classmethod
    def read(cls, data: Path) -> Self:
        """For reading: nothing in the folder's database changes, not even where a writer was killed."""
        path = data / DATABASE
        return cls(path, connect(path, create=False, readonly=True), readonly=True)

    def recent_rows(self, table: str, since: datetime) -> Iterator[Row]:
        """Rows written at an instant or after it, oldest first; of a table that an older version lacks none."""
        if table in self.tables:
            query = f"SELECT * FROM {table} WHERE at >= ? ORDER BY seq"  # noqa: S608
            yield from self._rows(query, rows.instant(since))

    # writing

    def begin_run(
        self,
        run: RunRecord,
        targets: Sequence[Target],
        chosen: Collection[TargetId] | None = None,
        order: RunOrder | None = None,
        matters: Sequence[Matter] = (),
    ) -> None:
        """Writes the run, what it is for, and its inventory as it was.

        ``chosen`` are the targets it inspects, None for all; ``matters`` the findings it looks at again.
        """
        with self._transaction():
            self._append("runs", rows.run_row(run), run.started_at)
            for target in targets:
                row = rows.target_row(run.id, target) | {"chosen": int(chosen is None or target.id in chosen)}
                self._append("run_targets", row, run.started_at)
            if order is not None:
                self._append_order(order, matters, run.started_at)

    def record_gathered(self, run: RunId, target: TargetId, manifest: str, captures: int, at: datetime) -> None:
        row = {"run": run, "target": target, "manifest": manifest, "captures": captures}
        with self._transaction():
            self._append("gathered", row, at)

    def begin_judgement(self, run: RunId, catalogue_digest: str, program_version: str, at: datetime) -> int:
        """The new judgement's number; the first of a run is 1."""
        with self._transaction():
            found = self._rows("SELECT coalesce(max(judgement), 0) + 1 AS next FROM judgements WHERE run = ?", run)
            number = int(found[0]["next"])
            row = {"run": run, "judgement": number}
            self._append(
                "judgements", row | {"catalogue_digest": catalogue_digest, "program_version": program_version}, at
            )
        return number

    def record_findings(
        self,
        run: RunId,
        judgement: int,
        target: TargetId,
        findings: Sequence[Finding],
        at: datetime | None = None,
        reading: str = "",
    ) -> tuple[Change, ...]:
        """All findings of one target in one transaction; only what differs from the current ones is written.

        ``reading`` is the digest of the kept reading behind them (crawler.captures.readings). Returns what changed.
        A second call for the same judgement and target is our mistake and raises.
        """
        if any((finding.run, finding.target) != (run, target) for finding in findings):
            raise ValueError(f"findings of another run or target among those of {run} {target}")
        at = at or now()
        with self._transaction():
            current = {row["indicator"]: row for row in self._current(run, target)}
            changes = [self._store(finding, judgement, current.get(finding.indicator), at) for finding in findings]
            changed = [change for change in changes if change]
            changed += self._withdraw(run, judgement, {f.indicator for f in findings}, current, at)
            counts = {"findings": len(findings), "changed": len(changed), "reading": reading}
            self._append("judged", {"run": run, "judgement": judgement, "target": target, **counts}, at)
        return tuple(changed)

    def _store(self, finding: Finding, judgement: int, old: Row | None, at: datetime) -> Change | None:
        row = rows.finding_row(finding, judgement)
        if old is not None and old["judgement"] != judgement and all(row[name] == old[name] for name in rows.SAID):
            return None
        seq = self._append("findings", row, at)
        return (rows.finding_of(old) if old is not None else None, rows.finding_of(row | {"seq": seq}))

    def _withdraw(
        self, run: RunId, judgement: int, made: set[IndicatorId], current: Mapping[str, Row], at: datetime
    ) -> list[Change]:
        gone = [row for indicator, row in current.items() if indicator not in made]
        for row in gone:
            self._append("withdrawals", {"run": run, "judgement": judgement, "finding": row["seq"]}, at)
        return [(rows.finding_of(row), None) for row in gone]

    def finish_run(self, run: RunId, healthy: bool, summary: Mapping[str, Any], at: datetime) -> None:
        with self._transaction():
            self._append("run_ends", {"run": run, "healthy": int(healthy), "summary": rows.to_json(dict(summary))}, at)

    def record_publication(self, publication: PublicationRecord, at: datetime) -> None:
        names = PublicationRecord.__dataclass_fields__
        with self._transaction():
            self._append("publications", {name: getattr(publication, name) for name in names}, at)

    # reading

    def runs(self) -> tuple[RunRecord, ...]:
        return tuple(rows.run_of(row) for row in self._rows("SELECT * FROM runs ORDER BY seq"))

    def checks(self) -> tuple[RunRecord, ...]:
        """The runs that inspect. What looks at findings again is none of them, and counts for no quarter."""
        orders = self.orders()
        return tuple(run for run in self.runs() if run.id not in orders or orders[run.id].purpose is Purpose.CHECK)

    def latest_check(self) -> RunRecord:
        """The newest that is of no routine, else of any. Raises InputError where nothing was inspected yet."""
        checks = self.checks()
        if not checks:
            raise InputError(say("trail.no-run"), file=str(self.path), next_step=say("trail.no-run-next"))
        return next((run for run in reversed(checks) if not run.routine), checks[-1])

    def check(self, run: str) -> RunRecord:
        """The check of that name, the latest for an empty one. Raises InputError for a run that is no check."""
        if not run:
            return self.latest_check()
        record = self.run(run)
        if record not in self.checks():
            raise InputError(say("trail.no-check"), value=run, next_step=say("trail.no-check-next"))
        return record

    def run(self, run: str) -> RunRecord:
        """Raises InputError, naming the known ones, where there is no such run."""
        runs = self.runs()
        for record in runs:
            if record.id == run:
                return record
        known = ", ".join(record.id for record in runs[-10:]) or say("trail.none")
        step = say("trail.unknown-run-next", known=known)
        raise InputError(say("trail.unknown-run"), file=str(self.path), value=run, next_step=step)

    def unfinished_run(self, key: str) -> RunRecord | None:
        """The newest run of the same command, where it has not come to its end."""
        query = "SELECT *, run IN (SELECT run FROM run_ends) AS ended FROM runs WHERE command_key = ? ORDER BY seq DESC"
        found = self._rows(f"{query} LIMIT 1", key)
        return rows.run_of(found[0]) if found and not found[0]["ended"] else None

    def targets(self, run: RunId) -> tuple[Target, ...]:
        """What the run inspects."""
        found = self._rows("SELECT * FROM run_targets WHERE run = ? AND chosen ORDER BY seq", run)
        return tuple(rows.target_of(row) for row in found)

    def inventory(self, run: RunId) -> tuple[Target, ...]:
        """The whole inventory as it was when the run began: what targets are compared with."""
        found = self._rows("SELECT * FROM run_targets WHERE run = ? ORDER BY seq", run)
        return tuple(rows.target_of(row) for row in found)

    def gathered(self, run: RunId) -> dict[TargetId, str]:
        found = self._rows("SELECT target, manifest FROM gathered WHERE run = ? ORDER BY seq", run)
        return {TargetId(row["target"]): row["manifest"] for row in found}

    def judged(self, run: RunId, judgement: int) -> set[TargetId]:
        found = self._rows("SELECT target FROM judged WHERE run = ? AND judgement = ?", run, judgement)
        return {TargetId(row["target"]) for row in found}

    def readings(self, run: RunId) -> dict[TargetId, str]:
        """Target → digest of the reading its latest findings were made from, where one was kept."""
        found = self._rows("SELECT target, reading FROM judged WHERE run = ? AND reading <> '' ORDER BY seq", run)
        return {TargetId(row["target"]): row["reading"] for row in found}

    def latest_judgement(self, run: RunId) -> int:
        """The number of a run's newest judgement, 0 before the first."""
        found = self._rows("SELECT coalesce(max(judgement), 0) AS newest FROM judgements WHERE run = ?", run)
        return int(found[0]["newest"])

    def is_healthy(self, run: RunId) -> bool | None:
        """What the run's last end said; None where it has not come to its end."""
        found = self._rows("SELECT healthy FROM run_ends WHERE run = ? ORDER BY seq DESC LIMIT 1", run)
        return bool(found[0]["healthy"]) if found else None

    def latest_publication(self, run: RunId) -> PublicationRecord | None:
        found = self._rows("SELECT * FROM publications WHERE run = ? ORDER BY seq DESC LIMIT 1", run)
        names = PublicationRecord.__dataclass_fields__
        return PublicationRecord(**{name: found[0][name] for name in names}) if found else None

    def basis(self) -> tuple[int, str, datetime | None]:
        """The newest row that is no publication: what a list published now rests on."""
        seq, hash_ = self.head()
        while found := self._rows("SELECT seq, prev FROM publications WHERE seq = ?", seq):
            seq, hash_ = seq - 1, found[0]["prev"]
        wanted = " UNION ALL ".join(f"SELECT at FROM {table} WHERE seq = ?1" for table in self.tables)  # noqa: S608
        written = self._rows(wanted, seq)
        return seq, hash_, datetime.fromisoformat(written[0]["at"]) if written else None
