"""Decisions as rows of the trail: each a named person's word on one finding, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from crawler.model import Decision, DecisionKind
from results.migrations import Chain
from results.rows import clean


class DecidedChain(Chain):
    """The part of the trail that holds decisions."""

    def record_decision(self, finding: int, kind: DecisionKind, by: str, reason: str, at: datetime) -> Decision:
        return self.record_decisions([finding], kind, by, reason, at)[0]

    def record_decisions(
        self, findings: Sequence[int], kind: DecisionKind, by: str, reason: str, at: datetime
    ) -> list[Decision]:
        """The same word on several findings, all or none."""
        return self.record_words([Decision(finding, kind, by, reason, at) for finding in findings])

    def record_words(self, words: Sequence[Decision], check: Callable[[], None] = lambda: None) -> list[Decision]:
        """Several words, all or none. ``check`` may still refuse them by raising: nobody else writes in between."""
        with self._transaction():
            check()
            return [self._store_word(replace(one, by=clean(one.by), reason=clean(one.reason))) for one in words]

    def _store_word(self, word: Decision) -> Decision:
        row = {"finding": word.finding, "kind": str(word.kind), "decided_by": word.by, "reason": word.reason}
        return replace(word, id=self._append("decisions", row, word.at))
