"""Notices as rows of the trail: numbered within a year, each with the upheld findings that stand in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from crawler.model import Decision, RunId
from results.migrations import Chain
from results.rows import Row, clean, to_json


class NoticeKind(StrEnum):
    RECTIFICATION = "rectification"  # 整改通知书: vetoes and deductions
    PROMPT = "prompt"  # 提示单: what reminds and counts for nothing
    SUPERVISION = "supervision"  # 督办函: about a notice whose day has passed


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """What a notice is, and the file people print. ``head`` is the trail's, as the notice prints it."""

    kind: NoticeKind
    letter_mark: str  # 发文机关代字
    template: str  # name and version
    template_digest: str
    head: tuple[int, str]
    due_days: Mapping[int, date] = field(default_factory=dict)  # of each finding
    printed: str = ""
    printed_digest: str = ""
    follows: int | None = None  # the row of the overdue notice


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

    def record_notice(
        self, notice: NoticeRecord, decisions: Sequence[Decision], at: datetime, form: NoticeForm | None = None
    ) -> NoticeRecord:
        """The notice and the upheld findings in it. A finding that already stands in a notice raises."""
        names = ("run", "year", "number", "owner", "file", "document_digest")
        row = {name: getattr(notice, name) for name in names}
        row |= {"issued_on": notice.issued_on.isoformat(), "due_on": notice.due_on.isoformat()}
        with self._transaction():
            seq = self._append("notices", row, at)
            for one in decisions:
                self._append("notice_findings", {"notice": seq, "finding": one.finding, "decision": one.id}, at)
            if form:
                self._append("notice_forms", {"notice": seq, **_form_row(form)}, at)
        return replace(notice, id=seq)

    def notice_forms(self) -> dict[int, NoticeForm]:
        """The form of each notice, by the notice's row; those of older programs have none."""
        return {row["notice"]: _form_of(row) for row in self.known_rows("notice_forms")}

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


def _form_row(form: NoticeForm) -> dict[str, object]:
    return {
        "kind": str(form.kind),
        "follows": form.follows,
        "letter_mark": clean(form.letter_mark),
        "due_days": to_json({str(number): day.isoformat() for number, day in form.due_days.items()}),
        "template": clean(form.template),
        "template_digest": form.template_digest,
        "printed": form.printed,
        "printed_digest": form.printed_digest,
        "head_seq": form.head[0],
        "head_hash": form.head[1],
    }


def _form_of(row: Row) -> NoticeForm:
    return NoticeForm(
        kind=NoticeKind(row["kind"]),
        letter_mark=row["letter_mark"],
        template=row["template"],
        template_digest=row["template_digest"],
        head=(row["head_seq"], row["head_hash"]),
        due_days={int(number): date.fromisoformat(day) for number, day in json.loads(row["due_days"]).items()},
        printed=row["printed"],
        printed_digest=row["printed_digest"],
        follows=row["follows"],
    )


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
