"""Notices as rows of the trail: numbered within a year, each with the upheld findings that stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crawler.model import Decision, RunId
from results.migrations import Chain
from results.rows import Row


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """One rectification notice as it was issued. ``id`` is its row in the trail, 0 before it is written."""

    run: RunId
    year: int
    number: int
    owner: str
    issued_on: date
    due_on: date
    file: str
    document_digest: str
    id: int = 0


class NoticedChain(Chain):
    """The part of the trail that holds notices."""

    def record_notice(self, notice: NoticeRecord, decisions: Sequence[Decision], at: datetime) -> NoticeRecord:
        """The notice and the upheld findings in it. A finding that already stands in a notice raises."""
        names = ("run", "year", "number", "owner", "file", "document_digest")
        row = {name: getattr(notice, name) for name in names}
        row |= {"issued_on": notice.issued_on.isoformat(), "due_on": notice.due_on.isoformat()}
        with self._transaction():
            seq = self._append("notices", row, at)
            for one in decisions:
                self._append("notice_findings", {"notice": seq, "finding": one.finding, "decision": one.id}, at)
        return self.notices(notice.run)[seq]

    def notices(self, run: RunId | None = None) -> dict[int, NoticeRecord]:
        """Notices by their row's number, of one run or of all."""
        return {row["seq"]: _notice_of(row) for row in self.table_rows("notices") if run in {None, row["run"]}}

    def next_notice_number(self, year: int) -> int:
        """Numbers run from 1 within a year, without gaps, whatever a notice's kind."""
        return 1 + max((one.number for one in self.notices().values() if one.year == year), default=0)

    def noticed(self, run: RunId | None = None) -> dict[int, int]:
        """Finding → the notice (its row's number) that it stands in, for the notices of one run or of all."""
        notices = self.notices(run)
        return {row["finding"]: row["notice"] for row in self.table_rows("notice_findings") if row["notice"] in notices}


def _notice_of(row: Row) -> NoticeRecord:
    return NoticeRecord(
        run=RunId(row["run"]),
        year=row["year"],
        number=row["number"],
        owner=row["owner"],
        issued_on=date.fromisoformat(row["issued_on"]),
        due_on=date.fromisoformat(row["due_on"]),
        file=row["file"],
        document_digest=row["document_digest"],
        id=row["seq"],
    )
