"""What was found and what was decided on it, read from the audit trail. Speaks SQL for ``results.audit``."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from itertools import groupby
from typing import Any

from crawler.errors import InputError
from crawler.model import Decision, Finding, IndicatorId, Outcome, RunId, TargetId
from results import rows
from results.migrations import Chain, guarded
from results.text import say

LARGEST_NUMBER = 2**63 - 1  # of a row in SQLite


class FoundChain(Chain):
    """The part of the trail that tells findings, and the decisions on them."""

    def _current(self, run: RunId, target: TargetId) -> list[dict[str, Any]]:
        return self._rows("SELECT * FROM current_findings WHERE run = ? AND target = ?", run, target)

    def findings(
        self,
        run: RunId,
        *,
        outcome: Outcome | None = None,
        target: TargetId | None = None,
        indicator: IndicatorId | None = None,
    ) -> Iterator[Finding]:
        """The run's current findings, in the order of the inventory's judging."""
        query, values = _chosen(run, outcome, target, indicator)
        yield from map(rows.finding_of, self._rows(query, *values))

    def stream_findings(
        self,
        run: RunId,
        *,
        outcome: Outcome | None = None,
        target: TargetId | None = None,
        indicator: IndicatorId | None = None,
    ) -> Iterator[Finding]:
        """The same read one by one, so that a whole province needs no memory. Nothing may be written meanwhile."""
        query, values = _chosen(run, outcome, target, indicator)
        with guarded(self.path):
            yield from map(rows.finding_of, self._connection.execute(query, values))

    def findings_by_target(
        self, run: RunId, spoken_of: Container[int] | None = None
    ) -> Iterator[tuple[TargetId, list[Finding]]]:
        """The run's current findings, a target at a time, so that a whole province needs no memory.

        Targets come in the order of their ids, each one's findings in that of their judging. Where ``spoken_of`` is
        given, what passed or is inapplicable is told without its data, subjects, message and captures, unless its
        number is among these: most of a run is that, and whoever counts faults asks it nothing.
        """
        query = "SELECT * FROM current_findings WHERE run = ? ORDER BY target, seq"
        with guarded(self.path):
            found = self._connection.execute(query, (run,))
            for target, own in groupby(found, key=lambda row: row["target"]):
                yield TargetId(target), [_told(row, spoken_of) for row in own]

    def indicators(self, run: RunId) -> frozenset[IndicatorId]:
        """Those that any finding of a run is by, one that was replaced since included."""
        found = self._rows("SELECT DISTINCT indicator FROM findings WHERE run = ?", run)
        return frozenset(IndicatorId(row["indicator"]) for row in found)

    def tally(self, run: RunId) -> dict[tuple[Outcome, str], int]:
        """How many current findings of a run there are of each outcome and reason."""
        query = "SELECT outcome, reason, count(*) AS n FROM current_findings WHERE run = ? GROUP BY outcome, reason"
        return {(Outcome(row["outcome"]), row["reason"]): row["n"] for row in self._rows(query, run)}

    def awaiting(self, after: int) -> Sequence[rows.Row]:
        """The review queue's rows of findings behind a row of the trail."""
        return self._rows("SELECT * FROM review_queue WHERE finding > ? ORDER BY finding", after)

    def outcomes_by_target(self, run: RunId) -> Iterator[tuple[TargetId, Outcome, str, int]]:
        """(target, outcome, reason, how many) of the current findings of a run."""
        query = """SELECT target, outcome, reason, count(*) AS n FROM current_findings WHERE run = ?
                   GROUP BY target, outcome, reason"""
        for row in self._rows(query, run):
            yield TargetId(row["target"]), Outcome(row["outcome"]), row["reason"], row["n"]

    def targets_with(self, run: RunId, reasons: Collection[str], indicator: str = "") -> set[TargetId]:
        """Targets with a current finding of one of these reasons, under one indicator or any."""
        query = "SELECT DISTINCT target, reason FROM current_findings WHERE run = ?1 AND ?2 IN ('', indicator)"
        return {TargetId(row["target"]) for row in self._rows(query, run, indicator) if row["reason"] in reasons}

    def finding(self, number: int) -> tuple[Finding, bool]:
        """One finding, and whether it is current. Raises InputError where there is none of that number."""
        query = "SELECT *, EXISTS (SELECT 1 FROM current_findings c WHERE c.seq = f.seq) AS is_current FROM findings f"
        found = self._rows(f"{query} WHERE seq = ?", number) if number <= LARGEST_NUMBER else []
        if not found:
            problem, step = say("trail.unknown-finding"), say("trail.unknown-finding-next")
            raise InputError(problem, file=str(self.path), value=str(number), next_step=step)
        return rows.finding_of(found[0]), bool(found[0]["is_current"])

    def decisions(self, run: RunId) -> dict[int, Decision]:
        """The latest decision on each finding of a run, findings that were replaced since included."""
        query = (
            "SELECT d.* FROM current_decisions d JOIN findings f ON f.seq = d.finding WHERE f.run = ? ORDER BY d.seq"
        )
        return {row["finding"]: rows.decision_of(row) for row in self._rows(query, run)}

    def words(self, run: RunId, among: Collection[int] | None = None) -> Iterator[tuple[IndicatorId, str, Decision]]:
        """Every decision on findings of a run, oldest first, with the finding's indicator and digest of catalogue.

        ``among``: only on findings with these numbers, which are looked up one by one; None: on all.
        """
        said = "decisions d" if among is None else "json_each(?2) n CROSS JOIN decisions d ON d.finding = n.value"
        query = f"""SELECT d.*, f.indicator, f.catalogue_digest FROM {said} JOIN findings f ON f.seq = d.finding
                    WHERE f.run = ?1 ORDER BY d.seq"""  # noqa: S608
        for row in self._rows(query, run, *([] if among is None else [rows.to_json([*among])])):
            yield IndicatorId(row["indicator"]), row["catalogue_digest"], rows.decision_of(row)

    def stream_words(self, run: RunId) -> Iterator[Decision]:
        """The same decisions one by one, finding after finding. Nothing may be written meanwhile."""
        query = """SELECT d.* FROM decisions d JOIN findings f ON f.seq = d.finding
                   WHERE f.run = ? ORDER BY d.finding, d.seq"""
        with guarded(self.path):
            yield from map(rows.decision_of, self._connection.execute(query, (run,)))

    def replaced_in_notices(self) -> frozenset[int]:
        """Findings that stand in a notice, and that a later judgement replaced or no longer makes."""
        query = """SELECT n.finding FROM notice_findings n
                   WHERE NOT EXISTS (SELECT 1 FROM current_findings c WHERE c.seq = n.finding)"""
        return frozenset(row["finding"] for row in self._rows(query))

    def outdated_decisions(self, run: RunId) -> dict[tuple[TargetId, IndicatorId], Decision]:
        """Decisions on findings that a later judgement replaced: they no longer count."""
        query = """SELECT d.*, f.target, f.indicator FROM current_decisions d JOIN findings f ON f.seq = d.finding
                   WHERE f.run = ?1 AND f.seq NOT IN (SELECT seq FROM current_findings WHERE run = ?1) ORDER BY d.seq"""
        found = self._rows(query, run)
        return {(row["target"], row["indicator"]): rows.decision_of(row) for row in found}


def _chosen(
    run: RunId, outcome: Outcome | None, target: TargetId | None, indicator: IndicatorId | None
) -> tuple[str, tuple[str, ...]]:
    """A query for current findings, and its values. It sorts their numbers alone, not what they say."""
    wanted = {"run": run, "outcome": outcome and str(outcome), "target": target, "indicator": indicator}
    given = {name: value for name, value in wanted.items() if value is not None}
    where = " AND ".join(f"{name} = ?" for name in given)
    numbers = f"SELECT seq FROM current_findings WHERE {where}"  # noqa: S608
    return f"SELECT * FROM findings WHERE seq IN ({numbers}) ORDER BY seq", tuple(given.values())  # noqa: S608


def _told(row: rows.Row, spoken_of: Container[int] | None) -> Finding:
    is_bare = spoken_of is not None and row["outcome"] in rows.QUIET and row["seq"] not in spoken_of
    return rows.bare_finding_of(row) if is_bare else rows.finding_of(row)
